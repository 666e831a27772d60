/** Rings of one area: [x0, y0, x1, y1, ...] in metres, closed or not; holes and islands alike (even-odd rule). */
export interface IndexedArea {
  readonly id: number;
  readonly code: string;
  readonly rings: readonly ArrayLike<number>[];
}

/** Finds the area a point lies in. */
export interface PolygonIndex {
  /** `id` of the one area that has the point, or undefined. */
  find(x: number, y: number): number | undefined;
  readonly areaCount: number;
}

/** About this many edges in a strip: fewer costs memory, more costs time. */
const EDGES_PER_STRIP = 4;

/**
 * Point in polygon for many points. A coarse grid lists the areas near a point, and each area has its edges in
 * horizontal strips, so a look-up walks a few edges only.
 *
 * Deterministic on edges: the crossing rule is half-open (an edge has its lower end but not its upper one, and a point on
 * an edge belongs to the side with the larger x), and an edge is computed from its lower end to its upper one whichever
 * way a ring runs. Areas that share an edge vertex by vertex therefore share no point and leave none out. Where areas
 * overlap all the same, the lowest code has the point.
 *
 * @param areas in any order; an area without rings is never found
 */
export function indexPolygons(areas: readonly IndexedArea[]): PolygonIndex {
  const strips = [...areas]
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.id - b.id))
    .flatMap((area) => stripArea(area) ?? []);
  const grid = new AreaGrid(strips);
  return {
    areaCount: strips.length,
    find(x, y) {
      for (const i of grid.near(x, y)) if (contains(strips[i], x, y)) return strips[i].id;
      return undefined;
    },
  };
}

interface StrippedArea {
  readonly id: number;
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly stripHeight: number;
  /** Edges of strip s are at 4 * starts[s] to 4 * starts[s + 1]. */
  readonly starts: Uint32Array;
  /** Lower x, lower y, upper x, upper y of an edge. */
  readonly edges: Float64Array;
}

function stripArea({ id, rings }: IndexedArea): StrippedArea | undefined {
  const edges: number[] = [];
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    const n = ring.length >> 1;
    for (let i = 0; i < n; i++) {
      const j = i + 1 === n ? 0 : i + 1;
      const [x1, y1, x2, y2] = [ring[2 * i], ring[2 * i + 1], ring[2 * j], ring[2 * j + 1]];
      minX = Math.min(minX, x1);
      maxX = Math.max(maxX, x1);
      minY = Math.min(minY, y1);
      maxY = Math.max(maxY, y1);
      // A horizontal edge is never crossed by a horizontal ray.
      if (y1 < y2) edges.push(x1, y1, x2, y2);
      else if (y2 < y1) edges.push(x2, y2, x1, y1);
    }
  }
  if (edges.length === 0) return undefined;
  const stripCount = Math.max(1, Math.ceil(edges.length / 4 / EDGES_PER_STRIP));
  const stripHeight = (maxY - minY) / stripCount;
  const stripOf = (y: number) => Math.min(stripCount - 1, Math.max(0, Math.floor((y - minY) / stripHeight)));
  const starts = new Uint32Array(stripCount + 1);
  for (let e = 0; e < edges.length; e += 4)
    for (let s = stripOf(edges[e + 1]); s <= stripOf(edges[e + 3]); s++) starts[s + 1]++;
  for (let s = 0; s < stripCount; s++) starts[s + 1] += starts[s];
  const placed = new Float64Array(4 * starts[stripCount]);
  const next = starts.slice();
  for (let e = 0; e < edges.length; e += 4)
    for (let s = stripOf(edges[e + 1]); s <= stripOf(edges[e + 3]); s++) {
      placed.set(edges.slice(e, e + 4), 4 * next[s]);
      next[s]++;
    }
  return { id, minX, minY, maxX, maxY, stripHeight, starts, edges: placed };
}

function contains(area: StrippedArea, x: number, y: number): boolean {
  if (x < area.minX || x > area.maxX || y < area.minY || y > area.maxY) return false;
  const { starts, edges } = area;
  const strip = Math.min(starts.length - 2, Math.floor((y - area.minY) / area.stripHeight));
  let inside = false;
  for (let e = 4 * starts[strip]; e < 4 * starts[strip + 1]; e += 4) {
    const y1 = edges[e + 1];
    const y2 = edges[e + 3];
    if (y < y1 || y >= y2) continue;
    const x1 = edges[e];
    if (x < x1 + ((y - y1) / (y2 - y1)) * (edges[e + 2] - x1)) inside = !inside;
  }
  return inside;
}

/** Areas by the cells their bounding boxes touch, in the order given. */
class AreaGrid {
  readonly #minX: number;
  readonly #minY: number;
  readonly #size: number;
  readonly #columns: number;
  readonly #cells: number[][] = [];

  constructor(areas: readonly StrippedArea[]) {
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const area of areas) {
      minX = Math.min(minX, area.minX);
      minY = Math.min(minY, area.minY);
      maxX = Math.max(maxX, area.maxX);
      maxY = Math.max(maxY, area.maxY);
    }
    this.#minX = minX;
    this.#minY = minY;
    // About four cells an area, so that most cells list one to three areas.
    this.#size = Math.max(1, Math.sqrt(((maxX - minX) * (maxY - minY)) / (4 * areas.length + 1)));
    this.#columns = areas.length === 0 ? 0 : Math.floor((maxX - minX) / this.#size) + 1;
    areas.forEach((area, i) => {
      const lastRow = this.#row(area.maxY);
      const lastColumn = this.#column(area.maxX);
      for (let row = this.#row(area.minY); row <= lastRow; row++)
        for (let column = this.#column(area.minX); column <= lastColumn; column++) {
          const cell = row * this.#columns + column;
          this.#cells[cell] ??= [];
          this.#cells[cell].push(i);
        }
    });
  }

  near(x: number, y: number): readonly number[] {
    const column = this.#column(x);
    if (!(column >= 0 && column < this.#columns)) return [];
    return this.#cells[this.#row(y) * this.#columns + column] ?? [];
  }

  #row(y: number): number {
    return Math.floor((y - this.#minY) / this.#size);
  }
  #column(x: number): number {
    return Math.floor((x - this.#minX) / this.#size);
  }
}
