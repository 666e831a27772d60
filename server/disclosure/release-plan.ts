import { type Disclosed, hidden, shown, ZERO } from './disclosed.ts';
import { FIGURE_STATE, type FigureFamily, packLists } from './figure-family.ts';
import type { DisclosurePolicy } from './policy.ts';
import { finish, protectFiguresInSteps } from './protect-figures.ts';
import { protectWeek, WEEK_CELLS, weekCellOf } from './released-hours.ts';
import { enclosingPeriod, longerPeriod, periodKey, type ReleasedPeriod } from './released-period.ts';
import { largerPlace, NO_CELL, placeKey, type ReleasedPlace } from './released-place.ts';

/** Events of a layer at the finest grain that any figure is made from, as columns of one length. */
export interface EventGrains {
  readonly categoryId: ArrayLike<number>;
  /** year * 12 + month - 1. */
  readonly monthNo: ArrayLike<number>;
  readonly wardId: ArrayLike<number>;
  /** Column and row on the policy's finest lattice; NO_CELL for both where an event has no point. */
  readonly column: ArrayLike<number>;
  readonly row: ArrayLike<number>;
  readonly events: ArrayLike<number>;
  /** Weekday (0 Monday) x blocks in a day + block of hours, where the source gives times; left out: it gives none. */
  readonly slot?: ArrayLike<number>;
  /** District code of each ward. */
  readonly districtOf: ReadonlyMap<number, string>;
}

/** One question that a released figure answers. `categoryId` null: all categories. */
export interface ReleasedQuestion {
  readonly categoryId: number | null;
  readonly period: ReleasedPeriod;
  readonly place: ReleasedPlace;
  /**
   * A cell of the week, 0 to WEEK_CELLS - 1 (released-hours.ts); left out: the whole week. Answered for a ward, all categories
   * and the whole supply only; "not supplied" where the source gives no times.
   */
  readonly weekCell?: number;
}

/** What is released of a layer at one version of its data: the same for everybody, decided once, all figures together. */
export interface ReleasePlan {
  readonly policy: DisclosurePolicy;
  /** Figures with at least one event. */
  readonly figures: number;
  /** Of those, hidden for being small or inside a small one; and hidden to protect those. */
  readonly hiddenSmall: number;
  readonly hiddenSecondary: number;
  /** Hidden counts without a proof of safety, around which everything was hidden. */
  readonly unproven: number;
  /** There are events, and all are known by the code of an area only: cells can say nothing. */
  readonly noneInCells: boolean;
  answer(question: ReleasedQuestion): Disclosed;
}

const PERIOD_COST: Readonly<Record<ReleasedPeriod['kind'], number>> = {
  month: 1,
  quarter: 3,
  year: 12,
  supply: 40,
};
const PLACE_COST: Readonly<Record<ReleasedPlace['kind'], number>> = {
  cell: 2,
  ward: 6,
  district: 200,
  'no-cell': 20,
  everywhere: 400,
};
const ALL_CATEGORIES_COST = 6;
const GRAINS_A_STEP = 500;

/**
 * Decide every figure of a layer: {all, each category} x {month, quarter, year, supply} x {everywhere, district, ward},
 * and {all, each category} x {year, supply} x {cells of each lattice size}; and how many events of a district are in no
 * cell, over the whole supply. Whatever the service says of the layer is one of these figures or computed from them.
 * The land of a ward inside one cell is never released but is protected like a figure, so that a ward minus its cells
 * gives nothing away; likewise what of a ward or a district is in no cell, and what of a district is in cells. Where times are known, each ward's week is decided beside its total.
 *
 * Measured: 18,000 events of 8 categories over 36 months in 23 wards make 23,000 figures, decided in 1.6 s of one core, 4 % of them hidden to protect others.
 */
export function planRelease(grains: EventGrains, policy: DisclosurePolicy): ReleasePlan {
  return finish(planReleaseInSteps(grains, policy));
}

