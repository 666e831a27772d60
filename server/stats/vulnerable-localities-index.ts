import { type NotComputable, notComputable } from './not-computable.ts';

/** The six variables, in the order of the published index. */
export const VLI_VARIABLES = [
  'burglary dwelling',
  'criminal damage to dwelling',
  'income deprivation',
  'employment deprivation',
  'people aged 15 to 24',
  'lack of educational attainment',
] as const;

/** A locality above this is a priority for further analysis. */
export const VLI_PRIORITY_ABOVE = 200;

/** One variable: what is counted and out of how many, per area. */
export interface VliVariable {
  readonly name: (typeof VLI_VARIABLES)[number];
  /** Per area: offences, claimants, young people, adults without qualifications. 0 or more. */
  readonly counts: ArrayLike<number>;
  /** Per area, above 0: dwellings, working-age people, all residents, adults. */
  readonly denominators: ArrayLike<number>;
}

/** The index and its parts. 100 is the rate of the study area as a whole. */
export interface VulnerableLocalitiesIndex {
  /** Mean of the six parts per area. */
  readonly index: Float64Array;
  /** Per variable, in the order of `VLI_VARIABLES`: 100 × area rate / study-area rate. */
  readonly parts: readonly Float64Array[];
  /** 1 where the index is above 200, 0 elsewhere. */
  readonly priority: Uint8Array;
}

/**
 * Vulnerable Localities Index of the Jill Dando Institute: six rates, each as a percentage of the study area's own rate
 * (all counts over all denominators), averaged. Above 200 is a priority area for a closer look, not a finding.
 *
 * The index is relative: an area's score moves when the study area changes, so never compare scores of two study areas.
 * With police.uk data burglary and damage are not those of dwellings: call it "VLI-like".
 *
 * Not computable unless all six variables are there, cover the same areas, and each has something to count somewhere in
 * the study area (`all-zero`) and a denominator in every area (`zero-denominator`).
 *
 * Chainey (2008), Policing 2:196-209; Jill Dando Institute brief on vulnerable localities.
 */
export function vulnerableLocalitiesIndex(
  variables: readonly VliVariable[],
): VulnerableLocalitiesIndex | NotComputable {
  const areas = variables[0]?.counts.length ?? 0;
  const parts: Float64Array[] = [];
  for (const name of VLI_VARIABLES) {
    const matching = variables.filter((variable) => variable.name === name);
    if (matching.length !== 1 || variables.length !== VLI_VARIABLES.length) {
      return notComputable(
        'invalid-input',
        `The index needs each of its six variables once; saw ${variables.length} in all, ${matching.length} named "${name}".`,
      );
    }
    const part = indexOf(matching[0], areas);
    if ('computable' in part) return part;
    parts.push(part);
  }
  const index = new Float64Array(areas);
  for (const part of parts) {
    for (let area = 0; area < areas; area++) index[area] += part[area] / parts.length;
  }
  return { index, parts, priority: Uint8Array.from(index, (value) => (value > VLI_PRIORITY_ABOVE ? 1 : 0)) };
}

function indexOf({ name, counts, denominators }: VliVariable, areas: number): Float64Array | NotComputable {
  if (counts.length !== areas || denominators.length !== areas) {
    return notComputable(
      'invalid-input',
      `"${name}" must cover the ${areas} areas of the first variable; saw ${counts.length} and ${denominators.length}.`,
    );
  }
  let totalCount = 0;
  let totalDenominator = 0;
  for (let area = 0; area < areas; area++) {
    if (!(denominators[area] > 0)) {
      return notComputable(
        'zero-denominator',
        `"${name}" needs a denominator above 0 in area ${area}; saw ${denominators[area]}.`,
      );
    }
    if (!(counts[area] >= 0)) {
      return notComputable(
        'invalid-input',
        `"${name}" needs a count of 0 or more in area ${area}; saw ${counts[area]}.`,
      );
    }
    totalCount += counts[area];
    totalDenominator += denominators[area];
  }
  if (totalCount === 0) {
    return notComputable(
      'all-zero',
      `"${name}" is 0 in the whole study area, so no area can be compared with it.`,
    );
  }
  const overall = totalCount / totalDenominator;
  return Float64Array.from(
    { length: areas },
    (_, area) => (100 * counts[area]) / denominators[area] / overall,
  );
}
