import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SharingRecords, Upload, Uploads } from '../../server/contract/imports.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { fetchDatasets, fetchSharing, fetchUpload, fetchUploads, followUpload } from './api.ts';
import { ChooseFile } from './choose-file.tsx';
import { dataHasChanged } from './data-changed.ts';
import { useSending } from './sending.ts';
import { SendingList } from './sending-list.tsx';
import { Trouble } from './trouble.tsx';
import { UploadCard } from './upload-card.tsx';
import { useLoaded } from './use-loaded.ts';

const NO_RECORDS: SharingRecords = { records: [], organisations: [] };

/** Bring files in: choose, look at the first rows, say how they are read, check, commit. Several at a time, each on its own. */
export function ImportWizard() {
  const uploads = useSignal<readonly Upload[]>([]);
  const desk = useSignal<Uploads | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const sharing = useLoaded(fetchSharing);
  const datasets = useLoaded(fetchDatasets);
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
      void Promise.all([refresh(), sharing.reload(), datasets.reload()]);
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
  const { sendings, send } = useSending((upload) => {
    put(upload);
    follow(upload.id);
  });
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
        onChoose={(kind, files) => send(kind, files, desk.value?.largestBytes ?? null)}
      />
      <Trouble error={error.value} />
      <SendingList sendings={sendings.value} />
      {uploads.value.map((upload) => (
        <UploadCard
          key={upload.id}
          upload={upload}
          holds={holds}
          columnMaps={desk.value?.columnMaps.filter(({ kind }) => kind === upload.kind) ?? []}
          sharing={sharing.data.value ?? NO_RECORDS}
          datasets={datasets.data.value?.datasets ?? []}
          onForget={() => {
            uploads.value = uploads.value.filter(({ id }) => id !== upload.id);
          }}
        />
      ))}
    </section>
  );
}
