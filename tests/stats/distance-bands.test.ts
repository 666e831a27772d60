import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceBands, type PlaceList, placesPerKm2 } from '../../server/stats/distance-bands.ts';
import { isNotComputable } from '../../server/stats/not-computable.ts';

const placeList = (min: number): fc.Arbitrary<PlaceList> =>
  fc
    .array(fc.tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -2000, max: 2000 })), {
      minLength: min,
      maxLength: 40,
    })
    .map((points) => ({
      x: Float64Array.from(points, (p) => p[0]),
      y: Float64Array.from(points, (p) => p[1]),
    }));

describe('distance bands', () => {
  it('puts a cell at exactly an edge in the band that starts there, and far cells in none', () => {
    const cells = { x: Float64Array.of(0, 250, 499, 500, 900), y: new Float64Array(5) };
    const result = distanceBands(
      'pub',
      cells,
      { x: Float64Array.of(0), y: Float64Array.of(0) },
      [0, 250, 500],
    );
    if (isNotComputable(result)) throw new Error(result.detail);
    expect(result.bands.map((band) => [band.name, [...band.values]])).toEqual([
      ['pub 0-250 m', [1, 0, 0, 0, 0]],
      ['pub 250-500 m', [0, 1, 1, 0, 0]],
    ]);
    expect([...result.nearestM]).toEqual([0, 250, 499, 500, 900]);
  });

  it('finds the nearest place that a look at every place finds', () => {
    fc.assert(
      fc.property(placeList(1), placeList(1), (cells, places) => {
        const result = distanceBands('stop', cells, places, [0, 0.000001]);
        const byHand = Array.from(cells.x, (x, i) =>
          Math.min(...Array.from(places.x, (px, j) => Math.hypot(px - x, places.y[j] - cells.y[i]))),
        );
        if (isNotComputable(result)) expect(byHand.every((distance) => distance === 0)).toBe(true);
        else expect([...result.nearestM]).toEqual(byHand);
      }),
      { numRuns: 300, seed: 12 },
    );
  });

  it('counts the places within the radius that a look at every place counts, per square kilometre', () => {
    fc.assert(
      fc.property(placeList(1), placeList(1), fc.integer({ min: 1, max: 3000 }), (cells, places, radiusM) => {
        const density = placesPerKm2(cells, places, radiusM);
        density.forEach((perKm2, i) => {
          const within = places.x.filter(
            (x, j) => Math.hypot(x - cells.x[i], places.y[j] - cells.y[i]) <= radiusM,
          );
          expect((perKm2 * Math.PI * radiusM ** 2) / 1e6).toBeCloseTo(within.length, 9);
        });
      }),
      { numRuns: 200, seed: 13 },
    );
  });

  it('declines with no places, and where every cell is near so that nothing is left to compare with', () => {
    const here = { x: Float64Array.of(0), y: Float64Array.of(0) };
    const none = { x: new Float64Array(0), y: new Float64Array(0) };
    expect(distanceBands('pub', here, none, [0, 100])).toMatchObject({ reason: 'too-few-units' });
    expect(distanceBands('pub', here, here, [0, 100])).toMatchObject({ reason: 'zero-variance' });
    expect(() => distanceBands('pub', here, here, [100, 0])).toThrow(/rising/);
    expect(() => placesPerKm2(here, here, 0)).toThrow(/above 0 m/);
  });
});
