import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthNoOf, monthOf } from '../../server/contract/month-no.ts';
import { movedPeriod, startOfPlay } from '../../web/state/periods.ts';

const REACH = { from: '2023-10', to: '2026-09' };
const period = fc
  .tuple(fc.integer({ min: 0, max: 35 }), fc.integer({ min: 0, max: 35 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)].map((no) => monthOf(monthNoOf(REACH.from) + no)))
  .map(([from, to]) => ({ from: from!, to: to! }));

describe('a period that moves', () => {
  test('keeps its length, and never leaves what was supplied', () => {
    fc.assert(
      fc.property(period, fc.integer({ min: -40, max: 40 }), (was, by) => {
        const now = movedPeriod(was, by, REACH);
        if (now === null) return;
        expect(monthNoOf(now.to) - monthNoOf(now.from)).toBe(monthNoOf(was.to) - monthNoOf(was.from));
        expect(now.from >= REACH.from && now.to <= REACH.to).toBe(true);
      }),
    );
  });

  test('stops at both ends of the supply', () => {
    expect(movedPeriod({ from: '2026-07', to: '2026-09' }, 1, REACH)).toBeNull();
    expect(movedPeriod({ from: '2023-10', to: '2023-12' }, -1, REACH)).toBeNull();
    expect(movedPeriod({ from: '2024-12', to: '2025-01' }, 1, REACH)).toEqual({
      from: '2025-01',
      to: '2025-02',
    });
  });

  test('plays on from where it is, from the start when it stands at the end, all months in threes', () => {
    expect(startOfPlay({ from: '2025-01', to: '2025-03' }, REACH)).toEqual({
      from: '2025-01',
      to: '2025-03',
    });
    expect(startOfPlay({ from: '2025-10', to: '2026-09' }, REACH)).toEqual({
      from: '2023-10',
      to: '2024-09',
    });
    expect(startOfPlay(REACH, REACH)).toEqual({ from: '2023-10', to: '2023-12' });
  });

  test('can always be played at least one step on, wherever it begins', () => {
    fc.assert(
      fc.property(period, (was) => {
        const start = startOfPlay(was, REACH);
        const isShort = monthNoOf(was.to) - monthNoOf(was.from) < 35;
        if (isShort || was.to < REACH.to) expect(movedPeriod(start, 1, REACH)).not.toBeNull();
      }),
    );
  });
});
