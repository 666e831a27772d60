import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnoxEvents } from '../../server/stats/knox.ts';
import { type NearRepeatChains, nearRepeatChains } from '../../server/stats/near-repeat-chains.ts';
import { isNotComputable } from '../../server/stats/not-computable.ts';
import { seededRandom } from '../../server/stats/random.ts';

function chainsOf(...args: Parameters<typeof nearRepeatChains>): NearRepeatChains {
  const result = nearRepeatChains(...args);
  if (isNotComputable(result)) throw new Error(`expected chains, saw: ${result.detail}`);
  return result;
}

function eventsAt(places: readonly (readonly [x: number, y: number, day: number])[]): KnoxEvents {
  return {
    x: Float64Array.from(places, (p) => p[0]),
    y: Float64Array.from(places, (p) => p[1]),
    day: Int32Array.from(places, (p) => p[2]),
    timePrecision: 'day',
  };
}

/** Spread labels over linked pairs until nothing changes. */
function labelsByHand(events: KnoxEvents, withinM: number, withinDays: number, manhattan: boolean): number[] {
  const { x, y, day } = events;
  const label = Array.from(x, (_, i) => i);
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 0; i < x.length; i++) {
      for (let j = 0; j < i; j++) {
        const dx = Math.abs(x[i] - x[j]);
        const dy = Math.abs(y[i] - y[j]);
        const near = (manhattan ? dx + dy : Math.sqrt(dx ** 2 + dy ** 2)) <= withinM;
        if (near && Math.abs(day[i] - day[j]) <= withinDays && label[i] !== label[j]) {
          label[i] = label[j] = Math.min(label[i], label[j]);
          changed = true;
        }
      }
    }
  }
  return label;
}

describe('near-repeat chains', () => {
  it('follows links from one event to the next, though the ends are far apart', () => {
    const result = chainsOf(
      eventsAt([
        [0, 0, 1],
        [90, 0, 5],
        [180, 0, 9],
        [5000, 5000, 3],
        [5000, 5000, 4],
        [9000, 0, 1],
      ]),
      { withinM: 100, withinDays: 4 },
    );
    expect([...result.chainOf]).toEqual([0, 0, 0, 1, 1, -1]);
    expect(result.chains).toEqual([
      { eventCount: 3, firstDay: 1, lastDay: 9 },
      { eventCount: 2, firstDay: 3, lastDay: 4 },
    ]);
    expect(result.shareInChains).toBe(5 / 6);
  });

  it('links at exactly the limits and not beyond them', () => {
    const apart = (x: number, day: number) =>
      chainsOf(
        eventsAt([
          [0, 0, 0],
          [x, 0, day],
        ]),
        { withinM: 100, withinDays: 7 },
      ).chains.length;
    expect(apart(100, 7)).toBe(1);
    expect(apart(100.001, 7)).toBe(0);
    expect(apart(100, 8)).toBe(0);
  });

  it('makes the same groups as spreading labels over all pairs', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: 300 }),
            fc.integer({ min: 0, max: 300 }),
            fc.integer({ min: 0, max: 40 }),
          ),
          { minLength: 1, maxLength: 60 },
        ),
        fc.integer({ min: 0, max: 80 }),
        fc.integer({ min: 0, max: 10 }),
        fc.boolean(),
        (places, withinM, withinDays, manhattan) => {
          const events = eventsAt(places);
          const result = chainsOf(events, {
            withinM,
            withinDays,
            metric: manhattan ? 'manhattan' : 'euclidean',
          });
          const label = labelsByHand(events, withinM, withinDays, manhattan);
          for (let i = 0; i < places.length; i++) {
            const alone = label.filter((l) => l === label[i]).length === 1;
            expect(result.chainOf[i] === -1).toBe(alone);
            for (let j = 0; j < i; j++) {
              if (!alone) expect(result.chainOf[i] === result.chainOf[j]).toBe(label[i] === label[j]);
            }
          }
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  it('can only merge chains when a limit grows', () => {
    const random = seededRandom(2);
    const events = eventsAt(
      Array.from(
        { length: 200 },
        () => [random() * 2000, random() * 2000, Math.floor(random() * 100)] as const,
      ),
    );
    let before = 0;
    for (const withinDays of [0, 2, 5, 10, 20]) {
      const { shareInChains } = chainsOf(events, { withinM: 150, withinDays });
      expect(shareInChains).toBeGreaterThanOrEqual(before);
      before = shareInChains;
    }
  });

  it('chains 100,000 events in under five seconds', () => {
    const random = seededRandom(1);
    const events = eventsAt(
      Array.from(
        { length: 100_000 },
        () => [random() * 20_000, random() * 20_000, Math.floor(random() * 730)] as const,
      ),
    );
    const started = performance.now();
    const { chains } = chainsOf(events, { withinM: 200, withinDays: 14 });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(chains.length).toBeGreaterThan(1000);
  });

  it('refuses month-only events and limits that are not usable', () => {
    const events = eventsAt([[0, 0, 0]]);
    expect(
      nearRepeatChains({ ...events, timePrecision: 'month' }, { withinM: 1, withinDays: 1 }),
    ).toMatchObject({ computable: false, reason: 'invalid-input' });
    expect(() => nearRepeatChains(events, { withinM: -1, withinDays: 1 })).toThrow(/0 m or more/);
    expect(() => nearRepeatChains(events, { withinM: 1, withinDays: 1.5 })).toThrow(/whole number of days/);
  });
});