/** The same in steps of milliseconds, so that requests can be answered in between. */
export function* planReleaseInSteps(
  grains: EventGrains,
  policy: DisclosurePolicy,
): Generator<undefined, ReleasePlan> {
  return releasePlan(yield* decideReleaseInSteps(grains, policy), policy);
}

/** Every decision about a layer as plain data, so that it can be made in another thread. */
export interface DecidedRelease {
  /** Names of the figures with at least one event. */
  readonly keys: readonly string[];
  /** FIGURE_STATE of each. */
  readonly state: Uint8Array;
  /** The rounded count of each where it is shown. */
  readonly value: Int32Array;
  readonly hiddenSmall: number;
  readonly hiddenSecondary: number;
  readonly unproven: number;
  readonly noneInCells: boolean;
  /** Events of each ward by cell of the week; null where the source gives no times. */
  readonly weeks: ReadonlyMap<number, Int32Array> | null;
}

/** Decide, without the plan that answers from it. */
export function decideRelease(grains: EventGrains, policy: DisclosurePolicy): DecidedRelease {
  return finish(decideReleaseInSteps(grains, policy));
}

function* decideReleaseInSteps(
  grains: EventGrains,
  policy: DisclosurePolicy,
): Generator<undefined, DecidedRelease> {
  let inCells = 0;
  for (let i = 0; i < grains.events.length; i++) if (grains.column[i] !== NO_CELL) inCells++;
  const builder = new FamilyBuilder(policy, inCells < grains.events.length);
  for (let i = 0; i < grains.events.length; i++) {
    const district = grains.districtOf.get(grains.wardId[i]);
    if (i % GRAINS_A_STEP === 0) yield;
    if (district === undefined) continue;
    builder.add(
      {
        categoryId: grains.categoryId[i],
        monthNo: grains.monthNo[i],
        wardId: grains.wardId[i],
        column: grains.column[i],
        row: grains.row[i],
        district,
      },
      grains.events[i],
    );
  }
  const { family, indexOf } = builder.build();
  const { state, value, secondary, unproven } = yield* protectFiguresInSteps(family, policy);
  const keys: string[] = [];
  const places: number[] = [];
  for (const [key, f] of indexOf) {
    if (family.phantom[f] === 1) continue;
    keys.push(key);
    places.push(f);
  }
  const states = Uint8Array.from(places, (f) => state[f]);
  return {
    keys,
    state: states,
    value: Int32Array.from(places, (f) => value[f]),
    hiddenSmall: states.reduce((sum, one) => sum + Number(isSmallState(one)), 0),
    hiddenSecondary: secondary,
    unproven,
    noneInCells: inCells === 0 && grains.events.length > 0,
    weeks: grains.slot ? weeksOf(grains, grains.slot) : null,
  };
}

/** Answers from what was decided. */
export function releasePlan(decided: DecidedRelease, policy: DisclosurePolicy): ReleasePlan {
  const { keys, state, value, weeks } = decided;
  const indexOf = new Map(keys.map((key, f) => [key, f]));
  const isInsideSmall = (question: ReleasedQuestion): boolean =>
    policy.secondary &&
    containersOf(question, policy).some((container) => {
      const f = indexOf.get(questionKey(container));
      return f === undefined ? isInsideSmall(container) : isSmallState(state[f]);
    });
  const weeksDecided = new Map<number, readonly Disclosed[]>();
  const answerInWeek = ({ weekCell, ...whole }: ReleasedQuestion): Disclosed => {
    const { place } = whole;
    if (place.kind !== 'ward' || !isAllEver(whole)) return hidden('finer-than-allowed');
    let week = weeksDecided.get(place.ward);
    if (!week) {
      const counts = weeks && (weeks.get(place.ward) ?? new Int32Array(WEEK_CELLS));
      week = protectWeek(counts, answer(whole), policy);
      weeksDecided.set(place.ward, week);
    }
    return week[weekCell ?? 0] ?? hidden('finer-than-allowed');
  };
  const answer = (question: ReleasedQuestion): Disclosed => {
    if (question.weekCell !== undefined) return answerInWeek(question);
    const { place } = question;
    if (
      place.kind === 'cell' &&
      !(policy.latticeM.includes(place.cellSizeM) && isForCells(question.period))
    ) {
      return hidden('finer-than-allowed');
    }
    if (place.kind === 'no-cell' && !isAllEver(question)) return hidden('finer-than-allowed');
    const f = indexOf.get(questionKey(question));
    if (f === undefined) return policy.zeroShown && !isInsideSmall(question) ? ZERO : hidden('small-number');
    return state[f] === FIGURE_STATE.shown
      ? shown(value[f], policy.roundingBase > 1)
      : hidden('small-number');
  };
  return {
    policy,
    figures: keys.length,
    hiddenSmall: decided.hiddenSmall,
    hiddenSecondary: decided.hiddenSecondary,
    unproven: decided.unproven,
    noneInCells: decided.noneInCells,
    answer,
  };
}

