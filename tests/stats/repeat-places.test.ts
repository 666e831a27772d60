import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNotComputable } from '../../server/stats/not-computable.ts';
import { repeatPlaces } from '../../server/stats/repeat-places.ts';

describe('repeat victimisation of places', () => {
  it('counts places, repeats and the days between them', () => {
    const result = repeatPlaces(
      Float64Array.of(1, 2, 1, 1, 3),
      Float64Array.of(1, 1, 1, 1, 1),
      Int32Array.of(10, 4, 3, 30, 9),
      'exact',
    );
    expect(result).toEqual({
      eventCount: 5,
      placeCount: 3,
      repeatPlaceCount: 1,
      shareAtRepeatPlaces: 3 / 5,
      shareThatWereRepeats: 2 / 5,
      placesByEventCount: [0, 2, 0, 1],
      daysToNext: Int32Array.of(7, 20),
    });
  });

  it('loses no event and equals a count by key', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.nat(100)), {
          minLength: 1,
          maxLength: 80,
        }),
        (events) => {
          const result = repeatPlaces(
            Float64Array.from(events, (e) => e[0]),
            Float64Array.from(events, (e) => e[1]),
            Int32Array.from(events, (e) => e[2]),
            'exact',
          );
          if (isNotComputable(result)) throw new Error(result.detail);
          const byKey = new Map<string, number>();
          for (const [x, y] of events) byKey.set(`${x} ${y}`, (byKey.get(`${x} ${y}`) ?? 0) + 1);
          expect(result.placeCount).toBe(byKey.size);
          expect(result.repeatPlaceCount).toBe([...byKey.values()].filter((count) => count > 1).length);
          expect(result.placesByEventCount.reduce((sum, places, k) => sum + k * places, 0)).toBe(
            events.length,
          );
          expect(result.daysToNext.length).toBe(events.length - byKey.size);
          expect(result.daysToNext.every((days) => days >= 0)).toBe(true);
        },
      ),
      { numRuns: 100, seed: 4 },
    );
  });

  it('refuses snapped and postcode points, where many addresses share a place, and empty data', () => {
    const at = Float64Array.of(1);
    expect(repeatPlaces(at, at, Int32Array.of(1), 'snapped')).toMatchObject({ reason: 'invalid-input' });
    expect(repeatPlaces(at, at, Int32Array.of(1), 'postcode')).toMatchObject({ reason: 'invalid-input' });
    const none = new Float64Array(0);
    expect(repeatPlaces(none, none, new Int32Array(0), 'exact')).toMatchObject({ reason: 'too-few-events' });
  });
});
