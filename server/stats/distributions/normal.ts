/**
 * The standard normal distribution, accurate to about 1e-15 relative in both tails (to z = -37.5, where doubles end).
 *
 * Rational Chebyshev approximations of erf and erfc: W. J. Cody, "Rational Chebyshev approximations for the error
 * function", Mathematics of Computation 23 (1969), pages 631-637. The argument is split before it is squared, so that the
 * tail keeps its digits. Quantile: M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988), pages 477-484.
 */

const ERF_NUMERATOR = [
  0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694,
];
const ERF_DENOMINATOR = [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const ERFC_NUMERATOR = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
  881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const ERFC_DENOMINATOR = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const TAIL_NUMERATOR = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378,
];
const TAIL_DENOMINATOR = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
];

const SQRT_HALF = Math.SQRT1_2;
const ONE_OVER_SQRT_PI = 0.5641895835477563;
/** Cody's borders, on the scale of erfc: |x| <= 0.46875, <= 4, beyond. */
const CENTRE = 0.46875;
const TAIL = 4;

/** Highest power first (Horner). */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) sum = sum * x + coefficients[i];
  return sum;
}

/** P(Z > z) for z >= 0. */
function upperTail(z: number): number {
  const x = z * SQRT_HALF;
  if (x <= CENTRE) {
    const squared = x * x;
    return 0.5 - (0.5 * x * polynomial(ERF_NUMERATOR, squared)) / polynomial(ERF_DENOMINATOR, squared);
  }
  // exp(-z^2 / 2) in two factors: the first exponent is exact, the second small.
  const coarse = Math.trunc(z * 16) / 16;
  const density = Math.exp((-coarse * coarse) / 2) * Math.exp((-(z - coarse) * (z + coarse)) / 2);
  if (x <= TAIL) {
    return (0.5 * density * polynomial(ERFC_NUMERATOR, x)) / polynomial(ERFC_DENOMINATOR, x);
  }
  const inverse = 1 / (x * x);
  const correction = (inverse * polynomial(TAIL_NUMERATOR, inverse)) / polynomial(TAIL_DENOMINATOR, inverse);
  return (0.5 * density * (ONE_OVER_SQRT_PI - correction)) / x;
}

/** P(Z <= z). NaN for NaN. */
export function normalCdf(z: number): number {
  return normalSurvival(-z);
}

/** P(Z > z): keeps its digits where 1 - normalCdf(z) would lose them. NaN for NaN. */
export function normalSurvival(z: number): number {
  if (z === Number.POSITIVE_INFINITY) return 0;
  if (z === Number.NEGATIVE_INFINITY) return 1;
  return z >= 0 ? upperTail(z) : 1 - upperTail(-z);
}

/** Two-sided p-value of a z-score: 2 P(Z > |z|). 1 at z = 0, NaN for NaN. */
export function twoSidedNormalP(z: number): number {
  return 2 * normalSurvival(Math.abs(z));
}

const QUANTILE_CENTRE: readonly [number[], number[]] = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
    1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
    687.1870074920579, 42.31333070160091, 1,
  ],
];
const QUANTILE_MIDDLE: readonly [number[], number[]] = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
];
const QUANTILE_TAIL: readonly [number[], number[]] = [
  [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
    0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
  ],
];

/**
 * The z below which a share p of the distribution lies. -Infinity at 0, Infinity at 1, NaN outside [0, 1].
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const fromHalf = p - 0.5;
  if (Math.abs(fromHalf) <= 0.425) {
    const r = 0.180625 - fromHalf * fromHalf;
    return (fromHalf * polynomial(QUANTILE_CENTRE[0], r)) / polynomial(QUANTILE_CENTRE[1], r);
  }
  const r = Math.sqrt(-Math.log(fromHalf < 0 ? p : 1 - p));
  const [numerator, denominator] = r <= 5 ? QUANTILE_MIDDLE : QUANTILE_TAIL;
  const shifted = r <= 5 ? r - 1.6 : r - 5;
  const z = polynomial(numerator, shifted) / polynomial(denominator, shifted);
  return fromHalf < 0 ? -z : z;
}