/** All categories over the whole supply. */
function isAllEver({ categoryId, period }: ReleasedQuestion): boolean {
  return categoryId === null && period.kind === 'supply';
}

function isSmallState(state: number): boolean {
  return state === FIGURE_STATE.small || state === FIGURE_STATE.insideSmall;
}

/** Events of each ward by cell of the week. */
function weeksOf({ wardId, events }: EventGrains, slot: ArrayLike<number>): ReadonlyMap<number, Int32Array> {
  const weeks = new Map<number, Int32Array>();
  for (let i = 0; i < events.length; i++) {
    const week = weeks.get(wardId[i]) ?? new Int32Array(WEEK_CELLS);
    week[weekCellOf(slot[i])] += events[i];
    weeks.set(wardId[i], week);
  }
  return weeks;
}

function questionKey({ categoryId, period, place }: ReleasedQuestion): string {
  return `${categoryId ?? 'a'}|${periodKey(period)}|${placeKey(place)}`;
}

/** The next larger figures: all categories, the longer period, the larger place. */
function containersOf(question: ReleasedQuestion, { latticeM }: DisclosurePolicy): ReleasedQuestion[] {
  const containers: ReleasedQuestion[] = [];
  if (question.categoryId !== null) containers.push({ ...question, categoryId: null });
  const period = longerPeriod(question.period);
  if (period) containers.push({ ...question, period });
  const place = largerPlace(question.place, latticeM);
  if (place) containers.push({ ...question, place });
  return containers;
}

interface Grain {
  readonly categoryId: number;
  readonly monthNo: number;
  readonly wardId: number;
  readonly column: number;
  readonly row: number;
  readonly district: string;
}

class FamilyBuilder {
  readonly #policy: DisclosurePolicy;
  /** Some events are known by the code of an area only. */
  readonly #someInNoCell: boolean;
  readonly #indexOf = new Map<string, number>();
  readonly #atomIndexOf = new Map<string, number>();
  readonly #atoms: number[] = [];
  readonly #figureAtoms: number[][] = [];
  readonly #containers: number[][] = [];
  readonly #cost: number[] = [];
  readonly #phantom: number[] = [];

  constructor(policy: DisclosurePolicy, someInNoCell: boolean) {
    this.#policy = policy;
    this.#someInNoCell = someInNoCell && policy.latticeM.length > 0;
  }

