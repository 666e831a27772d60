import { type DensityKernel, kernelShape } from './density-kernels.ts';
import { kernelMassInside } from './kernel-mass-inside.ts';
import type { MaskedCells } from './lattice/mask-cells.ts';
import { type NotComputable, notComputable } from './not-computable.ts';
import { bucketPoints } from './weights/point-buckets.ts';

/** Where a density is wanted: the centres of lattice cells, or points in metres of EPSG:27700. */
export type DensityTargets =
  | { readonly cells: MaskedCells; readonly targetX?: undefined; readonly targetY?: undefined }
  | {
      readonly cells?: undefined;
      readonly targetX: ArrayLike<number>;
      readonly targetY: ArrayLike<number>;
    };

export type KernelDensityInput = DensityTargets & {
  /** Easting and northing of each incident, metres of EPSG:27700. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Weight of each incident (harm score, minutes), finite; 1 each by default. */
  readonly weight?: ArrayLike<number>;
  /** Radius of the bump in metres; standard deviation for the Gaussian. */
  readonly bandwidthM: number;
  /** Quartic by default: compact, as crime analysts use it. */
  readonly kernel?: DensityKernel;
  /** Length of the period in years (365.25 days), above 0. */
  readonly years: number;
  /** Divide each value by the share of the kernel's mass that lies inside the study area. Off by default. */
  readonly edgeCorrection?: { readonly mask: MaskedCells };
};

export interface KernelDensity {
  /** Incidents (or weight) per square kilometre per year, one value a target. */
  readonly density: Float64Array;
  /** Share of the kernel's mass inside the study area at each target, where edge correction was asked for. */
  readonly massInside: Float64Array | null;
}

const SQUARE_METRES_PER_KM2 = 1e6;
/** A table of columns larger than this many entries a cell is not worth clearing: go target by target. */
const DENSE_ENTRIES_PER_CELL = 64;

/**
 * Kernel density of incidents: each is spread over a bump of mass 1, so that the surface times its area gives back the
 * number of incidents (to 1 % when cells are at most half a bandwidth and nothing is cut off), in incidents per square
 * kilometre per year.
 *
 * Values are those at cell centres, not means over cells. With edge correction the value is divided by the kernel mass
 * inside the mask (Diggle 1985; spatstat density.ppp edge=TRUE, diggle=FALSE), which stops a coast from looking
 * quiet only because the sea has no addresses. A target whose kernel does not meet the mask is NaN.
 *
 * A MapLibre heatmap layer is a screen effect and not this: it changes with the zoom.
 *
 * @returns "not computable" ('too-few-events') where there are no incidents at all: an empty period is not a density of 0
 * @throws RangeError on lengths that differ, on a bandwidth or a period not above 0, on a coordinate that is not finite
 */
export function kernelDensity(input: KernelDensityInput): KernelDensity | NotComputable {
  const { x, y, weight, bandwidthM, kernel = 'quartic', years, edgeCorrection } = input;
  requirePoints(x, y, weight);
  requireYears(years);
  const shape = kernelShape(kernel, bandwidthM);
  if (x.length === 0)
    return notComputable('too-few-events', 'A density needs at least one incident; there are none.');

  const density = input.cells
    ? densityOnCells(input, input.cells)
    : densityAtPoints(input, input.targetX ?? [], input.targetY ?? []);
  const scale = SQUARE_METRES_PER_KM2 / years;
  for (let t = 0; t < density.length; t++) density[t] *= scale;
  if (edgeCorrection === undefined) return { density, massInside: null };

  const massInside = kernelMassInside(input, edgeCorrection.mask, kernel, shape, bandwidthM);
  for (let t = 0; t < density.length; t++)
    density[t] = massInside[t] > 0 ? density[t] / massInside[t] : Number.NaN;
  return { density, massInside };
}

/** Throw unless a period is a number of years above 0. */
export function requireYears(years: number): void {
  if (!(years > 0 && Number.isFinite(years))) {
    throw new RangeError(
      `The period must be a number of years above 0; it was ${years}. One month is about 0.083.`,
    );
  }
}

/** Throw unless incidents have an x, a y and, where given, a finite weight each. */
export function requirePoints(x: ArrayLike<number>, y: ArrayLike<number>, weight?: ArrayLike<number>): void {
  if (x.length !== y.length || (weight !== undefined && weight.length !== x.length)) {
    throw new RangeError(
      `Each incident needs an x, a y and, if any has one, a weight; there were ${x.length} x, ${y.length} y${
        weight === undefined ? '' : ` and ${weight.length} weights`
      }.`,
    );
  }
  for (let i = 0; i < x.length; i++) {
    if (
      !Number.isFinite(x[i]) ||
      !Number.isFinite(y[i]) ||
      (weight !== undefined && !Number.isFinite(weight[i]))
    ) {
      throw new RangeError(
        `An incident needs finite coordinates in metres and a finite weight; incident ${i} was (${x[i]}, ${y[i]})${
          weight === undefined ? '' : ` with weight ${weight[i]}`
        }. Leave incidents without a place out.`,
      );
    }
  }
}

