import { describe, expect, it } from 'vitest';
import { fitFactors, judgeFactors } from '../../../server/analyses/ward-risk/factor-model.ts';
import { randomPoisson } from '../../../server/stats/distributions/random-poisson.ts';
import { isNotComputable } from '../../../server/stats/not-computable.ts';
import { seededRandom } from '../../../server/stats/random.ts';

/** A 40 x 40 lattice of 250 m cells with three places; cells within 500 m of one have `risk` times the rate. */
function world(risk: number, spread: (mean: number) => number) {
  const x = new Float64Array(1600);
  const y = new Float64Array(1600);
  const areaKm2 = new Float64Array(1600);
  const counts = new Float64Array(1600);
  const places = { x: Float64Array.of(2000, 6000, 8000), y: Float64Array.of(2000, 7000, 3000) };
  for (let i = 0; i < 1600; i++) {
    x[i] = (i % 40) * 250 + 125;
    y[i] = Math.floor(i / 40) * 250 + 125;
    areaKm2[i] = i % 3 === 0 ? 0.03 : 0.0625;
    const near = places.x.some((px, k) => Math.hypot(px - x[i], places.y[k] - y[i]) < 500);
    counts[i] = spread(areaKm2[i] * 40 * (near ? risk : 1));
  }
  return { centres: { x, y }, areaKm2, counts, places };
}
const factor = (places: { x: Float64Array; y: Float64Array }) => ({
  factor: 'premises/pub',
  label: 'Pub',
  ...places,
});
const settings = {
  form: 'distance' as const,
  bandsM: [0, 500],
  radiusM: 500,
  whatIsCounted: 'all crime and ASB',
};

