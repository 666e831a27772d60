import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellPaths } from '../../web/briefings/cell-paths.ts';
import { exportedOf, exportHref } from '../../web/briefings/export-address.ts';
import { extentOf, scaleBarM } from '../../web/briefings/map-extent.ts';
import { placeLabels } from '../../web/briefings/map-labels.ts';
import { pictureName } from '../../web/briefings/pictures.ts';
import {
  bodyOfDraft,
  moveSlide,
  slideAfterKey,
  slideOfAddress,
  slideOfView,
} from '../../web/briefings/slides.ts';
import { createLattice } from '../../web/map/lattice.ts';
import { toGrid } from '../../web/map/national-grid.ts';

describe('the order of slides', () => {
  test('a slide moves one place up or down, the others keep their order', () => {
    expect(moveSlide(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moveSlide(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  });

  test('the first does not move up, nor the last down', () => {
    expect(moveSlide(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moveSlide(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });

  test('whatever is moved, no slide is lost or doubled, and moving back restores the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { minLength: 2, maxLength: 40 }), fc.nat(38), (slides, pick) => {
        const at = pick % (slides.length - 1);
        const moved = moveSlide(slides, at, 1);
        expect([...moved].sort()).toEqual([...slides].sort());
        expect(moveSlide(moved, at + 1, -1)).toEqual(slides);
      }),
      { numRuns: 100 },
    );
  });

  test('a kept view becomes a slide that says what the result says', () => {
    const slide = slideOfView({ name: 'Burglary', body: { address: 'categories=burglary' } });
    expect(slide).toEqual({
      title: 'Burglary',
      address: 'categories=burglary',
      chart: 'months',
      sentence: '',
      ask: '',
    });
  });

  test('what is sent holds no key of the editor and no spaces around what was typed', () => {
    const slide = { key: 7, title: ' A ', address: 'x=1', chart: 'none', sentence: ' s ', ask: ' ' } as const;
    expect(bodyOfDraft([slide])).toEqual({
      slides: [{ title: 'A', address: 'x=1', chart: 'none', sentence: 's', ask: '' }],
    });
  });
});

describe('turning pages', () => {
  test.each([
    ['ArrowRight', 0, 1],
    ['PageDown', 1, 2],
    ['PageDown', 2, 2],
    ['ArrowLeft', 1, 0],
    ['PageUp', 0, 0],
    ['End', 0, 2],
    ['Home', 2, 0],
  ])('%s on slide %i of three (from 0) leads to %i', (key, at, to) => {
    expect(slideAfterKey(key, at, 3)).toBe(to);
  });

  test('a letter turns no page, and up and down are left for scrolling', () => {
    expect(['a', 'ArrowDown', 'ArrowUp'].map((key) => slideAfterKey(key, 1, 3))).toEqual([null, null, null]);
  });

  test('the address counts pages from 1, and a page that is not there is the first', () => {
    const at = (text: string) => slideOfAddress(new URLSearchParams(text), 3);
    expect(['page=1', 'page=3', 'page=4', 'page=0', 'page=x', 'page=1.5', ''].map(at)).toEqual([
      0, 2, 0, 0, 0, 0, 0,
    ]);
  });
});

describe('the printed map', () => {
  const bbox = [1.2, 51.3, 1.45, 51.4] as const;

  test('it shows the whole area at the asked shape, whatever that is', () => {
    for (const aspect of [0.5, 1, 1.28, 3]) {
      const { west, south, east, north } = extentOf(bbox, null, aspect);
      expect((east - west) / (north - south)).toBeCloseTo(aspect, 9);
      for (const corner of [toGrid(1.2, 51.3), toGrid(1.45, 51.3), toGrid(1.2, 51.4), toGrid(1.45, 51.4)]) {
        expect(corner[0] > west && corner[0] < east).toBe(true);
        expect(corner[1] > south && corner[1] < north).toBe(true);
      }
    }
  });

  test('one level of zoom more shows half as much, around the same middle', () => {
    const far = extentOf(bbox, { lon: 1.3, lat: 51.35, zoom: 12 }, 1.28);
    const near = extentOf(bbox, { lon: 1.3, lat: 51.35, zoom: 13 }, 1.28);
    expect((near.east - near.west) / (far.east - far.west)).toBeCloseTo(0.5, 9);
    expect(near.east + near.west).toBeCloseTo(far.east + far.west, 6);
  });

  test('the scale bar is 1, 2 or 5 times a power of ten, as long as fits', () => {
    expect([999, 1000, 1999, 2000, 4999, 5000, 49_000].map(scaleBarM)).toEqual([
      500, 1000, 1000, 2000, 2000, 5000, 20_000,
    ]);
  });

  test('neighbours of one class are one rectangle, true to scale, and what is not significant draws nothing', () => {
    const lattice = createLattice({ length: 4, column: [10, 11, 12, 10], row: [20, 20, 20, 21] }, 100);
    const classes = {
      title: '',
      unit: '',
      of: 'cells',
      classes: [
        { label: 'hot', colour: '#932306', pattern: 'solid' as const, count: 3 },
        { label: 'not significant', colour: '#ffffff', pattern: 'none' as const, count: 1 },
      ],
      classOf: Int8Array.from([0, 0, 1, 0]),
    };
    const extent = { west: 1000, south: 2000, east: 1500, north: 2300 };
    // Half a unit to the metre: a cell is 50 units, the lower row's top edge 100 units under the north edge.
    expect(cellPaths(lattice, classes, extent, 0.5)).toEqual(['M0 100h100v50H0zM0 50h50v50H0z', '']);
  });

  test('of two names in one place the first is written; none hangs over the edge', () => {
    const labels = [
      { name: 'Margate Central', x: 100, y: 100 },
      { name: 'Dane Valley', x: 105, y: 102 },
      { name: 'Edge', x: 2, y: 50 },
      { name: 'Garlinge', x: 300, y: 100 },
    ];
    const placed = placeLabels(labels, 15, 400, 200);
    expect(placed.map((label) => label.lines.join(' '))).toEqual(['Margate Central', 'Garlinge']);
    expect(placed[0]!.lines).toEqual(['Margate', 'Central']);
  });

  test('a name that would lie on a symbol moves up or down; where all room is taken it stays where it covers fewest', () => {
    const label = [{ name: 'Garlinge', x: 200, y: 100 }];
    const yOf = (middles: { x: number; y: number }[]) =>
      placeLabels(label, 10, 400, 200, { middles, side: 18 }).map(({ y }) => y);
    expect(yOf([])).toEqual([100]);
    expect(yOf([{ x: 300, y: 100 }])).toEqual([100]);
    const [moved] = yOf([{ x: 205, y: 104 }]);
    expect(Math.abs(moved! - 104)).toBeGreaterThan(9 + 10 * 0.57);
    // Symbols above, on and below its place, two of them in the middle.
    const crowd = [76, 88, 100, 101, 112, 124].map((y) => ({ x: 200, y }));
    expect(yOf(crowd)).toHaveLength(1);
  });
});

describe('what leaves the page', () => {
  test('a table as a file is asked with the same query as the figure', () => {
    const exported = exportedOf('api/hot-spots?layer=crime&from=2025-10&categories=burglary%2Crobbery');
    expect(exported).toEqual({
      figure: 'hot-spots',
      query: 'layer=crime&from=2025-10&categories=burglary%2Crobbery',
    });
    expect(exportHref('hot-spots', 'geojson', exported!.query)).toBe(
      'api/exports/hot-spots.geojson?layer=crime&from=2025-10&categories=burglary%2Crobbery',
    );
    expect(exportHref('wards', 'csv', '')).toBe('api/exports/wards.csv');
  });

  test('what the service gives no file of has no address', () => {
    expect(exportedOf('api/areas?family=wd')).toBeNull();
    expect(exportedOf('')).toBeNull();
  });

  test('a picture is named with its marking first, in letters that every disk takes', () => {
    expect(pictureName('OFFICIAL', true, 'hot-spots Burglary · Oct 2025 – Sep 2026', 'png')).toBe(
      'OFFICIAL-SYNTHETIC-hot-spots-burglary-oct-2025-sep-2026.png',
    );
    expect(pictureName('OFFICIAL-SENSITIVE', false, '·', 'svg')).toBe('OFFICIAL-SENSITIVE-map.svg');
  });
});
