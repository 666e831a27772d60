import { useSignal } from '@preact/signals';
import type { SharingRecords, Upload, UploadKind, Uploads } from '../../server/contract/imports.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { pageHref } from '../state/place.ts';
import { formatCount } from '../words/format.ts';
import { cancelUpload, checkUpload, commitUpload, hasEnded } from './api.ts';
import { formatBytes, KIND_WORDS } from './kind-words.ts';
import { hintHere } from './mend-words.ts';
import { PreviewTable } from './preview-table.tsx';
import {
  firstReading,
  type HeldDataset,
  heldDataset,
  hindrances,
  type Reading,
  toCommitBody,
} from './reading.ts';
import { ReadingForm } from './reading-form.tsx';
import { type ReportShown, ReportView } from './report-view.tsx';
import { Trouble } from './trouble.tsx';
import { UploadSteps } from './upload-steps.tsx';

interface Props {
  readonly upload: Upload;
  /** Column maps kept for its kind. */
  readonly columnMaps: Uploads['columnMaps'];
  readonly sharing: SharingRecords;
  readonly datasets: readonly HeldDataset[];
  readonly holds: Uploads['holds'] | null;
  onForget(): void;
}

/** One upload from its first look to its report. */
export function UploadCard({ upload, columnMaps, sharing, datasets, holds, onForget }: Props) {
  const { preview, state, refusal } = upload;
  const kind = upload.kind as UploadKind;
  const said = useSignal<Reading | null>(null);
  const error = useSignal<ServiceError | null>(null);
  const cancelling = useSignal(false);
  /** How the file was read when it was last checked or committed. */
  const askedAs = useSignal<string | null>(null);
  const reading = said.value ?? firstReading(preview, columnMaps);
  const held = heldDataset(kind, reading, datasets);
  const body = toCommitBody(preview, reading, held);
  const isAsAsked = askedAs.value === JSON.stringify(body);
  const report = upload.report as ReportShown | null;
  const isChecked = isAsAsked && report?.status === 'checked';
  const act = async (work: () => Promise<unknown>) => {
    try {
      error.value = null;
      await work();
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  const ask = (send: typeof checkUpload) =>
    act(() => {
      askedAs.value = JSON.stringify(body);
      return send(upload.id, body);
    });
  const about = { kind, fileName: upload.fileName, holds, held };
  const hinders = state === 'ready' ? hindrances(preview, reading, about) : [];
  const ended = hasEnded(state);
  const refusalHere = refusal && state === 'ready' ? { ...refusal, hint: hintHere(refusal) } : refusal;
  const isBusy = ['checking', 'loading', 'queued'].includes(state);
  return (
    <article class="upload" aria-label={upload.fileName} data-state={state}>
      <header>
        <h3>{upload.fileName}</h3>
        <p class="quiet">
          {KIND_WORDS[kind]} · {formatBytes(upload.bytes)}
        </p>
      </header>
      {!['refused', 'failed', 'cancelled'].includes(state) && (
        <UploadSteps state={state} isChecked={isChecked} />
      )}
      <p role="status" class="upload-state">
        {stateInWords(upload, isChecked, cancelling.value)}
      </p>
      {isBusy && (
        <progress
          max={Math.max(1, upload.bytes)}
          value={state === 'queued' || upload.bytesRead >= upload.bytes ? undefined : upload.bytesRead}
          aria-label={`Progress of ${upload.fileName}`}
        />
      )}
      <Trouble error={error.value ?? (ended || askedAs.value === null || isAsAsked ? refusalHere : null)} />
      {state === 'ready' && preview && (
        <PreviewTable fileName={upload.fileName} preview={preview} reading={reading} />
      )}
      {state === 'ready' && (
        <ReadingForm
          kind={kind}
          fileName={upload.fileName}
          preview={preview}
          reading={reading}
          columnMaps={columnMaps}
          sharing={sharing}
          held={held}
          holds={holds}
          onChange={(next) => {
            said.value = next;
          }}
        />
      )}
      {report && state !== 'cancelled' && (ended || isAsAsked) && <ReportView report={report} />}
      {hinders.length > 0 && (
        <ul class="data-list upload-needs" aria-label="Before it can be checked">
          {hinders.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      <div class="data-buttons">
        {state === 'ready' && !isChecked && (
          <button
            type="button"
            class="primary"
            disabled={hinders.length > 0}
            onClick={() => ask(checkUpload)}
          >
            Check all rows
          </button>
        )}
        {state === 'ready' && isChecked && report && (
          <button type="button" class="primary" onClick={() => ask(commitUpload)}>
            Commit {formatCount(report.rows.accepted)} {report.rows.accepted === 1 ? 'row' : 'rows'}
          </button>
        )}
        {state === 'done' && (
          <a class="button-like" href={pageHref('data')}>
            See what is held
          </a>
        )}
        {ended ? (
          <button
            type="button"
            onClick={() => {
              onForget();
              // One that the service has forgotten by itself is closed all the same.
              cancelUpload(upload).catch(() => undefined);
            }}
          >
            Close
          </button>
        ) : (
          <button
            type="button"
            disabled={cancelling.value}
            onClick={() => {
              cancelling.value = true;
              return act(() => cancelUpload(upload)).finally(() => {
                cancelling.value = false;
              });
            }}
          >
            Cancel
          </button>
        )}
      </div>
    </article>
  );
}

function stateInWords(
  { state, ahead, bytes, bytesRead }: Upload,
  isChecked: boolean,
  cancelling: boolean,
): string {
  if (cancelling) return 'Cancelling: what was read is undone.';
  switch (state) {
    case 'checking':
      return 'Looking for personal data in every row.';
    case 'ready':
      return isChecked
        ? 'Checked. Nothing is written yet.'
        : 'No personal data was found. Nothing is written yet.';
    case 'queued':
      return ahead > 0
        ? `Waiting: ${formatCount(ahead)} ${ahead === 1 ? 'file is' : 'files are'} loaded before it.`
        : 'About to be read.';
    case 'loading':
      return bytesRead >= bytes ? 'All read; placing and writing the rows.' : 'Reading every row.';
    case 'done':
      return 'Imported.';
    case 'refused':
      return 'Refused. Nothing of it was kept.';
    case 'failed':
      return 'It failed. Nothing of it was kept.';
    case 'cancelled':
      return 'Cancelled. Nothing of it was kept.';
  }
}
