import type { LocationPrecision, PlacedBy } from '../../server/db/tables.ts';
import type { FoundPlace } from './place-finder.ts';

/** What each way of finding a place is called in a report. */
export const WAY_LABELS: Readonly<Record<PlacedBy, string>> = {
  c: 'by coordinates',
  g: 'by easting and northing',
  o: 'by postcode',
  u: 'by UPRN',
  l: 'by LSOA code, in no cell',
  w: 'by ward code, in no cell',
};
/** A postcode of some 15 addresses is good for about this. */
const POSTCODE_M = 100;
/** Coordinates of which every one is a multiple of this were rounded to it. */
const ROUNDINGS_M = [1000, 500, 100, 50, 10];
/** Six coordinates of three points are all multiples of 10 once in a million files by chance. */
const POINTS_THAT_SHOW_ROUNDING = 3;

/** The books of how rows were placed: rounding shows only when all are seen. */
export class PlacedRows {
  readonly #ways = new Map<PlacedBy, number>();
  #unplaced = 0;
  #divisor = 0;
  /** The first points that differ: rounding needs some to show. */
  readonly #points = new Set<string>();

  enter({ placedBy, x, y }: FoundPlace): void {
    if (placedBy === null) {
      this.#unplaced++;
      return;
    }
    this.#ways.set(placedBy, (this.#ways.get(placedBy) ?? 0) + 1);
    if (placedBy !== 'g' || x === null || y === null) return;
    this.#divisor = gcd(gcd(this.#divisor, x), y);
    if (this.#points.size < POINTS_THAT_SHOW_ROUNDING) this.#points.add(`${x},${y}`);
  }

  get unplaced(): number {
    return this.#unplaced;
  }

  /** What a place found this way is good for, metres; null where it is an area. */
  precisionM(way: PlacedBy | null): number | null {
    if (way === null || way === 'l' || way === 'w') return null;
    if (way === 'o') return POSTCODE_M;
    return way === 'g' ? this.#roundedToM : 1;
  }

  /** Eastings and northings are all multiples of this many metres. */
  get #roundedToM(): number {
    if (this.#points.size < POINTS_THAT_SHOW_ROUNDING) return 1;
    return ROUNDINGS_M.find((rounding) => this.#divisor % rounding === 0) ?? 1;
  }

  /** The coarsest of the rows that have a point; of areas where none has. */
  get locationPrecision(): LocationPrecision {
    const has = (way: PlacedBy) => this.#ways.has(way);
    if (has('o')) return 'postcode';
    if (has('g') && this.#roundedToM >= 50) return this.#roundedToM > 100 ? 'lsoa' : 'postcode';
    if (has('c') || has('g') || has('u')) return 'exact';
    return has('l') || !has('w') ? 'lsoa' : 'ward';
  }

  /** 'Placed by easting and northing 1,203, by LSOA code, in no cell 60; not placed 24 (1.9 %).' */
  get note(): string {
    const total = [...this.#ways.values()].reduce((a, b) => a + b, 0) + this.#unplaced;
    const ways = (Object.keys(WAY_LABELS) as PlacedBy[]).flatMap((way) => {
      const rows = this.#ways.get(way);
      return rows ? [`${WAY_LABELS[way]} ${rows.toLocaleString('en-GB')}`] : [];
    });
    const share = total === 0 ? 0 : (100 * this.#unplaced) / total;
    return `Placed ${ways.length > 0 ? ways.join('; ') : 'none'}; not placed ${this.#unplaced.toLocaleString('en-GB')} (${share.toFixed(1)} %)${this.#roundedToM > 1 ? `. Eastings and northings are rounded to ${this.#roundedToM} m` : ''}.`;
  }
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
