/**
 * Every figure that may be asked for about one set of events, as sets of atoms. An atom is the finest count that any
 * figure is added up from (one category in one month in one piece of land); a figure is a sum of atoms.
 */
export interface FigureFamily {
  /** Events of each atom. */
  readonly atoms: Int32Array;
  /** Atoms of figure f: figureAtoms[figureOffsets[f]] up to figureOffsets[f + 1]. */
  readonly figureOffsets: Int32Array;
  readonly figureAtoms: Int32Array;
  /** Figures that contain all of figure f, the next larger ones: same layout. A container has a lower number than f. */
  readonly containerOffsets: Int32Array;
  readonly containers: Int32Array;
  /** What it costs to hide a figure that could be shown: dearer for totals. */
  readonly cost: Float64Array;
  /** 1: never released, yet not to be derived from what is. */
  readonly phantom: Uint8Array;
}

/** Sums of the atoms of each figure. */
export function figureTotals({ atoms, figureOffsets, figureAtoms }: FigureFamily): Int32Array {
  const totals = new Int32Array(figureOffsets.length - 1);
  for (let f = 0; f < totals.length; f++) {
    let sum = 0;
    for (let at = figureOffsets[f]; at < figureOffsets[f + 1]; at++) sum += atoms[figureAtoms[at]];
    totals[f] = sum;
  }
  return totals;
}

/** Lists of numbers as one array and where each begins. */
export function packLists(lists: readonly (readonly number[])[]): { offsets: Int32Array; items: Int32Array } {
  const offsets = new Int32Array(lists.length + 1);
  for (let i = 0; i < lists.length; i++) offsets[i + 1] = offsets[i] + lists[i].length;
  const items = new Int32Array(offsets[lists.length]);
  for (let i = 0; i < lists.length; i++) items.set(lists[i], offsets[i]);
  return { offsets, items };
}

/** The lists turned round: for each item, the lists it stands in. */
export function turnRound(
  offsets: Int32Array,
  items: Int32Array,
  itemCount: number,
): { offsets: Int32Array; items: Int32Array } {
  const turnedOffsets = new Int32Array(itemCount + 1);
  for (const item of items) turnedOffsets[item + 1]++;
  for (let i = 0; i < itemCount; i++) turnedOffsets[i + 1] += turnedOffsets[i];
  const next = turnedOffsets.slice(0, itemCount);
  const turned = new Int32Array(items.length);
  for (let list = 0; list < offsets.length - 1; list++) {
    for (let at = offsets[list]; at < offsets[list + 1]; at++) turned[next[items[at]]++] = list;
  }
  return { offsets: turnedOffsets, items: turned };
}

/** What became of a figure. Which of the hidden states it is never leaves the server. */
export const FIGURE_STATE = {
  zero: 0,
  shown: 1,
  /** Small, and every figure it is part of is large. */
  small: 2,
  /** Part of a figure that is hidden for being small: hidden whatever it is, 0 included. */
  insideSmall: 3,
  /** Large enough, hidden because it would give a small one away. */
  secondary: 4,
} as const;
