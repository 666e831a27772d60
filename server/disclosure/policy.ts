/** How sensitive a dataset is: set by its steward at import, never by the asker. */
export type SensitivityClass = 'open' | 'partner-crime' | 'health' | 'children-probation' | 'housing';

/** The smallest area a class may be counted for, finest first. 'lsoa' also allows cells of the minimum size. */
export type AreaLevel = 'lsoa' | 'ward' | 'district';
export const AREA_LEVELS: readonly AreaLevel[] = ['lsoa', 'ward', 'district'];

/** What may be shown of one sensitivity class. */
export interface DisclosurePolicy {
  readonly sensitivityClass: SensitivityClass;
  /** Counts from 1 (or 0, see `zeroShown`) up to `floor` - 1 are hidden. 0: none are. */
  readonly floor: number;
  /** Shown counts are rounded to the nearest multiple. 1: exact. Odd, so that no count lies half-way. */
  readonly roundingBase: number;
  /** Whether "nothing was recorded" is shown as 0. Where it is not, 0 is hidden like any small count. */
  readonly zeroShown: boolean;
  /** Whether further figures are hidden so that totals and breakdowns do not give a hidden one away. */
  readonly secondary: boolean;
  readonly minimumArea: AreaLevel;
  /** Side of the smallest cell, metres. */
  readonly minimumCellM: number;
  /** Cell sizes released together, metres, each a multiple of the one before; empty: any size from the minimum on. */
  readonly latticeM: readonly number[];
  /** Fewest contributing units (homes, premises, people) behind a shown count. */
  readonly minimumUnits: number;
  /** Rates of areas with fewer residents are hidden. */
  readonly populationFloor: number;
  /**
   * A hidden count must keep at least this many other possible values, whatever else is released: 2 leaves three.
   */
  readonly protectionWidth: number;
}

/**
 * Defaults. Health follows NHS Digital's rule for Hospital Episode Statistics since 2018: 1 to 7 hidden, others to the
 * nearest 5, zero shown; the others are at least as strict as the English practice of hiding counts under 5.
 */
export const DEFAULT_POLICIES: Readonly<Record<SensitivityClass, DisclosurePolicy>> = {
  open: {
    sensitivityClass: 'open',
    floor: 0,
    roundingBase: 1,
    zeroShown: true,
    secondary: false,
    minimumArea: 'lsoa',
    minimumCellM: 100,
    latticeM: [],
    minimumUnits: 1,
    populationFloor: 0,
    protectionWidth: 0,
  },
  'partner-crime': restricted('partner-crime', { floor: 5 }),
  health: restricted('health', { floor: 8, zeroShown: true }),
  'children-probation': restricted('children-probation', {
    floor: 10,
    minimumArea: 'ward',
    minimumUnits: 3,
    latticeM: [],
  }),
  housing: restricted('housing', { floor: 5 }),
};

function restricted(
  sensitivityClass: SensitivityClass,
  own: Partial<DisclosurePolicy> & { floor: number },
): DisclosurePolicy {
  return {
    sensitivityClass,
    roundingBase: 5,
    zeroShown: false,
    secondary: true,
    minimumArea: 'lsoa',
    minimumCellM: 500,
    latticeM: [500, 1000, 2000],
    minimumUnits: 1,
    populationFloor: 100,
    protectionWidth: 2,
    ...own,
  };
}

/** Whether figures of this class are protected at all. */
export function isRestricted({ floor }: DisclosurePolicy): boolean {
  return floor > 0;
}

/** A setting would show more than the class allows, or cannot be used. */
export class PolicyLoosenedError extends Error {
  readonly code = 'policy-loosened';
  readonly seen: string;
  readonly hint: string;
  constructor(detail: string, seen: string, hint: string) {
    super(`${detail} Saw ${seen}. ${hint}`);
    this.name = 'PolicyLoosenedError';
    this.seen = seen;
    this.hint = hint;
  }
}

/** What an administrator may tighten. */
export type PolicyOverride = Partial<
  Pick<
    DisclosurePolicy,
    | 'floor'
    | 'roundingBase'
    | 'zeroShown'
    | 'secondary'
    | 'minimumArea'
    | 'minimumCellM'
    | 'minimumUnits'
    | 'populationFloor'
    | 'protectionWidth'
  >
>;

