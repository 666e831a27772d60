import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beforeAndDuring } from '../../web/areas/before-during.ts';
import {
  draftOfShape,
  EMPTY_DRAFT,
  type GridPoint,
  ringOfShape,
  shapeOfDraft,
  snapped,
  withoutLast,
  withPoint,
  withWard,
} from '../../web/areas/draft-shape.ts';
import { parseTypedPlace } from '../../web/areas/typed-place.ts';
import { gridReference, toGrid, toLonLat } from '../../web/map/national-grid.ts';
import { resolveView } from '../../web/state/resolve-view.ts';
import { isKeptAreaCode, studiedKeptArea, wardsStudied } from '../../web/state/studied-area.ts';
import { EMPTY_VIEW, formatView, parseView } from '../../web/state/view.ts';
import { formatDays } from '../../web/words/format.ts';
import { exampleCatalogue } from './catalogue-example.ts';

const point = fc.tuple(
  fc.integer({ min: 400_000, max: 650_000 }),
  fc.integer({ min: 100_000, max: 600_000 }),
) as fc.Arbitrary<[number, number]>;

describe('drawing an area', () => {
  test('snaps to a crossing of the lattice, never farther than half its diagonal', () => {
    fc.assert(
      fc.property(point, fc.constantFrom(10, 250, 500), (at, stepM) => {
        const [x, y] = snapped(at, stepM);
        expect([x % stepM, y % stepM]).toEqual([0, 0]);
        expect(Math.hypot(x - at[0], y - at[1])).toBeLessThanOrEqual((stepM / 2) * Math.SQRT2 + 1e-9);
      }),
    );
  });

  test('is whole from the third corner on; undo takes back corner after corner', () => {
    const corners: GridPoint[] = [
      [635_000, 170_000],
      [636_000, 170_000],
      [636_000, 171_000],
    ];
    let draft = EMPTY_DRAFT;
    const whole = corners.map((corner) => {
      draft = withPoint(draft, corner);
      return shapeOfDraft(draft) !== null;
    });
    expect(whole).toEqual([false, false, true]);
    draft = withoutLast(draft);
    expect(draft.corners).toEqual(corners.slice(0, 2));
    expect(shapeOfDraft(draft)).toBeNull();
  });

  test('takes no corner twice in a row, nor the first one again: the outline closes itself', () => {
    const first = withPoint(EMPTY_DRAFT, [635_000, 170_000]);
    expect(withPoint(first, [635_000, 170_000])).toBe(first);
    const second = withPoint(first, [636_000, 170_000]);
    expect(withPoint(second, [635_000, 170_000])).toBe(second);
  });

  test('comes back to the metre when a kept outline is changed', () => {
    fc.assert(
      fc.property(fc.uniqueArray(point, { minLength: 3, maxLength: 12 }), (corners) => {
        const shape = shapeOfDraft({ ...EMPTY_DRAFT, corners })!;
        expect(draftOfShape(shape).corners).toEqual(corners);
      }),
    );
  });

  test('keeps a circle only with a centre and a radius of 250 m to 20 km', () => {
    const circle = { ...EMPTY_DRAFT, tool: 'circle' as const, centre: [635_000, 170_000] as GridPoint };
    const allowed = [249, 250, 20_000, 20_001, Number.NaN].map(
      (radiusM) => shapeOfDraft({ ...circle, radiusM }) !== null,
    );
    expect(allowed).toEqual([false, true, true, false, false]);
    expect(shapeOfDraft({ ...circle, centre: null })).toBeNull();
  });

  test('draws a circle whose every corner is its radius from the centre on the ground', () => {
    const centre = toLonLat(635_000, 170_000);
    const ring = ringOfShape({ shape: 'circle', centre: [...centre], radiusM: 800 })!;
    expect(ring.at(-1)).toEqual(ring[0]);
    for (const [lon, lat] of ring) {
      const [x, y] = toGrid(lon, lat);
      expect(Math.hypot(x - 635_000, y - 170_000)).toBeCloseTo(800, 1);
    }
  });

  test('adds a ward, and takes it out when it is chosen again', () => {
    const one = withWard({ ...EMPTY_DRAFT, tool: 'wards' }, 'E05000001');
    expect(shapeOfDraft(one)).toEqual({ shape: 'wards', codes: ['E05000001'] });
    expect(shapeOfDraft(withWard(one, 'E05000001'))).toBeNull();
  });
});

