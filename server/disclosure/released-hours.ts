import { type Disclosed, hidden, NOT_SUPPLIED, numberShown, shown, ZERO } from './disclosed.ts';
import type { DisclosurePolicy } from './policy.ts';
import { countsBehind, isSmall, roundToBase } from './protect-counts.ts';

/** Hours of one block: small enough to tell an evening from a night, large enough that a ward's count is seldom small. */
export const HOURS_IN_BLOCK = 3;
export const BLOCKS_IN_DAY = 24 / HOURS_IN_BLOCK;

/** Kinds of day that hours are released for: single weekdays of a ward would nearly all be small. */
export const DAY_KINDS = ['mon-fri', 'sat-sun'] as const;

/** Cells of a ward's week: kinds of day x blocks. */
export const WEEK_CELLS = DAY_KINDS.length * BLOCKS_IN_DAY;

/** The cell of the week that a slot (weekday, 0 Monday, x blocks in a day + block) counts towards. */
export function weekCellOf(slot: number): number {
  const weekend = Math.floor(slot / BLOCKS_IN_DAY) >= 5;
  return (weekend ? BLOCKS_IN_DAY : 0) + (slot % BLOCKS_IN_DAY);
}

type Rules = Pick<DisclosurePolicy, 'floor' | 'roundingBase' | 'zeroShown' | 'secondary' | 'protectionWidth'>;

/** What may be read from a cell. */
interface Reach {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Decide a ward's week: its events of all categories over the whole supply by kind of day and block of hours, with no total
 * of its own. It stands beside the ward's other figures without giving any of them away, nor they it, for two reasons that
 * are checked here and need no search:
 *
 * 1. Whatever the other figures leave possible stays possible. The week and the other figures meet in one number only, the
 *    ward's count over the supply: any division of a count by category, month and cell goes together with any division of the
 *    same count by hour. So it is enough that the week can be added up to every count that the ward's shown total may stand
 *    for. Where it could not, the smallest shown cells are hidden until it can.
 * 2. No hidden cell can be worked out. Somebody who even knew the ward's exact count would still find at least
 *    `protectionWidth` other values for each hidden cell; the smallest shown cells are hidden until that holds.
 *
 * Where the ward's total is hidden the whole week is.
 *
 * @param counts events of each cell, WEEK_CELLS of them; null where times are not known
 * @param total the ward's count over the supply as it is released
 */
export function protectWeek(counts: ArrayLike<number> | null, total: Disclosed, rules: Rules): Disclosed[] {
  if (counts === null) return new Array<Disclosed>(WEEK_CELLS).fill(NOT_SUPPLIED);
  const all = numberShown(total);
  if (all === null) return new Array<Disclosed>(WEEK_CELLS).fill(hidden('small-number'));
  const state = Array.from(
    counts,
    (count): CellState => (isSmall(count, rules) ? 'small' : count === 0 ? 'zero' : 'shown'),
  );
  if (rules.secondary) {
    const behind = all === 0 ? { lowest: 0, highest: 0 } : countsBehind(all, rules);
    while (!isSafe(counts, state, behind, rules)) {
      const next = smallestShown(counts, state);
      if (next < 0) return new Array<Disclosed>(WEEK_CELLS).fill(hidden('small-number'));
      state[next] = 'secondary';
    }
  }
  return state.map((of, i): Disclosed => {
    if (of === 'zero') return ZERO;
    return of === 'shown'
      ? shown(roundToBase(counts[i], rules.roundingBase), rules.roundingBase > 1)
      : hidden('small-number');
  });
}

type CellState = 'zero' | 'shown' | 'small' | 'secondary';

function isSafe(
  counts: ArrayLike<number>,
  state: readonly CellState[],
  behindTotal: Reach,
  rules: Rules,
): boolean {
  let exact = 0;
  let lowest = 0;
  let highest = 0;
  const reach = state.map((of, i) => reachOf(of, counts[i], rules));
  for (let i = 0; i < reach.length; i++) {
    exact += counts[i];
    lowest += reach[i].lowest;
    highest += reach[i].highest;
  }
  if (lowest > behindTotal.lowest || highest < behindTotal.highest) return false;
  return reach.every((own, i) => {
    if (state[i] !== 'small') return true;
    const least = Math.max(own.lowest, exact - (highest - own.highest));
    const most = Math.min(own.highest, exact - (lowest - own.lowest));
    return most - least >= rules.protectionWidth;
  });
}

function reachOf(state: CellState, count: number, rules: Rules): Reach {
  const least = rules.zeroShown ? 1 : 0;
  if (state === 'zero') return { lowest: 0, highest: 0 };
  if (state === 'small') return { lowest: least, highest: rules.floor - 1 };
  // Hidden to protect another: nothing is known of it but that it is not shown.
  if (state === 'secondary') return { lowest: least, highest: Number.MAX_SAFE_INTEGER / WEEK_CELLS };
  return countsBehind(roundToBase(count, rules.roundingBase), rules);
}

function smallestShown(counts: ArrayLike<number>, state: readonly CellState[]): number {
  let smallest = -1;
  for (let i = 0; i < state.length; i++) {
    if (state[i] === 'shown' && (smallest < 0 || counts[i] < counts[smallest])) smallest = i;
  }
  return smallest;
}
