import { averageRanks } from './average-ranks.ts';
import { weightedMean } from './composite-index.ts';
import { type NotComputable, notComputable } from './not-computable.ts';

/** How far each unit's rank moves when the recipe changes. Rank 1 is the highest score. */
export interface CompositeSensitivity {
  readonly baseRank: Float64Array;
  /** Best and worst rank over all recipes with one layer left out. */
  readonly leaveOneOut: RankRange;
  /** Best and worst rank over all recipes with one weight raised or lowered by `perturbation`. */
  readonly weightPerturbation: RankRange;
  /** The share that each weight was moved by, in (0, 1). */
  readonly perturbation: number;
}

/** Lowest and highest rank number per unit, the base recipe included. */
export interface RankRange {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/**
 * Does the order of a composite index hang on one layer or on the exact weights? Ranks are computed anew with each layer
 * left out, and with each weight in turn raised and lowered by a fifth. An area that is in the top three under every
 * recipe may be called so; one that ranges from second to fifteenth may not.
 *
 * @param parts scaled layers (`CompositeIndex.parts`, or the six parts of a vulnerable localities index)
 * @param weights one per layer, 0 or more; they need not sum to 1
 * @param perturbation default 0.2
 *
 * Layers of weight 0 are left in place. Not computable with fewer than two layers that count: there is nothing to leave
 * out.
 *
 * Saisana, Saltelli & Tarantola (2005), JRSS A 168:307-323.
 */
export function compositeSensitivity(
  parts: readonly Float64Array[],
  weights: ArrayLike<number>,
  perturbation = 0.2,
): CompositeSensitivity | NotComputable {
  const own = Array.from(weights);
  const sizes = new Set(parts.map((part) => part.length));
  if (own.length !== parts.length || sizes.size > 1 || !(perturbation > 0 && perturbation < 1)) {
    return notComputable(
      'invalid-input',
      `Sensitivity needs a weight per layer, layers of one length and a perturbation in (0, 1); saw ${parts.length} layers, ${own.length} weights, ${perturbation}.`,
    );
  }
  const counted = own.filter((weight) => weight > 0).length;
  if (counted < 2) {
    return notComputable(
      'too-few-units',
      `Sensitivity needs at least two layers with a weight; saw ${counted}.`,
    );
  }
  const ranksFor = (recipe: readonly number[]): Float64Array =>
    averageRanks(weightedMean(parts, recipe).map((score) => -score));
  const scaled = (layer: number, factor: number): number[] =>
    own.map((weight, k) => (k === layer ? weight * factor : weight));
  const baseRank = ranksFor(own);
  const layers = own.map((_, layer) => layer);
  const without = layers.map((layer) => ranksFor(scaled(layer, 0)));
  const shifted = layers.flatMap((layer) => [
    ranksFor(scaled(layer, 1 - perturbation)),
    ranksFor(scaled(layer, 1 + perturbation)),
  ]);
  return {
    baseRank,
    leaveOneOut: rangeOf(baseRank, without),
    weightPerturbation: rangeOf(baseRank, shifted),
    perturbation,
  };
}

function rangeOf(base: Float64Array, others: readonly Float64Array[]): RankRange {
  const from = base.slice();
  const to = base.slice();
  for (const ranks of others) {
    for (let unit = 0; unit < base.length; unit++) {
      from[unit] = Math.min(from[unit], ranks[unit]);
      to[unit] = Math.max(to[unit], ranks[unit]);
    }
  }
  return { from, to };
}
