import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskCells } from '../../../server/stats/lattice/mask-cells.ts';
import { queenGridWeights, rookGridWeights } from '../../../server/stats/weights/grid-weights.ts';
import type { Weights } from '../../../server/stats/weights/weights.ts';

const rowsOf = ({ n, offsets, neighbours }: Weights): number[][] =>
  Array.from({ length: n }, (_, i) => [...neighbours.subarray(offsets[i], offsets[i + 1])]);

/** A block of columns x rows, less the cells named, sorted by row, then column. */
function block(columns: number, rows: number, without: string[] = []) {
  const pairs: [number, number][] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) if (!without.includes(`${c},${r}`)) pairs.push([c, r]);
  }
  return {
    column: Int32Array.from(pairs, ([c]) => c),
    row: Int32Array.from(pairs, ([, r]) => r),
    count: pairs.length,
  };
}

test('a 3 x 3 block has 4 neighbours at a corner, 6 at an edge, 9 in the middle, itself among them', () => {
  const weights = queenGridWeights(block(3, 3), { includeSelf: true });
  expect(rowsOf(weights).map((row) => row.length)).toEqual([4, 6, 4, 6, 9, 6, 4, 6, 4]);
  expect(rowsOf(weights)[0]).toEqual([0, 1, 3, 4]);
});

test('a cell missing from the study area is nobody’s neighbour', () => {
  const weights = queenGridWeights(block(3, 3, ['1,1']), { includeSelf: false });
  expect(rowsOf(weights)).toEqual([
    [1, 3],
    [0, 2, 3, 4],
    [1, 4],
    [0, 1, 5, 6],
    [1, 2, 6, 7],
    [3, 6],
    [3, 4, 5, 7],
    [4, 6],
  ]);
});

test('rook neighbours share an edge', () => {
  const weights = rookGridWeights(block(3, 2), { includeSelf: false });
  expect(rowsOf(weights)).toEqual([
    [1, 3],
    [0, 2, 4],
    [1, 5],
    [0, 4],
    [1, 3, 5],
    [2, 4],
  ]);
});

test('no row of cells runs on into the next', () => {
  // The last cell of a row and the first of the next are two places apart in the list and far apart on the ground.
  const weights = queenGridWeights(block(4, 1), { includeSelf: false });
  expect(rowsOf(weights)).toEqual([[1], [0, 2], [1, 3], [2]]);
});

test('grid weights are those of a walk over all pairs, for any scatter of cells', () => {
  const pair = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }));
  fc.assert(
    fc.property(
      fc.uniqueArray(pair, { selector: ([c, r]) => `${c},${r}` }),
      fc.boolean(),
      fc.boolean(),
      (pairs, includeSelf, queen) => {
        pairs.sort(([ac, ar], [bc, br]) => ar - br || ac - bc);
        const cells = {
          column: Int32Array.from(pairs, ([c]) => c),
          row: Int32Array.from(pairs, ([, r]) => r),
          count: pairs.length,
        };
        const found = (queen ? queenGridWeights : rookGridWeights)(cells, { includeSelf });
        const twin = pairs.map(([c, r], i) =>
          pairs.flatMap(([oc, or], j) => {
            const dx = Math.abs(oc - c);
            const dy = Math.abs(or - r);
            if (i === j) return includeSelf ? [j] : [];
            return (queen ? Math.max(dx, dy) === 1 : dx + dy === 1) ? [j] : [];
          }),
        );
        expect(rowsOf(found)).toEqual(twin);
      },
    ),
  );
});

test('cells of a masked study area are neighbours across no gap', () => {
  const square = (x: number) => [
    [
      [x, 0],
      [x + 500, 0],
      [x + 500, 250],
      [x, 250],
    ],
  ];
  const cells = maskCells([square(0), square(750)], 250);
  expect(rowsOf(queenGridWeights(cells, { includeSelf: false }))).toEqual([[1], [0], [3], [2]]);
});