const WORDS: Readonly<Record<keyof PolicyOverride, string>> = {
  floor: 'smallest count shown',
  roundingBase: 'rounding',
  zeroShown: 'showing of zero',
  secondary: 'secondary suppression',
  minimumArea: 'smallest area',
  minimumCellM: 'smallest cell',
  minimumUnits: 'fewest units',
  populationFloor: 'smallest population',
  protectionWidth: 'protection width',
};

/**
 * The policy with some rules made stricter.
 *
 * @throws PolicyLoosenedError where a rule would become looser, or a value makes no sense
 */
export function tighten(policy: DisclosurePolicy, override: PolicyOverride): DisclosurePolicy {
  for (const name of Object.keys(override) as (keyof PolicyOverride)[]) {
    if (!(name in WORDS)) {
      throw new PolicyLoosenedError(
        `The class ${policy.sensitivityClass} has no rule of that name.`,
        name,
        `Rules: ${Object.keys(WORDS).join(', ')}.`,
      );
    }
    const [before, after] = [policy[name], override[name]];
    if (after === undefined) continue;
    if (looserThan(before, after) || !usable(name, after)) {
      throw new PolicyLoosenedError(
        `The ${WORDS[name]} of the class ${policy.sensitivityClass} can be made stricter only.`,
        `${name} = ${after}`,
        `Use ${name} = ${before} or ${stricterWord(name)}, or leave it out.`,
      );
    }
  }
  const tightened = { ...policy, ...override };
  const { floor, roundingBase, minimumCellM, protectionWidth } = tightened;
  if (roundingBase > Math.max(floor, 1)) {
    throw new PolicyLoosenedError(
      `The rounding of the class ${policy.sensitivityClass} is coarser than its smallest count shown, so a shown count could read 0.`,
      `roundingBase = ${roundingBase}, floor = ${floor}`,
      'Raise floor to at least roundingBase.',
    );
  }
  return {
    ...tightened,
    latticeM: policy.latticeM.filter((size) => size >= minimumCellM),
    protectionWidth: Math.min(protectionWidth, Math.max(0, floor - 2)),
  };
}

/** The strictest of each rule: for figures that several classes went into. */
export function strictest(policies: readonly DisclosurePolicy[]): DisclosurePolicy {
  if (policies.length === 0) throw new RangeError('strictest needs at least one policy; saw none.');
  const most = (of: (policy: DisclosurePolicy) => number): number => Math.max(...policies.map(of));
  const floor = most((p) => p.floor);
  const roundingBase = most((p) => p.roundingBase);
  const minimumCellM = most((p) => p.minimumCellM);
  const closed = policies.filter(isRestricted);
  const [leading] = [...policies].sort((a, b) => b.floor - a.floor);
  return {
    sensitivityClass: leading.sensitivityClass,
    floor: Math.max(floor, roundingBase > 1 ? roundingBase : 0),
    roundingBase,
    zeroShown: policies.every((p) => p.zeroShown),
    secondary: policies.some((p) => p.secondary),
    minimumArea: AREA_LEVELS[most((p) => AREA_LEVELS.indexOf(p.minimumArea))],
    minimumCellM,
    latticeM: closed.reduce<readonly number[]>(
      (sizes, p) => sizes.filter((size) => p.latticeM.includes(size) && size >= minimumCellM),
      closed[0]?.latticeM ?? [],
    ),
    minimumUnits: most((p) => p.minimumUnits),
    populationFloor: most((p) => p.populationFloor),
    protectionWidth: most((p) => p.protectionWidth),
  };
}

function looserThan(before: number | boolean | string, after: number | boolean | string): boolean {
  if (typeof before === 'number') return typeof after !== 'number' || after < before;
  if (typeof before === 'string')
    return AREA_LEVELS.indexOf(after as AreaLevel) < AREA_LEVELS.indexOf(before as AreaLevel);
  return false;
}

/** Booleans tighten in one direction each; numbers must be whole, a rounding base odd. */
function usable(name: keyof PolicyOverride, after: number | boolean | string): boolean {
  if (name === 'zeroShown') return after === false;
  if (name === 'secondary') return after === true;
  if (name === 'minimumArea') return AREA_LEVELS.includes(after as AreaLevel);
  return Number.isInteger(after) && (name !== 'roundingBase' || (after as number) % 2 === 1);
}

function stricterWord(name: keyof PolicyOverride): string {
  if (name === 'zeroShown') return 'false';
  if (name === 'secondary') return 'true';
  if (name === 'minimumArea') return 'a larger area';
  return name === 'roundingBase' ? 'a larger odd number' : 'a larger whole number';
}
