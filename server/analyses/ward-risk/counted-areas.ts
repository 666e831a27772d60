import type { Database } from '../../db/database.ts';
import { countByAreaAndCategory } from '../../db/queries/area-counts.ts';
import { numberShown } from '../../disclosure/disclosed.ts';
import type { ReleasePlan } from '../../disclosure/release-plan.ts';
import { enclosingPeriod, type ReleasedPeriod } from '../../disclosure/released-period.ts';
import { releasedFigures } from '../event-figures.ts';
import type { Selection } from '../selection.ts';
import type { AreaUnits } from './area-units.ts';

/** Categories whose place is chosen by people passing through: shops, crowds, nights out. */
export const VISITOR_CATEGORIES: readonly string[] = [
  'shoplifting',
  'theft-from-the-person',
  'public-order',
  'bicycle-theft',
];

/** Events of one area, or of the district; a null is hidden. */
export interface CountedArea {
  readonly events: number | null;
  /** In the order of the selection's categories. */
  readonly counts: readonly (number | null)[];
  /** Of the earlier periods; null too where there is none to compare with. */
  readonly previous: number | null;
  readonly lastYear: number | null;
  /** Events of every category of the layer, and of those that follow visitors; 0 for restricted data, whose mix is not judged. */
  readonly allEvents: number;
  readonly visitorEvents: number;
}

/** By how many months the earlier periods lie before; null: none to compare with. */
export interface Shifts {
  readonly previous: number | null;
  readonly lastYear: number | null;
}

/** Open data: as counted, by area id. */
export async function countAreas(
  { db }: Database,
  { layer, categories, fromMonthNo, toMonthNo }: Selection,
  { level, units }: AreaUnits,
  shifts: Shifts,
): Promise<ReadonlyMap<number, CountedArea>> {
  const areaIds = units.map(({ areaId }) => areaId);
  const countAll = (shift: number) =>
    countByAreaAndCategory(db, {
      datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
      fromMonthNo: fromMonthNo - shift,
      toMonthNo: toMonthNo - shift,
      categoryIds: null,
      level,
      areaIds,
    });
  const now = await countAll(0);
  const before = shifts.previous === null ? null : await countAll(shifts.previous);
  const yearAgo = shifts.lastYear === null ? null : await countAll(shifts.lastYear);
  const picked = layer.categories.filter(({ slug }) => categories.includes(slug));
  const pickedIds = new Map(picked.map(({ categoryId }, i) => [categoryId, i]));
  const visitorIds = new Set(
    layer.categories
      .filter(({ slug }) => VISITOR_CATEGORIES.includes(slug))
      .map(({ categoryId }) => categoryId),
  );
  const beforeTotals = before && sumsOf(before, pickedIds);
  const yearAgoTotals = yearAgo && sumsOf(yearAgo, pickedIds);
  const counts = new Map(areaIds.map((id) => [id, { picked: picked.map(() => 0), all: 0, visitors: 0 }]));
  for (const { areaId, categoryId, events } of now) {
    const known = counts.get(areaId);
    if (!known) continue;
    known.all += events;
    if (visitorIds.has(categoryId)) known.visitors += events;
    const place = pickedIds.get(categoryId);
    if (place !== undefined) known.picked[place] += events;
  }
  return new Map(
    [...counts].map(([areaId, own]) => [
      areaId,
      {
        events: own.picked.reduce((sum, events) => sum + events, 0),
        counts: own.picked,
        previous: beforeTotals && (beforeTotals.get(areaId) ?? 0),
        lastYear: yearAgoTotals && (yearAgoTotals.get(areaId) ?? 0),
        allEvents: own.all,
        visitorEvents: own.visitors,
      },
    ]),
  );
}

function sumsOf(
  rows: readonly { areaId: number; categoryId: number; events: number }[],
  categories: ReadonlyMap<number, number>,
): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { areaId, categoryId, events } of rows) {
    if (categories.has(categoryId)) sums.set(areaId, (sums.get(areaId) ?? 0) + events);
  }
  return sums;
}

/** Restricted data: what its plan releases of each ward and, each by itself, of the district. */
export async function releasedAreas(
  database: Database,
  plan: ReleasePlan,
  selection: Selection,
  released: ReleasedPeriod,
  shifts: Shifts,
): Promise<{ byWard: ReadonlyMap<number, CountedArea>; district: CountedArea }> {
  const { layer, categories, fromMonthNo, toMonthNo } = selection;
  const figuresOf = (shift: number, categoryIds: readonly number[] | null) => {
    const [from, to] = [fromMonthNo - shift, toMonthNo - shift];
    return releasedFigures(
      database,
      plan,
      { ...selection, categoryIds, fromMonthNo: from, toMonthNo: to },
      shift === 0 ? released : enclosingPeriod(from, to),
    );
  };
  const now = figuresOf(0, selection.categoryIds);
  const before = shifts.previous === null ? null : figuresOf(shifts.previous, selection.categoryIds);
  const yearAgo = shifts.lastYear === null ? null : figuresOf(shifts.lastYear, selection.categoryIds);
  const each = layer.categories
    .filter(({ slug }) => categories.includes(slug))
    .map(({ categoryId }) => figuresOf(0, [categoryId]));
  const read = async (of: ReturnType<typeof figuresOf> | null): Promise<ReadNumbers> => {
    if (!of) return { byWard: new Map(), total: null };
    const byWard = new Map([...(await of.byWard())].map(([wardId, figure]) => [wardId, numberShown(figure)]));
    return { byWard, total: numberShown(await of.total()) };
  };
  const [own, earlier, lastYear] = [await read(now), await read(before), await read(yearAgo)];
  const parts: ReadNumbers[] = [];
  for (const figures of each) parts.push(await read(figures));
  const areaOf = (pick: (numbers: ReadNumbers) => number | null): CountedArea => ({
    events: pick(own),
    counts: parts.map(pick),
    previous: pick(earlier),
    lastYear: pick(lastYear),
    allEvents: 0,
    visitorEvents: 0,
  });
  return {
    byWard: new Map(
      [...own.byWard.keys()].map((wardId) => [wardId, areaOf(({ byWard }) => byWard.get(wardId) ?? null)]),
    ),
    district: areaOf(({ total }) => total),
  };
}

interface ReadNumbers {
  readonly byWard: ReadonlyMap<number, number | null>;
  readonly total: number | null;
}
