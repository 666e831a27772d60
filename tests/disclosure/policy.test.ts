import { describe, expect, it } from 'vitest';
import { markingOfClasses } from '../../server/disclosure/marking.ts';
import {
  DEFAULT_POLICIES,
  type DisclosurePolicy,
  PolicyLoosenedError,
  type PolicyOverride,
  strictest,
  tighten,
} from '../../server/disclosure/policy.ts';
import { countsBehind, protectCount, roundToBase } from '../../server/disclosure/protect-counts.ts';

const { open, health, housing } = DEFAULT_POLICIES;
const partner = DEFAULT_POLICIES['partner-crime'];
const children = DEFAULT_POLICIES['children-probation'];

describe('the policy of a class', () => {
  it.each<[string, DisclosurePolicy, PolicyOverride]>([
    ['a lower floor', health, { floor: 5 }],
    ['a finer rounding', health, { roundingBase: 3 }],
    ['secondary suppression off', partner, { secondary: false }],
    ['zeros shown', partner, { zeroShown: true }],
    ['a smaller cell', health, { minimumCellM: 250 }],
    ['a smaller area', children, { minimumArea: 'lsoa' }],
    ['fewer units', children, { minimumUnits: 1 }],
    ['a smaller population', housing, { populationFloor: 50 }],
    ['an even rounding', health, { roundingBase: 6 }],
    ['a floor that is not whole', health, { floor: 8.5 }],
    ['a rounding coarser than the floor', partner, { roundingBase: 7 }],
    ['a rule of another name', health, { floors: 9 } as PolicyOverride],
  ])(
    'cannot be loosened or broken by %s; the error says what, what was seen and what to do',
    (_, policy, override) => {
      let error: unknown;
      try {
        tighten(policy, override);
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(PolicyLoosenedError);
      const { message, seen, hint } = error as PolicyLoosenedError;
      expect(message).toContain(policy.sensitivityClass);
      expect(message).toContain(seen);
      expect(hint).not.toBe('');
    },
  );

  it('can be tightened, and then offers no cell under the new minimum', () => {
    const tight = tighten(health, { floor: 11, minimumCellM: 1000, zeroShown: false });
    expect(tight).toMatchObject({ floor: 11, minimumCellM: 1000, zeroShown: false, latticeM: [1000, 2000] });
    expect(tighten(open, { floor: 5, secondary: true })).toMatchObject({ floor: 5, secondary: true });
  });

  it('of a composite is the strictest of each rule', () => {
    expect(strictest([health, partner])).toMatchObject({
      floor: 8,
      zeroShown: false,
      minimumArea: 'lsoa',
      secondary: true,
    });
    expect(strictest([open, children])).toMatchObject({
      floor: 10,
      minimumArea: 'ward',
      minimumUnits: 3,
      latticeM: [],
    });
    expect(strictest([open])).toEqual(open);
    for (const policy of Object.values(DEFAULT_POLICIES)) {
      const joined = strictest([policy, health]);
      expect(joined.floor).toBeGreaterThanOrEqual(Math.max(policy.floor, health.floor));
      expect(joined.minimumCellM).toBeGreaterThanOrEqual(policy.minimumCellM);
    }
  });

  it('marks everything but open data OFFICIAL-SENSITIVE', () => {
    expect(markingOfClasses(['open'])).toBe('OFFICIAL');
    expect(markingOfClasses([])).toBe('OFFICIAL');
    for (const closed of ['partner-crime', 'health', 'children-probation', 'housing'] as const) {
      expect(markingOfClasses(['open', closed])).toBe('OFFICIAL-SENSITIVE');
    }
  });
});

describe('one count by itself', () => {
  it('follows the Hospital Episode Statistics rule for health: 0 shown, 1 to 7 hidden, 8 and over to the nearest 5', () => {
    const shownAs = (count: number) => {
      const figure = protectCount(count, health);
      return figure.state === 'shown' ? figure.value : figure.state;
    };
    expect(shownAs(0)).toBe('zero');
    for (let count = 1; count <= 7; count++) expect(shownAs(count)).toBe('hidden');
    expect([8, 12, 13, 17, 18, 101, 103].map(shownAs)).toEqual([10, 10, 15, 15, 20, 100, 105]);
  });

  it('hides 0 like any small count where the class does not show it', () => {
    for (const policy of [partner, children, housing]) {
      expect(protectCount(0, policy).state).toBe('hidden');
      expect(protectCount(policy.floor, policy).state).toBe('shown');
    }
  });

  it('is open data as counted, not supplied where it was not, and hidden with too few units', () => {
    expect(protectCount(3, open)).toEqual({ state: 'shown', value: 3, rounded: false });
    expect(protectCount(null, health)).toEqual({ state: 'not-supplied' });
    expect(protectCount(40, children, 2)).toEqual({ state: 'hidden', reason: 'too-few-units' });
    expect(() => protectCount(-1, health)).toThrow(RangeError);
  });

  it('is read back as exactly the counts that are shown like it', () => {
    for (const policy of [health, partner, children]) {
      for (let count = policy.floor; count < 60; count++) {
        const shown = roundToBase(count, policy.roundingBase);
        const { lowest, highest } = countsBehind(shown, policy);
        for (let other = policy.floor; other < 70; other++) {
          expect(roundToBase(other, policy.roundingBase) === shown).toBe(other >= lowest && other <= highest);
        }
      }
    }
  });
});
