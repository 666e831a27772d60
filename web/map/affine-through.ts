/** x' = a x + c y + e, y' = b x + d y + f, as SVG writes a matrix. */
type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Two places of one point. */
interface Pair {
  x: number;
  y: number;
  u: number;
  v: number;
}

/** The affine map that takes three points (x, y), not in one line, to (u, v). */
export function affineThrough([p, q, r]: readonly [Pair, Pair, Pair]): Affine {
  const area = (q.x - p.x) * (r.y - p.y) - (r.x - p.x) * (q.y - p.y);
  const slopes = (of: 'u' | 'v'): [number, number] => [
    ((q[of] - p[of]) * (r.y - p.y) - (r[of] - p[of]) * (q.y - p.y)) / area,
    ((r[of] - p[of]) * (q.x - p.x) - (q[of] - p[of]) * (r.x - p.x)) / area,
  ];
  const [a, c] = slopes('u');
  const [b, d] = slopes('v');
  return [a, b, c, d, p.u - a * p.x - c * p.y, p.v - b * p.x - d * p.y];
}