describe('nearness to places as a factor', () => {
  const random = seededRandom(21);
  const poisson = world(3, (mean) => randomPoisson(mean, random));

  it('gives, for one band and Poisson counts, the ratio of the two densities that a hand would divide', () => {
    const { centres, areaKm2, counts, places } = poisson;
    const fit = fitFactors({ counts, centres, areaKm2, factors: [factor(places)], ...settings });
    const near = [0, 0];
    const far = [0, 0];
    for (let i = 0; i < counts.length; i++) {
      const inside = places.x.some(
        (px, k) => Math.hypot(px - centres.x[i], places.y[k] - centres.y[i]) < 500,
      );
      const sum = inside ? near : far;
      sum[0] += counts[i];
      sum[1] += areaKm2[i];
    }
    expect(fit.family).toBe('poisson');
    expect(fit.terms[0].relativeRisk).toBeCloseTo(near[0] / near[1] / (far[0] / far[1]), 8);
    expect(fit.terms[0].events).toBe(near[0]);
    // Wald interval of a ratio of two Poisson rates: exp(ln RR ± 1.96 sqrt(1/a + 1/b)).
    const half = 1.959963984540054 * Math.sqrt(1 / near[0] + 1 / far[0]);
    expect(fit.terms[0].interval.lower).toBeCloseTo(
      (near[0] / near[1] / (far[0] / far[1])) * Math.exp(-half),
      8,
    );
  });

  it('is worded as an association with its interval, never as a cause', () => {
    const { centres, areaKm2, counts, places } = poisson;
    const [{ sentence }] = fitFactors({
      counts,
      centres,
      areaKm2,
      factors: [factor(places)],
      ...settings,
    }).terms;
    expect(sentence).toMatch(
      /^Cells within 500 m from a place of the kind pub had \d\.\d times \(\d\.\d–\d\.\d\) the crime and ASB of like cells 500 m or farther from any\.$/,
    );
    expect(sentence).not.toMatch(/cause|because of|predict/);
  });

  it('turns to negative binomial where counts vary more than Poisson, and its interval is wider', () => {
    const drawn = seededRandom(4);
    const clumped = world(2, (mean) => randomPoisson(mean * (drawn() < 0.2 ? 4.2 : 0.2), drawn));
    const { centres, areaKm2, counts, places } = clumped;
    const fit = fitFactors({ counts, centres, areaKm2, factors: [factor(places)], ...settings });
    expect(fit.family).toBe('negative-binomial');
    expect(fit.dispersion).toBeGreaterThan(1.2);
    const { interval, relativeRisk } = fit.terms[0];
    const poissonHalf = 1.96 * Math.sqrt(1 / fit.terms[0].events);
    expect(Math.log(interval.upper / relativeRisk)).toBeGreaterThan(poissonHalf);
  });

  it('leaves out a kind without places, with the reason, and keeps the others', () => {
    const { centres, areaKm2, counts, places } = poisson;
    const none = {
      factor: 'services/youth',
      label: 'Youth club',
      x: new Float64Array(),
      y: new Float64Array(),
    };
    const fit = fitFactors({ counts, centres, areaKm2, factors: [none, factor(places)], ...settings });
    expect(fit.leftOut.map((left) => left.factor)).toEqual(['services/youth']);
    expect(fit.terms).toHaveLength(1);
    expect(
      isNotComputable(fitFactors({ counts, centres, areaKm2, factors: [none], ...settings }).model),
    ).toBe(true);
  });

  it('counts places within the radius for density', () => {
    const { centres, areaKm2, counts, places } = poisson;
    const fit = fitFactors({
      counts,
      centres,
      areaKm2,
      factors: [factor(places)],
      ...settings,
      form: 'density',
    });
    expect(fit.terms[0].relativeRisk).toBeGreaterThan(2);
    expect(fit.terms[0].sentence).toContain('Each further place');
  });

  it('is judged on months it never saw, by the events expected of a random choice among cells of one score', () => {
    const later = Float64Array.from(world(3, (mean) => randomPoisson(mean, random)).counts);
    const { centres, areaKm2, counts, places } = poisson;
    const fit = fitFactors({ counts, centres, areaKm2, factors: [factor(places)], ...settings });
    if (isNotComputable(fit.model)) throw new Error(fit.model.detail);
    const judged = judgeFactors(fit.model.fitted, counts, later, areaKm2);
    // By hand: the whole near band is within the first 5 % of the land; the rest of it is drawn from all other cells alike.
    let near = 0;
    let nearKm2 = 0;
    let km2 = 0;
    let all = 0;
    for (let i = 0; i < later.length; i++) {
      km2 += areaKm2[i];
      all += later[i];
      if (!places.x.some((px, k) => Math.hypot(px - centres.x[i], places.y[k] - centres.y[i]) < 500))
        continue;
      near += later[i];
      nearKm2 += areaKm2[i];
    }
    const taken = judged!.model[0].areaShare * km2;
    expect(nearKm2).toBeLessThan(taken);
    const hits = near + ((taken - nearKm2) * (all - near)) / (km2 - nearKm2);
    expect(judged!.model[0].pai).toBeCloseTo(hits / all / (taken / km2), 8);
    expect(judged!.model[0].pai).toBeGreaterThan(1.5);
    expect(judged!.model[0].pei).toBeLessThanOrEqual(1);
  });

  it('widens every interval to hold the model of the fewest and of the most that hidden cells can be', () => {
    const { centres, areaKm2, counts, places } = poisson;
    const hidden = (i: number): boolean => counts[i] > 0 && counts[i] < 5;
    const fill = (value: number): Float64Array => counts.map((count, i) => (hidden(i) ? value : count));
    const input = { centres, areaKm2, factors: [factor(places)], ...settings };
    const alone = [2, 1, 4].map((value) => fitFactors({ ...input, counts: fill(value) }).terms[0].interval);
    const [term] = fitFactors({ ...input, counts: fill(2), extremes: [fill(1), fill(4)] }).terms;
    expect(term.interval.lower).toBeCloseTo(Math.min(...alone.map(({ lower }) => lower)), 9);
    expect(term.interval.upper).toBeCloseTo(Math.max(...alone.map(({ upper }) => upper)), 9);
    expect(term.interval.upper - term.interval.lower).toBeGreaterThan(alone[0].upper - alone[0].lower);
  });

  it('scores 1 where nothing differs', () => {
    const { areaKm2, counts } = poisson;
    const flat = judgeFactors(
      areaKm2,
      counts,
      areaKm2.map((km2) => Math.round(km2 * 1000)),
      areaKm2,
    );
    for (const { pai } of flat!.model) expect(pai).toBeCloseTo(1, 1);
  });
});
