import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paintCells } from '../../web/map/cell-paint.ts';
import { cellCentre, cellIndexAt, cellRing, createLattice } from '../../web/map/lattice.ts';
import { gridReference, toGrid, toLonLat } from '../../web/map/national-grid.ts';

const cellSet = fc
  .uniqueArray(
    fc.record({ column: fc.integer({ min: 2500, max: 2560 }), row: fc.integer({ min: 600, max: 640 }) }),
    { selector: (c) => `${c.column},${c.row}`, minLength: 1, maxLength: 60 },
  )
  .map((cells) => ({
    length: cells.length,
    column: cells.map((c) => c.column),
    row: cells.map((c) => c.row),
  }));
const cellSize = fc.constantFrom(100, 250, 500, 1000);
/** Where in a cell, in thousandths of its side: nearer to the edge, rounding decides. */
const within = fc.integer({ min: 0, max: 999 }).map((n) => n / 1000);

describe('the cell under the pointer', () => {
  test('is the one whose square the point lies in, and none outside them all', () => {
    fc.assert(
      fc.property(cellSet, cellSize, within, within, (cells, sizeM, u, v) => {
        const lattice = createLattice(cells, sizeM);
        for (let column = 2499; column <= 2561; column += 3)
          for (let row = 599; row <= 641; row += 2) {
            const expected = cells.column.findIndex((c, i) => c === column && cells.row[i] === row);
            expect(cellIndexAt(lattice, (column + u) * sizeM, (row + v) * sizeM)).toBe(expected);
          }
      }),
      { numRuns: 50 },
    );
  });

  test('on an edge is the cell above and to the right: every point has one', () => {
    const lattice = createLattice({ length: 2, column: [10, 11], row: [5, 5] }, 250);
    expect(cellIndexAt(lattice, 2750, 1300)).toBe(1);
    expect(cellIndexAt(lattice, 2749.999, 1300)).toBe(0);
    expect(cellIndexAt(lattice, 2600, 1500)).toBe(-1);
  });

  test('stays the same after the way to degrees and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2520, max: 2560 }), fc.integer({ min: 640, max: 690 }), (column, row) => {
        const lattice = createLattice({ length: 1, column: [column], row: [row] }, 250);
        const [lon, lat] = toLonLat(...cellCentre(250, column, row));
        expect(cellIndexAt(lattice, ...toGrid(lon, lat))).toBe(0);
      }),
    );
  });

  test('is nothing where there are no cells', () => {
    expect(cellIndexAt(createLattice({ length: 0, column: [], row: [] }, 250), 636000, 170000)).toBe(-1);
  });
});

describe('the outline of a cell', () => {
  test('is a closed square with the side of the cell', () => {
    const ring = cellRing(250, 2544, 680);
    expect(ring[0]).toEqual(ring[4]);
    expect(ring.slice(0, 4)).toEqual([
      [636000, 170000],
      [636250, 170000],
      [636250, 170250],
      [636000, 170250],
    ]);
  });
});

describe('painting', () => {
  test('gives each cell the colour of its class, nothing to the empty class and nothing between the cells', () => {
    fc.assert(
      fc.property(cellSet, (cells) => {
        const lattice = createLattice(cells, 250);
        const classOf = Int8Array.from(cells.column, (_, i) => i % 3);
        const paint = paintCells(lattice, {
          title: '',
          unit: '',
          of: 'cells',
          classOf,
          classes: [
            { label: 'a', colour: '#102030', pattern: 'solid', count: 0 },
            { label: 'b', colour: '#405060', pattern: 'hatch', count: 0 },
            { label: 'c', colour: '#ffffff', pattern: 'none', count: 0 },
          ],
        });
        const wrong: string[] = [];
        let drawn = 0;
        for (let at = 0; at < lattice.indexAt.length; at++) {
          const cell = lattice.indexAt[at]!;
          const [red, , , opacity] = paint.rgba.subarray(at * 4, at * 4 + 4);
          const expected = cell < 0 || cell % 3 === 2 ? 'nothing' : cell % 3 === 0 ? '16 solid' : '64 hatch';
          const painted = opacity === 0 ? 'nothing' : `${red} ${paint.pattern[at] === 1 ? 'hatch' : 'solid'}`;
          if (painted !== expected) wrong.push(`${painted} where ${expected} belongs`);
          if (painted !== 'nothing') drawn++;
        }
        expect(wrong).toEqual([]);
        expect(drawn).toBe(classOf.filter((k) => k < 2).length);
      }),
    );
  });
});

describe('a National Grid reference', () => {
  test('is that of Caister water tower in the Ordnance Survey guide: TG 51409 13177', () => {
    expect(gridReference(651409.903, 313177.27)).toBe('TG 514 131');
  });

  test.each([
    [0, 0, 'SV 000 000'],
    [635_270, 170_999, 'TR 352 709'],
    [470_000, 1_210_000, 'HP 700 100'],
    [383_819, 398_052, 'SJ 838 980'],
  ])('of (%i, %i) names its 100 km square', (x, y, expected) => {
    expect(gridReference(x, y)).toBe(expected);
  });

  test('is empty off the lettered squares', () => {
    expect(gridReference(-1, 170_000)).toBe('');
    expect(gridReference(700_000, 170_000)).toBe('');
  });
});
