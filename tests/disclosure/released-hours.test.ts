import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Disclosed, hidden, numberShown, shown } from '../../server/disclosure/disclosed.ts';
import { DEFAULT_POLICIES, type DisclosurePolicy } from '../../server/disclosure/policy.ts';
import { roundToBase } from '../../server/disclosure/protect-counts.ts';
import { protectWeek, WEEK_CELLS, weekCellOf } from '../../server/disclosure/released-hours.ts';

const HEALTH = DEFAULT_POLICIES.health;
const weeks = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 60 })), {
  minLength: WEEK_CELLS,
  maxLength: WEEK_CELLS,
});
const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
/** The ward's count as its plan would show it. */
const totalOf = (counts: readonly number[], { floor }: DisclosurePolicy = HEALTH): Disclosed =>
  sum(counts) < floor ? hidden('small-number') : shown(roundToBase(sum(counts), 5), true);

describe("a ward's week", () => {
  it('counts Friday 23:00 on a weekday, Saturday 00:00 on a weekend', () => {
    expect(weekCellOf(4 * 8 + 7)).toBe(7);
    expect(weekCellOf(5 * 8)).toBe(8);
    expect(weekCellOf(6 * 8 + 7)).toBe(15);
  });

  it('is hidden whole where the ward is, and not supplied where times are not', () => {
    const counts = new Array<number>(WEEK_CELLS).fill(20);
    for (const { state } of protectWeek(counts, hidden('small-number'), HEALTH)) expect(state).toBe('hidden');
    for (const { state } of protectWeek(null, shown(320, true), HEALTH)) expect(state).toBe('not-supplied');
  });

  it('shows no small count, and every other rounded', () => {
    fc.assert(
      fc.property(weeks, (counts) => {
        protectWeek(counts, totalOf(counts), HEALTH).forEach((figure, i) => {
          const value = numberShown(figure);
          if (value === null) return;
          expect(counts[i] === 0 || counts[i] >= HEALTH.floor).toBe(true);
          expect(value).toBe(roundToBase(counts[i], 5));
        });
      }),
    );
  });

  it('shows a busy week nearly whole', () => {
    const counts = Array.from({ length: WEEK_CELLS }, (_, i) => (i === 10 ? 3 : 20 + i));
    const states = protectWeek(counts, totalOf(counts), HEALTH).map(({ state }) => state);
    expect(states.filter((state) => state === 'hidden')).toHaveLength(1);
  });

  it('leaves each hidden small count three values, whoever knows even the exact total', () => {
    for (const policy of [
      HEALTH,
      DEFAULT_POLICIES['partner-crime'],
      DEFAULT_POLICIES['children-probation'],
    ]) {
      fc.assert(
        fc.property(weeks, (counts) => {
          const week = protectWeek(counts, totalOf(counts, policy), policy);
          if (week.every(({ state }) => state === 'hidden')) return;
          const reach = week.map((figure, i) => reachOf(figure, counts[i], policy));
          for (let i = 0; i < WEEK_CELLS; i++) {
            if (week[i].state !== 'hidden' || counts[i] >= policy.floor) continue;
            expect(valuesOf(i, reach, sum(counts)), `${counts} ${i}`).toBeGreaterThanOrEqual(3);
          }
        }),
      );
    }
  });

  it('says no more of the ward\u2019s total than the total itself does', () => {
    fc.assert(
      fc.property(weeks, (counts) => {
        const total = totalOf(counts);
        const value = numberShown(total);
        const week = protectWeek(counts, total, HEALTH);
        if (value === null || week.every(({ state }) => state === 'hidden')) return;
        const reach = week.map((figure, i) => reachOf(figure, counts[i], HEALTH));
        for (let all = Math.max(HEALTH.floor, value - 2); all <= value + 2; all++) {
          expect(sum(reach.map(([lowest]) => lowest)), `${counts} ${all}`).toBeLessThanOrEqual(all);
          expect(sum(reach.map(([, highest]) => highest)), `${counts} ${all}`).toBeGreaterThanOrEqual(all);
        }
      }),
    );
  });

  it('hides shown cells where a single small one stands beside few others', () => {
    // One other cell, and rounding that moves its total by two: without hiding it, the small one is within 2 of known.
    const counts = new Array<number>(WEEK_CELLS).fill(0);
    counts[0] = 10;
    counts[1] = 3;
    const week = protectWeek(counts, shown(15, true), HEALTH);
    const open = protectWeek(counts, shown(15, true), { ...HEALTH, protectionWidth: 6 });
    expect(week[1].state).toBe('hidden');
    expect(open[0].state).toBe('hidden');
  });
});

/** What somebody reads from a cell who knows the rules, and of each hidden cell whether it is small. */
function reachOf(figure: Disclosed, count: number, { floor, zeroShown }: DisclosurePolicy): [number, number] {
  const value = numberShown(figure);
  if (value === 0) return [0, 0];
  if (value !== null) return [Math.max(floor, value - 2), value + 2];
  return [zeroShown ? 1 : 0, count < floor ? floor - 1 : 10_000];
}

/** How many values of one cell go with some values of the others and the total: counted, not reasoned. */
function valuesOf(cell: number, reach: readonly (readonly [number, number])[], total: number): number {
  let possible = new Set([0]);
  reach.forEach(([lowest, highest], i) => {
    if (i === cell) return;
    const next = new Set<number>();
    for (const so of possible)
      for (let value = lowest; value <= Math.min(highest, total); value++)
        if (so + value <= total) next.add(so + value);
    possible = next;
  });
  let values = 0;
  for (let value = reach[cell][0]; value <= reach[cell][1]; value++)
    if (possible.has(total - value)) values++;
  return values;
}
