import { useEffect } from 'preact/hooks';
import type { FrozenList, FrozenSummary } from '../../server/contract/frozen-results.ts';
import { apiPath } from '../api/client.ts';
import { titlePage } from '../state/place.ts';
import { formatCount, formatDay, formatPeriod } from '../words/format.ts';
import { AnswerState } from './answer-state.tsx';
import { DataTable } from './data-table.tsx';
import { CheckFrozen, mayFreeze } from './freeze-result.tsx';
import { useAnswer } from './use-answer.ts';

/** Results that were frozen: who froze what, when, and whether the data is another now. */
export function FrozenPage() {
  const list = useAnswer<FrozenList>(apiPath('frozen-results'));
  useEffect(() => titlePage('Frozen results'), []);
  const rows = list.data?.results ?? [];
  return (
    <>
      <h1>Frozen results</h1>
      <p class="report-intro">
        Figures as they were given, kept with everything they were computed from. A frozen result never
        changes: its name is the SHA-256 of its bytes. Listed are those whose data you may see.
      </p>
      <AnswerState of={list} what="The list" />
      {list.data && (
        <div class="report-body" data-loading={list.loading}>
          {rows.length === 0 && (
            <p>
              Nothing has been frozen yet.{' '}
              {mayFreeze()
                ? 'Freeze a result at the end of its page, or of the map’s panel.'
                : 'Analysts and data stewards freeze results.'}
            </p>
          )}
          {rows.length > 0 && (
            <DataTable
              caption={`${formatCount(rows.length)} frozen ${rows.length === 1 ? 'result' : 'results'}, newest first`}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: 'title', label: 'Result', show: ({ title }) => title },
                { name: 'period', label: 'Period', show: ({ period }) => period && sayPeriod(period) },
                {
                  name: 'who',
                  label: 'Frozen',
                  show: ({ frozenBy, frozenAt }) => `${formatDay(frozenAt)}, by ${frozenBy}`,
                },
                { name: 'state', label: 'The data since', show: (row) => sayState(row) },
                { name: 'marking', label: 'Marking', show: ({ marking }) => marking },
                {
                  name: 'name',
                  label: 'Name and check',
                  show: ({ id }) => (
                    <>
                      <a href={apiPath(`frozen-results/${id}`)} class="hash" title={id}>
                        {id.slice(0, 12)}…
                      </a>{' '}
                      <CheckFrozen id={id} />
                    </>
                  ),
                },
              ]}
            />
          )}
        </div>
      )}
    </>
  );
}

function sayPeriod(period: string): string {
  const [from = '', to = ''] = period.split('/');
  return formatPeriod(from, to);
}

function sayState({ staleFiles, newerData }: FrozenSummary): string {
  if (staleFiles > 0)
    return `Stale: ${staleFiles === 1 ? 'a file' : `${formatCount(staleFiles)} files`} behind it ${staleFiles === 1 ? 'was' : 'were'} replaced or withdrawn`;
  return newerData ? 'Newer data was imported' : 'Unchanged';
}
