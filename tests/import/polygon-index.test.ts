import { describe, expect, it } from 'vitest';
import { indexPolygons } from '../../data-import/steps/polygon-index.ts';
import { randomInteger, seededRandom } from '../../server/stats/random.ts';

const square = (x: number, y: number, size: number) => [
  x,
  y,
  x + size,
  y,
  x + size,
  y + size,
  x,
  y + size,
  x,
  y,
];

/** Even-odd rule over every edge, without any index: the twin to agree with. */
function bruteForce(rings: readonly (readonly number[])[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings)
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [x1, y1, x2, y2] = ring.slice(i, i + 4);
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  return inside;
}

describe('polygon index', () => {
  it('gives every whole-metre point of a tiled square to exactly one tile, edges and corners included', () => {
    const tiles = Array.from({ length: 16 }, (_, i) => ({
      id: i,
      code: `T${String(i).padStart(2, '0')}`,
      rings: [square((i % 4) * 10, Math.floor(i / 4) * 10, 10)],
    }));
    const all = indexPolygons(tiles);
    const single = tiles.map((tile) => indexPolygons([tile]));
    for (let x = 0; x < 40; x++)
      for (let y = 0; y < 40; y++) {
        const owners = single.filter((index) => index.find(x, y) !== undefined).length;
        expect(owners).toBe(1);
        expect(all.find(x, y)).toBe(Math.floor(y / 10) * 4 + Math.floor(x / 10));
      }
  });

  it('leaves no gap and no overlap along slanted shared edges, whichever way the rings run', () => {
    // A fan of triangles round a centre, every second one turned round.
    const corners = Array.from({ length: 9 }, (_, i) => {
      const angle = (2 * Math.PI * (i % 8)) / 8 + 0.3;
      return [Math.round(1000 * Math.cos(angle)), Math.round(1000 * Math.sin(angle))];
    });
    const triangles = Array.from({ length: 8 }, (_, i) => {
      const ring = [0, 0, ...corners[i], ...corners[i + 1], 0, 0];
      const turned = ring.map((_, j) => ring[ring.length - 2 - (j - (j % 2)) + (j % 2)]);
      return { id: i, code: `${i}`, rings: [i % 2 === 0 ? ring : turned] };
    });
    const single = triangles.map((triangle) => indexPolygons([triangle]));
    for (let x = -600; x <= 600; x += 7)
      for (let y = -600; y <= 600; y += 7)
        expect(single.filter((index) => index.find(x, y) !== undefined)).toHaveLength(1);
  });

  it('agrees with a walk over all edges, for stars with holes and islands', () => {
    const random = seededRandom(11);
    const star = (cx: number, cy: number, size: number) => {
      const n = 5 + randomInteger(random, 60);
      const ring: number[] = [];
      for (let i = 0; i < n; i++) {
        const angle = (2 * Math.PI * i) / n;
        const radius = size * (0.3 + 0.7 * random());
        ring.push(cx + radius * Math.cos(angle), cy + radius * Math.sin(angle));
      }
      return [...ring, ring[0], ring[1]];
    };
    for (let round = 0; round < 30; round++) {
      const rings = [star(0, 0, 1000), star(100, 50, 200), star(3000, 500, 400)];
      const index = indexPolygons([{ id: 1, code: 'A', rings }]);
      for (let i = 0; i < 400; i++) {
        const [x, y] = [randomInteger(random, 5000) - 1500, randomInteger(random, 3000) - 1500];
        expect(index.find(x, y) === 1).toBe(bruteForce(rings, x, y));
      }
    }
  });

  it('gives a point of two overlapping areas to the lowest code, in whatever order they come', () => {
    const a = { id: 1, code: 'E05000002', rings: [square(0, 0, 10)] };
    const b = { id: 2, code: 'E05000001', rings: [square(5, 0, 10)] };
    expect(indexPolygons([a, b]).find(7, 5)).toBe(2);
    expect(indexPolygons([b, a]).find(7, 5)).toBe(2);
  });

  it('finds nothing in an empty index, outside, and in an area without rings', () => {
    expect(indexPolygons([]).find(0, 0)).toBeUndefined();
    const index = indexPolygons([
      { id: 1, code: 'A', rings: [] },
      { id: 2, code: 'B', rings: [square(0, 0, 10)] },
    ]);
    expect([index.areaCount, index.find(-1, 5), index.find(5, 99), index.find(Number.NaN, 5)]).toEqual([
      1,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
