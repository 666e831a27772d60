import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLonLat, toNationalGrid } from '../../data-import/steps/national-grid.ts';

describe('National Grid', () => {
  it('agrees with the Ordnance Survey Helmert worked example to 5 m', () => {
    // Ordnance Survey, "A guide to coordinate systems in Great Britain": Caister water tower,
    // ETRS89 52 39 28.8282 N, 1 42 57.8663 E -> OSGB36 651409.804 E, 313177.448 N (by grid shift).
    const [x, y] = toNationalGrid(1 + 42 / 60 + 57.8663 / 3600, 52 + 39 / 60 + 28.8282 / 3600);
    expect(Math.hypot(x - 651_409.804, y - 313_177.448)).toBeLessThan(5);
  });

  it('takes a point there and back to 5 cm anywhere in Great Britain', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700_000 }), fc.integer({ min: 0, max: 1_300_000 }), (x, y) => {
        const [backX, backY] = toNationalGrid(...toLonLat(x, y));
        return Math.hypot(backX - x, backY - y) < 0.05;
      }),
    );
  });
});
