import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { WardRow } from '../../server/contract/ward-layer.ts';
import { cellClasses } from '../../web/charts/cell-classes.ts';
import { classBreaks, classOf } from '../../web/charts/class-breaks.ts';
import { wardClasses } from '../../web/charts/ward-classes.ts';
import { hottestCells } from '../../web/state/cell-facts.ts';

const counts = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 5000 })),
  {
    minLength: 1,
    maxLength: 200,
  },
);
const measures = fc.array(fc.double({ min: 0, max: 20_000, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('class breaks', () => {
  test('rise, stay at or below the maximum, and give at most five classes', () => {
    fc.assert(
      fc.property(fc.oneof(counts, measures), (values) => {
        const breaks = classBreaks(values);
        expect(breaks.length).toBeLessThanOrEqual(4);
        for (let k = 1; k < breaks.length; k++) expect(breaks[k]).toBeGreaterThan(breaks[k - 1]!);
        for (const bound of breaks) expect(bound).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });

  test('put every positive value in one class, zero in none, and something in the last', () => {
    fc.assert(
      fc.property(fc.oneof(counts, measures), (values) => {
        const breaks = classBreaks(values);
        for (const value of values) {
          const k = classOf(value, breaks);
          if (value === 0) expect(k).toBe(-1);
          else {
            if (k > 0) expect(value).toBeGreaterThanOrEqual(breaks[k - 1]!);
            if (k < breaks.length) expect(value).toBeLessThan(breaks[k]!);
          }
        }
        const most = Math.max(...values);
        if (most > 0) expect(classOf(most, breaks)).toBe(breaks.length);
      }),
    );
  });

  test('of a few whole numbers are those numbers', () => {
    expect(classBreaks([0, 1, 3, 2, 4])).toEqual([2, 3, 4]);
  });

  test('of one value, or of nothing but zeros, are none', () => {
    expect(classBreaks([7, 7, 0])).toEqual([]);
    expect(classBreaks([0, 0])).toEqual([]);
  });

  test('of clustered counts are easy numbers', () => {
    expect(classBreaks([1, 2, 4, 9, 30, 75, 210, 535])).toEqual([6, 20, 60, 200]);
  });
});

describe('the legend of the cells', () => {
  test('counts add up to the number of cells, whatever is shown', () => {
    fc.assert(
      fc.property(
        counts,
        fc.constantFrom<'count' | 'density' | 'gi-star'>('count', 'density', 'gi-star'),
        (events, statistic) => {
          const classes = cellClasses(resultOf(events, statistic));
          expect(classes.classes.reduce((sum, c) => sum + c.count, 0)).toBe(events.length);
          classes.classes.forEach((c, k) => {
            expect(classes.classOf.filter((of) => of === k).length).toBe(c.count);
          });
        },
      ),
    );
  });

  test('says the range of every whole-number class without gap or overlap', () => {
    fc.assert(
      fc.property(counts, (events) => {
        const most = Math.max(...events);
        fc.pre(most > 0);
        const { classes } = cellClasses(resultOf(events, 'count'));
        const ranges = classes
          .slice(0, -1)
          .map((c) => c.label.replace(/,/g, '').split('–').map(Number))
          .map((ends) => [ends[0]!, ends.at(-1)!] as const)
          .reverse();
        expect(ranges[0]![0]).toBe(1);
        expect(ranges.at(-1)![1]).toBe(most);
        for (let k = 1; k < ranges.length; k++) expect(ranges[k]![0]).toBe(ranges[k - 1]![1] + 1);
      }),
    );
  });

  test('draws nothing where there is no evidence, and hatches "fewer" only where it occurs', () => {
    const hot = cellClasses(resultOf([5, 0, 0], 'gi-star', [3, 0, 1]));
    expect(hot.classes.map((c) => [c.label, c.pattern, c.count])).toEqual([
      ['More than expected here, 99\u00a0% sure', 'solid', 1],
      ['More than expected here, 95\u00a0% sure', 'solid', 0],
      ['More than expected here, 90\u00a0% sure', 'solid', 1],
      ['No evidence of a hot spot', 'none', 1],
    ]);
    const both = cellClasses(resultOf([5, 0, 0], 'gi-star', [3, 0, -2]));
    expect(both.classes.filter((c) => c.pattern === 'hatch').map((c) => c.count)).toEqual([0, 1, 0]);
  });

  test('keeps hidden and withheld cells apart from every other state, and counts them', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 20 }), (events, hidden) => {
        const result = resultOf(events, 'gi-star');
        const places = Array.from({ length: hidden }, (_, i) => i);
        result.hiddenCells = {
          length: hidden,
          column: places,
          row: places,
          areaShare: places,
          reason: 'Small.',
        };
        result.cells.bandWithheld = events.map((n) => n === 0);
        const { classes, classOf } = cellClasses(result);
        expect(classes.reduce((sum, c) => sum + c.count, 0)).toBe(events.length + hidden);
        expect(classes.at(-1)).toMatchObject({
          label: 'Hidden: a small count',
          pattern: 'dots',
          count: hidden,
        });
        events.forEach((n, i) => {
          expect(classes[classOf[i]!]!.label.startsWith('Withheld')).toBe(n === 0);
        });
      }),
    );
  });

  test('keeps "not computable" apart from none', () => {
    const result = resultOf([1, 2, 0], 'density');
    result.cells.densityPerKm2Year = [4, null, 0];
    const { classes } = cellClasses(result);
    expect(classes.map((c) => [c.label, c.count])).toEqual([
      ['up to 4', 1],
      ['Zero', 1],
      ['Not computable', 1],
    ]);
  });
});

describe('the legend of the wards', () => {
  const wardRow = fc.record({
    events: fc.integer({ min: 0, max: 3000 }),
    population: fc.option(fc.integer({ min: 500, max: 15_000 })),
  });

  test('counts add up to the number of wards', () => {
    fc.assert(
      fc.property(
        fc.array(wardRow, { maxLength: 60 }),
        fc.constantFrom<'rate' | 'share'>('rate', 'share'),
        (rows, measure) => {
          const classes = wardClasses(wardsOf(rows), measure);
          expect(classes.classes.reduce((sum, c) => sum + c.count, 0)).toBe(rows.length);
          for (const k of classes.classOf) expect(classes.classes[k]!.count).toBeGreaterThan(0);
        },
      ),
    );
  });

  test('tells too few, not supplied and none apart', () => {
    const wards = wardsOf([
      { events: 400, population: 8000 },
      { events: 19, population: 9000 },
      { events: 300, population: null },
    ]);
    const { classes, classOf } = wardClasses(wards, 'rate');
    expect(classes[classOf[0]!]!.pattern).toBe('solid');
    expect(classes[classOf[1]!]).toMatchObject({ label: 'Too few to say: under 20 events', pattern: 'dots' });
    expect(classes[classOf[2]!]).toMatchObject({ label: 'Population not supplied', pattern: 'hatch' });
  });

  test('colours a ward of twice the value at least as dark', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 20, max: 3000 }), { minLength: 2, maxLength: 40 }), (events) => {
        const wards = wardsOf(events.map((n) => ({ events: n, population: 5000 })));
        const { classOf } = wardClasses(wards, 'rate');
        // Classes are listed darkest first.
        for (let i = 1; i < events.length; i++)
          if (events[i]! >= 2 * events[i - 1]!) expect(classOf[i]).toBeLessThanOrEqual(classOf[i - 1]!);
      }),
    );
  });
});

