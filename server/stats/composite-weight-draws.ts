import { averageRanks } from './average-ranks.ts';
import { weightedMean } from './composite-index.ts';
import { type NotComputable, notComputable } from './not-computable.ts';
import type { RandomSource } from './random.ts';

/** Where each unit's rank lies when all weights are uncertain at once. Rank 1 is the highest score. */
export interface CompositeWeightDraws {
  /** Equal-tailed interval of the rank over the draws, per unit. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly draws: number;
}

export interface CompositeWeightDrawsInput {
  /** Scaled layers (`CompositeIndex.parts`). */
  readonly parts: readonly Float64Array[];
  /** One per layer, 0 or more, one above 0. */
  readonly weights: ArrayLike<number>;
  /** Seeded source: the same seed gives the same ranges. */
  readonly random: RandomSource;
  /** Each weight is multiplied by a uniform draw from 1 - this to 1 + this. Default 0.2. */
  readonly perturbation?: number;
  /** Default 1,000. */
  readonly draws?: number;
  /** Two-sided confidence, in (0, 1). Default 0.95. */
  readonly confidence?: number;
}

/**
 * How far ranks move when every weight of a composite is off by up to a fifth at the same time: the companion of
 * `compositeSensitivity`, which moves one weight at a time.
 *
 * Not computable without layers of one length and a weight above 0 each time.
 *
 * Saisana, Saltelli & Tarantola (2005), JRSS A 168:307-323, section 3.
 */
export function compositeWeightDraws(input: CompositeWeightDrawsInput): CompositeWeightDraws | NotComputable {
  const { parts, weights, random, perturbation = 0.2, draws = 1000, confidence = 0.95 } = input;
  const own = Array.from(weights);
  const usable =
    parts.length > 0 &&
    own.length === parts.length &&
    parts.every((part) => part.length === parts[0].length) &&
    own.every((weight) => weight >= 0) &&
    own.some((weight) => weight > 0);
  if (!usable || !(perturbation > 0 && perturbation < 1) || !(Number.isInteger(draws) && draws >= 100)) {
    return notComputable(
      'invalid-input',
      `Drawn weights need layers of one length, a weight above 0, a perturbation in (0, 1) and 100 draws; saw ${parts.length} layers, ${own.join(', ')}, ${perturbation}, ${draws}.`,
    );
  }
  const n = parts[0].length;
  const seen = Array.from({ length: n }, () => new Float64Array(draws));
  for (let draw = 0; draw < draws; draw++) {
    const drawn = own.map((weight) => weight * (1 - perturbation + 2 * perturbation * random()));
    const ranks = averageRanks(weightedMean(parts, drawn).map((score) => -score));
    for (let unit = 0; unit < n; unit++) seen[unit][draw] = ranks[unit];
  }
  const tail = Math.floor(((1 - confidence) / 2) * draws);
  const sorted = seen.map((ranks) => ranks.sort());
  return {
    lower: Float64Array.from(sorted, (ranks) => ranks[tail]),
    upper: Float64Array.from(sorted, (ranks) => ranks[draws - 1 - tail]),
    draws,
  };
}
