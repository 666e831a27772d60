import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexCells } from '../../../server/stats/lattice/cell-index.ts';

const toCells = (pairs: [number, number][]) => ({
  column: Int32Array.from(pairs, ([c]) => c),
  row: Int32Array.from(pairs, ([, r]) => r),
  count: pairs.length,
});

test('every cell is found at its own place and no other cell is found', () => {
  const pair = fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 }));
  // A stretch factor of a million makes the bounding box too large for a table, and so tests the hash map.
  fc.assert(
    fc.property(
      fc.uniqueArray(pair, { selector: ([c, r]) => `${c},${r}` }),
      fc.constantFrom(1, 1_000_000),
      (pairs, stretch) => {
        const stretched = pairs.map(([c, r]): [number, number] => [c * stretch, r * stretch]);
        const index = indexCells(toCells(stretched));
        const twin = new Map(stretched.map(([c, r], i) => [`${c},${r}`, i]));
        for (let c = -8; c <= 8; c++) {
          for (let r = -8; r <= 8; r++) {
            expect(index.indexOf(c * stretch, r * stretch)).toBe(
              twin.get(`${c * stretch},${r * stretch}`) ?? -1,
            );
          }
        }
      },
    ),
  );
});

test('an empty list finds nothing', () => {
  expect(indexCells(toCells([])).indexOf(0, 0)).toBe(-1);
});