describe('the order of the table', () => {
  test('is by z for hot spots, by events for counts, and leaves out what is not drawn', () => {
    const result = resultOf([5, 9, 0, 0], 'gi-star', [2, 0, 3, 0]);
    result.cells.z = [2.9, 1, 4, -0.5];
    expect(hottestCells(result)).toEqual([2, 0, 1]);
    expect(hottestCells({ ...result, parameters: { ...result.parameters, statistic: 'count' } })).toEqual([
      1, 0, 2,
    ]);
  });

  test('lists every cell that the legend counts as drawn', () => {
    fc.assert(
      fc.property(counts, (events) => {
        const result = resultOf(events, 'count');
        const { classes } = cellClasses(result);
        const drawn = classes.filter((c) => c.pattern !== 'none').reduce((sum, c) => sum + c.count, 0);
        expect(hottestCells(result)).toHaveLength(drawn);
      }),
    );
  });
});

function resultOf(
  events: number[],
  statistic: HotSpotResult['parameters']['statistic'],
  band: number[] | null = statistic === 'gi-star' ? events.map((n) => (n % 7) - 3) : null,
): HotSpotResult {
  const sum = events.reduce((a, b) => a + b, 0);
  return {
    parameters: {
      layer: 'crime',
      categories: [],
      from: '2025-01',
      to: '2025-12',
      area: 'E07000001',
      cellSizeM: 250,
      statistic,
      bandwidthM: null,
    },
    chosen: [],
    method: { title: '', definitionVersion: '1', definition: '', densityMethod: 'cell', methodPages: [] },
    studyArea: { code: '', name: '', level: '', boundaryYear: 2024, family: 'wd', areaKm2: 1 },
    period: { from: '2025-01', to: '2025-12', monthsSupplied: 12, days: 365, notSupplied: [], flagged: [] },
    summary: {
      sentence: '',
      events: sum,
      eventsInNoCell: 0,
      eventsNotMapped: 0,
      cells: events.length,
      cellsWithEvents: events.filter((n) => n > 0).length,
      hot90: 0,
      hot95: 0,
      hot99: 0,
      cold90: 0,
      eventsInHotCells: null,
      maximumEvents: Math.max(...events),
      maximumDensityPerKm2Year: 0,
    },
    notComputable: null,
    cells: {
      length: events.length,
      column: events.map((_, i) => i),
      row: events.map(() => 0),
      areaShare: events.map(() => 1),
      events,
      densityPerKm2Year: events.map((n) => n * 16),
      z: null,
      p: null,
      pAdjusted: null,
      band,
    },
    suggestedCellSizeM: null,
    sources: [],
    synthetic: true,
    marking: 'OFFICIAL',
    dataVersion: 1,
  };
}

function wardsOf(rows: { events: number; population: number | null }[]): WardRow[] {
  const total = Math.max(
    1,
    rows.reduce((sum, row) => sum + row.events, 0),
  );
  return rows.map(({ events, population }, i) => {
    const rate = population === null ? null : (events / population) * 1000;
    return {
      code: `E0500000${i}`,
      name: `Ward ${i}`,
      events,
      rankByEvents: 1,
      share: events / total,
      shareInterval: { lower: 0, upper: 1 },
      population,
      ratePer1000Year: rate,
      rateInterval: rate === null ? null : { lower: rate * 0.9, upper: rate * 1.1 },
      againstDistrict: rate === null ? null : 'similar',
    };
  });
}
