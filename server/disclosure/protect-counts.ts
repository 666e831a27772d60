import { type Disclosed, hidden, NOT_SUPPLIED, shown, ZERO } from './disclosed.ts';
import type { DisclosurePolicy } from './policy.ts';

type CountRules = Pick<DisclosurePolicy, 'floor' | 'roundingBase' | 'zeroShown'>;

/** The nearest multiple of `base`, which is odd: no whole number lies half-way. */
export function roundToBase(count: number, base: number): number {
  return base <= 1 ? count : base * Math.round(count / base);
}

/** Whether a count is too small to be shown by itself. */
export function isSmall(count: number, { floor, zeroShown }: CountRules): boolean {
  return count < floor && (count > 0 || !zeroShown);
}

/** The whole numbers that one reads from a shown figure: those that round to it and may be shown. */
export function countsBehind(
  value: number,
  { floor, roundingBase }: CountRules,
): { lowest: number; highest: number } {
  const half = (roundingBase - 1) / 2;
  return { lowest: Math.max(floor, value - half), highest: value + half };
}

/**
 * One count by itself: hidden where it is small, else rounded. This is the primary rule only; figures that add up with
 * others go through protectFigures.
 *
 * @param count a whole number, or null where nothing was supplied
 * @param units homes, premises or people behind the count, where the class asks for a minimum
 */
export function protectCount(
  count: number | null,
  policy: Pick<DisclosurePolicy, 'floor' | 'roundingBase' | 'zeroShown' | 'minimumUnits'>,
  units?: number,
): Disclosed {
  if (count === null) return NOT_SUPPLIED;
  if (!(Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`protectCount takes a whole number of 0 or more; saw ${count}.`);
  }
  if (isSmall(count, policy)) return hidden('small-number');
  if (count === 0) return ZERO;
  if (units !== undefined && units < policy.minimumUnits) return hidden('too-few-units');
  return shown(roundToBase(count, policy.roundingBase), policy.roundingBase > 1);
}
