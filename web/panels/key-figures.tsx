import { wardsShownOf } from '../state/scene.ts';
import {
  coincidence,
  emerging,
  hotSpots,
  main,
  mode,
  periodChange,
  studyArea,
  wardLayer,
} from '../state/store.ts';
import type { Mode } from '../state/view.ts';
import { wardsBeside } from '../state/wards-beside.ts';
import { capitalMany, countedIn } from '../words/counted.ts';
import {
  formatCount,
  formatDay,
  formatInterval,
  formatMeasure,
  formatRatio,
  formatShare,
  formatShareInterval,
  sayCount,
} from '../words/format.ts';

interface Figure {
  label: string;
  value: string;
  interval: string;
  comparison: string;
}

/** Three figures, each with its interval where it has one and something to compare it with. */
export function KeyFigures() {
  const figures = BY_MODE[mode.value]();
  if (figures.length === 0) return null;
  return (
    <dl class="key-figures">
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt>{figure.label}</dt>
          <dd>
            <span class="key-value">{figure.value}</span>
            {figure.interval !== '' && <span class="key-interval">{figure.interval}</span>}
            <span class="key-comparison">{figure.comparison}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const BY_MODE: Record<Mode, () => Figure[]> = {
  'hot-spots': cellFigures,
  wards: wardFigures,
  coincidence: coincidenceFigures,
  change: changeFigures,
  emerging: emergingFigures,
};

function coincidenceFigures(): Figure[] {
  const result = coincidence.state.value.data;
  if (!result) return [];
  const { first, second, summary } = result;
  const expected = summary.expectedBoth;
  const side = ({ what, events, hotCells, eventsInBoth }: typeof first): Figure => ({
    label: what.charAt(0).toUpperCase() + what.slice(1),
    value: events > 0 ? formatShare(eventsInBoth / events) : '0',
    interval: '',
    comparison: `in cells hot for both; ${sayCount(hotCells, 'cell is', 'cells are')} hot for it`,
  });
  return [
    {
      label: 'Hot for both',
      value: formatCount(summary.both),
      interval: '',
      comparison: `${summary.both === 1 ? 'cell' : 'cells'}; about ${expected < 10 ? expected.toFixed(1) : formatCount(expected)} if the two had nothing to do with each other`,
    },
    side(first),
    side(second),
  ];
}

function changeFigures(): Figure[] {
  const result = periodChange.state.value.data;
  if (!result) return [];
  const { summary, period, periodBefore } = result;
  const aMonth = (events: number, months: number) =>
    months > 0 ? `${formatCount(events / months)} a month` : 'no month supplied';
  return [
    {
      label: 'After',
      value: formatCount(summary.after),
      interval: '',
      comparison: `events; ${aMonth(summary.after, period.monthsSupplied)}`,
    },
    {
      label: 'Before',
      value: formatCount(summary.before),
      interval: '',
      comparison: `events; ${aMonth(summary.before, periodBefore.monthsSupplied)}`,
    },
    {
      label: 'Cells with a change',
      value: formatCount(summary.cellsMore + summary.cellsFewer),
      interval: '',
      comparison: `${formatCount(summary.cellsMore)} more, ${formatCount(summary.cellsFewer)} fewer, of ${formatCount(summary.cellsTested)} tested (95\u00a0% sure or more)`,
    },
  ];
}

function emergingFigures(): Figure[] {
  const result = emerging.state.value.data;
  if (!result) return [];
  const cellsOf = (...names: string[]) =>
    result.classes.filter((c) => names.includes(c.emergingClass)).reduce((sum, c) => sum + c.cells, 0);
  const figure = (label: string, cells: number, comparison: string): Figure => ({
    label,
    value: formatCount(cells),
    interval: '',
    comparison,
  });
  return [
    figure('Newly hot', cellsOf('new hot', 'consecutive hot'), 'cells, hot for the first time'),
    figure(
      'Lasting',
      cellsOf('persistent hot', 'intensifying hot', 'diminishing hot'),
      `cells, hot in nine of ten of ${sayCount(result.months.length, 'month')} or more`,
    ),
    figure('No longer', cellsOf('historical hot'), 'cells, hot before, not in the last month'),
  ];
}

function cellFigures(): Figure[] {
  const result = hotSpots.state.value.data;
  if (!result) return [];
  const { summary, period, cells } = result;
  const counted = countedIn(result);
  const perMonth = period.monthsSupplied > 0 ? summary.events / period.monthsSupplied : 0;
  const recorded: Figure = {
    label: capitalMany(counted),
    value: formatCount(summary.events),
    interval: '',
    comparison: result.register
      ? `in the register on ${formatDay(`${result.register.onDay}T12:00:00Z`)}`
      : `${perMonth < 10 ? formatMeasure(perMonth) : formatCount(perMonth)} a month over ${formatCount(period.monthsSupplied)} ${period.monthsSupplied === 1 ? 'month' : 'months'}`,
  };
  const figures = [recorded];
  if (result.harm?.interval)
    return [
      ...figures,
      {
        label: `Harm, ${result.harm.unit}`,
        value: formatMeasure(result.harm.total),
        interval: `(${formatInterval(result.harm.interval.lower, result.harm.interval.upper)})`,
        comparison: `half of it in ${formatCount(result.harm.cellsWithHalf)} of ${sayCount(summary.cells, 'cell')}`,
      },
      ...topWard(),
    ];
  if (summary.eventsInHotCells !== null && cells.band !== null && summary.events > 0) {
    figures.push({
      label: 'In hot spots',
      value: formatShare(summary.eventsInHotCells / summary.events),
      interval: '',
      comparison: `of ${counted.many}, in ${formatShare(summary.cells > 0 ? summary.hot95 / summary.cells : 0)} of cells (95\u00a0% sure or more)`,
    });
  } else {
    const average = summary.cells > 0 ? summary.events / summary.cells : 0;
    figures.push({
      label: result.register ? 'Fullest cell' : 'Busiest cell',
      value: formatCount(summary.maximumEvents),
      interval: '',
      comparison: `${counted.many}; the average cell has ${formatMeasure(average)}`,
    });
  }
  return [...figures, ...topWard()];
}

/** The ward with most events, against an equal share; nothing where the study area is one ward. */
function topWard(): Figure[] {
  const wards = wardsBeside.value;
  const top = wards?.wards[0];
  if (!wards || !top || top.events === 0 || studyArea.value?.level !== 'district') return [];
  const counted = countedIn(wards);
  const rate = top.ratePer1000Year;
  const districtRate = wards.district.ratePer1000Year;
  return [
    {
      label: `In ${top.name}`,
      value: formatShare(top.share),
      interval: `(${formatShareInterval(top.shareInterval.lower, top.shareInterval.upper)})`,
      comparison:
        rate !== null && districtRate
          ? `of ${counted.many}; ${formatRatio(rate / districtRate)} times the district rate`
          : `of ${counted.many}; an equal share would be ${formatShare(1 / wards.wards.length)}`,
    },
  ];
}

function wardFigures(): Figure[] {
  const wards = wardLayer.state.value.data;
  if (!wards) return [];
  const { district } = wards;
  const counted = countedIn(wards);
  const listed = wardsShownOf(main);
  const inside = wards.insideArea;
  const highest = listed
    .filter((w) => w.ratePer1000Year !== null)
    .sort((a, b) => b.ratePer1000Year! - a.ratePer1000Year!)[0];
  const figures: Figure[] = [
    inside
      ? {
          label: 'Inside the area',
          value: formatCount(inside.events),
          interval: '',
          comparison: `${counted.many}; ${formatCount(listed.reduce((sum, w) => sum + w.events, 0))} in the whole of its ${sayCount(listed.length, 'ward')}`,
        }
      : {
          label: `${capitalMany(counted)} in wards`,
          value: formatCount(district.events),
          interval: '',
          comparison: `in ${sayCount(wards.wards.length, 'ward')}`,
        },
  ];
  if (district.ratePer1000Year !== null && district.rateInterval)
    figures.push({
      label: 'District rate',
      value: formatMeasure(district.ratePer1000Year),
      interval: `(${formatInterval(district.rateInterval.lower, district.rateInterval.upper)})`,
      comparison: `per 1,000 residents${counted.perYear}`,
    });
  if (highest?.rateInterval && highest.ratePer1000Year !== null)
    figures.push({
      label: `Highest rate: ${highest.name}`,
      value: formatMeasure(highest.ratePer1000Year),
      interval: `(${formatInterval(highest.rateInterval.lower, highest.rateInterval.upper)})`,
      comparison: district.ratePer1000Year
        ? `${formatRatio(highest.ratePer1000Year / district.ratePer1000Year)} times the district rate`
        : `per 1,000 residents${counted.perYear}`,
    });
  return figures;
}
