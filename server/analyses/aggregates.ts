import { type MonthNo, monthNoOf } from '../contract/month-no.ts';
import type { Database } from '../db/database.ts';
import {
  readSuppliedCounts,
  readSuppliedMeasures,
  type SuppliedCount,
  type SuppliedMeasure,
} from '../db/queries/area-counts-supplied.ts';
import { readLookup } from '../db/queries/area-population.ts';
import { type Disclosed, NOT_SUPPLIED } from '../disclosure/disclosed.ts';
import type { DisclosurePolicy } from '../disclosure/policy.ts';
import { protectTable } from '../disclosure/protect-table.ts';
import type { EventFigures } from './event-figures.ts';
import type { DistrictHolding, Holdings, LayerHolding } from './holdings.ts';
import type { Selection } from './selection.ts';
import { counted } from './words.ts';

/** A layer of counts that a partner added up by area: it has one period, no cells and no categories. */
export interface AggregateHolding extends LayerHolding {
  readonly aggregate: {
    readonly measure: SuppliedMeasure;
    readonly fromMonthNo: MonthNo;
    readonly toMonthNo: MonthNo;
    /** What stands at a date, and is no flow over a period: children placed. */
    readonly isStock: boolean;
  };
}

/** Measures that are layers of the map; others (outcomes of crimes) belong to their own analyses. */
const LAYERS: Readonly<Record<string, { readonly layer: string; readonly isStock: boolean }>> = {
  'children-placed': { layer: 'placements', isStock: true },
  'missing-episodes': { layer: 'missing', isStock: false },
};

/** Whether a layer is of counts added up by area. */
export function isAggregate(layer: LayerHolding): layer is AggregateHolding {
  return 'aggregate' in layer;
}

/** The layers of counts by area among what an asker may see; where two partners supply one, the newer of the two. */
export async function readAggregates(
  { db }: Pick<Database, 'db'>,
  holdings: Holdings,
): Promise<AggregateHolding[]> {
  const newest = new Map<string, AggregateHolding>();
  for (const measure of await readSuppliedMeasures(db, holdings.datasetIds)) {
    const known = LAYERS[measure.measure];
    if (!known || holdings.layers.some(({ layer }) => layer === known.layer)) continue;
    const { layer, isStock } = known;
    const toMonthNo = lastMonthOf(measure.periodTo);
    const fromMonthNo = isStock ? toMonthNo : monthNoOf(measure.periodFrom.slice(0, 7));
    const other = newest.get(layer);
    if (other && other.aggregate.measure.periodTo >= measure.periodTo) continue;
    newest.set(layer, {
      layer,
      datasets: [{ ...measure, layer }],
      categories: [],
      supply: [],
      aggregate: { measure, fromMonthNo, toMonthNo, isStock },
    });
  }
  return [...newest.values()];
}

/** The month of the last day of a half-open period. */
function lastMonthOf(periodTo: string): MonthNo {
  return monthNoOf(new Date(Date.parse(`${periodTo}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 7));
}

/** Ward figures of an aggregate, and how much of them the supplier had hidden. */
export interface AggregateFigures extends EventFigures {
  /** Counts that the supplier hid: the wards hold at least what is shown. */
  readonly hiddenBySupplier: number;
}

/**
 * Counts of a district's wards, protected as the class asks: small ones hidden, others rounded, and more hidden so that the total
 * gives none away. There is one such table for a measure, so there is nothing that it could be subtracted from. Counts of LSOAs
 * are added up by the published lookup; a part that the supplier hid counts as none, so that a figure is at least what it says.
 */
export async function aggregateFigures(
  { db }: Database,
  { studyArea: { district } }: Selection,
  { aggregate }: AggregateHolding,
  policy: DisclosurePolicy,
): Promise<AggregateFigures> {
  const counts = await readSuppliedCounts(db, aggregate.measure);
  const lookup = await readLookup(db, { family: 'lsoa' }, district);
  const { sums, hidden } = sumByWard(counts, district, lookup);
  const codes = district.wardAreas.map(({ code }) => code);
  const table = protectTable(
    { parents: codes.map(() => -1) },
    { parents: [-1] },
    codes.map((code) => [sums.get(code) ?? 0]),
    policy,
  );
  const byWard = new Map<number, Disclosed>(
    district.wardAreas.map(({ areaId, code }, row) => [
      areaId,
      sums.has(code) ? table.figure(row, 0) : NOT_SUPPLIED,
    ]),
  );
  return {
    plan: null,
    hiddenBySupplier: hidden,
    total: async () => table.figure(codes.length, 0),
    byWard: async () => byWard,
    notMapped: async () => NOT_SUPPLIED,
    inNoCell: async () => NOT_SUPPLIED,
    points: async () => null,
    onCells: async () => {
      throw new Error('Counts by area have no cells.');
    },
  };
}

interface WardSums {
  /** By ward code; a ward without an entry was not supplied. */
  readonly sums: ReadonlyMap<string, number>;
  readonly hidden: number;
}

/** Of the ways to come by ward counts (own rows or LSOAs, as totals or parts), the one with fewest counts hidden by the supplier. */
function sumByWard(
  counts: readonly SuppliedCount[],
  { family, boundaryYear, wardAreas }: DistrictHolding,
  lookup: readonly { fromYear: number; fromCode: string; toCode: string }[],
): WardSums {
  const wards = new Set(wardAreas.map(({ code }) => code));
  const wardOfLsoa = new Map(
    lookup.map(({ fromYear, fromCode, toCode }) => [`${fromYear} ${fromCode}`, toCode]),
  );
  const ways = new Map<string, { sums: Map<string, number>; hidden: number }>();
  for (const row of counts) {
    const isWard = row.family === family && row.boundaryYear === boundaryYear;
    const ward = isWard ? row.code : wardOfLsoa.get(`${row.boundaryYear} ${row.code}`);
    if ((!isWard && row.family !== 'lsoa') || ward === undefined || !wards.has(ward)) continue;
    const name = `${row.family} ${row.boundaryYear} ${row.brokenDownBy}`;
    const way = ways.get(name) ?? { sums: new Map<string, number>(), hidden: 0 };
    ways.set(name, way);
    way.sums.set(ward, (way.sums.get(ward) ?? 0) + (row.count ?? 0));
    if (row.count === null) way.hidden++;
  }
  const [best] = [...ways.values()].sort((a, b) => b.sums.size - a.sums.size || a.hidden - b.hidden);
  return best ?? { sums: new Map(), hidden: 0 };
}

/** What is said of figures that a partner added up. */
export function aggregateNotes(
  { hiddenBySupplier }: AggregateFigures,
  { sensitivityClass }: DisclosurePolicy,
): string[] {
  return [
    ...(sensitivityClass === 'children-probation'
      ? ['Shown by ward only, and for one period: never a place, an address or a cell.']
      : ['Shown by ward only, and for one period.']),
    ...(hiddenBySupplier > 0
      ? [
          `Whoever supplied the counts had hidden ${counted(hiddenBySupplier, 'small count')}: a ward holds at least what is shown.`,
        ]
      : []),
  ];
}
