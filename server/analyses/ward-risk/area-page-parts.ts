import type { Annotation, CategoryMix, Concentration } from '../../contract/area-pages.ts';
import type { MeasuresResult } from '../../contract/measures.ts';
import { monthOf } from '../../contract/month-no.ts';
import type { Database } from '../../db/database.ts';
import { type AreaEvents, countByAreaAndMonth } from '../../db/queries/area-counts.ts';
import { readRecordingNotes } from '../../db/queries/recording-notes.ts';
import { gini } from '../../stats/gini.ts';
import { lorenzCurve } from '../../stats/lorenz-curve.ts';
import { isNotComputable } from '../../stats/not-computable.ts';
import { placesToReach } from '../../stats/places-to-reach.ts';
import { shareInterval } from '../../stats/share-interval.ts';
import type { LayerHolding } from '../holdings.ts';
import { monthStatuses } from '../period-used.ts';
import type { Selection } from '../selection.ts';
import { count, counted, listed, monthInWords, percent } from '../words.ts';
import type { MonthCount } from './area-trend.ts';
import type { ReleasedParts } from './measures-inputs.ts';

/** A curve of more points than this is thinned: no screen shows more. */
const CURVE_POINTS = 201;

/** First month that was supplied of a layer. */
export function firstMonthOf({ supply }: LayerHolding): number {
  return Math.min(...supply.map(({ monthNo }) => monthNo));
}

/** Events of some wards together, month by month, over the whole supply up to the end of the period. */
export async function monthCounts(
  { db }: Database,
  { layer, categoryIds, toMonthNo }: Selection,
  wardIds: readonly number[],
): Promise<MonthCount[]> {
  const fromMonthNo = firstMonthOf(layer);
  const events: AreaEvents = {
    datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
    fromMonthNo,
    toMonthNo,
    categoryIds,
    level: 'ward',
    areaIds: wardIds,
  };
  const sums = new Map<number, number>();
  for (const row of await countByAreaAndMonth(db, events)) {
    sums.set(row.monthNo, (sums.get(row.monthNo) ?? 0) + row.events);
  }
  return monthStatuses(layer, fromMonthNo, toMonthNo).map(({ monthNo, status }) => ({
    monthNo,
    status,
    events: status === 'not-supplied' ? null : (sums.get(monthNo) ?? 0),
  }));
}

