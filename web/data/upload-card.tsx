import { useSignal } from '@preact/signals';
import type { CommitBody, SharingRecordBody, Upload, UploadKind } from '../../server/contract/imports.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { formatCount } from '../words/format.ts';
import { cancelUpload, checkUpload, commitUpload, hasEnded } from './api.ts';
import { ColumnMapFields } from './column-map-fields.tsx';
import { KIND_WORDS, mayNeedRecord } from './kind-words.ts';
import { PreviewTable } from './preview-table.tsx';
import { type ReportShown, ReportView } from './report-view.tsx';
import { EMPTY_RECORD, isComplete, SharingFields } from './sharing-fields.tsx';
import { Trouble } from './trouble.tsx';

const STATE_WORDS: Readonly<Record<Upload['state'], string>> = {
  checking: 'Looking for personal data',
  ready: 'Ready',
  queued: 'Waiting',
  loading: 'Loading',
  done: 'Imported',
  refused: 'Refused, nothing of it was kept',
  failed: 'Failed, nothing of it was kept',
  cancelled: 'Cancelled, nothing of it was kept',
};

/** One upload from its first look to its report. */
export function UploadCard({ upload, onForget }: { upload: Upload; onForget: () => void }) {
  const { preview, state, refusal, kind } = upload;
  const columns = useSignal<Record<string, string> | null>(null);
  const source = useSignal('');
  const sharing = useSignal<SharingRecordBody | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const map = preview?.map ?? null;
  const body = (): CommitBody => ({
    ...(columns.value && map ? { columnMap: { ...map, columns: columns.value } } : {}),
    ...(source.value ? { source: source.value, saveMap: map !== null } : {}),
    ...(sharing.value ? { sharing: sharing.value } : {}),
  });
  const act = async (work: () => Promise<unknown>) => {
    try {
      error.value = null;
      await work();
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  const report = upload.report as ReportShown | null;
  const incomplete = sharing.value !== null && !isComplete(sharing.value);
  return (
    <article class="dataset upload" aria-label={upload.fileName}>
      <h3>{upload.fileName}</h3>
      <p class="quiet">
        {KIND_WORDS[kind as UploadKind]} · {formatCount(Math.ceil(upload.bytes / 1024))} KB
      </p>
      <p role="status">
        {STATE_WORDS[state]}
        {state === 'queued' && upload.ahead > 0 && ` for ${formatCount(upload.ahead)} before it`}
      </p>
      {['checking', 'loading'].includes(state) && (
        <progress max={Math.max(1, upload.bytes)} value={upload.bytesRead} aria-label={STATE_WORDS[state]} />
      )}
      <Trouble error={error.value ?? refusal} />
      {preview && !hasEnded(state) && <PreviewTable preview={preview} />}
      {preview && map && state === 'ready' && (
        <ColumnMapFields
          fields={preview.fields}
          columns={preview.columns}
          chosen={columns.value ?? map.columns}
          onChange={(next) => {
            columns.value = next;
          }}
        />
      )}
      {state === 'ready' && (
        <>
          {map && (
            <label class="field">
              <span>Who sent it, as a short name (keeps the column map for next month)</span>
              <input
                type="text"
                value={source.value}
                pattern="[a-z0-9]+(-[a-z0-9]+)*"
                onInput={(event) => {
                  source.value = event.currentTarget.value.trim();
                }}
              />
            </label>
          )}
          {(mayNeedRecord(kind) || refusal?.code === 'sharing-missing') && (
            <details
              class="data-form"
              onToggle={(event) => {
                if (event.currentTarget.open) sharing.value ??= EMPTY_RECORD;
              }}
            >
              <summary>Record of sharing (not needed where the dataset is under one already)</summary>
              {sharing.value && (
                <SharingFields
                  record={sharing.value}
                  onChange={(record) => {
                    sharing.value = record;
                  }}
                />
              )}
            </details>
          )}
        </>
      )}
      {report && <ReportView report={report} />}
      <div class="data-buttons">
        {state === 'ready' && (
          <>
            <button
              type="button"
              disabled={incomplete}
              onClick={() => act(() => checkUpload(upload.id, body()))}
            >
              Check all rows
            </button>
            <button
              type="button"
              class="primary"
              disabled={incomplete}
              onClick={() => act(() => commitUpload(upload.id, body()))}
            >
              Commit
            </button>
          </>
        )}
        {hasEnded(state) ? (
          <button type="button" onClick={onForget}>
            Close
          </button>
        ) : (
          <button type="button" onClick={() => act(() => cancelUpload(upload))}>
            Cancel
          </button>
        )}
      </div>
    </article>
  );
}
