import { type Disclosed, numberShown } from './disclosed.ts';
import type { DisclosurePolicy } from './policy.ts';

/** Cells as a statistic may see them: what is shown, and for hidden ones the least, the likely and the most. */
export interface FilledCells {
  readonly hidden: Uint8Array;
  readonly likely: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/**
 * Stand-ins for hidden cells, made from released figures alone: between them they must hold what the total says beyond the
 * shown cells, so the likely value is its even share, kept within what a hidden small count can be. A statistic of these
 * gives nothing away, whatever it computes, because it could be computed by anybody from what is released.
 *
 * @param cells one figure a cell
 * @param total the shown total of all cells
 */
export function fillHiddenCells(
  cells: readonly Disclosed[],
  total: number,
  { floor, zeroShown }: Pick<DisclosurePolicy, 'floor' | 'zeroShown'>,
): FilledCells {
  const hidden = new Uint8Array(cells.length);
  const likely = new Float64Array(cells.length);
  let shownSum = 0;
  let hiddenCells = 0;
  for (let i = 0; i < cells.length; i++) {
    const value = numberShown(cells[i]);
    if (value === null) {
      hidden[i] = 1;
      hiddenCells++;
    } else {
      likely[i] = value;
      shownSum += value;
    }
  }
  const lowest = zeroShown ? 1 : 0;
  const highest = Math.max(lowest, floor - 1);
  const share = Math.min(highest, Math.max(lowest, (total - shownSum) / Math.max(1, hiddenCells)));
  const fill = (value: number): Float64Array => likely.map((count, i) => (hidden[i] ? value : count));
  return { hidden, likely: fill(share), least: fill(lowest), most: fill(highest) };
}

/**
 * Bands that hold whatever the hidden cells are: a cell keeps its band where the statistics of the least, the likely and the
 * most agree on it; elsewhere it is withheld.
 *
 * @param bands one array a version of the cells, 3 to -3 a cell
 * @returns the band (0 where withheld) and which were withheld
 */
export function agreedBands(bands: readonly Int8Array[]): { band: Int8Array; withheld: Uint8Array } {
  const [first] = bands;
  const band = first.slice();
  const withheld = new Uint8Array(first.length);
  for (const other of bands) {
    for (let i = 0; i < first.length; i++) {
      if (other[i] !== first[i]) {
        withheld[i] = 1;
        band[i] = 0;
      }
    }
  }
  return { band, withheld };
}
