import { FIGURE_STATE, type FigureFamily, turnRound } from './figure-family.ts';
import type { DisclosurePolicy } from './policy.ts';
import { countsBehind, roundToBase } from './protect-counts.ts';

const UNBOUNDED = 0x3fffffff;
/** A figure that reads wrongly and cannot be hidden: no hiding is as dear. */
const NEVER = 1e9;
/** Most events moved to repair one world. */
const MOVES = 14;
/** Figures that read wrongly whose atoms are tried at each move. */
const POOLS = 3;
/** Atoms tried of one such figure, spread over it. */
const CANDIDATES = 24;
/** Searches from different starts before figures are hidden, and then to find which. */
const STARTS = 2;
const HIDING_STARTS = 12;

type Rules = Pick<DisclosurePolicy, 'floor' | 'roundingBase' | 'zeroShown' | 'protectionWidth'>;

/**
 * Searches for worlds that look the same from outside. A world is the true one with events added and taken away; it looks
 * the same where each figure stays within what may be read from it: a shown one within its rounding, a zero at 0, a
 * hidden small one small. Worlds are found by repair: force the hidden count to another value, then move single events,
 * each time the one that leaves least wrong (min-conflicts search, Minton et al. 1992, Artificial Intelligence 58:161-205),
 * until every figure reads as before. What it finds is proof; that it may miss a world only hides more.
 */
export class OtherWorlds {
  /** Figures hidden so far to make worlds possible. */
  hidden = 0;
  readonly #family: FigureFamily;
  readonly #totals: Int32Array;
  readonly #state: Uint8Array;
  readonly #rules: Rules;
  readonly #figuresOf: { offsets: Int32Array; items: Int32Array };
  readonly #lowest: Int32Array;
  readonly #highest: Int32Array;
  /** How far each figure was seen to move, up and down, while everything released stayed the same. */
  readonly #reachUp: Int32Array;
  readonly #reachDown: Int32Array;
  /** The working world, as differences from the truth. */
  readonly #shift: Int32Array;
  readonly #atomShift: Int32Array;
  /** What it would cost each figure of the working world to gain, or lose, one event: kept, since they are read most. */
  readonly #changeUp: Float64Array;
  readonly #changeDown: Float64Array;
  readonly #touched = new Set<number>();
  readonly #touchedAtoms = new Set<number>();
  readonly #wrong = new Set<number>();

  constructor(family: FigureFamily, totals: Int32Array, state: Uint8Array, rules: Rules) {
    this.#family = family;
    this.#totals = totals;
    this.#state = state;
    this.#rules = rules;
    const figures = totals.length;
    this.#figuresOf = turnRound(family.figureOffsets, family.figureAtoms, family.atoms.length);
    this.#lowest = new Int32Array(figures);
    this.#highest = new Int32Array(figures);
    this.#reachUp = new Int32Array(figures);
    this.#reachDown = new Int32Array(figures);
    this.#shift = new Int32Array(figures);
    this.#atomShift = new Int32Array(family.atoms.length);
    this.#changeUp = new Float64Array(figures);
    this.#changeDown = new Float64Array(figures);
    for (let f = 0; f < figures; f++) this.#setBounds(f);
  }

