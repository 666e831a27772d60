import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../server/analyses/data-quality/share-of.ts';
import { DEFAULT_POLICIES } from '../../server/disclosure/policy.ts';

const RESTRICTED = Object.values(DEFAULT_POLICIES).filter(({ floor }) => floor > 0);

describe('the share of events placed in some way', () => {
  it('is exact for open data', () => {
    expect(shareOf(1, 3, 0)).toBe(1 / 3);
    expect(shareOf(0, 0, 0)).toBeNull();
  });

  it.each(RESTRICTED)(
    'of $sensitivityClass data cannot tell one hidden count from another, nor few that are left over',
    ({ floor }) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 20_000 }),
          fc.integer({ min: 1, max: floor - 1 }),
          (whole, few) => {
            fc.pre(few <= whole);
            expect(shareOf(few, whole, floor)).toBe(shareOf(1, whole, floor));
            expect(shareOf(whole - few, whole, floor)).toBe(shareOf(whole - 1, whole, floor));
          },
        ),
      );
    },
  );

  it('of many restricted events is given in whole hundredths', () => {
    expect(shareOf(180, 1_800, 8)).toBe(0.1);
    expect(shareOf(181, 1_800, 8)).toBe(0.1);
    expect(shareOf(180, 1_599, 8)).toBeNull();
  });
});
