import type { WardChange } from '../../server/contract/period-change.ts';
import { periodChange, select, view } from '../state/store.ts';
import { sayDirection } from '../words/cell-line.ts';
import { formatCount, formatPeriod, formatPValue, formatRatio, sayCount } from '../words/format.ts';
import { type Column, SortableTable } from './sortable-table.tsx';

/** Wards between two periods: the table twin of the change map by ward. */
export function ChangedWardsTab() {
  const result = periodChange.state.value.data;
  if (!result) return <p class="quiet">There are no wards to list yet.</p>;
  const { selection } = view.value;
  const { from, to, beforeFrom, beforeTo } = result.parameters;
  return (
    <SortableTable
      caption={
        <>
          {sayCount(result.wards.length, 'ward')} of {result.studyArea.name}, boundaries of{' '}
          {result.studyArea.boundaryYear}. {formatPeriod(from, to)} against{' '}
          {formatPeriod(beforeFrom, beforeTo)}. Most certain change first.
        </>
      }
      columns={COLUMNS}
      rows={[...result.wards].sort((a, b) => (a.pAdjusted ?? 2) - (b.pAdjusted ?? 2))}
      keyOf={(ward) => ward.code}
      selectedKey={selection?.kind === 'ward' ? selection.code : null}
      onSelect={(ward) => select({ kind: 'ward', code: ward.code })}
      pageSize={300}
    />
  );
}

const COLUMNS: Column<WardChange>[] = [
  { name: 'ward', label: 'Ward', sortBy: (w) => w.name, show: (w) => w.name },
  {
    name: 'before',
    label: 'Before',
    isNumber: true,
    sortBy: (w) => w.before,
    show: (w) => formatCount(w.before),
  },
  {
    name: 'after',
    label: 'After',
    isNumber: true,
    sortBy: (w) => w.after,
    show: (w) => formatCount(w.after),
  },
  {
    name: 'ratio',
    label: <abbr title="Events a day after, over before">Times</abbr>,
    isNumber: true,
    sortBy: (w) => w.ratio,
    show: (w) => (w.ratio === null ? 'none before' : formatRatio(w.ratio)),
  },
  {
    name: 'p',
    label: <abbr title="p, adjusted for the number of wards tested">adj. p</abbr>,
    isNumber: true,
    sortBy: (w) => w.pAdjusted,
    show: (w) =>
      w.pAdjusted === null ? 'not computable' : formatPValue(w.pAdjusted).replace('under\u00a0', '<\u2009'),
  },
  {
    name: 'change',
    label: 'Change',
    sortBy: (w) => -(w.direction ?? 0),
    show: (w) => {
      const words = sayDirection(w.direction).replace(/ (than before|of a change|in either period)/, '');
      return words.charAt(0).toUpperCase() + words.slice(1);
    },
  },
];
