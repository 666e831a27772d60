/**
 * The band a map shows: 3, 2, 1 for a hot spot at 99, 95, 90 % after adjustment, -3, -2, -1 for a cold spot, 0 for not
 * significant. A level is reached at exactly its p: 0.01, 0.05, 0.10 inclusive.
 *
 * 0 also stands for a unit that is not computable (NaN in either input): draw those from the NaN in z.
 * The sign is that of z, not of the unit's own value: an empty cell among busy ones can be hot.
 *
 * @param z z-score per unit
 * @param pAdjusted p-value per unit after adjustment for the number of units
 */
export function significanceBands(z: Float64Array, pAdjusted: Float64Array): Int8Array {
  if (z.length !== pAdjusted.length) {
    throw new RangeError(`Each unit needs a z and a p; there were ${z.length} z and ${pAdjusted.length} p.`);
  }
  const bands = new Int8Array(z.length);
  for (let i = 0; i < z.length; i++) {
    const p = pAdjusted[i];
    const level = p <= 0.01 ? 3 : p <= 0.05 ? 2 : p <= 0.1 ? 1 : 0;
    bands[i] = z[i] > 0 ? level : z[i] < 0 ? -level : 0;
  }
  return bands;
}
