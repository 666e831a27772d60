import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustPValues } from '../../server/stats/adjust-p-values.ts';
import { twoSidedNormalP } from '../../server/stats/distributions/normal.ts';
import {
  CONSISTENCY_CLASSES,
  consistencyClass,
  hotSpotConsistency,
} from '../../server/stats/hot-spot-consistency.ts';
import { computed } from './computed.ts';

const from = (text: string): number[] => [...text].map((mark) => (mark === '+' ? 1 : mark === '-' ? -1 : 0));

/** The scheme with shares, slices and names, as its description reads. */
function inWords(history: number[]): string {
  const recentFrom = history.length - Math.floor(history.length / 5);
  const share = (part: number[], sign: number) => part.filter((state) => state === sign).length / part.length;
  const sides = [1, -1].map((sign) => {
    const older = share(history.slice(0, recentFrom), sign) + 1e-12;
    const recent = share(history.slice(recentFrom), sign) + 1e-12;
    const all = share(history, sign) + 1e-12;
    if (all >= 0.8) return 'persistent';
    if (older < 0.1 && recent >= 0.2) return 'emerging';
    if (older >= 0.1 && recent < 0.1) return 'former';
    return all >= 0.1 ? 'intermittent' : '';
  });
  if (sides[0] && sides[1]) return 'mixed';
  if (sides[0]) return `${sides[0]} hot`;
  return sides[1] ? `${sides[1]} cold` : 'none';
}

describe('hot-spot consistency', () => {
  it('gives each of the ten outcomes', () => {
    const cases: Record<string, string> = {
      '++++++++..': 'persistent hot',
      '.........+': 'emerging hot',
      '+++.......': 'former hot',
      '.+.+...+.+': 'intermittent hot',
      '-.--------': 'persistent cold',
      '........--': 'emerging cold',
      '-.........': 'former cold',
      '--......-.': 'intermittent cold',
      '++......--': 'mixed',
      '..........': 'none',
    };
    for (const [text, wanted] of Object.entries(cases))
      expect([text, consistencyClass(from(text))]).toEqual([text, wanted]);
    expect(new Set(Object.values(cases))).toEqual(new Set(CONSISTENCY_CLASSES));
  });

  it('takes the last fifth as recent and not one period more: hot only in period 8 of 10 is former', () => {
    expect(consistencyClass(from('.......+..'))).toBe('former hot');
    expect(consistencyClass(from('........+.'))).toBe('emerging hot');
  });

  it('takes one in ten older periods as exactly 10 %: neither emerging nor too few to be former', () => {
    expect(consistencyClass(from('+.........++'))).toBe('intermittent hot');
    expect(consistencyClass(from('+...........'))).toBe('former hot');
    expect(consistencyClass(from('..........+.'))).toBe('emerging hot');
  });

  it('equals the scheme in words for random histories', () => {
    const history = fc.array(fc.constantFrom(-1, 0, 0, 1), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(history, (states) => {
        expect(consistencyClass(states)).toBe(inWords(states));
      }),
      { seed: 111, numRuns: 500 },
    );
  });

  it("adjusts by Holm across each cell's periods before it classes", () => {
    const z = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.array(z, { minLength: 30, maxLength: 30 }), (values) => {
        const cells = 3;
        const result = computed(hotSpotConsistency(Float64Array.from(values), cells));
        for (let cell = 0; cell < cells; cell++) {
          const own = Float64Array.from({ length: 10 }, (_, t) => values[t * cells + cell]);
          const adjusted = adjustPValues(
            own.map((score) => twoSidedNormalP(score)),
            'holm',
          );
          const history = Array.from(own, (score, t) => (adjusted[t] <= 0.05 ? Math.sign(score) : 0));
          expect(CONSISTENCY_CLASSES[result.classes[cell]]).toBe(inWords(history));
        }
      }),
      { seed: 112 },
    );
  });

  it('is not computable with four periods or a ragged stack of maps', () => {
    expect(hotSpotConsistency(new Float64Array(12), 3)).toMatchObject({ reason: 'too-few-periods' });
    expect(hotSpotConsistency(new Float64Array(13), 3)).toMatchObject({ reason: 'invalid-input' });
  });
});
