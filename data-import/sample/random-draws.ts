import type { RandomSource } from '../../server/stats/random.ts';

/** A standard normal draw (Box and Muller 1958); one of the pair is thrown away to keep the function stateless. */
export function drawNormal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
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

/** Running totals of weights, as `drawFromCumulative` takes them. */
export function runningTotals(weights: ArrayLike<number>): Float64Array {
  let running = 0;
  return Float64Array.from(weights, (weight) => {
    running += weight;
    return running;
  });
}