  add(grain: Grain, events: number): void {
    const { categoryId, monthNo, wardId, column, row, district } = grain;
    const hasCells = this.#policy.latticeM.length > 0;
    const land = hasCells ? `${wardId}/${column}/${row}` : `${wardId}`;
    const atomKey = `${categoryId}|${monthNo}|${land}`;
    const known = this.#atomIndexOf.get(atomKey);
    if (known !== undefined) {
      this.#atoms[known] += events;
      return;
    }
    const atom = this.#atoms.push(events) - 1;
    this.#atomIndexOf.set(atomKey, atom);
    for (const category of [null, categoryId]) {
      for (const period of periodsAround(monthNo)) {
        for (const place of this.#placesAround(grain)) {
          const question = { categoryId: category, period, place };
          if (place.kind === 'cell' && !isForCells(period)) continue;
          if (place.kind === 'no-cell' && !(hasCells && isAllEver(question))) continue;
          this.#put(atom, question);
        }
        if (!hasCells || !isForCells(period)) continue;
        const figure = `${category ?? 'a'}|${periodKey(period)}`;
        this.#putPhantom(atom, `${figure}|f${district}/${land}`);
        if (!this.#someInNoCell) continue;
        const side = column === NO_CELL ? 'in no cell' : 'in cells';
        this.#putPhantom(atom, `${figure}|${side}`);
        this.#putPhantom(atom, `${figure}|${side} of ${district}`);
      }
    }
  }

  build(): { family: FigureFamily; indexOf: ReadonlyMap<string, number> } {
    const { offsets: figureOffsets, items: figureAtoms } = packLists(this.#figureAtoms);
    const { offsets: containerOffsets, items: containers } = packLists(this.#containers);
    return {
      family: {
        atoms: Int32Array.from(this.#atoms),
        figureOffsets,
        figureAtoms,
        containerOffsets,
        containers,
        cost: Float64Array.from(this.#cost),
        phantom: Uint8Array.from(this.#phantom),
      },
      indexOf: this.#indexOf,
    };
  }

  /** Larger figures come first, so that a container always has the lower number. */
  #put(atom: number, question: ReleasedQuestion): void {
    const key = questionKey(question);
    const known = this.#indexOf.get(key);
    if (known !== undefined) {
      this.#figureAtoms[known].push(atom);
      return;
    }
    const { categoryId, period, place } = question;
    const finest = place.kind === 'cell' ? place.cellSizeM / this.#policy.latticeM[0] : 1;
    this.#indexOf.set(key, this.#figureAtoms.length);
    this.#figureAtoms.push([atom]);
    this.#containers.push(
      containersOf(question, this.#policy).map(
        (container) => this.#indexOf.get(questionKey(container)) as number,
      ),
    );
    this.#cost.push(
      PERIOD_COST[period.kind] *
        PLACE_COST[place.kind] *
        finest *
        (categoryId === null ? ALL_CATEGORIES_COST : 1),
    );
    this.#phantom.push(0);
  }

  #putPhantom(atom: number, key: string): void {
    const known = this.#indexOf.get(key);
    if (known !== undefined) {
      this.#figureAtoms[known].push(atom);
      return;
    }
    this.#indexOf.set(key, this.#figureAtoms.length);
    this.#figureAtoms.push([atom]);
    this.#containers.push([]);
    this.#cost.push(0);
    this.#phantom.push(1);
  }

  /** Largest first. */
  #placesAround({ wardId, column, row, district }: Grain): ReleasedPlace[] {
    const larger: ReleasedPlace[] = [
      { kind: 'everywhere' },
      { kind: 'district', district },
      { kind: 'ward', district, ward: wardId },
    ];
    const { latticeM } = this.#policy;
    if (column === NO_CELL) return [...larger, { kind: 'no-cell', district }];
    const cells = [...latticeM].reverse().map((cellSizeM): ReleasedPlace => {
      const times = cellSizeM / latticeM[0];
      return {
        kind: 'cell',
        district,
        cellSizeM,
        column: Math.floor(column / times),
        row: Math.floor(row / times),
      };
    });
    return [...larger, ...cells];
  }
}

/** Cells are small, so their periods are long: a calendar year, or the whole supply. */
function isForCells(period: ReleasedPeriod): boolean {
  return period.kind === 'year' || period.kind === 'supply';
}

/** Longest first. */
function periodsAround(monthNo: number): ReleasedPeriod[] {
  const month = enclosingPeriod(monthNo, monthNo);
  const quarter = longerPeriod(month) as ReleasedPeriod;
  const year = longerPeriod(quarter) as ReleasedPeriod;
  return [{ kind: 'supply' }, year, quarter, month];
}
