import { type NotComputable, notComputable } from './not-computable.ts';
import type { Weights } from './weights/weights.ts';

/** A unit that has no estimate, and why; the other units keep theirs. */
export interface RefusedUnit {
  readonly unit: number;
  readonly refusal: NotComputable;
}

/** Shrunken rates. */
export interface EmpiricalBayesRates {
  /** Events per head for each unit; NaN exactly at the units listed in `refused`. */
  readonly estimates: Float64Array;
  /** Weight of the unit's own raw rate, in [0, 1]; the rest is the mean's. NaN at refused units. */
  readonly ownWeights: Float64Array;
  readonly refused: readonly RefusedUnit[];
}

/** Shrunken rates with the two moments of the whole map. */
export interface GlobalEmpiricalBayesRates extends EmpiricalBayesRates {
  /** Between-unit variance of the true rates, at least 0. At 0 every estimate is the mean. */
  readonly a: number;
  /** Mean rate of the map, Σ events / Σ population. */
  readonly b: number;
}

/**
 * Global empirical Bayes rates: each unit's raw rate pulled to the map's mean, the more the fewer people it has.
 * Estimate = b + a (p - b) / (a + b / population), with b = Σ events / Σ population and
 * a = max(0, Σ population (p - b)² / Σ population - b / mean population).
 *
 * The between-unit variance is held at 0 or above; some libraries let it go negative, which pushes small areas beyond
 * the mean. A unit with no population is refused by itself and left out of the moments; the rest of the map stands.
 * Not computable for the whole map with fewer than two usable units or no events at all.
 *
 * @param events whole or fractional counts, 0 or more, per unit
 * @param population people at risk per unit, in the same order
 *
 * Marshall (1991), Applied Statistics 40:283-294, equations 4 to 6.
 */
export function globalEmpiricalBayes(
  events: ArrayLike<number>,
  population: ArrayLike<number>,
): GlobalEmpiricalBayesRates | NotComputable {
  const wrong = checkInput(events, population);
  if (wrong !== null) return wrong;
  const refused: RefusedUnit[] = [];
  const usable: number[] = [];
  for (let unit = 0; unit < events.length; unit++) {
    if (population[unit] > 0) usable.push(unit);
    else refused.push(refuseForPopulation(unit));
  }
  if (usable.length < 2) {
    return notComputable(
      'too-few-units',
      `Shrinkage needs two units with a population; saw ${usable.length}.`,
    );
  }
  const b = meanRate(events, population, usable);
  if (b === 0) return notComputable('all-zero', 'Shrinkage needs at least one event; saw none.');
  const estimates = new Float64Array(events.length).fill(NaN);
  const ownWeights = new Float64Array(events.length).fill(NaN);
  const a = betweenVariance(events, population, usable, b, () => b);
  for (const unit of usable) shrink(events, population, unit, a, b, estimates, ownWeights);
  return { estimates, ownWeights, refused, a, b };
}

/**
 * Local empirical Bayes rates: as the global form, but the mean and variance come from the unit and its neighbours, so
 * that a quiet ward beside a busy one is not pulled to a district mean that neither resembles.
 *
 * Each neighbour counts once, whatever its weight; the unit itself always counts. A unit is refused by itself when it
 * has no population, no neighbour with a population (`no-neighbours`), or no event in its whole neighbourhood
 * (`all-zero`: "none seen" is not a rate of 0).
 *
 * Implementations disagree on the variance. Ours, as spdep's, takes each neighbour's deviation from the mean of that
 * neighbour's own neighbourhood; GeoDa takes it from the mean around the unit being estimated.
 *
 * @param weights who neighbours whom; with or without self, the result is the same
 *
 * Marshall (1991), section 4.
 */
