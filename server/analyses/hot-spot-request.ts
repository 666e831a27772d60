import type { HotSpotQuery, Statistic } from '../contract/hot-spots.ts';
import type { Chosen } from '../contract/shared.ts';
import { isRestricted } from '../disclosure/policy.ts';
import { RequestError } from '../errors.ts';
import { shippedWeightSets } from '../weights/shipped-weight-sets.ts';
import { type WeightSet, weightSetName } from '../weights/weight-set.ts';
import { resolveCellSize } from './cell-grid.ts';
import { resolveHarmWeights } from './cell-harm.ts';
import type { Holdings } from './holdings.ts';
import { BANDWIDTHS_M } from './precision.ts';
import { type ReleasedSelection, releasedSelection } from './released-selection.ts';
import type { Releases } from './releases.ts';
import { resolveSelection } from './selection.ts';

/** A hot-spot request made whole. */
export interface HotSpotRequest extends ReleasedSelection {
  readonly cellSizeM: number;
  readonly statistic: Statistic;
  /** null unless the statistic is density. */
  readonly bandwidthM: number | null;
  /** null unless the statistic is harm. */
  readonly weightSet: WeightSet | null;
  readonly chosen: readonly Chosen[];
}

/**
 * Fill in what the query leaves out, and refuse what the data cannot support.
 *
 * @param weightSets every version of every weight table; default those that ship with the product
 */
export function resolveHotSpots(
  holdings: Holdings,
  query: HotSpotQuery,
  releases: Releases,
  weightSets: readonly WeightSet[] = shippedWeightSets,
): HotSpotRequest {
  const asked = resolveSelection(holdings, query, { restricted: 'released', registers: 'counted' });
  const policy = releases.policy(asked.layer);
  const { selection, period, widened } = releasedSelection(asked, policy, query, { cells: true });
  const chosen = [...selection.chosen];
  const cellSizeM = resolveCellSize(selection, query.cellSizeM, chosen);
  if (isRestricted(policy)) requireReleasedCells(cellSizeM, policy.latticeM);
  const statistic = query.statistic ?? 'gi-star';
  if (query.statistic === undefined) {
    chosen.push({
      parameter: 'statistic',
      value: statistic,
      because: 'It separates places with more than expected from places that are busy by chance.',
    });
  }
  if (query.weights !== undefined && statistic !== 'harm')
    throw new RequestError('invalid-parameter', {
      detail: 'Weights belong to the harm statistic only.',
      seen: `weights=${query.weights}, statistic=${statistic}`,
      hint: 'Leave weights out, or ask for statistic=harm.',
      field: 'weights',
    });
  const weightSet =
    statistic === 'harm' ? resolveHarmWeights(selection, weightSets, query.weights, chosen) : null;
  let bandwidthM: number | null = null;
  if (statistic === 'density') {
    bandwidthM =
      query.bandwidthM ?? BANDWIDTHS_M.find((bandwidth) => bandwidth >= 1.5 * cellSizeM) ?? 2 * cellSizeM;
    if (query.bandwidthM === undefined) {
      chosen.push({
        parameter: 'bandwidthM',
        value: bandwidthM,
        because: `It is the smallest of ${BANDWIDTHS_M.join(', ')} m that spans a cell and a half: small enough to keep places apart.`,
      });
    } else if (bandwidthM < 2 * cellSizeM) {
      chosen.push({
        parameter: 'bandwidthM',
        value: bandwidthM,
        because: `As asked; it is less than two cells of ${cellSizeM} m, so the surface will look speckled.`,
      });
    }
  } else if (query.bandwidthM !== undefined) {
    throw new RequestError('invalid-parameter', {
      detail: 'A bandwidth belongs to the density statistic only.',
      seen: `bandwidthM=${query.bandwidthM}, statistic=${statistic}`,
      hint: 'Leave bandwidthM out, or ask for statistic=density.',
      field: 'bandwidthM',
    });
  }
  return { selection, period, widened, cellSizeM, statistic, bandwidthM, weightSet, chosen };
}

/** @throws RequestError selection-not-released for cells that restricted data is not released in */
export function requireReleasedCells(cellSizeM: number, latticeM: readonly number[]): void {
  if (latticeM.includes(cellSizeM)) return;
  throw new RequestError('selection-not-released', {
    detail:
      latticeM.length === 0
        ? 'This kind of data is not shown in cells, whatever their size.'
        : 'Cells of this kind of data come in sizes that fit into one another, so that no two grids can be subtracted.',
    seen: `${cellSizeM} m`,
    hint: latticeM.length === 0 ? 'Ask for the ward layer.' : `Ask for cells of ${latticeM.join(', ')} m.`,
    field: 'cellSizeM',
  });
}

/** Everything a hot-spot result depends on besides the data, as one text: for its ETag and for keeping it. */
export function hotSpotKey({
  selection,
  cellSizeM,
  statistic,
  bandwidthM,
  weightSet,
  chosen,
}: HotSpotRequest): string {
  const { layer, categories, fromMonthNo, toMonthNo, studyArea, times } = selection;
  return JSON.stringify([
    'hot-spots',
    times?.words,
    layer.layer,
    categories,
    fromMonthNo,
    toMonthNo,
    studyArea.code,
    cellSizeM,
    statistic,
    bandwidthM,
    weightSet && weightSetName(weightSet),
    // A reason says what was asked for: another question with the same figures has other reasons.
    chosen.map(({ parameter, because }) => [parameter, because]),
  ]);
}
