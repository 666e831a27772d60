import type { LandMesh } from './land-mesh.ts';

const SMOOTHING_ROUNDS = 3;
/** Shorter sides of the mesh are skipped: a side under this length would only be noise in the file. */
const SHORTEST_SIDE_M = 6;
const CORNERS_APART_M = 1;

/** A stretch of border between two LSOAs (or an LSOA and water), as indices into `points`. */
interface Arc {
  readonly points: number[];
  readonly left: number;
  readonly right: number;
}

/** Every border of the district, built once: areas that meet share the same points, in the same order. */
export interface BorderNetwork {
  /** Point i at points[2i], points[2i + 1], metres of EPSG:27700. */
  readonly points: Float64Array;
  readonly arcs: readonly Arc[];
}

/**
 * Traces the borders between differently labelled cells. A corner of a Voronoi mesh meets three cells, so borders
 * meet in threes and never cross. Each stretch between two meeting places is then smoothed once, ends held:
 * replacing points by the middles of their sides stays inside the corner triangles of convex cells, which do not
 * overlap, so no crossing can arise from the first round; the tests check the result.
 */
export function traceBorders(mesh: LandMesh, labels: Int32Array): BorderNetwork {
  const cornerAt = cellCorners(mesh);
  const arcs = chainLinks(borderLinks(mesh, labels, cornerAt));
  const coordinates: number[] = [];
  const pointOfCorner = new Map<number, number>();
  const addPoint = (x: number, y: number): number => coordinates.push(x, y) / 2 - 1;

  const smoothed = arcs.map((arc): Arc => {
    const closed = arc.points[0] === arc.points[arc.points.length - 1];
    const line = smooth(dropShortSides(arc.points.map(cornerAt)), closed);
    const points = line.map(([x, y], i) => {
      if (closed || (i > 0 && i < line.length - 1))
        return closed && i === line.length - 1 ? -1 : addPoint(x, y);
      const corner = i === 0 ? arc.points[0] : arc.points[arc.points.length - 1];
      const known = pointOfCorner.get(corner);
      if (known !== undefined) return known;
      const added = addPoint(x, y);
      pointOfCorner.set(corner, added);
      return added;
    });
    if (closed) points[points.length - 1] = points[0];
    return { points, left: arc.left, right: arc.right };
  });
  return { points: Float64Array.from(coordinates), arcs: smoothed };
}

/**
 * Rings of one area as closed lists of point indices: the outer ring first, anticlockwise, then holes, clockwise.
 *
 * @param groupOf which group an LSOA belongs to; it is asked for -1 (water) too
 * @throws when the group is not one piece
 */
export function traceArea(
  network: BorderNetwork,
  groupOf: (lsoa: number) => number,
  group: number,
): number[][] {
  const open = new Map<number, number[]>();
  const rings: number[][] = [];
  for (const arc of network.arcs) {
    const onLeft = groupOf(arc.left) === group;
    const onRight = groupOf(arc.right) === group;
    if (onLeft === onRight) continue;
    const line = onLeft ? arc.points : arc.points.toReversed();
    if (line[0] === line[line.length - 1]) rings.push(line);
    else open.set(line[0], line);
  }
  for (const [start, first] of open) {
    if (!open.has(start)) continue;
    const ring = [...first];
    open.delete(start);
    for (let next = ring[ring.length - 1]; next !== start; next = ring[ring.length - 1]) {
      const line = open.get(next);
      if (!line) throw new Error(`border of area ${group} is not closed at point ${next}`);
      ring.push(...line.slice(1));
      open.delete(next);
    }
    rings.push(ring);
  }
  rings.sort((a, b) => signedAreaM2(network, b) - signedAreaM2(network, a));
  const outer = rings.filter((ring) => signedAreaM2(network, ring) > 0);
  if (outer.length !== 1) throw new Error(`area ${group} should be one piece, found ${outer.length}`);
  return rings;
}

/** Area inside a ring in m2, positive anticlockwise. */
export function signedAreaM2({ points }: BorderNetwork, ring: readonly number[]): number {
  // Relative to the first point: products of whole grid coordinates would lose digits.
  const [x0, y0] = [points[2 * ring[0]], points[2 * ring[0] + 1]];
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = [points[2 * ring[i - 1]] - x0, points[2 * ring[i - 1] + 1] - y0];
    const [bx, by] = [points[2 * ring[i]] - x0, points[2 * ring[i] + 1] - y0];
    twice += ax * by - bx * ay;
  }
  return twice / 2;
}

/**
 * Corners of the mesh's cells: the circumcentres of its triangles. Where two corners nearly coincide they are moved
 * apart along their side, or a border between them would vanish when the file rounds to 1 cm.
 */
