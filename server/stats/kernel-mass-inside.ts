import { type DensityKernel, gaussianCellMass, type KernelShape } from './density-kernels.ts';
import type { DensityTargets } from './kernel-density.ts';
import { indexCells } from './lattice/cell-index.ts';
import type { MaskedCells } from './lattice/mask-cells.ts';

/** Points a side at which a compact kernel is averaged over a cell. */
const CELL_SAMPLES = 8;
/** Where targets are not cell centres, mask cells are cut until their pieces are this small a part of the reach. */
const PIECES_PER_REACH = 24;

/**
 * Share of the kernel's mass that lies inside a mask, at each target: 1 far from any edge, about 0.5 on a straight coast.
 * A cell that is partly inside counts by its area share, wherever in the cell that share lies.
 *
 * On the mask's own lattice the mass per cell is worked out once for each offset (for the Gaussian exactly, from the
 * normal distribution along each axis); elsewhere the mask is cut into small pieces and summed. Never above 1.
 */
export function kernelMassInside(
  targets: DensityTargets,
  mask: MaskedCells,
  kernel: DensityKernel,
  shape: KernelShape,
  bandwidthM: number,
): Float64Array {
  const { cells } = targets;
  if (cells !== undefined && cells.cellSizeM === mask.cellSizeM) {
    return kernel === 'gaussian'
      ? gaussianMassOnLattice(cells, mask, bandwidthM)
      : compactMassOnLattice(cells, mask, shape);
  }
  if (cells === undefined) return massAtPoints(targets.targetX, targets.targetY, mask, shape);
  const centreX = Float64Array.from(cells.column, (c) => (c + 0.5) * cells.cellSizeM);
  const centreY = Float64Array.from(cells.row, (r) => (r + 0.5) * cells.cellSizeM);
  return massAtPoints(centreX, centreY, mask, shape);
}

/** The mask's area shares in a table with a border of zeros as wide as the reach. */
function shareTable(cells: MaskedCells, mask: MaskedCells, reach: number) {
  let west = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (const { column, row, count } of [cells, mask]) {
    for (let i = 0; i < count; i++) {
      if (column[i] < west) west = column[i];
      if (column[i] > east) east = column[i];
      if (row[i] < south) south = row[i];
      if (row[i] > north) north = row[i];
    }
  }
  west -= reach;
  south -= reach;
  const width = east - west + 1 + reach;
  const height = north - south + 1 + reach;
  const share = new Float64Array(width * height);
  for (let i = 0; i < mask.count; i++) {
    share[(mask.row[i] - south) * width + (mask.column[i] - west)] = mask.areaShare[i];
  }
  return { west, south, width, height, share };
}

/** Two passes, along rows and along columns: the Gaussian's mass in a cell is a product. */
function gaussianMassOnLattice(cells: MaskedCells, mask: MaskedCells, bandwidthM: number): Float64Array {
  const mass = gaussianCellMass(bandwidthM, mask.cellSizeM);
  const reach = (mass.length - 1) / 2;
  const { west, south, width, height, share } = shareTable(cells, mask, reach);
  const alongRows = new Float64Array(share.length);
  for (let r = reach; r < height - reach; r++) {
    for (let c = reach; c < width - reach; c++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++) sum += mass[k + reach] * share[r * width + c + k];
      alongRows[r * width + c] = sum;
    }
  }
  const inside = new Float64Array(cells.count);
  for (let t = 0; t < cells.count; t++) {
    const at = (cells.row[t] - south) * width + (cells.column[t] - west);
    let sum = 0;
    for (let k = -reach; k <= reach; k++) sum += mass[k + reach] * alongRows[at + k * width];
    inside[t] = Math.min(1, sum);
  }
  return inside;
}

/** One pass over the offsets in reach, their masses averaged over each cell and scaled to 1 in all. */
function compactMassOnLattice(cells: MaskedCells, mask: MaskedCells, shape: KernelShape): Float64Array {
  const { cellSizeM } = mask;
  const reach = Math.ceil(shape.reachM / cellSizeM);
  const { west, south, width, share } = shareTable(cells, mask, reach);
  const offsets: number[] = [];
  const masses: number[] = [];
  let total = 0;
  for (let dr = -reach; dr <= reach; dr++) {
    for (let dc = -reach; dc <= reach; dc++) {
      let mass = 0;
      for (let s = 0; s < CELL_SAMPLES * CELL_SAMPLES; s++) {
        const u = ((s % CELL_SAMPLES) + 0.5) / CELL_SAMPLES - 0.5;
        const v = (Math.floor(s / CELL_SAMPLES) + 0.5) / CELL_SAMPLES - 0.5;
        const d2 = ((dc + u) * cellSizeM) ** 2 + ((dr + v) * cellSizeM) ** 2;
        if (d2 < shape.reachM * shape.reachM) mass += shape.densityAt(d2);
      }
      if (mass === 0) continue;
      total += mass;
      offsets.push(dr * width + dc);
      masses.push(mass);
    }
  }
  const weights = Float64Array.from(masses, (mass) => mass / total);
  const steps = Int32Array.from(offsets);
  const inside = new Float64Array(cells.count);
  for (let t = 0; t < cells.count; t++) {
    const at = (cells.row[t] - south) * width + (cells.column[t] - west);
    let sum = 0;
    for (let k = 0; k < steps.length; k++) sum += weights[k] * share[at + steps[k]];
    inside[t] = Math.min(1, sum);
  }
  return inside;
}

function massAtPoints(
  targetX: ArrayLike<number>,
  targetY: ArrayLike<number>,
  mask: MaskedCells,
  { reachM, densityAt }: KernelShape,
): Float64Array {
  const { cellSizeM } = mask;
  const index = indexCells(mask);
  const pieces = Math.max(1, Math.ceil((PIECES_PER_REACH * cellSizeM) / reachM));
  const pieceM = cellSizeM / pieces;
  const inside = new Float64Array(targetX.length);
  for (let t = 0; t < inside.length; t++) {
    let sum = 0;
    const firstRow = Math.floor((targetY[t] - reachM) / cellSizeM);
    const lastRow = Math.floor((targetY[t] + reachM) / cellSizeM);
    const firstColumn = Math.floor((targetX[t] - reachM) / cellSizeM);
    const lastColumn = Math.floor((targetX[t] + reachM) / cellSizeM);
    for (let r = firstRow; r <= lastRow; r++) {
      for (let c = firstColumn; c <= lastColumn; c++) {
        const cell = index.indexOf(c, r);
        if (cell < 0) continue;
        let mass = 0;
        for (let p = 0; p < pieces * pieces; p++) {
          const dx = c * cellSizeM + ((p % pieces) + 0.5) * pieceM - targetX[t];
          const dy = r * cellSizeM + (Math.floor(p / pieces) + 0.5) * pieceM - targetY[t];
          const d2 = dx * dx + dy * dy;
          if (d2 < reachM * reachM) mass += densityAt(d2);
        }
        sum += mass * mask.areaShare[cell] * pieceM * pieceM;
      }
    }
    inside[t] = Math.min(1, sum);
  }
  return inside;
}
