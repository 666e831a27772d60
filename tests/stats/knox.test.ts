import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonCdf } from '../../server/stats/distributions/poisson.ts';
import { type KnoxEvents, type KnoxOptions, type KnoxTable, knox } from '../../server/stats/knox.ts';
import { isNotComputable } from '../../server/stats/not-computable.ts';
import { seededRandom, shuffle } from '../../server/stats/random.ts';

function table(events: KnoxEvents, options: KnoxOptions): KnoxTable {
  const result = knox(events, options);
  if (isNotComputable(result)) throw new Error(`expected a table, saw: ${result.detail}`);
  return result;
}

/** 188 cases of Burkitt's lymphoma, West Nile, 1961-75 (Williams et al. 1978, as in libpysal's examples, BSD). */
function burkitt(): KnoxEvents {
  const rows = readFileSync(new URL('../oracles/burkitt.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return {
    x: Float64Array.from(rows, (row) => row[0]),
    y: Float64Array.from(rows, (row) => row[1]),
    day: Int32Array.from(rows, (row) => row[2]),
    timePrecision: 'day',
  };
}

/** The definition as it reads: every pair, its distance band, its time band. */
function countByHand(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  day: ArrayLike<number>,
  options: KnoxOptions,
): number[] {
  const { distanceBreaksM: db, timeBreaksDays: tb, metric = 'manhattan' } = options;
  const counts = new Array<number>((db.length - 1) * (tb.length - 1)).fill(0);
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const dx = Math.abs(x[i] - x[j]);
      const dy = Math.abs(y[i] - y[j]);
      const distance = metric === 'manhattan' ? dx + dy : Math.sqrt(dx ** 2 + dy ** 2);
      const lag = Math.abs(day[i] - day[j]);
      for (let d = 0; d + 1 < db.length; d++) {
        for (let t = 0; t + 1 < tb.length; t++) {
          if (distance >= db[d] && distance < db[d + 1] && lag >= tb[t] && lag < tb[t + 1]) {
            counts[d * (tb.length - 1) + t]++;
          }
        }
      }
    }
  }
  return counts;
}

function randomEvents(n: number, seed: number, extentM = 400, spanDays = 60): KnoxEvents {
  const random = seededRandom(seed);
  return {
    x: Float64Array.from({ length: n }, () => Math.floor(random() * extentM)),
    y: Float64Array.from({ length: n }, () => Math.floor(random() * extentM)),
    day: Int32Array.from({ length: n }, () => Math.floor(random() * spanDays)),
    timePrecision: 'day',
  };
}

const BANDS = { distanceBreaksM: [0, 50, 100, 200], timeBreaksDays: [0, 3, 8, 15] };

describe('the Knox test on a published data set', () => {
  // "At most 20" and "at most 5 days" on whole coordinates and days: edges just above.
  const options: KnoxOptions = {
    distanceBreaksM: [0, 20.000001, 100_000],
    timeBreaksDays: [0, 6, 100_000],
    metric: 'euclidean',
    permutations: 9999,
    random: seededRandom(20),
  };
  const result = table(burkitt(), options);

  it("finds the 13 close pairs of Burkitt's lymphoma and the published 2 x 2 table", () => {
    // pointpats Knox(delta = 20, tau = 5): [[13, 3416], [39, 14110]]
    expect(result.cells.map((cell) => cell.observed)).toEqual([13, 3416, 39, 14110]);
  });

  it('expects from the margins what gives the published Poisson p of 0.14624558197140414', () => {
    const expected = result.cells[0].expectedFromMargins;
    expect(expected).toBeCloseTo((3429 * 52) / 17578, 12);
    expect(1 - poissonCdf(13, expected)).toBeCloseTo(0.14624558197140414, 9); // P(more than 13), as pointpats
  });

  it('has a permutation mean within three Monte Carlo standard errors of the margins', () => {
    // Given the margins, the mean over all reorderings is exactly the margins' product over all pairs.
    const standardError = Math.sqrt(result.cells[0].expectedFromMargins * 1.5) / Math.sqrt(9999);
    expect(Math.abs(result.cells[0].mean - result.cells[0].expectedFromMargins)).toBeLessThan(
      3 * standardError,
    );
  });
});

