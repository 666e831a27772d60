import { useSignal } from '@preact/signals';
import type { Batches } from '../../server/contract/imports.ts';
import { ScrollAcross } from '../access/form-parts.tsx';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { ExportLinks } from '../briefings/export-links.tsx';
import { formatCount, formatDay, sayCount } from '../words/format.ts';
import { fetchBatches, fetchReceipts, withdrawBatch } from './api.ts';
import { dataHasChanged } from './data-changed.ts';
import { isSteward } from './data-page.tsx';
import { focusFirst } from './focus-first.ts';
import { Trouble } from './trouble.tsx';
import { useLoaded } from './use-loaded.ts';

type Batch = Batches['batches'][number];
const SHORTEST_REASON = 10;

/** Every file that came in, what became of its rows, and the way to take one out again. */
export function BatchesView() {
  const { data, error, reload } = useLoaded(fetchBatches);
  const receipts = useLoaded(fetchReceipts);
  const withdrawing = useSignal<Batch | null>(null);
  return (
    <section aria-labelledby="batches-title">
      <h2 id="batches-title">Files imported</h2>
      <p>Every figure leads back to these files.</p>
      <Trouble error={error.value ?? receipts.error.value} />
      {withdrawing.value && (
        <WithdrawForm
          batch={withdrawing.value}
          onDone={() => {
            withdrawing.value = null;
            void reload();
          }}
        />
      )}
      <ExportLinks figure="batches" query="" what="Files imported" formats={['csv']} />
      <ScrollAcross label="Table of files imported">
        <table class="figures">
          <caption>Newest first</caption>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Dataset</th>
              <th scope="col">Month</th>
              <th scope="col" class="number">
                Rows read
              </th>
              <th scope="col" class="number">
                Accepted
              </th>
              <th scope="col" class="number">
                Rejected
              </th>
              <th scope="col">Imported</th>
              <th scope="col">State</th>
              {isSteward() && <th scope="col">Withdraw</th>}
            </tr>
          </thead>
          <tbody>
            {data.value?.batches.map((batch) => (
              <tr key={batch.batchId}>
                <th scope="row" class="wraps">
                  {batch.fileName}
                  <span class="quiet data-hash" title={batch.sha256}>
                    {' '}
                    Batch {batch.batchId} · sha256 {batch.sha256.slice(0, 12)}
                  </span>
                </th>
                <td class="wraps">{batch.title}</td>
                <td>{batch.month}</td>
                <td class="number">{countWords(batch.rowsRead)}</td>
                <td class="number">{countWords(batch.rowsAccepted)}</td>
                <td class="number">{countWords(batch.rowsRejected)}</td>
                <td class="wraps">
                  {formatDay(batch.importedAt)}, {batch.importedBy}
                </td>
                <td class="wraps">{stateWords(batch)}</td>
                {isSteward() && (
                  <td>
                    {batch.state === 'live' && (
                      <button type="button" onClick={() => (withdrawing.value = batch)}>
                        Withdraw
                      </button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollAcross>
      {(receipts.data.value?.receipts.length ?? 0) > 0 && (
        <>
          <h3>Deleted because its time was over</h3>
          <ul class="data-list">
            {receipts.data.value?.receipts.map((receipt) => (
              <li key={receipt.receiptId}>
                {receipt.fileName},{' '}
                {receipt.rowsDeleted &&
                  `${formatCount(Object.values(receipt.rowsDeleted).reduce((a, b) => a + b, 0))} rows, `}
                on {formatDay(receipt.purgedAt)} by {receipt.purgedBy}. {receipt.reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Rows of a restricted file are told to who imported it alone. */
function countWords(rows: number | null): string {
  return rows === null ? 'not shown' : formatCount(rows);
}

function stateWords(batch: Batch): string {
  if (batch.state === 'replaced') return 'Replaced by a newer file';
  if (batch.state === 'live') return 'Live';
  const stale = batch.staleResults.length;
  const ended = batch.endedAt ? ` ${formatDay(batch.endedAt)}` : '';
  const reason = (batch.endedReason ?? '').replace(/\.?$/, '.');
  return [
    `Withdrawn${ended} by ${batch.endedBy ?? 'nobody named'}: ${reason}`,
    stale > 0 ? ` ${sayCount(stale, 'frozen result is', 'frozen results are')} stale.` : '',
  ].join('');
}

function WithdrawForm({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const reason = useSignal('');
  const busy = useSignal(false);
  const error = useSignal<ServiceError | null>(null);
  const submit = async () => {
    busy.value = true;
    try {
      await withdrawBatch(batch.batchId, reason.value.trim());
      dataHasChanged();
      onDone();
    } catch (cause) {
      error.value = toServiceError(cause);
    }
    busy.value = false;
  };
  return (
    <form
      ref={focusFirst}
      class="data-form"
      aria-label={`Withdraw ${batch.fileName}`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3>Withdraw {batch.fileName}</h3>
      <p>
        {batch.rowsAccepted === null
          ? 'Its rows are'
          : `Its ${sayCount(batch.rowsAccepted, 'row is', 'rows are')}`}{' '}
        deleted, its month counts as not supplied, and results computed from it are marked stale. This cannot
        be undone; the file can be imported again.
      </p>
      <Trouble error={error.value} />
      <label class="field">
        <span>Why is it withdrawn? At least ten characters; the reason is kept.</span>
        <textarea
          rows={2}
          maxLength={500}
          value={reason.value}
          onInput={(event) => {
            reason.value = event.currentTarget.value;
          }}
        />
      </label>
      <div class="data-buttons">
        <button
          type="submit"
          class="primary"
          disabled={busy.value || reason.value.trim().length < SHORTEST_REASON}
        >
          Withdraw the file
        </button>
        <button type="button" onClick={onDone}>
          Keep it
        </button>
      </div>
    </form>
  );
}