export function localEmpiricalBayes(
  events: ArrayLike<number>,
  population: ArrayLike<number>,
  weights: Weights,
): EmpiricalBayesRates | NotComputable {
  const wrong = checkInput(events, population);
  if (wrong !== null) return wrong;
  const n = events.length;
  if (weights.n !== n) {
    return notComputable(
      'invalid-input',
      `Weights must cover the same units as the counts; saw ${weights.n} and ${n}.`,
    );
  }
  const refused: RefusedUnit[] = [];
  const estimates = new Float64Array(n).fill(NaN);
  const ownWeights = new Float64Array(n).fill(NaN);
  const means = new Float64Array(n);
  for (let unit = 0; unit < n; unit++) {
    if (population[unit] > 0)
      means[unit] = meanRate(events, population, neighbourhood(unit, population, weights));
  }
  for (let unit = 0; unit < n; unit++) {
    if (!(population[unit] > 0)) {
      refused.push(refuseForPopulation(unit));
      continue;
    }
    const members = neighbourhood(unit, population, weights);
    const b = means[unit];
    if (members.length === 1 || b === 0) {
      refused.push({ unit, refusal: refuseForNeighbourhood(unit, members.length - 1) });
      continue;
    }
    const a = betweenVariance(events, population, members, b, (member) => means[member]);
    shrink(events, population, unit, a, b, estimates, ownWeights);
  }
  return { estimates, ownWeights, refused };
}

/** The unit first, then its neighbours with a population. */
function neighbourhood(unit: number, population: ArrayLike<number>, weights: Weights): number[] {
  const members = [unit];
  for (let e = weights.offsets[unit]; e < weights.offsets[unit + 1]; e++) {
    const neighbour = weights.neighbours[e];
    if (neighbour !== unit && population[neighbour] > 0) members.push(neighbour);
  }
  return members;
}

function meanRate(
  events: ArrayLike<number>,
  population: ArrayLike<number>,
  members: readonly number[],
): number {
  let totalEvents = 0;
  let totalPopulation = 0;
  for (const unit of members) {
    totalEvents += events[unit];
    totalPopulation += population[unit];
  }
  return totalEvents / totalPopulation;
}

/** Marshall's moment estimate: the weighted spread of the raw rates less what chance alone would give, at least 0. */
function betweenVariance(
  events: ArrayLike<number>,
  population: ArrayLike<number>,
  members: readonly number[],
  b: number,
  centre: (member: number) => number,
): number {
  let totalPopulation = 0;
  let spread = 0;
  for (const unit of members) {
    totalPopulation += population[unit];
    spread += population[unit] * (events[unit] / population[unit] - centre(unit)) ** 2;
  }
  return Math.max(0, spread / totalPopulation - b / (totalPopulation / members.length));
}

function refuseForNeighbourhood(unit: number, neighbours: number): NotComputable {
  if (neighbours === 0) {
    return notComputable(
      'no-neighbours',
      `Unit ${unit} has no neighbour with a population to borrow strength from.`,
    );
  }
  return notComputable('all-zero', `Unit ${unit} and its ${neighbours} neighbours have no events.`);
}

function shrink(
  events: ArrayLike<number>,
  population: ArrayLike<number>,
  unit: number,
  a: number,
  b: number,
  estimates: Float64Array,
  ownWeights: Float64Array,
): void {
  const ownWeight = a / (a + b / population[unit]);
  ownWeights[unit] = ownWeight;
  estimates[unit] = b + ownWeight * (events[unit] / population[unit] - b);
}

function refuseForPopulation(unit: number): RefusedUnit {
  return {
    unit,
    refusal: notComputable('zero-denominator', `Unit ${unit} has no population, so it has no rate.`),
  };
}

function checkInput(events: ArrayLike<number>, population: ArrayLike<number>): NotComputable | null {
  if (events.length !== population.length) {
    return notComputable(
      'invalid-input',
      `Counts and populations must pair up; saw ${events.length} and ${population.length}.`,
    );
  }
  for (let unit = 0; unit < events.length; unit++) {
    const usable =
      events[unit] >= 0 && population[unit] >= 0 && Number.isFinite(events[unit] + population[unit]);
    if (usable) continue;
    return notComputable(
      'invalid-input',
      `Unit ${unit} needs a count and a population of 0 or more; saw ${events[unit]} and ${population[unit]}.`,
    );
  }
  return null;
}
