/** Why a statistic has no value here. A state of its own: never 0, never NaN passed on as a number. */
export type NotComputableReason =
  | 'too-few-units'
  | 'too-few-events'
  | 'too-few-periods'
  | 'zero-variance'
  | 'zero-denominator'
  | 'all-zero'
  | 'no-neighbours'
  | 'undefined-ratio'
  | 'invalid-input';

/** What a statistic returns in place of a value when the data cannot support one. */
export interface NotComputable {
  readonly computable: false;
  readonly reason: NotComputableReason;
  /** One sentence for a reader: what was needed and what was seen. */
  readonly detail: string;
}

/** Build the "not computable" state. */
export function notComputable(reason: NotComputableReason, detail: string): NotComputable {
  return { computable: false, reason, detail };
}

/** Narrow a result to the "not computable" state. */
export function isNotComputable(result: unknown): result is NotComputable {
  return (
    typeof result === 'object' && result !== null && (result as { computable?: unknown }).computable === false
  );
}
