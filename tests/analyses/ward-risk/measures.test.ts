import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../server/analyses/canonical-json.ts';
import { measures } from '../../../server/analyses/ward-risk/measures.ts';
import { areaOf, inputsOf } from './measures-fixture.ts';

const rowOf = (result: ReturnType<typeof measures>, code: string) => {
  const row = result.areas.find((area) => area.code === code);
  if (!row) throw new Error(`no area ${code}`);
  return row;
};

describe('measures of areas', () => {
  it('give the E-test of two counts over equal days: (6, 2) has p = .1749', () => {
    const inputs = inputsOf([
      areaOf('A', 2, 1000, { countsPrevious: 6 }),
      areaOf('B', 0, 1000, { countsPrevious: 0 }),
    ]);
    const compared = { ...inputs.comparisons.previous, notComputable: null };
    const result = measures({ ...inputs, comparisons: { ...inputs.comparisons, previous: compared } });
    expect(rowOf(result, 'A').changePrevious!.pValue).toBeCloseTo(0.1749, 4);
    expect(rowOf(result, 'A').changePrevious!.direction).toBe('no-evidence');
    expect(rowOf(result, 'B').changePrevious, 'nothing either time').toMatchObject({
      pValue: null,
      direction: 'not-computable',
    });
    expect(rowOf(result, 'A').changeLastYear).toBeNull();
  });

  it('compare per day, so that a February is no fall', () => {
    const inputs = inputsOf([
      areaOf('A', 280, 1000, { countsPrevious: 310 }),
      areaOf('B', 28, 1000, { countsPrevious: 31 }),
    ]);
    const previous = { ...inputs.comparisons.previous, days: 31, notComputable: null };
    const result = measures({
      ...inputs,
      period: { ...inputs.period, days: 28 },
      comparisons: { ...inputs.comparisons, previous },
    });
    expect(rowOf(result, 'A').changePrevious).toMatchObject({ ratio: 1, direction: 'no-evidence' });
  });

  it('give the public-health interval of 65 events per 1,000 people and year of 365.25 days', () => {
    const result = measures(inputsOf([areaOf('A', 65, 1000), areaOf('B', 10, 1000)]));
    const { rateInterval, ratePer1000, rateMethod } = rowOf(result, 'A');
    expect(ratePer1000).toBe(65);
    expect(rateMethod).toBe('byar');
    expect(rateInterval!.lower).toBeCloseTo((50.16318771 * 365.25) / 365, 6);
    expect(rateInterval!.upper).toBeCloseTo((82.849138546 * 365.25) / 365, 6);
  });

  it('keep count and share of an area without people, and give it no rate, rank or band', () => {
    const result = measures(inputsOf([areaOf('A', 60, 1000), areaOf('B', 30, 1000), areaOf('C', 10, null)]));
    expect(rowOf(result, 'C')).toMatchObject({
      events: 10,
      share: 0.1,
      ratePer1000Year: null,
      rank: null,
      band: null,
      funnel: null,
      empiricalBayes: null,
    });
    expect(rowOf(result, 'C').sentence).toContain('not supplied');
    expect(result.district.ratePer1000, 'the rate is of the areas with people').toBe(45);
    expect(result.population!.areasWithout).toBe(1);
  });

  it('call three events where two were expected too few to say, never similar', () => {
    const result = measures(inputsOf([areaOf('A', 3, 1000), areaOf('B', 400, 200_000)]));
    expect(rowOf(result, 'A')).toMatchObject({ tooFewToSay: true, band: null, lowReliability: true });
    expect(rowOf(result, 'A').sentence).toContain('too few to say');
    expect(result.sentence).toContain('1 with too few events to say');
  });

  it('say nothing is there where nothing was recorded, without a division by nothing', () => {
    const result = measures(inputsOf([areaOf('A', 0, 1000), areaOf('B', 0, 1000)]));
    expect(result.sentence).toContain('No robbery was recorded');
    expect(() => canonicalJson(result)).not.toThrow();
    expect(rowOf(result, 'A').rank).toBeNull();
  });

  it('weigh 29 robberies at 365 days each', () => {
    const result = measures(inputsOf([areaOf('A', 29, 1000), areaOf('B', 1, 1000)]));
    expect(rowOf(result, 'A').harm!.total).toBe(29 * 365);
    expect(rowOf(result, 'A').harm!.share).toBeCloseTo(29 / 30, 12);
    expect(rowOf(result, 'A').harm!.per1000Year).toBeCloseTo((29 * 365 * 365.25) / 365, 6);
  });

  it('come out the same to the byte from the same inputs, also after a trip through JSON', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 9000 })), { minLength: 2, maxLength: 8 }),
        (wards) => {
          const inputs = inputsOf(wards.map(([events, people], i) => areaOf(String(i), events, people)));
          const once = canonicalJson(measures(inputs));
          expect(canonicalJson(measures(JSON.parse(JSON.stringify(inputs))))).toBe(once);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('are told in words that no board could misread', () => {
    const result = measures(
      inputsOf([areaOf('A', 200, 1000), areaOf('B', 90, 1000), areaOf('C', 80, 1000), areaOf('D', 5, 1000)]),
    );
    expect(rowOf(result, 'A').sentence).toMatch(
      /^200 events of robbery, 2\.1 times the district rate \(1\.8–2\.5\): much higher than the district\.$/,
    );
    expect(result.sentence).toMatch(/^Two wards, Ward A and Ward B, hold 77 % \(73–81 %\) of robbery\./);
    for (const { sentence } of result.areas) expect(sentence).not.toMatch(/high.risk|danger|bad|\bsafe/i);
  });

  describe('of a restricted layer', () => {
    const disclosure = {
      sensitivityClass: 'health',
      hiddenBelow: 8,
      roundedTo: 5,
      zeroShown: true,
      notes: [],
    };
    const released = {
      disclosure,
      populationFloor: 100,
      events: 100,
      counts: [100],
      previous: 80,
      lastYear: null,
      people: 4_000,
      hiddenAreas: [{ code: 'C', name: 'Ward C', people: 1_000, reason: 'Hidden.' }],
    };
    const restricted = inputsOf(
      [
        areaOf('A', 0, 1_000, { events: 60, counts: [60], countsPrevious: 40 }),
        areaOf('B', 0, 1_000, { events: 35, counts: [null], countsPrevious: null }),
        areaOf('D', 0, 90, { events: 10, counts: [10], countsPrevious: 10 }),
      ],
      { released },
    );
    const result = measures({
      ...restricted,
      comparisons: {
        ...restricted.comparisons,
        previous: { ...restricted.comparisons.previous, notComputable: null },
      },
    });

    it('have the district as it is released, not the sum of what is shown', () => {
      expect(result.district).toMatchObject({ events: 100, people: 4_000, ratePer1000: 25 });
      expect(rowOf(result, 'A').share).toBeCloseTo(0.6, 12);
      expect(rowOf(result, 'A').expected).toBeCloseTo(25, 12);
    });

    it('list the hidden area by name, and rank the others without it', () => {
      expect(result.hiddenAreas?.map(({ name }) => name)).toEqual(['Ward C']);
      expect(result.areas.map(({ code }) => code)).toEqual(['A', 'B', 'D']);
      expect(rowOf(result, 'A').rank?.rank).toBe(1);
      expect(result.sentence).toContain('1 ward is hidden');
      expect(rowOf(result, 'A').sentence).toMatch(/^About 60 events/);
    });

    it('have no change where the earlier count is hidden, and the district\u2019s own where it is not', () => {
      expect(rowOf(result, 'A').changePrevious?.events).toBe(40);
      expect(rowOf(result, 'B').changePrevious).toBeNull();
      expect(result.comparisons.previous.district).toMatchObject({ events: 80, ratio: 1.25 });
    });

    it('have no harm total where a category is hidden, and no rate where few live', () => {
      expect(rowOf(result, 'A').harm).not.toBeNull();
      expect(rowOf(result, 'B').harm).toBeNull();
      expect(rowOf(result, 'B').byCategory).toEqual([null]);
      expect(rowOf(result, 'D')).toMatchObject({ ratePer1000Year: null, rank: null, band: null });
    });

    it('come out the same to the byte from the same inputs, after a trip through JSON', () => {
      const once = canonicalJson(measures(restricted));
      expect(canonicalJson(measures(JSON.parse(JSON.stringify(restricted))))).toBe(once);
    });
  });
});
