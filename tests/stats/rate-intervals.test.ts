import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directStandardisation } from '../../server/stats/direct-standardisation.ts';
import { poissonCdf, poissonPmf } from '../../server/stats/distributions/poisson.ts';
import { rateInterval } from '../../server/stats/rate-interval.ts';
import { shareInterval } from '../../server/stats/share-interval.ts';
import { wilsonInterval } from '../../server/stats/wilson-interval.ts';
import { computed } from './computed.ts';
import { readReference } from './oracle-data.ts';

const reference = readReference<{
  exact: Record<'events' | 'lower' | 'upper' | 'lower998' | 'upper998', number[]>;
  wilson: Record<'events' | 'trials' | 'lower' | 'upper', number[]>;
  standardisation: { bands: Record<'events' | 'population' | 'standard', number[]>; result: number[] };
}>('rates-and-time.json');

const limits = (events: number, confidence: number) =>
  computed(rateInterval({ events, population: 1, per: 1, confidence }));

describe('rate interval', () => {
  it('gives the Byar limits of the public-health tables for 65 and 1,045 events', () => {
    expect(limits(65, 0.95).lower).toBeCloseTo(50.16318771, 8);
    expect(limits(65, 0.95).upper).toBeCloseTo(82.849138546, 8);
    expect(limits(1045, 0.95).lower).toBeCloseTo(982.593201807, 8);
    expect(limits(1045, 0.95).upper).toBeCloseTo(1110.331212985, 8);
    expect(limits(65, 0.998).lower).toBeCloseTo(42.880261471, 8);
    expect(limits(65, 0.998).upper).toBeCloseTo(94.000290845, 8);
    expect(limits(65, 0.95).method).toBe('byar');
  });

  it('gives the published percentages for 1, 5 and 20 of 100', () => {
    const percent = (events: number) => computed(rateInterval({ events, population: 100, per: 100 }));
    expect(percent(1).lower).toBeCloseTo(0.0253178, 7);
    expect(percent(1).upper).toBeCloseTo(5.5716434, 7);
    expect(percent(5).lower).toBeCloseTo(1.6234864, 7);
    expect(percent(5).upper).toBeCloseTo(11.6683321, 7);
    expect(percent(20).lower).toBeCloseTo(12.2114288, 7);
    expect(percent(20).upper).toBeCloseTo(30.8898804, 7);
  });

  it("equals R's poisson.test for 0 to 9 events at 95 and 99.8 %", () => {
    reference.exact.events.forEach((events, i) => {
      expect(limits(events, 0.95).lower).toBeCloseTo(reference.exact.lower[i], 9);
      expect(limits(events, 0.95).upper).toBeCloseTo(reference.exact.upper[i], 9);
      expect(limits(events, 0.998).lower).toBeCloseTo(reference.exact.lower998[i], 9);
      expect(limits(events, 0.998).upper).toBeCloseTo(reference.exact.upper998[i], 9);
      expect(limits(events, 0.95).method).toBe('exact');
    });
  });

  it('puts 2.5 % of the Poisson mass beyond each exact limit, summed term by term', () => {
    for (let events = 1; events < 10; events++) {
      const { lower, upper } = limits(events, 0.95);
      let below = 0;
      for (let k = 0; k <= events; k++) below += poissonPmf(k, upper);
      let above = 0;
      for (let k = events; k < events + 80; k++) above += poissonPmf(k, lower);
      expect(below).toBeCloseTo(0.025, 12);
      expect(above).toBeCloseTo(0.025, 12);
    }
  });

  it('contains its rate, widens with confidence and scales with the multiplier', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4000 }),
        fc.integer({ min: 1, max: 900_000 }),
        (events, population) => {
          const usual = computed(rateInterval({ events, population }));
          const wide = computed(rateInterval({ events, population, confidence: 0.998 }));
          expect(usual.lower).toBeLessThanOrEqual(usual.rate);
          expect(usual.upper).toBeGreaterThan(usual.rate);
          expect(wide.lower).toBeLessThanOrEqual(usual.lower);
          expect(wide.lower).toBeGreaterThanOrEqual(0);
          expect(wide.upper).toBeGreaterThan(usual.upper);
          const perHundredThousand = computed(rateInterval({ events, population, per: 100_000 }));
          expect(perHundredThousand.upper / usual.upper).toBeCloseTo(100, 9);
        },
      ),
      { seed: 21 },
    );
  });

  it('covers a known rate at least 93 % of the time from 1 to 60 expected events', () => {
    for (const mean of [1, 3.3, 9.5, 14, 60]) {
      let covered = 0;
      for (let k = 0; k < 200; k++) {
        const { lower, upper } = limits(k, 0.95);
        if (lower <= mean && mean <= upper) covered += poissonPmf(k, mean);
      }
      expect(covered).toBeGreaterThan(0.93);
      expect(covered).toBeLessThanOrEqual(1);
    }
    expect(poissonCdf(199, 60)).toBeCloseTo(1, 12);
  });

  it('is not computable without people or with half an event', () => {
    expect(rateInterval({ events: 3, population: 0 })).toMatchObject({ reason: 'zero-denominator' });
    expect(rateInterval({ events: 2.5, population: 10 })).toMatchObject({ reason: 'invalid-input' });
    expect(rateInterval({ events: -1, population: 10 })).toMatchObject({ reason: 'invalid-input' });
    expect(rateInterval({ events: 1, population: 10, confidence: 1 })).toMatchObject({
      reason: 'invalid-input',
    });
  });
});

