import { type NotComputable, notComputable } from './not-computable.ts';
import type { BeforeAfter } from './weighted-displacement-quotient.ts';

const Z_95 = 1.959963984540054;

/** A ratio with its 95 % interval from the log scale. */
export interface RatioEstimate {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** One effect, told in both directions. The interval is the one under over-dispersion; the Poisson one stands beside. */
export interface RelativeEffect {
  /** ad / (bc): above 1 the treated area did better than the control. */
  readonly relativeEffectSize: RatioEstimate & { readonly goodWhen: 'above-1' };
  /** Relative incident rate ratio, bc / (ad) = 1 / RES: below 1 the treated area did better. */
  readonly rirr: RatioEstimate & { readonly goodWhen: 'below-1' };
  /** 100 (RIRR - 1): -48.5 reads "48.5 % fewer than expected from the control". */
  readonly percentChange: { readonly percent: number; readonly low: number; readonly high: number };
  /** The RES interval if the counts were Poisson: the narrowest that could be defended. */
  readonly poissonInterval: RatioEstimate;
  /** Standard error of ln RES under over-dispersion: sqrt(phi) times the Poisson one. */
  readonly logStandardError: number;
  readonly overdispersion: number;
}

/**
 * Relative effect size: how the treated area changed, relative to how the control changed.
 *
 * With a, b the treated and c, d the control counts before and after, RES = ad / (bc). Periods may differ in length, as
 * long as both areas share them. Var(ln RES) = phi (1/a + 1/b + 1/c + 1/d). Two
 * literatures print the two directions of the same figure, so each carries `goodWhen`.
 *
 * @param treated counts a, b
 * @param control counts c, d
 * @param overdispersion phi, 1 or more. 2 by default: later Campbell reviews double the Poisson variance, as crime counts
 *   vary more than Poisson
 * @returns not computable when any count is 0 (the ratio or its variance is not defined) or an input is not usable
 *
 * Source: Farrington, Gill, Waples & Argomaniz (2007), The effects of closed-circuit television on crime, Journal of
 * Experimental Criminology 3, 21-38, for RES; Wilson (2022), The relative incident rate ratio effect size for count-based
 * impact evaluations, Journal of Quantitative Criminology 38, 323-341; Braga & Weisburd (2022), same journal 38, 1-22.
 */
export function relativeEffectSize(
  treated: BeforeAfter,
  control: BeforeAfter,
  overdispersion = 2,
): RelativeEffect | NotComputable {
  const counts = [treated.before, treated.after, control.before, control.after];
  const bad = counts.find((count) => !Number.isSafeInteger(count) || count < 0);
  if (bad !== undefined) {
    return notComputable('invalid-input', `A count must be a whole number of 0 or more; saw ${bad}.`);
  }
  if (!(overdispersion >= 1 && Number.isFinite(overdispersion))) {
    return notComputable('invalid-input', `Over-dispersion phi must be 1 or more; saw ${overdispersion}.`);
  }
  if (counts.includes(0)) {
    return notComputable(
      'undefined-ratio',
      `A relative effect size needs four counts above 0; saw ${counts.join(', ')}. Use the weighted displacement difference.`,
    );
  }
  const [a, b, c, d] = counts;
  const ratio = (a * d) / (b * c);
  const poissonError = Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  const logStandardError = Math.sqrt(overdispersion) * poissonError;
  const interval = (standardError: number): RatioEstimate => ({
    ratio,
    low: ratio * Math.exp(-Z_95 * standardError),
    high: ratio * Math.exp(Z_95 * standardError),
  });
  const res = interval(logStandardError);
  const rirr = { ratio: 1 / res.ratio, low: 1 / res.high, high: 1 / res.low };
  return {
    relativeEffectSize: { ...res, goodWhen: 'above-1' },
    rirr: { ...rirr, goodWhen: 'below-1' },
    percentChange: {
      percent: 100 * (rirr.ratio - 1),
      low: 100 * (rirr.low - 1),
      high: 100 * (rirr.high - 1),
    },
    poissonInterval: interval(poissonError),
    logStandardError,
    overdispersion,
  };
}
