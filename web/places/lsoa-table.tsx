import type { AreaMeasures } from '../../server/contract/measures.ts';
import { exportedOf } from '../briefings/export-address.ts';
import { ExportLinks } from '../briefings/export-links.tsx';
import { type Column, SortableTable } from '../panels/sortable-table.tsx';
import {
  formatCount,
  formatInterval,
  formatMeasure,
  formatPeriod,
  formatShare,
  sayCount,
} from '../words/format.ts';
import { sayHidden } from '../words/hidden.ts';
import { lsoaRates } from './lsoa-rates.ts';

const COLUMNS: Column<AreaMeasures>[] = [
  { name: 'name', label: 'LSOA', sortBy: ({ name }) => name, show: ({ name }) => name },
  {
    name: 'events',
    label: 'Events',
    isNumber: true,
    sortBy: ({ events }) => events,
    show: ({ events }) => formatCount(events),
  },
  {
    name: 'share',
    label: 'Share',
    isNumber: true,
    sortBy: ({ share }) => share,
    show: ({ share }) => formatShare(share),
  },
  {
    name: 'rate',
    label: <abbr title="Events per 1,000 residents per year">Rate</abbr>,
    isNumber: true,
    sortBy: ({ ratePer1000Year }) => ratePer1000Year,
    show: ({ ratePer1000Year, rateInterval }) =>
      ratePer1000Year === null || !rateInterval ? (
        <span class="quiet">not supplied</span>
      ) : (
        <>
          {formatMeasure(ratePer1000Year)}
          <span class="interval-words">({formatInterval(rateInterval.lower, rateInterval.upper)})</span>
        </>
      ),
  },
];

/** LSOAs as a table: what their fill says, with the interval. */
export function LsoaTable() {
  const { data, error, key } = lsoaRates.state.value;
  if (error) return <p role="alert">{`${error.message} ${error.hint}`}</p>;
  if (!data) return <p class="quiet">The rates by LSOA are on their way.</p>;
  const { from, to } = data.parameters;
  const hidden = data.hiddenAreas?.length ?? 0;
  const exported = exportedOf(key ?? '');
  return (
    <>
      <p>{data.sentence}</p>
      {exported && <ExportLinks {...exported} what="LSOAs" />}
      <SortableTable
        caption={
          <>
            {sayCount(data.areas.length, 'LSOA')} of {data.studyArea.name}, {formatPeriod(from, to)}, most
            events first. 95&nbsp;% intervals in brackets.
          </>
        }
        columns={COLUMNS}
        rows={data.areas}
        keyOf={({ code }) => code}
        selectedKey={null}
        onSelect={() => undefined}
      />
      {hidden > 0 && (
        <p class="quiet">
          {sayHidden(data.disclosure)}: {sayCount(hidden, 'LSOA')}.
        </p>
      )}
    </>
  );
}
