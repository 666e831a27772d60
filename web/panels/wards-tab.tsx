import type { InsideArea, WardRow } from '../../server/contract/ward-layer.ts';
import { wardState } from '../charts/ward-classes.ts';
import { WardIntervalChart } from '../charts/ward-interval-chart.tsx';
import { wardsShownOf } from '../state/scene.ts';
import { main, select, studyArea, view, wardLayer } from '../state/store.ts';
import { wardsTouched } from '../state/studied-area.ts';
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
  const wards = wardsShownOf(main);
  const inside = result?.insideArea;
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
            wards={wards}
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
              {studyArea.value?.level === 'drawn'
                ? `${formatCount(wards.length)} of ${sayCount(result.wards.length, 'ward')} of ${result.studyArea.name}, those that ${studyArea.value.name} touches`
                : `${sayCount(wards.length, 'ward')} of ${result.studyArea.name}`}
              , boundaries of {result.studyArea.boundaryYear}.{' '}
              {inside &&
                !inside.ofWholeWards &&
                'Figures are of whole wards, those under Inside of the area. '}
              {sayWhat(result.parameters)}, {formatPeriod(result.parameters.from, result.parameters.to)}.
              95&nbsp;% intervals in brackets.
            </>
          }
          columns={columnsOf(counted, inside)}
          rows={wards}
          keyOf={(ward) => ward.code}
          selectedKey={selectedCode}
          onSelect={(ward) => choose(ward.code)}
          pageSize={300}
        />
      ) : (
        <p class="quiet">There are no wards to list yet.</p>
      )}
      {inside && !inside.ofWholeWards && (
        <p class="quiet">
          Residents are known of whole wards only, so the part of a ward inside the area has no rate.
        </p>
      )}
      <HiddenWards />
    </>
  );
}

/** Wards whose count is hidden: named, so that nobody takes them for wards without events. */
function HiddenWards() {
  const result = wardLayer.state.value.data;
  const touched = wardsTouched(studyArea.value);
  const hidden = (result?.hiddenWards ?? []).filter(({ code }) => touched?.has(code) ?? true);
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

const columnsOf = (counted: Counted, inside: InsideArea | undefined): Column<WardRow>[] => [
  { name: 'ward', label: 'Ward', sortBy: (w) => w.name, show: (w) => w.name },
  {
    name: 'events',
    label: capitalMany(counted),
    isNumber: true,
    sortBy: (w) => w.events,
    show: (w) => formatCount(w.events),
  },
  ...(inside && !inside.ofWholeWards ? [insideColumn(inside)] : []),
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

function insideColumn({ name, wards }: InsideArea): Column<WardRow> {
  const byWard = new Map(wards.map(({ code, events }) => [code, events]));
  const eventsOf = ({ code }: WardRow) => byWard.get(code) ?? 0;
  return {
    name: 'inside',
    label: <abbr title={`Events inside ${name}`}>Inside</abbr>,
    isNumber: true,
    sortBy: eventsOf,
    show: (ward) => formatCount(eventsOf(ward)),
  };
}