describe('the Knox test against its own definition', () => {
  it('counts every pair the way the double loop does, for both metrics', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 80 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom('manhattan' as const, 'euclidean' as const),
        fc.constantFrom([0, 50, 100, 200], [20, 70], [0, 1, 1000]),
        fc.constantFrom([0, 3, 8, 15], [1, 2], [7, 100]),
        (n, seed, metric, distanceBreaksM, timeBreaksDays) => {
          const events = randomEvents(n, seed);
          const options: KnoxOptions = {
            distanceBreaksM,
            timeBreaksDays,
            metric,
            permutations: 1,
            random: seededRandom(seed),
          };
          const result = knox(events, options);
          const byHand = countByHand(events.x, events.y, events.day, options);
          if (isNotComputable(result)) expect(byHand.every((count) => count === 0)).toBe(true);
          else expect(result.cells.map((cell) => cell.observed)).toEqual(byHand);
        },
      ),
      { numRuns: 150, seed: 3 },
    );
  });

  it('agrees with a plain permutation loop within three Monte Carlo standard errors', () => {
    const events = randomEvents(60, 11);
    const runs = 4000;
    const result = table(events, { ...BANDS, permutations: runs, random: seededRandom(1) });
    const random = seededRandom(99);
    const day = events.day.slice();
    const means = result.cells.map(() => 0);
    const squares = result.cells.map(() => 0);
    const atLeast = result.cells.map(() => 0);
    for (let run = 0; run < runs; run++) {
      shuffle(day, random);
      countByHand(events.x, events.y, day, { ...BANDS, random: seededRandom(0) }).forEach((count, cell) => {
        means[cell] += count / runs;
        squares[cell] += count ** 2 / runs;
        if (count >= result.cells[cell].observed) atLeast[cell]++;
      });
    }
    result.cells.forEach((cell, i) => {
      const sd = Math.sqrt(squares[i] - means[i] ** 2);
      expect(Math.abs(cell.mean - means[i])).toBeLessThan(3 * sd * Math.sqrt(2 / runs));
      const p = (atLeast[i] + 1) / (runs + 1);
      expect(Math.abs(cell.pValue - p)).toBeLessThan(3 * Math.sqrt((2 * p * (1 - p)) / runs) + 1e-3);
    });
  });

  it('puts a lag of exactly 8 days in the band that starts at 8, and 100 m in the band that starts at 100', () => {
    const events: KnoxEvents = {
      x: Float64Array.of(0, 100, 5000),
      y: Float64Array.of(0, 0, 0),
      day: Int32Array.of(0, 8, 500),
      timePrecision: 'day',
    };
    const result = table(events, {
      distanceBreaksM: [0, 100, 200],
      timeBreaksDays: [0, 8, 15],
      permutations: 9,
      random: seededRandom(1),
    });
    expect(result.cells.filter((cell) => cell.observed > 0)).toMatchObject([
      { distanceFromM: 100, distanceToM: 200, lagFromDays: 8, lagToDays: 15, observed: 1 },
    ]);
  });
});

