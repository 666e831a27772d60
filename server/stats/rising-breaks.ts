/**
 * Check the edges of half-open bands: 2 to 255 finite numbers of 0 or more, each above the one before.
 *
 * @param what the bands' name for the message, such as "distance bands"
 * @throws RangeError that says what was seen and what to do
 */
export function requireRisingBreaks(what: string, breaks: readonly number[]): void {
  const rising = breaks.every(
    (edge, i) => Number.isFinite(edge) && (i === 0 ? edge >= 0 : edge > breaks[i - 1]),
  );
  if (breaks.length < 2 || breaks.length > 255 || !rising) {
    throw new RangeError(
      `The ${what} need 2 to 255 rising edges of 0 or more; saw ${breaks.join(', ') || 'none'}. Sort them and drop doubles.`,
    );
  }
}
