import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountRegression, CountRegressionData } from '../../server/stats/count-regression.ts';
import { negativeBinomialRegression } from '../../server/stats/negative-binomial-regression.ts';
import { isNotComputable, type NotComputable } from '../../server/stats/not-computable.ts';
import { poissonRegression } from '../../server/stats/poisson-regression.ts';
import { seededRandom } from '../../server/stats/random.ts';

interface ReferenceFit {
  columns: Record<string, number[]>;
  y: number[];
  offset: number[];
  coefficients: number[];
  standardErrors: number[];
  deviance: [number];
  logLikelihood: [number];
  aic: [number];
  bic: [number];
  pearson: [number];
  theta?: [number];
  thetaStandardError?: [number];
}

const reference: Record<string, ReferenceFit> = JSON.parse(
  readFileSync(new URL('../oracles/count-regression.json', import.meta.url), 'utf8'),
);

function dataOf(fit: ReferenceFit): CountRegressionData {
  return {
    counts: Float64Array.from(fit.y),
    factors: Object.entries(fit.columns).map(([name, values]) => ({
      name,
      values: Float64Array.from(values),
    })),
    offset: Float64Array.from(fit.offset),
    fewestUnits: 9,
  };
}

function fitted<T extends CountRegression>(result: T | NotComputable): T {
  if (isNotComputable(result)) throw new Error(`expected a fit, saw: ${result.detail}`);
  return result;
}

function expectSameFit(ours: CountRegression, theirs: ReferenceFit, digits: number): void {
  ours.terms.forEach((term, k) => {
    expect(term.coefficient).toBeCloseTo(theirs.coefficients[k], digits);
    expect(term.standardError).toBeCloseTo(theirs.standardErrors[k], digits);
    expect(term.relativeRisk).toBeCloseTo(Math.exp(theirs.coefficients[k]), digits);
  });
  expect(ours.terms.length).toBe(theirs.coefficients.length);
  expect(ours.deviance).toBeCloseTo(theirs.deviance[0], digits - 2);
  expect(ours.logLikelihood).toBeCloseTo(theirs.logLikelihood[0], digits - 1);
  expect(ours.aic).toBeCloseTo(theirs.aic[0], digits - 1);
  expect(ours.bic).toBeCloseTo(theirs.bic[0], digits - 1);
  expect(ours.dispersion * ours.degreesOfFreedom).toBeCloseTo(theirs.pearson[0], digits - 2);
}

describe('Poisson regression', () => {
  it("prints the digits of Dobson's (1990) trial as R's glm page does", () => {
    const fit = fitted(poissonRegression(dataOf(reference.dobsonPoisson)));
    expect(fit.terms.map((term) => term.coefficient.toPrecision(4)).slice(0, 3)).toEqual([
      '3.045',
      '-0.4543',
      '-0.2930',
    ]);
    expect(fit.terms.slice(0, 3).map((term) => term.standardError.toPrecision(4))).toEqual([
      '0.1709',
      '0.2022',
      '0.1927',
    ]);
    expect(fit.deviance.toFixed(4)).toBe('5.1291');
    expect(fit.aic.toFixed(2)).toBe('56.76');
  });

  it.each(['dobsonPoisson', 'quinePoisson', 'cellsPoisson'])('agrees with R on %s to 1e-9', (name) => {
    expectSameFit(fitted(poissonRegression(dataOf(reference[name]))), reference[name], 9);
  });

  it('with no factors gives the overall rate and its interval', () => {
    const data = dataOf(reference.cellsPoisson);
    const { terms } = fitted(poissonRegression({ ...data, factors: [] }));
    const events = reference.cellsPoisson.y.reduce((a, b) => a + b, 0);
    const people = reference.cellsPoisson.offset.reduce((a, b) => a + Math.exp(b), 0);
    expect(terms[0].relativeRisk).toBeCloseTo(events / people, 12);
    expect(terms[0].standardError).toBeCloseTo(1 / Math.sqrt(events), 9);
  });

  it('with one yes-or-no factor gives the ratio of the two crude rates', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 1000 })), { minLength: 30, maxLength: 60 }),
        (units) => {
          const exposed = units.map((_, i) => i % 3 === 0);
          const total = (which: boolean, part: 0 | 1) =>
            units.reduce((sum, unit, i) => sum + (exposed[i] === which ? unit[part] : 0), 0);
          fc.pre(total(true, 0) > 0 && total(false, 0) > 0);
          const { terms } = fitted(
            poissonRegression({
              counts: Float64Array.from(units, (unit) => unit[0]),
              factors: [{ name: 'near', values: Float64Array.from(exposed, Number) }],
              offset: Float64Array.from(units, (unit) => Math.log(unit[1])),
            }),
          );
          const ratio = total(true, 0) / total(true, 1) / (total(false, 0) / total(false, 1));
          expect(terms[1].relativeRisk / ratio).toBeCloseTo(1, 9);
          expect(terms[1].standardError).toBeCloseTo(Math.sqrt(1 / total(true, 0) + 1 / total(false, 0)), 9);
        },
      ),
      { numRuns: 60, seed: 6 },
    );
  });

  it('fits expected counts that add up to the observed ones, overall and wherever a factor is present', () => {
    const data = dataOf(reference.quinePoisson);
    const fit = fitted(poissonRegression(data));
    for (const { values } of [...data.factors, { values: data.counts.map(() => 1) }]) {
      const observed = data.counts.reduce((sum, count, i) => sum + count * values[i], 0);
      const expected = fit.fitted.reduce((sum, mean, i) => sum + mean * values[i], 0);
      expect(expected).toBeCloseTo(observed, 6);
    }
  });

  it('finds a maximum: moving any coefficient lowers the likelihood', () => {
    const data = dataOf(reference.cellsPoisson);
    const fit = fitted(poissonRegression(data));
    const likelihood = (coefficients: number[]) =>
      data.counts.reduce((sum, count, i) => {
        const linear = coefficients.reduce(
          (eta, beta, k) => eta + beta * (k === 0 ? 1 : data.factors[k - 1].values[i]),
          data.offset?.[i] ?? 0,
        );
        return sum + count * linear - Math.exp(linear);
      }, 0);
    const best = fit.terms.map((term) => term.coefficient);
    for (let k = 0; k < best.length; k++) {
      for (const step of [-1e-3, 1e-3]) {
        expect(likelihood(best.map((beta, j) => (j === k ? beta + step : beta)))).toBeLessThan(
          likelihood(best),
        );
      }
    }
  });
});

