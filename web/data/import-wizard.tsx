import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { UPLOAD_KINDS, type Upload, type UploadKind } from '../../server/contract/imports.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { fetchUpload, fetchUploads, followUpload, sendFile } from './api.ts';
import { KIND_WORDS } from './kind-words.ts';
import { Trouble } from './trouble.tsx';
import { UploadCard } from './upload-card.tsx';

/** Bring a file in: choose, look at its first rows, say how to read it, check, commit. Several at a time, each on its own. */
export function ImportWizard() {
  const uploads = useSignal<readonly Upload[]>([]);
  const kind = useSignal<UploadKind>('police');
  const sending = useSignal(false);
  const largest = useSignal<number | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const put = (upload: Upload) => {
    const known = uploads.value.some(({ id }) => id === upload.id);
    uploads.value = known
      ? uploads.value.map((each) => (each.id === upload.id ? upload : each))
      : [upload, ...uploads.value];
  };
  const follow = (id: string) =>
    followUpload(id, async (change) => {
      const known = uploads.value.find((each) => each.id === id);
      put({ ...change, preview: known?.preview ?? null });
      if (change.state === 'ready' && !known?.preview) put(await fetchUpload(id));
    });
  useEffect(() => {
    const stops: (() => void)[] = [];
    fetchUploads()
      .then((answer) => {
        largest.value = answer.largestBytes;
        for (const upload of answer.uploads.filter(({ state }) => state !== 'cancelled')) {
          put(upload);
          stops.push(follow(upload.id));
        }
      })
      .catch((cause: unknown) => {
        error.value = toServiceError(cause);
      });
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const send = async (files: FileList | null) => {
    sending.value = true;
    error.value = null;
    for (const file of files ?? []) {
      try {
        const upload = await sendFile(kind.value, file);
        put(upload);
        follow(upload.id);
      } catch (cause) {
        error.value = toServiceError(cause);
      }
    }
    sending.value = false;
  };
  return (
    <section aria-labelledby="import-title">
      <h2 id="import-title">Import a file</h2>
      <p>Nothing is written until you commit. A file with personal data is refused whole and not kept.</p>
      <form class="data-form" aria-label="Choose a file" onSubmit={(event) => event.preventDefault()}>
        <label class="field">
          <span>What is in the file</span>
          <select
            value={kind.value}
            onChange={(event) => {
              kind.value = event.currentTarget.value as UploadKind;
            }}
          >
            {UPLOAD_KINDS.map((each) => (
              <option key={each} value={each}>
                {KIND_WORDS[each]}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>
            File{largest.value !== null && `, up to ${Math.round(largest.value / 2 ** 20)} MB`} (several may
            be chosen)
          </span>
          <input
            type="file"
            multiple
            disabled={sending.value}
            onChange={async (event) => {
              const input = event.currentTarget;
              await send(input.files);
              input.value = '';
            }}
          />
        </label>
        {sending.value && <p role="status">Sending</p>}
      </form>
      <Trouble error={error.value} />
      {uploads.value.map((upload) => (
        <UploadCard
          key={upload.id}
          upload={upload}
          onForget={() => {
            uploads.value = uploads.value.filter(({ id }) => id !== upload.id);
          }}
        />
      ))}
    </section>
  );
}
