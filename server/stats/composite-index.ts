import { averageRanks } from './average-ranks.ts';
import { exponentialScores } from './exponential-transform.ts';
import { isNotComputable, type NotComputable, notComputable } from './not-computable.ts';

/** How a layer is put on a common scale before it is weighted. */
export type CompositeScale = 'z-score' | 'percentile' | 'exponential';

/** One ingredient of the index. */
export interface CompositeLayer {
  readonly name: string;
  /** One finite value per unit: a rate or a score, not a raw count, or the index will only find the large areas. */
  readonly values: ArrayLike<number>;
  /** Share of the total, 0 or more; divided by the sum of all weights. */
  readonly weight: number;
  /** Whether a high value means more risk. Default true; false turns the layer round (attainment, income). */
  readonly higherIsWorse?: boolean;
}

/** A composite index with its parts, so that nobody has to take the total on trust. */
export interface CompositeIndex {
  /** One per unit; higher is worse. */
  readonly scores: Float64Array;
  /** 1 for the highest score; equal scores share the average rank. */
  readonly ranks: Float64Array;
  /** The scaled values of each layer before weighting, in the order of the layers. */
  readonly parts: readonly Float64Array[];
  /** Weights divided by their sum. */
  readonly weights: Float64Array;
}

/**
 * A weighted mean of layers on a common scale: `z-score` (default; (x - mean) / population standard deviation),
 * `percentile` (100 (rank - 0.5) / n) or `exponential` (the ranks through the transform of the deprivation indices).
 *
 * The weights are a judgement, not a finding: publish them, and `compositeSensitivity` with them. Do not add layers that
 * contain each other: an index of deprivation has a crime domain of its own.
 *
 * Not computable with fewer than two units, without a positive weight, with a missing value (name the gap, do not fill
 * it), or for a layer that is the same everywhere (`zero-variance`).
 *
 * OECD & JRC (2008), Handbook on Constructing Composite Indicators, steps 5 and 6.
 */
export function compositeIndex(
  layers: readonly CompositeLayer[],
  scale: CompositeScale = 'z-score',
): CompositeIndex | NotComputable {
  const parts: Float64Array[] = [];
  for (const layer of layers) {
    const part = scaleLayer(layer, layers[0].values.length, scale);
    if (isNotComputable(part)) return part;
    parts.push(part);
  }
  const totalWeight = layers.reduce((sum, { weight }) => sum + weight, 0);
  if (!(totalWeight > 0 && totalWeight < Infinity) || layers.some(({ weight }) => !(weight >= 0))) {
    return notComputable(
      'invalid-input',
      `A composite needs weights of 0 or more with one above 0; saw ${layers.map(({ weight }) => weight).join(', ')}.`,
    );
  }
  const weights = Float64Array.from(layers, ({ weight }) => weight / totalWeight);
  const scores = weightedMean(parts, weights);
  return { scores, ranks: averageRanks(scores.map((score) => -score)), parts, weights };
}

/** Σ weight × part per unit, divided by the sum of the weights. */
export function weightedMean(parts: readonly Float64Array[], weights: ArrayLike<number>): Float64Array {
  let total = 0;
  for (let k = 0; k < parts.length; k++) total += weights[k];
  const scores = new Float64Array(parts[0].length);
  for (let k = 0; k < parts.length; k++) {
    for (let unit = 0; unit < scores.length; unit++) scores[unit] += (weights[k] / total) * parts[k][unit];
  }
  return scores;
}

function scaleLayer(
  layer: CompositeLayer,
  units: number,
  scale: CompositeScale,
): Float64Array | NotComputable {
  const { name, values, higherIsWorse = true } = layer;
  if (values.length !== units) {
    return notComputable(
      'invalid-input',
      `Layer "${name}" must cover the same units as the first; saw ${values.length} and ${units}.`,
    );
  }
  if (units < 2) return notComputable('too-few-units', `A composite needs at least two units; saw ${units}.`);
  const turned = Float64Array.from(values, (value) => (higherIsWorse ? value : -value));
  const missing = turned.findIndex((value) => !Number.isFinite(value));
  if (missing >= 0) {
    return notComputable(
      'invalid-input',
      `Layer "${name}" has no value for unit ${missing}; supply it or drop the layer.`,
    );
  }
  if (turned.every((value) => value === turned[0])) {
    return notComputable(
      'zero-variance',
      `Layer "${name}" is the same everywhere, so it cannot rank anything.`,
    );
  }
  if (scale === 'exponential') return exponentialScores(turned);
  if (scale === 'percentile') return averageRanks(turned).map((rank) => (100 * (rank - 0.5)) / units);
  return zScores(turned);
}

function zScores(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance);
  return values.map((value) => (value - mean) / deviation);
}
