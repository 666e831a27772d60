import { FIGURE_STATE, type FigureFamily, figureTotals } from './figure-family.ts';
import { OtherWorlds } from './other-worlds.ts';
import type { DisclosurePolicy } from './policy.ts';
import { isSmall, roundToBase } from './protect-counts.ts';

export interface ProtectedFigures {
  /** One of FIGURE_STATE for each figure. */
  readonly state: Uint8Array;
  /** The rounded count where shown; 0 elsewhere, where it means nothing. */
  readonly value: Int32Array;
  /** Figures hidden to protect others. */
  readonly secondary: number;
  /** Hidden counts for which no proof of safety was found: everything that overlaps them was hidden. */
  readonly unproven: number;
}

type Rules = Pick<DisclosurePolicy, 'floor' | 'roundingBase' | 'zeroShown' | 'secondary' | 'protectionWidth'>;

/**
 * Decide, for a whole family of figures that add up, which are shown (rounded) and which are hidden.
 *
 * Primary: counts under the floor are hidden.
 *
 * Secondary: with a hidden small figure everything inside it is hidden, zeros included. And a hidden count is safe when somebody who sees every figure that is released cannot tell it from at least
 * `protectionWidth` other counts. That is proved by example: another world, events moved between atoms, in which every
 * released figure reads the same and the hidden count differs. Where no such world is found, the cheapest figures in its
 * way are hidden until there is one. Since hiding more only makes more worlds possible, a proof once found stays good,
 * and since what is released does not depend on who asks or in which order, neither do the proofs.
 *
 * The proof is stronger than bounds by linear programming, which can only tell that an attacker of that strength fails:
 * two worlds that agree on everything released cannot be told apart by any computation on it. It assumes an attacker who
 * knows the rules and even which hidden figures are small, but not the choices that this search makes among equals.
 *
 * Cost: figures x atoms looked at, bounded by the constants of OtherWorlds; linear in practice.
 */
export function protectFigures(family: FigureFamily, rules: Rules): ProtectedFigures {
  return finish(protectFiguresInSteps(family, rules));
}

/** The same in steps of milliseconds, so that a caller can attend to other things in between. */
export function* protectFiguresInSteps(
  family: FigureFamily,
  rules: Rules,
): Generator<undefined, ProtectedFigures> {
  const totals = figureTotals(family);
  const state = primaryStates(family, totals, rules);
  let secondary = 0;
  let unproven = 0;
  if (rules.secondary) {
    const worlds = new OtherWorlds(family, totals, state, rules);
    for (const figure of smallestFirst(family, totals, state, rules)) {
      if (!worlds.protect(figure)) unproven++;
      yield;
    }
    secondary = worlds.hidden;
  }
  const value = new Int32Array(totals.length);
  for (let f = 0; f < totals.length; f++) {
    if (state[f] === FIGURE_STATE.shown) value[f] = roundToBase(totals[f], rules.roundingBase);
  }
  return { state, value, secondary, unproven };
}

/** Run steps to their end. */
export function finish<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function primaryStates(
  { containerOffsets, containers, phantom }: FigureFamily,
  totals: Int32Array,
  rules: Rules,
): Uint8Array {
  const state = new Uint8Array(totals.length);
  for (let f = 0; f < totals.length; f++) {
    const small = isSmall(totals[f], rules);
    state[f] = small ? FIGURE_STATE.small : totals[f] === 0 ? FIGURE_STATE.zero : FIGURE_STATE.shown;
    if (phantom[f] === 1 || !rules.secondary) continue;
    for (let at = containerOffsets[f]; at < containerOffsets[f + 1]; at++) {
      const container = containers[at];
      if (state[container] === FIGURE_STATE.small || state[container] === FIGURE_STATE.insideSmall) {
        state[f] = FIGURE_STATE.insideSmall;
      }
    }
  }
  return state;
}

/** A world found for a small figure often serves the larger ones around it too. */
function smallestFirst(
  { figureOffsets, phantom }: FigureFamily,
  totals: Int32Array,
  state: Uint8Array,
  { floor }: Rules,
): Int32Array {
  const wanted: number[] = [];
  for (let f = 0; f < totals.length; f++) {
    const hiddenSmall =
      state[f] === FIGURE_STATE.small || state[f] === FIGURE_STATE.insideSmall || phantom[f] === 1;
    if (hiddenSmall && totals[f] > 0 && totals[f] < floor) wanted.push(f);
  }
  const size = (f: number): number => figureOffsets[f + 1] - figureOffsets[f];
  return Int32Array.from(wanted.sort((a, b) => size(a) - size(b) || a - b));
}
