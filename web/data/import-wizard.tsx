import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Upload, UploadKind, Uploads } from '../../server/contract/imports.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { fetchSharing, fetchUpload, fetchUploads, followUpload, sendFile } from './api.ts';
import { ChooseFile } from './choose-file.tsx';
import { dataHasChanged } from './data-changed.ts';
import { Trouble } from './trouble.tsx';
import { UploadCard } from './upload-card.tsx';
import { useLoaded } from './use-loaded.ts';

/** A file that did not get in at all. */
interface Unsent {
  readonly fileName: string;
  readonly error: ServiceError;
}

/** Bring files in: choose, look at the first rows, say how they are read, check, commit. Several at a time, each on its own. */
export function ImportWizard() {
  const uploads = useSignal<readonly Upload[]>([]);
  const desk = useSignal<Uploads | null>(null);
  const sending = useSignal<string | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const unsent = useSignal<readonly Unsent[]>([]);
  const sharing = useLoaded(fetchSharing);
  const put = (upload: Upload) => {
    const known = uploads.value.some(({ id }) => id === upload.id);
    uploads.value = known
      ? uploads.value.map((each) => (each.id === upload.id ? upload : each))
      : [upload, ...uploads.value];
  };
  const refresh = async () => {
    try {
      desk.value = await fetchUploads();
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  const follow = (id: string) =>
    followUpload(id, async (change) => {
      const known = uploads.value.find((each) => each.id === id);
      if (change.state === 'ready' && !known?.preview) put(await fetchUpload(id));
      else put({ ...change, preview: known?.preview ?? null });
      // A commit may have kept a column map, or brought the first data in.
      if (change.state !== 'done') return;
      dataHasChanged();
      void Promise.all([refresh(), sharing.reload()]);
    });
  useEffect(() => {
    const stops: (() => void)[] = [];
    void refresh().then(() => {
      for (const upload of [...(desk.value?.uploads ?? [])].reverse()) {
        if (upload.state === 'cancelled') continue;
        put(upload);
        stops.push(follow(upload.id));
      }
    });
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const send = async (kind: UploadKind, files: readonly File[]) => {
    error.value = null;
    unsent.value = [];
    for (const file of files) {
      sending.value = file.name;
      try {
        const upload = await sendFile(kind, file);
        put(upload);
        follow(upload.id);
      } catch (cause) {
        unsent.value = [...unsent.value, { fileName: file.name, error: toServiceError(cause) }];
      }
    }
    sending.value = null;
  };
  const holds = desk.value?.holds ?? null;
  return (
    <section aria-labelledby="import-title">
      <h2 id="import-title">Import a file</h2>
      <p>Nothing is written until you commit. A file with personal data is refused whole and not kept.</p>
      {holds === 'synthetic' && (
        <p class="data-note">
          This service holds the synthetic district, so only invented files may be added. Real data goes into
          a database of its own.
        </p>
      )}
      <ChooseFile
        largestBytes={desk.value?.largestBytes ?? null}
        sending={sending.value}
        onChoose={(kind, files) => void send(kind, files)}
      />
      <Trouble error={error.value} />
      {unsent.value.map((each) => (
        <Trouble key={each.fileName} error={each.error} about={each.fileName} />
      ))}
      {uploads.value.map((upload) => (
        <UploadCard
          key={upload.id}
          upload={upload}
          holds={holds}
          columnMaps={desk.value?.columnMaps.filter(({ kind }) => kind === upload.kind) ?? []}
          records={sharing.data.value?.records ?? []}
          onForget={() => {
            uploads.value = uploads.value.filter(({ id }) => id !== upload.id);
          }}
        />
      ))}
    </section>
  );
}
