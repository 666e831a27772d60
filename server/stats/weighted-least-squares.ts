/** Coefficients of a weighted linear fit, or the column that made it impossible. */
export type WeightedFit =
  | { readonly collinearColumn: null; readonly coefficients: Float64Array; readonly variances: Float64Array }
  | { readonly collinearColumn: number };

/**
 * Weighted least squares by Householder QR of the matrix with each row times the square root of its weight: more exact than
 * the normal equations, which square the condition number.
 *
 * @param columns the design matrix by column, each of length n
 * @param response length n
 * @param weights length n, 0 or more
 * @returns coefficients, and the diagonal of (X'WX)^-1 as `variances` (for unit dispersion); or the first column that is a
 *   combination of those before it, to within 1e-9 of its length
 *
 * Source: Golub & Van Loan (2013), Matrix Computations, 4th edition, algorithm 5.2.1.
 */
export function weightedLeastSquares(
  columns: readonly Float64Array[],
  response: Float64Array,
  weights: Float64Array,
): WeightedFit {
  const n = response.length;
  const p = columns.length;
  const root = weights.map(Math.sqrt);
  const q = columns.map((column) => column.map((value, i) => value * root[i]));
  const z = response.map((value, i) => value * root[i]);
  const diagonal = new Float64Array(p); // R's diagonal; the rest of R lies above it in q

  for (let k = 0; k < p; k++) {
    const column = q[k];
    const tail = length(column, k, n);
    if (!(tail > 1e-9 * length(column, 0, n))) return { collinearColumn: k };
    const pivot = column[k] > 0 ? -tail : tail;
    diagonal[k] = pivot;
    column[k] -= pivot; // column[k …] is now the Householder vector
    const scale = -1 / (pivot * column[k]);
    for (let j = k + 1; j <= p; j++) {
      const target = j < p ? q[j] : z;
      let dot = 0;
      for (let i = k; i < n; i++) dot += column[i] * target[i];
      dot *= scale;
      for (let i = k; i < n; i++) target[i] -= dot * column[i];
    }
  }

  const coefficients = new Float64Array(p);
  for (let k = p - 1; k >= 0; k--) {
    let value = z[k];
    for (let j = k + 1; j < p; j++) value -= q[j][k] * coefficients[j];
    coefficients[k] = value / diagonal[k];
  }
  // (X'WX)^-1 = R^-1 R^-T: its diagonal is the sum of squares along each row of R^-1.
  const variances = new Float64Array(p);
  const inverse = new Float64Array(p);
  for (let c = 0; c < p; c++) {
    for (let k = c; k >= 0; k--) {
      let value = k === c ? 1 : 0;
      for (let j = k + 1; j <= c; j++) value -= q[j][k] * inverse[j];
      inverse[k] = value / diagonal[k];
      variances[k] += inverse[k] * inverse[k];
    }
  }
  return { collinearColumn: null, coefficients, variances };
}

function length(values: Float64Array, from: number, to: number): number {
  let squares = 0;
  for (let i = from; i < to; i++) squares += values[i] * values[i];
  return Math.sqrt(squares);
}
