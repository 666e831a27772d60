import { describe, expect, it } from 'vitest';
import { measureLabel } from '../../server/contract/measure-label.ts';

describe('the name of a measure', () => {
  it.each([
    ['imd-income-score', 'Deprivation: income, score'],
    ['imd-score', 'Deprivation: whole index, score'],
    ['imd-2025-rank', 'Deprivation 2025: whole index, rank'],
    ['imd-2019-health-decile', 'Deprivation 2019: health and disability, decile'],
    ['imd-barriers-rank', 'Deprivation: barriers to housing and services, rank'],
    ['median-house-price-gbp', 'Median house price, GBP'],
    ['free-school-meals', 'Free school meals'],
  ])('%s reads %s', (measure, label) => {
    expect(measureLabel(measure)).toBe(label);
  });
});