/** Incident by incident: each adds its bump to the cells in reach, found by arithmetic in a table over the cells. */
function densityOnCells(input: KernelDensityInput, cells: MaskedCells): Float64Array {
  const { x, y, weight, bandwidthM, kernel = 'quartic' } = input;
  const { count, column, row, cellSizeM } = cells;
  const table = tableOver(cells);
  if (table === null) {
    const targetX = Float64Array.from(column, (c) => (c + 0.5) * cellSizeM);
    const targetY = Float64Array.from(row, (r) => (r + 0.5) * cellSizeM);
    return densityAtPoints(input, targetX, targetY);
  }
  const { west, south, width, height, values } = table;
  const { reachM } = kernelShape(kernel, bandwidthM);
  const power = kernel === 'quartic' ? 2 : kernel === 'triweight' ? 3 : 1;
  const factor = (power + 1) / (Math.PI * bandwidthM * bandwidthM);
  // The Gaussian is a product of its axes: one exponential a column and one a row, not one a cell.
  const alongRow = new Float64Array(kernel === 'gaussian' ? Math.ceil((2 * reachM) / cellSizeM) + 2 : 0);
  const gaussianScale = 1 / (2 * Math.PI * bandwidthM * bandwidthM);
  // In units of the reach, so that 1 - d^2 is the bump's base.
  const step = cellSizeM / reachM;
  for (let i = 0; i < x.length; i++) {
    const w = weight === undefined ? 1 : weight[i];
    // The incident in cells from the centre of the table's first cell.
    const px = x[i] / cellSizeM - west - 0.5;
    const py = y[i] / cellSizeM - south - 0.5;
    const reach = reachM / cellSizeM;
    const firstRow = Math.max(0, Math.ceil(py - reach));
    const lastRow = Math.min(height - 1, Math.floor(py + reach));
    if (kernel === 'gaussian') {
      const firstColumn = Math.max(0, Math.ceil(px - reach));
      const lastColumn = Math.min(width - 1, Math.floor(px + reach));
      const perMetre = cellSizeM / bandwidthM;
      for (let c = firstColumn; c <= lastColumn; c++) {
        alongRow[c - firstColumn] = Math.exp(-0.5 * ((c - px) * perMetre) ** 2);
      }
      for (let r = firstRow; r <= lastRow; r++) {
        const acrossRows = w * gaussianScale * Math.exp(-0.5 * ((r - py) * perMetre) ** 2);
        const at = r * width;
        for (let c = firstColumn; c <= lastColumn; c++)
          values[at + c] += acrossRows * alongRow[c - firstColumn];
      }
      continue;
    }
    const wf = w * factor;
    for (let r = firstRow; r <= lastRow; r++) {
      const dy = (r - py) * step;
      const left = 1 - dy * dy;
      if (left <= 0) continue;
      const half = Math.sqrt(left) * reach;
      const firstColumn = Math.max(0, Math.ceil(px - half));
      const lastColumn = Math.min(width - 1, Math.floor(px + half));
      const at = r * width;
      for (let c = firstColumn; c <= lastColumn; c++) {
        const dx = (c - px) * step;
        const base = left - dx * dx;
        values[at + c] += wf * (power === 2 ? base * base : power === 3 ? base * base * base : base);
      }
    }
  }
  const density = new Float64Array(count);
  for (let t = 0; t < count; t++) density[t] = values[(row[t] - south) * width + (column[t] - west)];
  return density;
}

interface CellTable {
  readonly west: number;
  readonly south: number;
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** A table over the cells' bounding box, or null where the cells are too scattered for one. */
function tableOver({ column, row, count }: MaskedCells): CellTable | null {
  if (count === 0) return null;
  let west = column[0];
  let east = column[0];
  let south = row[0];
  let north = row[0];
  for (let i = 1; i < count; i++) {
    if (column[i] < west) west = column[i];
    if (column[i] > east) east = column[i];
    if (row[i] < south) south = row[i];
    if (row[i] > north) north = row[i];
  }
  const width = east - west + 1;
  const height = north - south + 1;
  if (width * height > Math.max(1_000_000, DENSE_ENTRIES_PER_CELL * count)) return null;
  return { west, south, width, height, values: new Float64Array(width * height) };
}

/** Target by target: sum the bumps of the incidents in reach. */
function densityAtPoints(
  { x, y, weight, bandwidthM, kernel = 'quartic' }: KernelDensityInput,
  targetX: ArrayLike<number>,
  targetY: ArrayLike<number>,
): Float64Array {
  if (targetX.length !== targetY.length) {
    throw new RangeError(
      `Each target needs an x and a y; there were ${targetX.length} x and ${targetY.length} y.`,
    );
  }
  const { reachM, densityAt } = kernelShape(kernel, bandwidthM);
  const { columns, rows, bucketM, west, south, starts, order } = bucketPoints(x, y, reachM);
  const density = new Float64Array(targetX.length);
  for (let t = 0; t < density.length; t++) {
    const firstColumn = Math.max(0, Math.floor((targetX[t] - reachM - west) / bucketM));
    const lastColumn = Math.min(columns - 1, Math.floor((targetX[t] + reachM - west) / bucketM));
    const firstRow = Math.max(0, Math.floor((targetY[t] - reachM - south) / bucketM));
    const lastRow = Math.min(rows - 1, Math.floor((targetY[t] + reachM - south) / bucketM));
    if (firstColumn > lastColumn) continue;
    let sum = 0;
    for (let r = firstRow; r <= lastRow; r++) {
      const to = starts[r * columns + lastColumn + 1];
      for (let k = starts[r * columns + firstColumn]; k < to; k++) {
        const i = order[k];
        const d2 = (x[i] - targetX[t]) ** 2 + (y[i] - targetY[t]) ** 2;
        if (d2 < reachM * reachM) sum += (weight === undefined ? 1 : weight[i]) * densityAt(d2);
      }
    }
    density[t] = sum;
  }
  return density;
}
