/** Steps that people read easily, within one power of ten. */
const EASY = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/**
 * Lower bounds of classes 2, 3, ... for positive values; class 1 begins just above zero. Events cluster so strongly
 * that equal steps would leave every class but the first nearly empty, and quantiles would paint a fifth of all
 * places dark: the bounds grow by a constant ratio up to the maximum, rounded to easy numbers.
 *
 * Returns at most `classes` - 1 bounds, ascending, each at most the maximum, so that the last class is never empty.
 * Fewer where the values have no room: whole numbers up to `classes` get one class each. Default 5 classes.
 */
export function classBreaks(values: readonly number[], classes = 5): number[] {
  let maximum = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let allWhole = true;
  for (const value of values) {
    if (!(value > 0)) continue;
    if (value > maximum) maximum = value;
    if (value < minimum) minimum = value;
    if (allWhole && !Number.isInteger(value)) allWhole = false;
  }
  if (maximum === 0 || maximum === minimum) return [];
  if (allWhole && maximum <= classes) return Array.from({ length: maximum - 1 }, (_, i) => i + 2);

  // A ratio above 3 would spend the classes on values too small to matter.
  const ratio = Math.min(3, (maximum / minimum) ** (1 / classes));
  const breaks: number[] = [];
  for (let k = classes - 1; k >= 1; k--) {
    const easy = easyNumber(maximum / ratio ** k);
    const bound = allWhole ? Math.max(2, Math.round(easy)) : easy;
    if (bound > (breaks.at(-1) ?? minimum) && bound <= maximum) breaks.push(bound);
  }
  return breaks;
}

/** The class (0-based) of a positive value; -1 for zero, for which nothing is drawn. */
export function classOf(value: number, breaks: readonly number[]): number {
  if (!(value > 0)) return -1;
  let k = 0;
  while (k < breaks.length && value >= breaks[k]!) k++;
  return k;
}

function easyNumber(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const mantissa = value / power;
  const nearest = EASY.reduce((best, step) =>
    Math.abs(Math.log(step / mantissa)) < Math.abs(Math.log(best / mantissa)) ? step : best,
  );
  return Number((nearest * power).toPrecision(3));
}
