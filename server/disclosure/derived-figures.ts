import { type Disclosed, hidden, NOT_SUPPLIED, numberShown, shown } from './disclosed.ts';
import type { DisclosurePolicy } from './policy.ts';

// Whatever is computed from released figures alone gives nothing away that they do not. So everything derived takes figures
// as they are shown, and is hidden where one of them is.

/** Combine figures: hidden where any is hidden, not supplied where any was not supplied. */
export function combineFigures(
  figures: readonly Disclosed[],
  compute: (...numbers: number[]) => number | null,
): Disclosed {
  if (figures.some(({ state }) => state === 'not-supplied')) return NOT_SUPPLIED;
  const numbers = figures.map(numberShown);
  if (numbers.includes(null)) return hidden('part-hidden');
  const value = compute(...(numbers as number[]));
  return value === null
    ? hidden('part-hidden')
    : shown(
        value,
        figures.some((figure) => figure.state === 'shown' && figure.rounded),
      );
}

/** Events per `per` residents; hidden too where few live there. `population` null: not supplied. */
export function rateOfFigure(
  events: Disclosed,
  population: number | null,
  { populationFloor }: Pick<DisclosurePolicy, 'populationFloor'>,
  per = 1000,
): Disclosed {
  if (population === null) return NOT_SUPPLIED;
  if (population < Math.max(1, populationFloor)) return hidden('small-population');
  return combineFigures([events], (count) => (count / population) * per);
}

/** A part of a whole, 0 to 1. Rounded by themselves, a part can read more than its whole: then 1. */
export function shareOfFigures(part: Disclosed, whole: Disclosed): Disclosed {
  return combineFigures([part, whole], (p, w) => (w === 0 ? null : Math.min(1, p / w)));
}

/** After minus before. */
export function differenceOfFigures(after: Disclosed, before: Disclosed): Disclosed {
  return combineFigures([after, before], (a, b) => a - b);
}

/** Change in parts of 1 of the figure before. */
export function changeOfFigures(after: Disclosed, before: Disclosed): Disclosed {
  return combineFigures([after, before], (a, b) => (b === 0 ? null : (a - b) / b));
}

/** Most first, equal ones by name; then hidden ones and then those not supplied, by name only. */
export function orderByFigure<T>(
  items: readonly T[],
  figureOf: (item: T) => Disclosed,
  nameOf: (item: T) => string,
): T[] {
  const group = (figure: Disclosed): number =>
    numberShown(figure) !== null ? 0 : figure.state === 'hidden' ? 1 : 2;
  return [...items].sort((a, b) => {
    const [left, right] = [figureOf(a), figureOf(b)];
    return (
      group(left) - group(right) ||
      (numberShown(right) ?? 0) - (numberShown(left) ?? 0) ||
      nameOf(a).localeCompare(nameOf(b), 'en-GB')
    );
  });
}

/** The ends of a legend: of the figures shown; null where none is. */
export function extremesShown(figures: readonly Disclosed[]): { lowest: number; highest: number } | null {
  const numbers = figures.map(numberShown).filter((value) => value !== null);
  return numbers.length === 0 ? null : { lowest: Math.min(...numbers), highest: Math.max(...numbers) };
}

/** One layer's say about a place: its figure, and its band or null where it has none. */
export interface LayerAtPlace {
  readonly figure: Disclosed;
  readonly band: number | null;
}

/**
 * Whether a place is hot in every layer that was joined. Checked after joining: where any layer hides its figure or withholds
 * its band, the answer is withheld, since "hot together" or "not hot together" beside the other layers' shown bands would say
 * what the hidden one is.
 *
 * @param level band from which a place is hot: 2 is 95 % sure
 * @returns null where withheld
 */
export function hotTogether(layers: readonly LayerAtPlace[], level: number): boolean | null {
  let all = true;
  for (const { figure, band } of layers) {
    if (numberShown(figure) === null || band === null) return null;
    if (band < level) all = false;
  }
  return all;
}
