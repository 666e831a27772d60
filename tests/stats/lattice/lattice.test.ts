import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellCentre, cellKey, cellOfKey, cellOfPoint } from '../../../server/stats/lattice/lattice.ts';

test('a point on a shared edge is counted once, in the cell to its east and north', () => {
  expect(cellOfPoint(500, 250, 250)).toEqual({ column: 2, row: 1 });
  expect(cellOfPoint(499.999, 249.999, 250)).toEqual({ column: 1, row: 0 });
  expect(cellOfPoint(0, 0, 250)).toEqual({ column: 0, row: 0 });
  expect(cellOfPoint(-0.001, -250, 250)).toEqual({ column: -1, row: -1 });
});

test('every point lies inside the half-open cell that owns it, also a rounding step below an edge', () => {
  const coordinate = fc.oneof(
    fc.double({ min: -1e7, max: 1e7, noNaN: true }),
    fc.integer({ min: -40_000, max: 40_000 }).map((k) => k * 250 - Math.abs(k) * 2 ** -44),
  );
  fc.assert(
    fc.property(coordinate, coordinate, fc.constantFrom(100, 250, 500, 0.1, 333.3), (x, y, cellSizeM) => {
      const { column, row } = cellOfPoint(x, y, cellSizeM);
      expect(column * cellSizeM).toBeLessThanOrEqual(x);
      expect(row * cellSizeM).toBeLessThanOrEqual(y);
      expect((column + 1) * cellSizeM).toBeGreaterThanOrEqual(x);
      expect((row + 1) * cellSizeM).toBeGreaterThanOrEqual(y);
    }),
  );
});

test('the centre of a cell is owned by the cell', () => {
  fc.assert(
    fc.property(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: -9999, max: 9999 }), (c, r) => {
      const { x, y } = cellCentre(c, r, 250);
      expect(cellOfPoint(x, y, 250)).toEqual({ column: c, row: r });
    }),
  );
});

test('a key names one cell and gives it back', () => {
  const side = fc.integer({ min: -(2 ** 25), max: 2 ** 25 - 1 });
  fc.assert(
    fc.property(side, side, (column, row) => {
      const key = cellKey(column, row);
      expect(Number.isSafeInteger(key)).toBe(true);
      expect(cellOfKey(key)).toEqual({ column, row });
    }),
  );
});

test('a cell size that is not above 0 is refused with what was seen', () => {
  expect(() => cellOfPoint(1, 1, 0)).toThrow(/above 0; it was 0/);
  expect(() => cellOfPoint(1, 1, Number.NaN)).toThrow(/it was NaN/);
});
