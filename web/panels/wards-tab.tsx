import type { WardRow } from '../../server/contract/ward-layer.ts';
import { wardState } from '../charts/ward-classes.ts';
import { WardIntervalChart } from '../charts/ward-interval-chart.tsx';
import { select, view, wardLayer } from '../state/store.ts';
import { sayAgainstDistrict } from '../words/bands.ts';
import { type Counted, capitalMany, countedIn } from '../words/counted.ts';
import {
  formatCount,
  formatInterval,
  formatMeasure,
  formatPeriod,
  formatShare,
  formatShareInterval,
  sayCount,
} from '../words/format.ts';
import { sayHidden } from '../words/hidden.ts';
import { sayWhat } from './finding.tsx';
import { type Column, SortableTable } from './sortable-table.tsx';
import { useWidth } from './use-width.ts';

const AGAINST_ORDER = ['much-lower', 'lower', 'similar', 'higher', 'much-higher'];

/** Wards with their uncertainty: the chart, then the table that says the same. */
export function WardsTab() {
  const [box, widthPx] = useWidth<HTMLDivElement>();
  const result = wardLayer.state.value.data;
  const counted = countedIn(result);
  const { selection, wardMeasure } = view.value;
  const selectedCode = selection?.kind === 'ward' ? selection.code : null;
  const choose = (code: string) => select({ kind: 'ward', code });
  return (
    <>
      <div ref={box} class="ward-chart-box">
        {result && (
          <p class="chart-title">
            {wardMeasure === 'share'
              ? `Share of the district’s ${counted.many}`
              : `${capitalMany(counted)} per 1,000 residents${counted.perYear}`}
            <span class="quiet">
              , with 95&nbsp;% intervals. Rule: {wardMeasure === 'share' ? 'an equal share' : 'the district'}.
            </span>
          </p>
        )}
        {result && widthPx > 0 && (
          <WardIntervalChart
            result={result}
            measure={wardMeasure}
            widthPx={widthPx}
            selectedCode={selectedCode}
            onSelect={choose}
          />
        )}
      </div>
      {result ? (
        <SortableTable
          caption={
            <>
              {sayCount(result.wards.length, 'ward')} of {result.studyArea.name}, boundaries of{' '}
              {result.studyArea.boundaryYear}. {sayWhat(view.value.categories)},{' '}
              {formatPeriod(result.parameters.from, result.parameters.to)}. 95&nbsp;% intervals in brackets.
            </>
          }
          columns={columnsOf(counted)}
          rows={result.wards}
          keyOf={(ward) => ward.code}
          selectedKey={selectedCode}
          onSelect={(ward) => choose(ward.code)}
          pageSize={300}
        />
      ) : (
        <p class="quiet">There are no wards to list yet.</p>
      )}
      <HiddenWards />
    </>
  );
}

/** Wards whose count is hidden: named, so that nobody takes them for wards without events. */
function HiddenWards() {
  const result = wardLayer.state.value.data;
  const hidden = result?.hiddenWards ?? [];
  if (hidden.length === 0) return null;
  return (
    <>
      <h3 class="hidden-wards">{sayHidden(result?.disclosure)}</h3>
      <ul>
        {hidden.map((ward) => (
          <li key={ward.code}>{ward.name}</li>
        ))}
      </ul>
    </>
  );
}

const columnsOf = (counted: Counted): Column<WardRow>[] => [
  { name: 'ward', label: 'Ward', sortBy: (w) => w.name, show: (w) => w.name },
  {
    name: 'events',
    label: capitalMany(counted),
    isNumber: true,
    sortBy: (w) => w.events,
    show: (w) => formatCount(w.events),
  },
  {
    name: 'share',
    label: 'Share',
    isNumber: true,
    sortBy: (w) => w.share,
    show: (w) => (
      <>
        {formatShare(w.share)}
        <span class="interval-words">
          ({formatShareInterval(w.shareInterval.lower, w.shareInterval.upper)})
        </span>
      </>
    ),
  },
  {
    name: 'rate',
    label: <abbr title={`${capitalMany(counted)} per 1,000 residents${counted.perYear}`}>Rate</abbr>,
    isNumber: true,
    sortBy: (w) => w.ratePer1000Year,
    show: (w) =>
      w.ratePer1000Year === null || !w.rateInterval ? (
        <span class="quiet">not supplied</span>
      ) : (
        <>
          {formatMeasure(w.ratePer1000Year)}
          <span class="interval-words">({formatInterval(w.rateInterval.lower, w.rateInterval.upper)})</span>
        </>
      ),
  },
  {
    name: 'against',
    label: 'Against district',
    sortBy: (w) => (w.againstDistrict === null ? null : -AGAINST_ORDER.indexOf(w.againstDistrict)),
    show: (w) =>
      wardState(w, 'rate') === 'too-few' ? 'Too few to say' : sayAgainstDistrict(w.againstDistrict),
  },
];
