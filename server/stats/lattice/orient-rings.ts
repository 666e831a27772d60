/** A ring and whether to walk it backwards so that the inside of the polygon lies east of its rising edges. */
export interface OrientedRing {
  readonly ring: number[][];
  readonly reversed: boolean;
}

/**
 * Give the rings of one polygon the directions that make signed areas add up to the even-odd area: a ring inside an
 * even number of others (the shell, an island in a lake) runs clockwise, one inside an odd number (a hole) the other way.
 *
 * The depth of a ring is counted with a point of its interior, among larger rings only, so that a hole which touches
 * its shell at a corner is still a hole. Rings of no area are dropped. A polygon of one ring costs one pass.
 *
 * @throws RangeError on a coordinate that is not a finite number
 */
export function orientRings(rings: number[][][]): OrientedRing[] {
  const sized = rings
    .map((ring) => ({ ring, area: signedArea(ring) }))
    .filter(({ area }) => area !== 0)
    .map((r) => ({ ...r, size: Math.abs(r.area) }));
  return sized.map(({ ring, area, size }) => {
    let depth = 0;
    if (sized.length > 1) {
      const probe = interiorPoint(ring);
      for (const other of sized) if (other.size > size && contains(other.ring, probe)) depth++;
    }
    const clockwise = area < 0;
    return { ring, reversed: depth % 2 === 0 ? !clockwise : clockwise };
  });
}

/** Positive anticlockwise. Taken about the ring's first point, so that large coordinates cost no digits. */
function signedArea(ring: number[][]): number {
  if (ring.length === 0) return 0;
  const [x0, y0] = ring[0];
  let twice = 0;
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[i + 1 === ring.length ? 0 : i + 1];
    if (!Number.isFinite(a[0]) || !Number.isFinite(a[1])) {
      throw new RangeError(
        `A study area needs finite coordinates in metres; position ${i} of a ring was [${a.join(', ')}]. Repair the boundary and load it again.`,
      );
    }
    twice += (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0);
  }
  return twice / 2;
}

/** A point inside a simple ring: the middle of the widest span of a horizontal line that meets no corner. */
function interiorPoint(ring: number[][]): [number, number] {
  const heights = [...new Set(ring.map((p) => p[1]))].sort((a, b) => a - b);
  let level = 0;
  for (let i = 1; i + 1 < heights.length; i++) {
    if (heights[i + 1] - heights[i] > heights[level + 1] - heights[level]) level = i;
  }
  const y = (heights[level] + heights[level + 1]) / 2;
  const crossings: number[] = [];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[i + 1 === ring.length ? 0 : i + 1];
    if (a[1] > y !== b[1] > y) crossings.push(a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]));
  }
  crossings.sort((a, b) => a - b);
  let widest = 0;
  for (let i = 2; i + 1 < crossings.length; i += 2) {
    if (crossings[i + 1] - crossings[i] > crossings[widest + 1] - crossings[widest]) widest = i;
  }
  return [(crossings[widest] + crossings[widest + 1]) / 2, y];
}

function contains(ring: number[][], [x, y]: [number, number]): boolean {
  let inside = false;
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[i + 1 === ring.length ? 0 : i + 1];
    if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside;
  }
  return inside;
}