describe('negative binomial regression', () => {
  it('prints the published theta of 1.275 (0.161) and log-likelihood for days absent from school', () => {
    // glm.nb(Days ~ Eth + Sex + Age + Lrn, quine): Theta 1.275, Std. Err. 0.161, 2 x log-likelihood -1093.151
    const fit = fitted(negativeBinomialRegression(dataOf(reference.quineNegativeBinomial)));
    expect(fit.theta.toFixed(3)).toBe('1.275');
    expect(fit.thetaStandardError.toFixed(3)).toBe('0.161');
    expect((2 * fit.logLikelihood).toFixed(3)).toBe('-1093.151');
  });

  it.each(['quineNegativeBinomial', 'cellsNegativeBinomial'])('agrees with MASS on %s', (name) => {
    const theirs = reference[name];
    const fit = fitted(negativeBinomialRegression(dataOf(theirs)));
    // The reference alternates to theta.ml's own limit, about 1e-9.
    expectSameFit(fit, theirs, 8);
    expect(fit.theta).toBeCloseTo(theirs.theta?.[0] ?? NaN, 6);
    expect(fit.thetaStandardError).toBeCloseTo(theirs.thetaStandardError?.[0] ?? NaN, 6);
  });

  it('is a maximum in theta: the likelihood falls on both sides', () => {
    const data = dataOf(reference.cellsNegativeBinomial);
    const fit = fitted(negativeBinomialRegression(data));
    // ln of gamma(theta + y) / gamma(theta) as a plain product, so that nothing of ours is used
    const likelihood = (theta: number) =>
      data.counts.reduce((sum, count, i) => {
        let rising = 0;
        for (let k = 0; k < count; k++) rising += Math.log(theta + k);
        const mean = fit.fitted[i];
        return (
          sum +
          rising +
          theta * Math.log(theta) +
          count * Math.log(mean) -
          (theta + count) * Math.log(theta + mean)
        );
      }, 0);
    expect(likelihood(fit.theta)).toBeGreaterThan(likelihood(fit.theta * 1.001));
    expect(likelihood(fit.theta)).toBeGreaterThan(likelihood(fit.theta / 1.001));
  });

  it('gives wider intervals than Poisson when counts vary more, and the lower AIC', () => {
    const poisson = fitted(poissonRegression(dataOf(reference.cellsPoisson)));
    const negative = fitted(negativeBinomialRegression(dataOf(reference.cellsPoisson)));
    expect(poisson.dispersion).toBeGreaterThan(2);
    expect(negative.terms[1].standardError).toBeGreaterThan(poisson.terms[1].standardError);
    expect(negative.aic).toBeLessThan(poisson.aic);
  });

  it('declines when counts vary less than Poisson', () => {
    const counts = Float64Array.from({ length: 60 }, (_, i) => 10 + (i % 2));
    expect(negativeBinomialRegression({ counts, factors: [] })).toMatchObject({ reason: 'zero-variance' });
  });
});

describe('refusals of both regressions', () => {
  const random = seededRandom(3);
  const n = 60;
  const counts = Float64Array.from({ length: n }, () => Math.floor(random() * 5));
  const values = Float64Array.from({ length: n }, () => random());

  it.each([
    ['Poisson', poissonRegression],
    ['negative binomial', negativeBinomialRegression],
  ])('%s says why it cannot fit', (_, regression) => {
    const twin = { name: 'twin', values: values.map((v) => 2 * v + 1) };
    const factor = { name: 'density', values };
    expect(regression({ counts, factors: [factor, twin] })).toMatchObject({
      reason: 'zero-variance',
      detail: expect.stringContaining('"twin"'),
    });
    expect(regression({ counts: new Float64Array(n), factors: [factor] })).toMatchObject({
      reason: 'all-zero',
    });
    expect(regression({ counts: counts.slice(0, 20), factors: [] })).toMatchObject({
      reason: 'too-few-units',
    });
    expect(regression({ counts, factors: [{ name: 'short', values: values.slice(1) }] })).toMatchObject({
      reason: 'invalid-input',
    });
    expect(regression({ counts: counts.map((c) => c + 0.5), factors: [] })).toMatchObject({
      reason: 'invalid-input',
    });
  });

  it('says which factor has no finite effect when counts are 0 wherever it is present', () => {
    const present = Float64Array.from(counts, (_, i) => (i < 10 ? 1 : 0));
    const result = poissonRegression({
      counts: counts.map((count, i) => (i < 10 ? 0 : count)),
      factors: [{ name: 'near a station', values: present }],
    });
    expect(result).toMatchObject({
      reason: 'undefined-ratio',
      detail: expect.stringContaining('"near a station"'),
    });
  });
});