describe('a place that is typed', () => {
  test('is understood as the grid reference that the map says of it', () => {
    fc.assert(
      fc.property(point, ([x, y]) => {
        const corner = [Math.floor(x / 100) * 100, Math.floor(y / 100) * 100];
        expect(parseTypedPlace(gridReference(x, y))).toEqual(corner);
        expect(parseTypedPlace(gridReference(x, y).replaceAll(' ', '').toLowerCase())).toEqual(corner);
      }),
    );
  });

  test('may be metres, or degrees with latitude first', () => {
    expect(parseTypedPlace(' 635250, 170250 ')).toEqual([635_250, 170_250]);
    const [x, y] = parseTypedPlace('51.3813, 1.3862')!;
    const [lon, lat] = toLonLat(x, y);
    expect([lon, lat]).toEqual([expect.closeTo(1.3862, 6), expect.closeTo(51.3813, 6)]);
  });

  // The trig pillar of Ben Nevis and the Tower of London, as Ordnance Survey's guide and maps give them.
  test.each([
    ['NN 166 712', [216_600, 771_200]],
    ['TQ 336 805', [533_600, 180_500]],
  ])('reads %s', (text, expected) => {
    expect(parseTypedPlace(text)).toEqual(expected);
  });

  test.each(['', 'Harbour', 'TR 35 702', 'TI 352 702', '48.85, 2.35', '999999 999999999'])(
    'is refused: %j',
    (text) => {
      expect(parseTypedPlace(text)).toBeNull();
    },
  );
});

describe('before and during an operation', () => {
  const reach = { from: '2023-10', to: '2026-09' };

  test('rounds days outwards to months and says so', () => {
    const week = beforeAndDuring({ from: '2026-03-09', to: '2026-03-15' }, reach);
    expect(week).toMatchObject({
      during: { from: '2026-03', to: '2026-03' },
      before: { from: '2026-02', to: '2026-02' },
    });
    expect(week).toMatchObject({ words: expect.stringContaining('rounded outwards') });
    expect(beforeAndDuring({ from: '2026-01-30', to: '2026-02-02' }, reach)).toMatchObject({
      during: { from: '2026-01', to: '2026-02' },
      before: { from: '2025-11', to: '2025-12' },
    });
  });

  test('says why not where the months were not supplied', () => {
    expect(beforeAndDuring({ from: '2026-10-01', to: '2026-10-07' }, reach)).toContain('ends in Sep 2026');
    expect(beforeAndDuring({ from: '2023-10-01', to: '2023-10-07' }, reach)).toContain('begins in Oct 2023');
  });

  test.each([
    ['2026-03-09', '2026-03-09', '9 March 2026'],
    ['2026-03-09', '2026-03-15', '9 to 15 March 2026'],
    ['2026-03-30', '2026-04-02', '30 March to 2 April 2026'],
    ['2025-12-30', '2026-01-02', '30 December 2025 to 2 January 2026'],
  ])('says the days from %s to %s', (from, to, words) => {
    expect(formatDays(from, to)).toBe(words);
  });
});

describe('a kept area in the address', () => {
  const kept = {
    code: 'study-area:12:3',
    name: 'Harbour front (version 3)',
    item: {
      id: 12,
      kind: 'study-area' as const,
      version: 3,
      latestVersion: 3,
      name: 'Harbour front',
      description: '',
      sharedWith: 'own' as const,
      own: true,
      madeBy: 'A',
      organisation: 'B',
      savedAt: '2026-10-01T00:00:00Z',
      body: { area: { shape: 'wards' as const, codes: ['E05000001'] } },
    },
    place: {
      districtCode: 'E07000001',
      districtName: 'Seaborough',
      areaKm2: 3,
      wards: [{ code: 'E05000001', name: 'Harbour' }],
      bbox: [1.3, 51.3, 1.35, 51.35],
      rules: [],
    },
  };

  test('is read and written with its version, and with none', () => {
    for (const area of ['study-area:12', 'study-area:12:3'])
      expect(parseView(formatView({ ...EMPTY_VIEW, area })).area).toBe(area);
    for (const area of ['study-area:', 'study-area:12:3:4', 'study-area:x', 'other:12'])
      expect(parseView(`?area=${area}`).area).toBeNull();
  });

  test('is the area of the view, at the version that was opened', () => {
    const catalogue = exampleCatalogue();
    const studied = studiedKeptArea(kept, catalogue.studyAreas)!;
    expect(resolveView({ ...EMPTY_VIEW, area: 'study-area:12' }, catalogue, studied)?.area).toBe(
      'study-area:12:3',
    );
    expect(studied.name).toBe('Harbour front (version 3)');
    expect([...wardsStudied(studied)!]).toEqual(['E05000001']);
    expect(isKeptAreaCode(studied.code)).toBe(true);
  });

  test('gives way to the district where it cannot be opened', () => {
    expect(resolveView({ ...EMPTY_VIEW, area: 'study-area:12' }, exampleCatalogue())?.area).toBe('E07000001');
  });
});
