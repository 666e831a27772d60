import { isNotComputable, type NotComputable } from '../../server/stats/not-computable.ts';

/** The value of a result that must be computable; throws with the reason where it is not. */
export function computed<T>(result: T | NotComputable): T {
  if (isNotComputable(result)) throw new Error(`expected a value, saw "${result.reason}": ${result.detail}`);
  return result;
}
