import { averageRanks } from './average-ranks.ts';

const SCALE = 23;

/**
 * The exponential transform of the English and Scottish indices of deprivation: X = -23 ln(1 - R (1 - e^(-100/23))).
 * Spreads out the most deprived tenth over half of the scale, so that a very bad score on one layer is not cancelled by
 * a very good one on another: 0 and 100 average to 50, which is the 90th percentile and not the middle.
 *
 * @param rankShare R in [0, 1], 1 for the most deprived (rank / n). NaN outside
 * @returns X in [0, 100]
 *
 * Scottish Executive (2003), Scottish Indices of Deprivation, appendix 5; English Indices of Deprivation 2019, Technical
 * Report.
 */
export function exponentialTransform(rankShare: number): number {
  if (!(rankShare >= 0 && rankShare <= 1)) return NaN;
  return -SCALE * Math.log1p(rankShare * Math.expm1(-100 / SCALE));
}

/** Transformed scores of a set of values: the highest gets 100. Equal values share their average rank. */
export function exponentialScores(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  return averageRanks(values).map((rank) => exponentialTransform(rank / n));
}
