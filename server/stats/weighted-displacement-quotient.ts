import { type NotComputable, notComputable } from './not-computable.ts';

/** Counts before and after in one area. */
export interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

/** What a displacement quotient says in words. */
export type DisplacementReading =
  | 'diffusion-exceeds-effect'
  | 'diffusion'
  | 'no-displacement'
  | 'partial-displacement'
  | 'full-displacement'
  | 'displacement-exceeds-effect';

/** The popcenter set of effect sizes for one treated area, its buffer and a control. */
export interface DisplacementQuotient {
  /** Rb - Ra: the fall in the treated area as it stands. Above 0 is a fall. */
  readonly grossEffect: number;
  /** Rb/Cb - Ra/Ca: the fall relative to the control. Above 0 is good. */
  readonly netEffect: number;
  /** [Rb Ca/Cb - Ra] + [Db Ca/Cb - Da]: events prevented in the treated area and the buffer together. */
  readonly totalNetEffect: number;
  /** Ra/Ca - Rb/Cb: below 0 the treated area did better than the control. */
  readonly success: number;
  /** Da/Ca - Db/Cb: below 0 the buffer improved too (diffusion of benefit), above 0 it got worse (displacement). */
  readonly buffer: number;
  /** buffer / success, or why it must not be read. */
  readonly wdq: number | NotComputable;
  /** What the quotient says; null when it must not be read. */
  readonly reading: DisplacementReading | null;
}

/**
 * Weighted displacement quotient: did crime move to the buffer, or did the benefit spread there?
 *
 * WDQ = (Da/Ca - Db/Cb) / (Ra/Ca - Rb/Cb). Above 1 the buffer gained more than the treated area; 0 to 1 benefit spread;
 * 0 neither; -1 to 0 some crime moved but there is still a net gain; -1 all of the gain moved; below -1 more came back
 * than was won. It carries no uncertainty: give the weighted displacement difference with it.
 *
 * @param treated counts R
 * @param buffer counts D, the ring where crime could move
 * @param control counts C, a like area far enough away
 * @returns not computable as a whole when any of the six counts is 0 (every ratio turns on the control, and a zero makes
 *   the quotient meaningless); `wdq` alone is not computable when success is not below 0, since then there is no gain to
 *   move
 *
 * Source: Bowers & Johnson (2003), Measuring the geographical displacement and diffusion of benefit effects of crime
 * prevention activity, Journal of Quantitative Criminology 19, 275-301; Guerette (2009), Problem-Oriented Policing Tool
 * Guide 10, for GE, NE and TNE. Refusal on zero: Ratcliffe's SEPTIC tool.
 */
export function weightedDisplacementQuotient(
  treated: BeforeAfter,
  buffer: BeforeAfter,
  control: BeforeAfter,
): DisplacementQuotient | NotComputable {
  const counts = [treated.before, treated.after, buffer.before, buffer.after, control.before, control.after];
  const bad = counts.find((count) => !Number.isSafeInteger(count) || count < 0);
  if (bad !== undefined) {
    return notComputable('invalid-input', `A count must be a whole number of 0 or more; saw ${bad}.`);
  }
  if (counts.includes(0)) {
    return notComputable(
      'undefined-ratio',
      `A displacement quotient needs six counts above 0; saw ${counts.join(', ')}. Use the weighted displacement difference.`,
    );
  }
  const success = treated.after / control.after - treated.before / control.before;
  const bufferChange = buffer.after / control.after - buffer.before / control.before;
  const controlTrend = control.after / control.before;
  const readable = success < 0;
  const quotient = bufferChange / success;
  return {
    grossEffect: treated.before - treated.after,
    netEffect: -success,
    totalNetEffect:
      treated.before * controlTrend - treated.after + (buffer.before * controlTrend - buffer.after),
    success,
    buffer: bufferChange,
    wdq: readable
      ? quotient
      : notComputable(
          'undefined-ratio',
          `The treated area did no better than the control (success ${success.toFixed(4)}, needed below 0): nothing to displace.`,
        ),
    reading: readable ? readQuotient(quotient) : null,
  };
}

function readQuotient(wdq: number): DisplacementReading {
  if (wdq > 1) return 'diffusion-exceeds-effect';
  if (wdq > 0) return 'diffusion';
  if (wdq === 0) return 'no-displacement';
  if (wdq > -1) return 'partial-displacement';
  return wdq === -1 ? 'full-displacement' : 'displacement-exceeds-effect';
}