  /**
   * Make sure that enough worlds with another count of this figure exist, hiding figures where needed. Where the width
   * cannot be had after every start, one other count is enough: rare, and only where a place holds a single event.
   *
   * @returns whether a proof was found; where not, everything that overlaps the figure is hidden
   */
  protect(figure: number): boolean {
    const wanted = this.#rules.protectionWidth;
    const reached = (): number => this.#reachUp[figure] + this.#reachDown[figure];
    for (let start = 0; start < STARTS && reached() < wanted; start++) {
      for (const sign of [1, -1] as const) {
        this.#returnToTruth();
        for (let shift = sign; reached() < wanted; shift += sign) {
          if (this.#repair(figure, shift, start) > 0) break;
          this.#keepWorld();
        }
      }
    }
    for (let start = 0; start < HIDING_STARTS && reached() < wanted; start++) {
      this.#returnToTruth();
      const up = this.#repair(figure, this.#reachUp[figure] + 1, start);
      this.#returnToTruth();
      const down = this.#repair(figure, -this.#reachDown[figure] - 1, start);
      for (const sign of up <= down ? ([1, -1] as const) : ([-1, 1] as const)) {
        this.#returnToTruth();
        while (reached() < wanted) {
          const reach = sign === 1 ? this.#reachUp[figure] : this.#reachDown[figure];
          if (this.#repair(figure, sign * (reach + 1), start) >= NEVER) break;
          for (const f of this.#wrong) this.#hide(f);
          this.#wrong.clear();
          this.#keepWorld();
        }
      }
    }
    this.#returnToTruth();
    if (reached() >= Math.min(1, wanted)) return true;
    this.#hideAllAround(figure);
    return false;
  }

  #setBounds(f: number): void {
    const { floor, zeroShown } = this.#rules;
    const total = this.#totals[f];
    const least = zeroShown ? 1 : 0;
    let [lowest, highest] = [0, UNBOUNDED];
    if (this.#family.phantom[f] === 1) {
      if (total < floor) highest = Math.max(0, floor - 1);
    } else if (this.#state[f] === FIGURE_STATE.zero) {
      highest = 0;
    } else if (this.#state[f] === FIGURE_STATE.small) {
      [lowest, highest] = [least, floor - 1];
    } else if (this.#state[f] === FIGURE_STATE.insideSmall) {
      highest = floor - 1;
    } else if (this.#state[f] === FIGURE_STATE.secondary) {
      lowest = least;
    } else {
      ({ lowest, highest } = countsBehind(roundToBase(total, this.#rules.roundingBase), this.#rules));
    }
    this.#bound(f, lowest, highest);
  }

  #bound(f: number, lowest: number, highest: number): void {
    this.#lowest[f] = lowest;
    this.#highest[f] = highest;
    this.#reckon(f);
  }

  /** Keep what one event more or less would cost the figure as it now stands. */
  #reckon(f: number): void {
    const count = this.#totals[f] + this.#shift[f];
    const now = this.#costAt(f, count);
    this.#changeUp[f] = this.#costAt(f, count + 1) - now;
    this.#changeDown[f] = this.#costAt(f, count - 1) - now;
  }

  /**
   * Move events until the figure has shifted by `target` and all others read as before, or nothing helps any more.
   *
   * @returns what it would cost to hide the figures that still read wrongly: 0 where none do, NEVER or more where hiding
   * does not help
   */
  #repair(figure: number, target: number, start: number): number {
    const kept = [this.#lowest[figure], this.#highest[figure]] as const;
    const wanted = this.#totals[figure] + target;
    if (wanted < kept[0] || wanted > kept[1]) return NEVER;
    this.#bound(figure, wanted, wanted);
    this.#wrong.clear();
    this.#wrong.add(figure);
    const made: (readonly [atom: number, sign: number])[] = [];
    let cost = NEVER;
    let bestMoves = 0;
    for (let move = 0; move < MOVES && cost > 0; move++) {
      const [atom, sign] = this.#bestMove(figure, start + move);
      if (sign === 0) break;
      this.#move(atom, sign);
      made.push([atom, sign]);
      const now = this.#costOfWrong();
      if (now < cost) [cost, bestMoves] = [now, made.length];
    }
    for (const [atom, sign] of made.splice(bestMoves).reverse()) this.#move(atom, -sign);
    this.#bound(figure, ...kept);
    return cost;
  }

  #costOfWrong(): number {
    let cost = 0;
    for (const f of this.#wrong) cost += this.#costAt(f, this.#totals[f] + this.#shift[f]);
    return cost;
  }

  /** The event to add (+1) or take away (-1) that leaves least wrong; sign 0 where there is none to move. */
  #bestMove(figure: number, start: number): readonly [atom: number, sign: number] {
    const { figureOffsets, figureAtoms, atoms } = this.#family;
    let best = Infinity;
    let bestAtom = -1;
    let bestSign = 0;
    for (const pool of this.#worstFirst(figure)) {
      const sign = this.#totals[pool] + this.#shift[pool] < this.#lowest[pool] ? 1 : -1;
      const [first, last] = [figureOffsets[pool], figureOffsets[pool + 1]];
      const step = Math.max(1, Math.floor((last - first) / CANDIDATES));
      for (let at = first + ((figure * 7 + start * 13) % step); at < last; at += step) {
        const atom = figureAtoms[at];
        // Never back where it came from: a repair that undoes another leads nowhere.
        if (this.#atomShift[atom] * sign < 0) continue;
        if (sign < 0 && atoms[atom] + this.#atomShift[atom] <= 0) continue;
        const change = this.#changeBy(atom, sign);
        if (change < best) [best, bestAtom, bestSign] = [change, atom, sign];
      }
      if (pool === figure) break;
    }
    return [bestAtom, bestSign];
  }

  /** Figures that read wrongly: the one to be moved, those that cannot be hidden, then small ones before large. */
  #worstFirst(figure: number): number[] {
    if (this.#wrong.has(figure)) return [figure];
    const { figureOffsets } = this.#family;
    const rank = (f: number): number =>
      figureOffsets[f + 1] -
      figureOffsets[f] -
      (this.#costAt(f, this.#totals[f] + this.#shift[f]) >= NEVER ? UNBOUNDED : 0);
    return [...this.#wrong].sort((a, b) => rank(a) - rank(b) || a - b).slice(0, POOLS);
  }

  /** How much dearer the wrong figures become when an event is added to, or taken from, the atom. */
  #changeBy(atom: number, sign: number): number {
    const { offsets, items } = this.#figuresOf;
    const changes = sign > 0 ? this.#changeUp : this.#changeDown;
    const last = offsets[atom + 1];
    let change = 0;
    for (let at = offsets[atom]; at < last; at++) change += changes[items[at]];
    return change;
  }

  #costAt(f: number, count: number): number {
    const away = Math.max(this.#lowest[f] - count, count - this.#highest[f]);
    if (away <= 0) return 0;
    const canBeHidden =
      this.#state[f] === FIGURE_STATE.shown &&
      this.#family.phantom[f] === 0 &&
      count >= 1 &&
      this.#lowest[f] < this.#highest[f];
    return canBeHidden ? this.#family.cost[f] * (1 + away / 100) : NEVER * away;
  }

  #move(atom: number, sign: number): void {
    this.#atomShift[atom] += sign;
    this.#touchedAtoms.add(atom);
    const { offsets, items } = this.#figuresOf;
    for (let at = offsets[atom]; at < offsets[atom + 1]; at++) {
      const f = items[at];
      this.#shift[f] += sign;
      this.#touched.add(f);
      const count = this.#totals[f] + this.#shift[f];
      if (count < this.#lowest[f] || count > this.#highest[f]) this.#wrong.add(f);
      else this.#wrong.delete(f);
      this.#reckon(f);
    }
  }

  #keepWorld(): void {
    for (const f of this.#touched) {
      const shift = this.#shift[f];
      // A world two events away says nothing of the one between: only the next step counts.
      if (shift === this.#reachUp[f] + 1) this.#reachUp[f]++;
      if (-shift === this.#reachDown[f] + 1) this.#reachDown[f]++;
    }
  }

  #hide(f: number): void {
    if (this.#state[f] !== FIGURE_STATE.shown || this.#family.phantom[f] === 1) return;
    this.#state[f] = FIGURE_STATE.secondary;
    this.#setBounds(f);
    this.hidden++;
  }

  /** No proof was found: release nothing that an event of this figure counts towards. */
  #hideAllAround(figure: number): void {
    const { figureOffsets, figureAtoms } = this.#family;
    const { offsets, items } = this.#figuresOf;
    for (let place = figureOffsets[figure]; place < figureOffsets[figure + 1]; place++) {
      const atom = figureAtoms[place];
      for (let at = offsets[atom]; at < offsets[atom + 1]; at++) this.#hide(items[at]);
    }
  }

  #returnToTruth(): void {
    for (const f of this.#touched) {
      this.#shift[f] = 0;
      this.#reckon(f);
    }
    for (const atom of this.#touchedAtoms) this.#atomShift[atom] = 0;
    this.#touched.clear();
    this.#touchedAtoms.clear();
    this.#wrong.clear();
  }
}
