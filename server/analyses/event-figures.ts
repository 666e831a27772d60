import type { Database } from '../db/database.ts';
import { countByPoint, countByWard, countInNoCell, countNotMapped } from '../db/queries/event-counts.ts';
import { type Disclosed, numberShown, shown, ZERO } from '../disclosure/disclosed.ts';
import { protectCount } from '../disclosure/protect-counts.ts';
import type { ReleasePlan } from '../disclosure/release-plan.ts';
import { WEEK_CELLS } from '../disclosure/released-hours.ts';
import type { ReleasedPeriod } from '../disclosure/released-period.ts';
import { RequestError } from '../errors.ts';
import { countOnCells, eventsOf } from './cell-grid.ts';
import { areasOnly, requireCells } from './require-cells.ts';
import type { Selection, StudyArea } from './selection.ts';
import type { StudyAreaCells } from './study-area-cells.ts';

/** Events at positions: easting and northing, metres. */
export interface EventPoints {
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly events: ArrayLike<number>;
}

/**
 * The figures of one selection as they may leave. This is the one gate between the events and everything computed from
 * them: statistics, sentences, extremes and ranks only ever see these.
 */
export interface EventFigures {
  /** null for open data. */
  readonly plan: ReleasePlan | null;
  /** Events of the study area, those in no cell among them. */
  total(): Promise<Disclosed>;
  /**
   * Events of each cell of the study area. Those on its very edge, in a cell that does not meet it, are in none.
   *
   * @throws RequestError level-not-held where every event is known by the code of an area only: cells of 0 would be wrong
   */
  onCells(area: StudyAreaCells): Promise<Disclosed[]>;
  /** Events of each ward of the study area's district that the selection covers. */
  byWard(): Promise<ReadonlyMap<number, Disclosed>>;
  /** Events that could be placed nowhere, not even in a ward. */
  notMapped(): Promise<Disclosed>;
  /** Events known by the code of an area only: counted in wards and totals, in no cell. */
  inNoCell(): Promise<Disclosed>;
  /** Exact positions; null where they may not be used. */
  points(): Promise<EventPoints | null>;
}

/** Open data: as counted. */
export function openFigures(database: Database, selection: Selection): EventFigures {
  const { db } = database;
  const events = eventsOf(selection);
  const asIs = (count: number): Disclosed => (count === 0 ? ZERO : shown(count, false));
  let wards: Promise<{ wardId: number; events: number }[]> | undefined;
  const countWards = () => {
    wards ??= countByWard(db, events);
    return wards;
  };
  return {
    plan: null,
    total: async () => asIs((await countWards()).reduce((sum, ward) => sum + ward.events, 0)),
    onCells: async (area) => {
      const counted = await countOnCells(database, events, area);
      await requireCells(database, selection, counted);
      return Array.from(counted.counts, asIs);
    },
    byWard: async () => {
      const byWard = new Map(events.wardIds?.map((wardId) => [wardId, ZERO as Disclosed]));
      for (const { wardId, events: count } of await countWards()) byWard.set(wardId, asIs(count));
      return byWard;
    },
    notMapped: async () => asIs(await countNotMapped(db, events)),
    inNoCell: async () => asIs(await countInNoCell(db, events)),
    points: () => countByPoint(db, events),
  };
}

/** Restricted data: what its plan releases, and nothing from the events themselves. */
export function releasedFigures(
  { db }: Database,
  plan: ReleasePlan,
  selection: Selection,
  period: ReleasedPeriod,
): EventFigures {
  const { studyArea, layer } = selection;
  const district = studyArea.district.districtCode;
  const categoryId = selection.categoryIds?.[0] ?? null;
  const ward = (wardId: number): Disclosed =>
    plan.answer({ categoryId, period, place: { kind: 'ward', district, ward: wardId } });
  return {
    plan,
    total: async () =>
      studyArea.level === 'ward'
        ? ward(studyArea.wardIds[0])
        : plan.answer({ categoryId, period, place: { kind: 'district', district } }),
    onCells: async ({ cells }) => {
      if (plan.noneInCells) throw areasOnly(selection);
      return Array.from(cells.column, (column, i) =>
        plan.answer({
          categoryId,
          period,
          place: { kind: 'cell', district, cellSizeM: cells.cellSizeM, column, row: cells.row[i] },
        }),
      );
    },
    byWard: async () => new Map(studyArea.wardIds.map((wardId) => [wardId, ward(wardId)])),
    // One figure for the layer, whatever was asked: it has no parts to be compared with.
    notMapped: async () => {
      const all = { fromMonthNo: 0, toMonthNo: 32_767, categoryIds: null };
      const datasetIds = layer.datasets.map(({ datasetId }) => datasetId);
      return protectCount(await countNotMapped(db, { datasetIds, ...all }), plan.policy);
    },
    // One figure too, of the layer in the district over the whole supply.
    inNoCell: async () =>
      plan.answer({ categoryId: null, period: { kind: 'supply' }, place: { kind: 'no-cell', district } }),
    points: async () => null,
  };
}

/** Restricted data: a ward's week, all categories together over the whole supply, as its plan releases it. */
export function releasedWeek(
  plan: ReleasePlan,
  { districtCode }: StudyArea['district'],
  ward: number,
): Disclosed[] {
  const place = { kind: 'ward', district: districtCode, ward } as const;
  return Array.from({ length: WEEK_CELLS }, (_, weekCell) =>
    plan.answer({ categoryId: null, period: { kind: 'supply' }, place, weekCell }),
  );
}

/**
 * The total of a selection, which every other figure is read against.
 *
 * @throws RequestError figure-hidden where it is hidden itself: then nothing below it is shown either
 */
export async function totalShown(figures: EventFigures): Promise<number> {
  const total = numberShown(await figures.total());
  if (total !== null) return total;
  throw new RequestError('figure-hidden', {
    detail: `Fewer than ${figures.plan?.policy.floor ?? 0} events were recorded, or so many that the figure would give a smaller one away; it is not shown.`,
    hint: 'Ask for a longer period, all categories or a larger area.',
  });
}