/** Months that look faulty or are missing, and known changes of recording, over the months of the trend. */
export async function annotationsOf(
  { db }: Database,
  { layer, categories, categoryIds, toMonthNo, studyArea }: Selection,
): Promise<Annotation[]> {
  const fromMonthNo = firstMonthOf(layer);
  const faults = monthStatuses(layer, fromMonthNo, toMonthNo).flatMap(
    ({ monthNo, status, reason }): Annotation[] => {
      if (status === 'supplied') return [];
      const month = monthOf(monthNo);
      const text =
        status === 'not-supplied'
          ? `${monthInWords(month)} was not supplied.`
          : `${monthInWords(month)} looks ${status === 'under-supplied' ? 'under' : 'over'}-supplied, a fault of supply. ${reason}`.trim();
      return [{ from: month, to: month, kind: status, text }];
    },
  );
  const notes = (
    await readRecordingNotes(db, studyArea.district.datasetIds, layer.layer, fromMonthNo, toMonthNo)
  )
    .filter(({ category }) => category === null || categoryIds === null || categories.includes(category))
    .map(
      (note): Annotation => ({
        from: monthOf(note.fromMonthNo),
        to: monthOf(note.toMonthNo),
        kind: 'recording',
        text: [note.supplier, note.category, note.note].filter((word) => word !== null).join(': '),
      }),
    );
  return [...faults, ...notes].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

/** Shares of categories in one area against the district's, judged by the interval. Most events first, hidden ones last. */
export function categoryMix(
  { areas, parameters, district }: MeasuresResult,
  code: string,
  { categories }: LayerHolding,
  released: ReleasedParts | undefined,
): CategoryMix[] {
  const own = areas.find((area) => area.code === code);
  if (!own) return [];
  return parameters.categories
    .map((slug, k): CategoryMix => {
      const label = categories.find((category) => category.slug === slug)?.label ?? slug;
      const events = own.byCategory[k];
      const all = released
        ? released.counts[k]
        : areas.reduce((sum, { byCategory }) => sum + (byCategory[k] ?? 0), 0);
      // Rounded each by itself, a part can read more than its whole.
      const districtShare =
        all === null ? null : district.events > 0 ? Math.min(1, all / district.events) : 0;
      if (events === null || districtShare === null)
        return { slug, label, events, share: null, shareInterval: null, districtShare, against: 'hidden' };
      const share = shareInterval({
        areaEvents: Math.min(events, own.events),
        districtEvents: own.events,
      });
      const known = isNotComputable(share) ? null : share;
      return {
        slug,
        label,
        events,
        share: known?.share ?? 0,
        shareInterval: known && { lower: known.lower, upper: known.upper },
        districtShare,
        against: !known
          ? 'similar'
          : known.lower > districtShare
            ? 'more'
            : known.upper < districtShare
              ? 'less'
              : 'similar',
      };
    })
    .sort((a, b) => (b.events ?? -1) - (a.events ?? -1) || (a.slug < b.slug ? -1 : 1));
}

/** How concentrated events are over places of one kind: Lorenz curve, Gini, and the fewest places that hold 25, 50 and 80 %. */
export function concentrationOf(
  counts: ArrayLike<number>,
  unit: string,
  /** Restricted data: how many of the counts stand in for hidden ones. */
  hidden = 0,
): Concentration {
  const curve = lorenzCurve(counts);
  const reach = placesToReach(counts);
  if (isNotComputable(curve) || isNotComputable(reach)) {
    const refused = isNotComputable(curve) ? curve : reach;
    const state = isNotComputable(refused) ? { reason: refused.reason, detail: refused.detail } : null;
    return {
      unit,
      places: counts.length,
      placeShare: [],
      eventShare: [],
      gini: null,
      toReach: [],
      notComputable: state,
      reading: state?.detail ?? '',
    };
  }
  const coefficient = gini(counts);
  const keep = thinned(curve.placeShare.length);
  const half = reach.find((row) => row.percent === 50);
  return {
    unit,
    places: counts.length,
    placeShare: keep.map((i) => curve.placeShare[i]),
    eventShare: keep.map((i) => curve.eventShare[i]),
    gini: isNotComputable(coefficient) ? null : coefficient.unbiased,
    toReach: reach.map(({ percent: p, places, placeShare }) => ({ percent: p, places, placeShare })),
    notComputable: null,
    ...(hidden === 0 ? {} : { hidden }),
    reading: half
      ? `Half of all events fell in ${hidden === 0 ? '' : 'at most '}${count(half.places)} of ${count(counts.length)} ${unit} (${percent(half.placeShare)}). The busiest places of one period look busier than they stay.${hidden === 0 ? '' : ` ${count(hidden)} hidden ${unit} are taken as an even share of what the shown ones leave of the total, the least concentrated that they can be.`}`
      : '',
  };
}

function thinned(length: number): number[] {
  if (length <= CURVE_POINTS) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: CURVE_POINTS }, (_, i) => Math.round((i * (length - 1)) / (CURVE_POINTS - 1)));
}

/** What the figures of a layer cannot say. */
export function notKnownOf({ layer, fromMonthNo, toMonthNo }: Selection): string[] {
  const notKnown: string[] = [];
  const { datasets, categories } = layer;
  if (datasets.some(({ locationPrecision }) => locationPrecision === 'snapped')) {
    notKnown.push(
      'The exact place: police open data moves each event to a nearby map point that stands for eight or more addresses.',
    );
  }
  if (datasets.some(({ timePrecision }) => !['minute', 'hour'].includes(timePrecision))) {
    notKnown.push(
      `The time of day: ${listed(datasets.map(({ title, timePrecision }) => `${title} is dated by ${timePrecision}`))}.`,
    );
  }
  if (datasets.some(({ sensitivityClass }) => sensitivityClass !== 'open')) {
    notKnown.push(
      'Small numbers: counts that are small, or would give a small one away, are hidden; every other is rounded.',
      'The street: places of this kind of data are given in cells of 500 m or more.',
    );
  }
  const notMapped = categories.reduce((sum, category) => sum + category.notMapped, 0);
  if (notMapped > 0 && datasets.every(({ sensitivityClass }) => sensitivityClass === 'open')) {
    notKnown.push(
      `Where ${counted(notMapped, 'event')} of the whole supply happened: recorded without a usable location, so in no ward.`,
    );
  }
  const missing = monthStatuses(layer, fromMonthNo, toMonthNo).filter(
    ({ status }) => status === 'not-supplied',
  );
  if (missing.length > 0)
    notKnown.push(
      `What happened in ${listed(missing.map(({ monthNo }) => monthInWords(monthOf(monthNo))))}: not supplied, which is not zero.`,
    );
  notKnown.push(
    'What was never reported or recorded. Recorded events follow reporting and recording as well as what happened.',
  );
  notKnown.push(
    'Why: these figures describe a place and the past. They say nothing about any person who lives there.',
  );
  return notKnown;
}