describe('Wilson interval and share', () => {
  it("equals R's prop.test without continuity correction", () => {
    reference.wilson.events.forEach((events, i) => {
      const interval = computed(wilsonInterval({ events, trials: reference.wilson.trials[i] }));
      expect(interval.lower).toBeCloseTo(reference.wilson.lower[i], 9);
      expect(interval.upper).toBeCloseTo(reference.wilson.upper[i], 9);
    });
  });

  it("gives Newcombe's published limits for 81 of 263, 15 of 148 and 0 of 20", () => {
    // Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3, four decimals.
    const at = (events: number, trials: number) => computed(wilsonInterval({ events, trials }));
    expect(at(81, 263).lower).toBeCloseTo(0.2553, 4);
    expect(at(81, 263).upper).toBeCloseTo(0.3662, 4);
    expect(at(15, 148).lower).toBeCloseTo(0.0624, 4);
    expect(at(15, 148).upper).toBeCloseTo(0.1605, 4);
    expect(at(0, 20).lower).toBe(0);
    expect(at(0, 20).upper).toBeCloseTo(0.1611, 4);
  });

  it('has limits that solve the score equation |p - x/n| = z sqrt(p (1 - p) / n)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 1000 }), (events, extra) => {
        const trials = events + extra + 1;
        const { proportion, lower, upper } = computed(wilsonInterval({ events, trials }));
        for (const p of [lower, upper]) {
          const score = Math.abs(p - proportion) / Math.sqrt((p * (1 - p)) / trials);
          expect(score).toBeCloseTo(1.959963984540054, 8);
        }
      }),
      { seed: 22 },
    );
  });

  it('gives a share the Wilson interval of area events among district events, and mirrors it for the rest', () => {
    const two = computed(shareInterval({ areaEvents: 130, districtEvents: 411 }));
    const rest = computed(shareInterval({ areaEvents: 281, districtEvents: 411 }));
    expect(two.lower).toBeCloseTo(reference.wilson.lower[5], 12);
    expect(two.share + rest.share).toBeCloseTo(1, 14);
    expect(two.lower + rest.upper).toBeCloseTo(1, 12);
  });

  it('refuses more events than trials, and a district without events', () => {
    expect(wilsonInterval({ events: 3, trials: 2 })).toMatchObject({ reason: 'invalid-input' });
    expect(wilsonInterval({ events: 0, trials: 0 })).toMatchObject({ reason: 'zero-denominator' });
    expect(shareInterval({ areaEvents: 0, districtEvents: 0 })).toMatchObject({ reason: 'all-zero' });
  });
});

describe('direct standardisation', () => {
  const { bands, result } = reference.standardisation;

  it("equals Dobson's interval written out in R", () => {
    const rate = computed(directStandardisation(bands));
    expect(rate.rate).toBeCloseTo(result[0], 10);
    expect(rate.lower).toBeCloseTo(result[1], 10);
    expect(rate.upper).toBeCloseTo(result[2], 10);
  });

  it('is the crude rate with its Byar interval where the area has the age structure of the standard', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 4, max: 60 }), { minLength: 3, maxLength: 8 }), (events) => {
        const population = events.map((_, band) => 1000 + 300 * band);
        const standard = population.map((people) => people * 7);
        const total = events.reduce((a, b) => a + b, 0);
        const people = population.reduce((a, b) => a + b, 0);
        const crude = computed(rateInterval({ events: total, population: people }));
        const rate = computed(directStandardisation({ events, population, standard }));
        expect(rate.rate).toBeCloseTo(crude.rate, 10);
        expect(rate.lower).toBeCloseTo(crude.lower, 9);
        expect(rate.upper).toBeCloseTo(crude.upper, 9);
      }),
      { seed: 23 },
    );
  });

  it('does not depend on the size of the standard, only on its shape', () => {
    const rate = computed(directStandardisation(bands));
    const doubled = computed(directStandardisation({ ...bands, standard: bands.standard.map((s) => 2 * s) }));
    expect(doubled.rate).toBeCloseTo(rate.rate, 12);
    expect(doubled.upper).toBeCloseTo(rate.upper, 12);
  });

  it('refuses nine events in all and a band without people', () => {
    const nine = { events: [4, 5], population: [900, 800], standard: [10, 10] };
    expect(directStandardisation(nine)).toMatchObject({ reason: 'too-few-events' });
    expect(computed(directStandardisation({ ...nine, events: [5, 5] })).totalEvents).toBe(10);
    expect(directStandardisation({ ...bands, population: [5100, 0, 7700, 6900, 2400] })).toMatchObject({
      reason: 'zero-denominator',
    });
    expect(directStandardisation({ ...bands, standard: [1] })).toMatchObject({ reason: 'invalid-input' });
  });
});
