/** Half of the last place of a share that is given in whole hundredths. */
const HALF_A_HUNDREDTH = 0.005;

/**
 * A share as it may leave: of open data exact; of restricted data in whole hundredths, and none of few events, so that every
 * count that is hidden, from 1 up to `floor` - 1, reads the same: 0. A finer share and a rounded total would give it away.
 *
 * @param floor smallest count of this kind of data that is shown; 0 for open data
 * @returns null where there are no events, or too few
 */
export function shareOf(part: number, whole: number, floor: number): number | null {
  if (whole === 0 || whole * HALF_A_HUNDREDTH < floor) return null;
  const share = part / whole;
  return floor === 0 ? share : Math.round(100 * share) / 100;
}
