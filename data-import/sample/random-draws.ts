import type { RandomSource } from '../../server/stats/random.ts';

/** A standard normal draw (Box and Muller 1958); one of the pair is thrown away to keep the function stateless. */
export function drawNormal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A gamma draw with mean 1 and variance 1/shape, for shape of at least 1 (Marsaglia and Tsang 2000). */
export function drawGammaMeanOne(random: RandomSource, shape: number): number {
  if (!(shape >= 1)) throw new RangeError(`gamma shape must be at least 1, got ${shape}`);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = drawNormal(random);
    const v = (1 + c * normal) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
}

/** A Poisson draw: multiplication of uniforms, halving means above 30 so that exp(-mean) stays well scaled. */
export function drawPoisson(random: RandomSource, mean: number): number {
  if (mean > 30) return drawPoisson(random, mean / 2) + drawPoisson(random, mean / 2);
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

/** An index drawn with probability proportional to its weight, from running totals of the weights. */
export function drawFromCumulative(random: RandomSource, cumulative: ArrayLike<number>): number {
  const target = random() * cumulative[cumulative.length - 1];
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
