import type { HotSpotResult } from '../contract/hot-spots.ts';
import type { Chosen } from '../contract/shared.ts';
import { figureInWords, hidden } from '../disclosure/disclosed.ts';
import type { DisclosurePolicy } from '../disclosure/policy.ts';
import { disclosureUsed } from './releases.ts';
import type { StudyAreaCells } from './study-area-cells.ts';
import { count, counted } from './words.ts';

export const HIDDEN_REASON = figureInWords(hidden('small-number'));

/** The hidden cells of a map and what is said of the protection. */
export function hiddenCellsOf(
  { cells }: StudyAreaCells,
  hiddenMask: Uint8Array,
  policy: DisclosurePolicy,
  widened: readonly Chosen[],
): Required<Pick<HotSpotResult, 'hiddenCells' | 'disclosure'>> {
  const keep = (values: ArrayLike<number>): number[] =>
    Array.from(values).filter((_, i) => hiddenMask[i] === 1);
  const column = keep(cells.column);
  return {
    hiddenCells: {
      length: column.length,
      column,
      row: keep(cells.row),
      areaShare: keep(cells.areaShare),
      reason: HIDDEN_REASON,
    },
    disclosure: disclosureUsed(policy, [
      ...protectionNotes(policy),
      `${counted(column.length, 'cell')} of ${count(cells.count)} ${column.length === 1 ? 'is' : 'are'} hidden.`,
      'Hot spots are computed from the figures shown; a cell whose band the hidden cells could change has none.',
      ...widened.map(({ because }) => because),
    ]),
  };
}

/** How figures of this class are shown, in words. */
export function protectionNotes({ floor, roundingBase, zeroShown }: DisclosurePolicy): string[] {
  return [
    zeroShown
      ? `Counts of 1 to ${floor - 1} are hidden; 0 is shown.`
      : `Counts under ${floor} are hidden, 0 included.`,
    ...(roundingBase > 1
      ? [`Other counts are rounded to the nearest ${roundingBase}, totals by themselves.`]
      : []),
    'Some larger counts are hidden too where they would give a small one away.',
  ];
}
