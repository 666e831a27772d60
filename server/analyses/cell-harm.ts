import type { HarmUsed } from '../contract/hot-spots.ts';
import type { Chosen } from '../contract/shared.ts';
import type { Database } from '../db/database.ts';
import { RequestError } from '../errors.ts';
import { type WeightRow, type WeightSet, weightSetName } from '../weights/weight-set.ts';
import { countOnCells, eventsOf } from './cell-grid.ts';
import { layerTitle } from './layer-words.ts';
import { requireOpen, type Selection, whatIsCounted } from './selection.ts';
import type { StudyAreaCells } from './study-area-cells.ts';
import { harmTotal } from './ward-risk/harm-total.ts';
import { findWeightSet } from './ward-risk/weight-tables.ts';
import { count, counted } from './words.ts';

/**
 * The weight table of a harm map. Only layers of recorded crime have one: a pick-up has no sentence, so that health is never
 * added to crime harm.
 *
 * @param asked 'slug' or 'slug@version'; left out: the default table of the layer
 * @throws RequestError weights-not-for-layer, unknown-weights, and selection-not-released for restricted data
 */
export function resolveHarmWeights(
  selection: Selection,
  sets: readonly WeightSet[],
  asked: string | undefined,
  chosen: Chosen[],
): WeightSet {
  const { layer } = selection.layer;
  const usual = sets.find((set) => set.layer === layer);
  if (!usual)
    throw new RequestError('weights-not-for-layer', {
      detail: `There is no harm weight for ${layerTitle(layer).toLowerCase()}: counts of it are never added to crime harm.`,
      seen: layer,
      hint: 'Ask for its count, density or hot spots.',
      field: 'statistic',
    });
  requireOpen(selection);
  const set = findWeightSet(sets, asked ?? usual.slug);
  if (set.layer !== layer)
    throw new RequestError('weights-not-for-layer', {
      detail: `The weights ${weightSetName(set)} are for the layer ${set.layer}.`,
      seen: `layer=${layer}, weights=${asked}`,
      hint: 'Leave weights out, or name a table of this layer (GET /api/weights).',
      field: 'weights',
    });
  if (asked === undefined)
    chosen.push({
      parameter: 'weights',
      value: weightSetName(set),
      because: `It is the default table: ${set.title}.`,
    });
  return set;
}

/** Harm of each cell, in the order of the cells, and what the whole comes to. */
export interface CellHarm {
  readonly byCell: Float64Array;
  readonly used: HarmUsed;
}

/** Sum of weights by cell: events of each category times the category's weight. Open data only. */
export async function harmOnCells(
  database: Database,
  selection: Selection,
  area: StudyAreaCells,
  set: WeightSet,
): Promise<CellHarm> {
  requireOpen(selection);
  const rows = new Map<string, WeightRow>(set.rows.map((row) => [row.category, row]));
  const wanted = selection.layer.categories.filter(({ slug }) => selection.categories.includes(slug));
  const byCell = new Float64Array(area.cells.count);
  const totals: { events: number; row: WeightRow | undefined }[] = [];
  for (const { categoryId, slug } of wanted) {
    const row = rows.get(slug);
    const weight = row?.weight ?? 0;
    const { counts } = await countOnCells(
      database,
      { ...eventsOf(selection), categoryIds: [categoryId] },
      area,
    );
    let events = 0;
    for (let i = 0; i < counts.length; i++) {
      byCell[i] += counts[i] * weight;
      events += counts[i];
    }
    totals.push({ events, row });
  }
  const { total, interval, weightRange, eventsWeighted, eventsWithoutWeight } = harmTotal(totals, false);
  return {
    byCell,
    used: {
      weights: weightSetName(set),
      title: set.title,
      unit: set.unit,
      method: set.method,
      significantDigits: set.significantDigits,
      total,
      interval,
      weightRange,
      eventsWeighted,
      eventsWithoutWeight,
      cellsWithHalf: cellsWithHalf(byCell, total),
    },
  };
}

/** The fewest cells that together hold half of the total; 0 where there is none. */
function cellsWithHalf(byCell: Float64Array, total: number): number {
  if (total <= 0) return 0;
  let held = 0;
  const fullest = [...byCell].sort((a, b) => b - a);
  return (
    fullest.findIndex((harm) => {
      held += harm;
      return held >= total / 2;
    }) + 1
  );
}

/** "Weighted by harm, all crime and ASB comes to 1,480,000 days. Half of it lies in 31 of 1,691 cells." */
export function harmSentence(selection: Selection, used: HarmUsed, cells: number): string {
  const what = whatIsCounted(selection);
  if (used.interval === null)
    return `No ${what.replace(/^all /, '')} that has a weight was recorded with a location in ${selection.studyArea.name} in the months supplied.`;
  const say = (value: number): string => count(Number(value.toPrecision(used.significantDigits)));
  const { lower, upper } = used.interval;
  return `Weighted by harm, ${what} comes to ${say(used.total)} ${used.unit} (${say(lower)}–${say(upper)}). Half of it lies in ${count(used.cellsWithHalf)} of ${counted(cells, 'cell')}.`;
}
