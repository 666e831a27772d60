import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { affineThrough } from '../../web/map/affine-through.ts';
import { PIECES } from '../../web/map/lay-on.ts';
import { toLonLat } from '../../web/map/national-grid.ts';

/** Spherical Mercator of web tiles, as parts of the world's width (EPSG:3857 without its scale). */
function mercator([lon, lat]: readonly [number, number]): { x: number; y: number } {
  const phi = (lat * Math.PI) / 180;
  return {
    x: (lon + 180) / 360,
    y: (1 - Math.log(Math.tan(phi) + 1 / Math.cos(phi)) / Math.PI) / 2,
  };
}

describe('a picture of tiles laid on a drawing of the National Grid', () => {
  test('goes through the three points that it is laid on by', () => {
    const number = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(number, number, number, number, number, number), ([a, b, c, d, e, f]) => {
        const laid = (x: number, y: number) => ({ x, y, u: a * x + c * y + e, v: b * x + d * y + f });
        const found = affineThrough([laid(1, 2), laid(30, 5), laid(4, 40)]);
        for (const [i, value] of [a, b, c, d, e, f].entries()) expect(found[i]).toBeCloseTo(value, 6);
      }),
    );
  });

  test.each([
    ['Thanet', 620_000, 160_000, 24_000, 19_000],
    ['a large rural district', 400_000, 600_000, 50_000, 40_000],
  ])(
    '%s: laid on in pieces, no point of the ground is a third of a thousandth of the width off',
    (_, west, south, widthM, heightM) => {
      const unitsPerM = 1000 / widthM;
      const north = south + heightM;
      const place = (across: number, down: number) => {
        const [x, y] = [west + across * widthM, north - down * heightM];
        return { ...mercator(toLonLat(x, y)), u: (x - west) * unitsPerM, v: (north - y) * unitsPerM };
      };
      const worstOf = (pieces: number) => {
        let worst = 0;
        for (let i = 0; i < pieces; i++)
          for (let j = 0; j < pieces; j++) {
            const at = (s: number, t: number) => place((i + s) / pieces, (j + t) / pieces);
            const [a, b, c, d, e, f] = affineThrough([at(0, 0), at(1, 0), at(0, 1)]);
            for (const s of [0, 0.5, 1])
              for (const t of [0, 0.5, 1]) {
                const { x, y, u, v } = at(s, t);
                worst = Math.max(worst, Math.hypot(a * x + c * y + e - u, b * x + d * y + f - v));
              }
          }
        return worst;
      };
      expect(worstOf(PIECES)).toBeLessThan(1 / 3);
      // Three corners alone would not do.
      expect(worstOf(1)).toBeGreaterThan(3);
    },
  );
});
