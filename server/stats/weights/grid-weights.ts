import { indexCells } from '../lattice/cell-index.ts';
import type { MaskedCells } from '../lattice/mask-cells.ts';
import type { Weights } from './weights.ts';

type GridCells = Pick<MaskedCells, 'column' | 'row' | 'count'>;

/** South to north and, within a row, west to east: ascending places in cells sorted by row, then column. */
const QUEEN_STEPS: readonly [dColumn: number, dRow: number][] = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [-1, 0],
  [0, 0],
  [1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
];
const ROOK_STEPS = QUEEN_STEPS.filter(([dColumn, dRow]) => dColumn === 0 || dRow === 0);

/**
 * Queen contiguity of lattice cells by their column and row: a cell neighbours those that share an edge or a corner,
 * 8 inside, fewer at a border or a hole of the study area. Binary.
 *
 * By index rather than by distance <= cell x sqrt(2), which is an equality of rounded numbers.
 *
 * @param includeSelf make each cell its own neighbour, as Gi* needs
 */
export function queenGridWeights(cells: GridCells, { includeSelf }: { includeSelf: boolean }): Weights {
  return gridWeights(cells, QUEEN_STEPS, includeSelf);
}

/** Rook contiguity of lattice cells: those that share an edge, 4 inside. Binary. See {@link queenGridWeights}. */
export function rookGridWeights(cells: GridCells, { includeSelf }: { includeSelf: boolean }): Weights {
  return gridWeights(cells, ROOK_STEPS, includeSelf);
}

function gridWeights(
  cells: GridCells,
  allSteps: readonly [number, number][],
  includesSelf: boolean,
): Weights {
  const { column, row, count: n } = cells;
  const steps = includesSelf ? allSteps : allSteps.filter(([c, r]) => c !== 0 || r !== 0);
  const index = indexCells(cells);
  const offsets = new Uint32Array(n + 1);
  const neighbours = new Uint32Array(n * steps.length);
  let used = 0;
  for (let i = 0; i < n; i++) {
    for (let s = 0; s < steps.length; s++) {
      const j = index.indexOf(column[i] + steps[s][0], row[i] + steps[s][1]);
      if (j >= 0) neighbours[used++] = j;
    }
    offsets[i + 1] = used;
  }
  return { n, offsets, neighbours: neighbours.slice(0, used), values: null, includesSelf };
}
