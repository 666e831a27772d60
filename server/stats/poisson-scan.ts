import { type NotComputable, notComputable } from './not-computable.ts';
import type { RandomSource } from './random.ts';
import { type ScanZones, scanZones } from './scan-zones.ts';

/** Counts at places, one entry per place (the centre of an area or of a cell). */
export interface ScanPlaces {
  /** Eastings in metres. */
  readonly x: Float64Array;
  /** Northings in metres. */
  readonly y: Float64Array;
  /** Events: whole numbers of 0 or more. */
  readonly cases: Float64Array;
  /** What the events are expected in proportion to: people, or people standardised for age; 0 or more. */
  readonly population: Float64Array;
}

/** How to scan. */
export interface ScanOptions {
  /** Largest share of the population in one circle, above 0 and up to 0.5; 0.5 by default. */
  readonly largestPopulationShare?: number;
  /** Random maps to compare with; 999 by default. */
  readonly replicates?: number;
  /** Seeded source of the random maps: the same seed gives the same p-values. */
  readonly random: RandomSource;
  /** Most clusters to return, the most likely first; 10 by default. */
  readonly mostClusters?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** One circle with more events than its share. */
export interface ScanCluster {
  /** The place at the middle. */
  readonly centre: number;
  /** Distance from the middle to the farthest place inside, in metres; 0 for one place alone. */
  readonly radiusM: number;
  /** Places inside, by rising distance from the middle. */
  readonly members: Int32Array;
  readonly observed: number;
  readonly expected: number;
  /** (observed / expected) inside over the same outside; Infinity when every event lies inside. */
  readonly relativeRisk: number;
  readonly logLikelihoodRatio: number;
  /** (random maps whose best circle is at least this good + 1) / (maps + 1). Already allows for looking everywhere. */
  readonly pValue: number;
}

/** Clusters that share no place, the most likely first. */
export interface PoissonScan {
  readonly clusters: readonly ScanCluster[];
  readonly replicates: number;
}

/**
 * Kulldorff's circular scan statistic for Poisson counts: is there a cluster anywhere, and where?
 *
 * Circles around every place grow until they hold half the population. Each is scored by
 * LLR = c ln(c/E) + (C - c) ln((C - c)/(C - E)) where c > E, else 0. The best score is compared with the best scores of maps
 * in which the C events fall on places in proportion to population, so one p covers all circles: no further correction for
 * multiple testing is due. Later clusters share no place with earlier ones, and their p compares with the best score of each
 * random map too, which makes it cautious.
 *
 * The circle found is the best circle, not the cluster's true edge.
 *
 * @returns not computable with fewer than 3 places, no events, no population, or values that are not usable
 * @throws RangeError for a population share, a number of replicates or of clusters out of range
 *
 * Source: Kulldorff (1997), A spatial scan statistic, Communications in Statistics: Theory and Methods 26, 1481-1496.
 */
export function poissonScan(places: ScanPlaces, options: ScanOptions): PoissonScan | NotComputable {
  const { x, cases, population } = places;
  const { largestPopulationShare = 0.5, replicates = 999, random, mostClusters = 10 } = options;
  const n = x.length;
  if (!(largestPopulationShare > 0 && largestPopulationShare <= 0.5)) {
    throw new RangeError(
      `The largest population share must be above 0 and up to 0.5; saw ${largestPopulationShare}.`,
    );
  }
  if (
    !(Number.isInteger(replicates) && replicates >= 1 && Number.isInteger(mostClusters) && mostClusters >= 1)
  ) {
    throw new RangeError(
      `A scan needs 1 or more random maps and clusters; saw ${replicates} and ${mostClusters}. 999 and 10 are usual.`,
    );
  }
  if (n < 3) return notComputable('too-few-units', `A scan needs at least 3 places; saw ${n}.`);
  if (!cases.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    return notComputable('invalid-input', 'Events must be whole numbers of 0 or more at every place.');
  }
  if (!population.every((people) => people >= 0 && Number.isFinite(people))) {
    return notComputable('invalid-input', 'Population must be a number of 0 or more at every place.');
  }
  const totalCases = total(cases);
  const totalPopulation = total(population);
  if (totalCases === 0) return notComputable('all-zero', 'No events anywhere: nothing can cluster.');
  if (totalPopulation === 0) {
    return notComputable('zero-denominator', 'No population anywhere: no number of events can be expected.');
  }
  if (cases.some((count, i) => count > 0 && population[i] === 0)) {
    return notComputable(
      'zero-denominator',
      'Some place has events but no population: none can be expected there. Merge it with a neighbour.',
    );
  }

  const expected = population.map((people) => (people * totalCases) / totalPopulation);
  const zones = scanZones(places.x, places.y, expected, largestPopulationShare * totalCases);
  const clusters: Omit<ScanCluster, 'pValue'>[] = [];
  const taken = new Uint8Array(n);
  while (clusters.length < mostClusters) {
    const best = bestCircle(zones, cases, expected, totalCases, taken);
    if (best.ratio <= 0) break;
    const members = zones.places.slice(zones.start[best.centre], best.end);
    const observed = members.reduce((sum, i) => sum + cases[i], 0);
    const inside = members.reduce((sum, i) => sum + expected[i], 0);
    const last = members[members.length - 1];
    clusters.push({
      centre: best.centre,
      radiusM: Math.sqrt((x[last] - x[best.centre]) ** 2 + (places.y[last] - places.y[best.centre]) ** 2),
      members,
      observed,
      expected: inside,
      relativeRisk: observed / inside / ((totalCases - observed) / (totalCases - inside)),
      logLikelihoodRatio: best.ratio,
    });
    for (const i of members) taken[i] = 1;
  }

  const drawPlace = weightedSampler(expected);
  const simulated = new Float64Array(n);
  const nothingTaken = new Uint8Array(n);
  const atLeast = clusters.map(() => 0);
  for (let run = 0; run < replicates; run++) {
    simulated.fill(0);
    for (let k = 0; k < totalCases; k++) simulated[drawPlace(random())]++;
    const { ratio } = bestCircle(zones, simulated, expected, totalCases, nothingTaken);
    clusters.forEach((cluster, c) => {
      if (ratio >= cluster.logLikelihoodRatio * (1 - 1e-12)) atLeast[c]++;
    });
    options.onProgress?.(run + 1, replicates);
  }
  return {
    clusters: clusters.map((cluster, c) => ({ ...cluster, pValue: (atLeast[c] + 1) / (replicates + 1) })),
    replicates,
  };
}

/** The circle of highest score among those that hold no taken place. `end` is its end in `zones.places`. */
function bestCircle(
  zones: ScanZones,
  cases: Float64Array,
  expected: Float64Array,
  totalCases: number,
  taken: Uint8Array,
): { centre: number; end: number; ratio: number } {
  const { start, places, complete } = zones;
  let bestCentre = -1;
  let bestEnd = -1;
  let bestRatio = 0;
  for (let centre = 0; centre + 1 < start.length; centre++) {
    let c = 0;
    let e = 0;
    for (let k = start[centre], end = start[centre + 1]; k < end; k++) {
      const place = places[k];
      if (taken[place] === 1) break;
      c += cases[place];
      e += expected[place];
      const excess = c - e;
      const outside = totalCases - e;
      // The ratio is at most excess² C / (E (C - E)), a Kullback-Leibler divergence under its chi-squared bound: nearly
      // all circles fail that, without a logarithm. A circle with a deficit scores 0.
      if (excess <= 0 || excess * excess * totalCases <= bestRatio * e * outside || complete[k] === 0)
        continue;
      const rest = totalCases - c;
      const ratio = c * Math.log(c / e) + (rest === 0 ? 0 : rest * Math.log(rest / outside));
      if (ratio > bestRatio) {
        bestCentre = centre;
        bestEnd = k + 1;
        bestRatio = ratio;
      }
    }
  }
  return { centre: bestCentre, end: bestEnd, ratio: bestRatio };
}

/** Draws place i with probability weight[i] / total, from one uniform number; a place of weight 0 is never drawn. */
function weightedSampler(weight: Float64Array): (u: number) => number {
  const upTo = new Float64Array(weight.length);
  let sum = 0;
  let lastWithWeight = 0;
  weight.forEach((w, i) => {
    sum += w;
    upTo[i] = sum;
    if (w > 0) lastWithWeight = i;
  });
  return (u) => {
    const target = u * sum;
    let low = 0;
    let high = lastWithWeight;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (upTo[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