describe('properties of the Knox test', () => {
  it('gives the same result for the same seed, and for moved or renumbered events the same observed counts', () => {
    const events = randomEvents(300, 5);
    const first = table(events, { ...BANDS, permutations: 99, random: seededRandom(42) });
    expect(table(events, { ...BANDS, permutations: 99, random: seededRandom(42) })).toEqual(first);
    const backwards: KnoxEvents = {
      x: events.x.map((x) => x + 123_000).reverse(),
      y: events.y.map((y) => y + 456_000).reverse(),
      day: events.day.map((d) => d - 5000).reverse(),
      timePrecision: 'day',
    };
    const again = table(backwards, { ...BANDS, permutations: 99, random: seededRandom(42) });
    expect(again.cells.map((cell) => cell.observed)).toEqual(first.cells.map((cell) => cell.observed));
  });

  it('finds what was planted: bursts at one spot give ratio above 2 and the smallest p there is', () => {
    const base = randomEvents(300, 6, 20_000, 700);
    const x = Float64Array.from([...base.x, ...base.x.map((v) => v + 20)]);
    const y = Float64Array.from([...base.y, ...base.y]);
    const day = Int32Array.from([...base.day, ...base.day.map((v) => v + 2)]);
    const result = table(
      { x, y, day, timePrecision: 'minute' },
      { ...BANDS, permutations: 199, random: seededRandom(1) },
    );
    expect(result.cells[0].observed).toBeGreaterThanOrEqual(300);
    expect(result.cells[0].ratioToMean).toBeGreaterThan(2);
    expect(result.cells[0].pValue).toBe(1 / 200);
  });

  it('rejects at 5 % about 5 % of the time when places and times are unrelated', () => {
    let rejected = 0;
    for (let run = 0; run < 400; run++) {
      const result = table(randomEvents(60, 1000 + run), {
        ...BANDS,
        permutations: 99,
        random: seededRandom(run),
      });
      if (result.cells[1].pValue <= 0.05) rejected++;
    }
    // Binomial(400, 0.05): mean 20, standard deviation 4.4. Ties make the test a little conservative.
    expect(rejected).toBeGreaterThan(5);
    expect(rejected).toBeLessThan(34);
  });

  it('reports progress up to the last reordering', () => {
    const seen: number[] = [];
    table(randomEvents(20, 1), {
      ...BANDS,
      permutations: 10,
      random: seededRandom(1),
      onProgress: (done, total) => seen.push(done, total),
    });
    expect(seen.slice(-2)).toEqual([10, 10]);
  });
});

describe('refusals of the Knox test', () => {
  it('refuses events dated by month, with the reason', () => {
    const result = knox(
      { ...randomEvents(50, 1), timePrecision: 'month' },
      { ...BANDS, random: seededRandom(1) },
    );
    expect(result).toMatchObject({ computable: false, reason: 'invalid-input' });
    expect(isNotComputable(result) && result.detail).toMatch(/dated by month only/);
  });

  it('is not computable for two events or for events that are all far apart', () => {
    expect(knox(randomEvents(2, 1), { ...BANDS, random: seededRandom(1) })).toMatchObject({
      reason: 'too-few-events',
    });
    const apart: KnoxEvents = {
      x: Float64Array.of(0, 9000, 18_000),
      y: Float64Array.of(0, 0, 0),
      day: Int32Array.of(1, 1, 1),
      timePrecision: 'day',
    };
    expect(knox(apart, { ...BANDS, random: seededRandom(1) })).toMatchObject({ reason: 'too-few-events' });
  });

  it('throws for bands that do not rise, part days, no reorderings and days in the wrong unit', () => {
    const events = randomEvents(10, 1);
    const bad = (change: Partial<KnoxOptions>) => () =>
      knox(events, { ...BANDS, random: seededRandom(1), ...change });
    expect(bad({ distanceBreaksM: [100, 0] })).toThrow(/rising/);
    expect(bad({ timeBreaksDays: [0, 0.5] })).toThrow(/whole days/);
    expect(bad({ permutations: 0 })).toThrow(/1 or more/);
    const oneShort = { ...events, day: events.day.slice(1) };
    expect(() => knox(oneShort, { ...BANDS, random: seededRandom(1) })).toThrow(/saw 10, 10 and 9/);
    const seconds = { ...events, day: events.day.map((d) => d * 86_400) };
    expect(() => knox(seconds, { ...BANDS, random: seededRandom(1) })).toThrow(/whole days, not seconds/);
  });
});