function cellCorners(mesh: LandMesh): (corner: number) => [number, number] {
  const { circumcenters } = mesh.delaunay.voronoi([-1e7, -1e7, 1e7, 1e7]);
  const { triangles, halfedges } = mesh.delaunay;
  for (let edge = 0; edge < halfedges.length; edge++) {
    const opposite = halfedges[edge];
    if (opposite < edge) continue;
    const [from, to] = [2 * Math.floor(edge / 3), 2 * Math.floor(opposite / 3)];
    const alongX = circumcenters[to] - circumcenters[from];
    const alongY = circumcenters[to + 1] - circumcenters[from + 1];
    const length = Math.hypot(alongX, alongY);
    if (length >= CORNERS_APART_M) continue;
    // A side of a Voronoi cell is perpendicular to the line between the two sites.
    const [cell, other] = [2 * triangles[edge], 2 * triangles[nextInTriangle(edge)]];
    const acrossX = mesh.sites[cell + 1] - mesh.sites[other + 1];
    const acrossY = mesh.sites[other] - mesh.sites[cell];
    const sign = alongX * acrossX + alongY * acrossY < 0 ? -1 : 1;
    const stretch = (sign * (CORNERS_APART_M - length)) / (2 * Math.hypot(acrossX, acrossY));
    circumcenters[from] -= stretch * acrossX;
    circumcenters[from + 1] -= stretch * acrossY;
    circumcenters[to] += stretch * acrossX;
    circumcenters[to + 1] += stretch * acrossY;
  }
  return (corner) => [circumcenters[2 * corner], circumcenters[2 * corner + 1]];
}

function nextInTriangle(edge: number): number {
  return edge % 3 === 2 ? edge - 2 : edge + 1;
}

function borderLinks(
  mesh: LandMesh,
  labels: Int32Array,
  cornerAt: (corner: number) => [number, number],
): Arc[] {
  const { triangles, halfedges } = mesh.delaunay;
  const links: Arc[] = [];
  for (let edge = 0; edge < halfedges.length; edge++) {
    const opposite = halfedges[edge];
    if (opposite < edge) continue;
    const cell = triangles[edge];
    const other = triangles[nextInTriangle(edge)];
    if (labels[cell] === labels[other]) continue;
    const from = Math.floor(edge / 3);
    const to = Math.floor(opposite / 3);
    const [ax, ay] = cornerAt(from);
    const [bx, by] = cornerAt(to);
    const [px, py] = [mesh.sites[2 * cell], mesh.sites[2 * cell + 1]];
    const cellOnLeft = (bx - ax) * (py - ay) - (by - ay) * (px - ax) > 0;
    const [left, right] = cellOnLeft ? [labels[cell], labels[other]] : [labels[other], labels[cell]];
    links.push({ points: [from, to], left, right });
  }
  return links;
}

/** Joins links end to end until a corner where three borders meet, or until the loop closes. */
function chainLinks(links: readonly Arc[]): Arc[] {
  const at = new Map<number, number[]>();
  links.forEach((link, i) => {
    for (const corner of link.points) {
      const list = at.get(corner);
      if (list) list.push(i);
      else at.set(corner, [i]);
    }
  });
  const used = new Uint8Array(links.length);
  const follow = (first: number, startCorner: number): Arc => {
    const forward = links[first].points[0] === startCorner;
    const points = [startCorner];
    let current = first;
    for (;;) {
      used[current] = 1;
      const [a, b] = links[current].points;
      const end = points[points.length - 1] === a ? b : a;
      points.push(end);
      const meeting = at.get(end)!;
      if (end === startCorner || meeting.length !== 2) break;
      current = meeting[0] === current ? meeting[1] : meeting[0];
    }
    const { left, right } = links[first];
    return forward ? { points, left, right } : { points, left: right, right: left };
  };
  const arcs: Arc[] = [];
  for (const [corner, meeting] of at) {
    if (meeting.length === 2) continue;
    for (const link of meeting) if (!used[link]) arcs.push(follow(link, corner));
  }
  links.forEach((link, i) => {
    if (!used[i]) arcs.push(follow(i, link.points[0]));
  });
  return arcs;
}

function dropShortSides(line: readonly [number, number][]): [number, number][] {
  const end = line[line.length - 1];
  const kept = [line[0]];
  for (let i = 1; i < line.length - 1; i++) {
    if (distanceM(line[i], kept[kept.length - 1]) >= SHORTEST_SIDE_M) kept.push(line[i]);
  }
  while (kept.length > 1 && distanceM(end, kept[kept.length - 1]) < SHORTEST_SIDE_M) kept.pop();
  return [...kept, end];
}

function distanceM(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function smooth(line: readonly [number, number][], closed: boolean): [number, number][] {
  let current = [...line];
  for (let round = 0; round < SMOOTHING_ROUNDS; round++) {
    const middles = current.slice(1).map(([x, y], i): [number, number] => {
      return [(x + current[i][0]) / 2, (y + current[i][1]) / 2];
    });
    current = closed ? [...middles, middles[0]] : [current[0], ...middles, current[current.length - 1]];
  }
  return current;
}
