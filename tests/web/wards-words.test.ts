import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import { layersOfEvents } from '../../web/wards/categories.ts';
import { sayDemand, sayExpectedCells, sayFunnelLimits } from '../../web/wards/words.ts';

describe('demand of a ward against the district', () => {
  test('a hidden count is hidden, and not said to be small', () => {
    expect(sayDemand({ events: null, ratePer1000Year: null, band: null })).toBe('Hidden');
  });

  test('a count without residents has no rate, and is not too few', () => {
    expect(sayDemand({ events: 300, ratePer1000Year: null, band: null })).toBe('No rate');
  });

  test('a small count that is shown is too few to say', () => {
    expect(sayDemand({ events: 2, ratePer1000Year: 0.4, band: null })).toBe('Too few to say');
    expect(sayDemand({ events: 200, ratePer1000Year: 40, band: 'much-higher' })).toBe('Much higher');
  });
});

test('limits of a funnel claim no allowance that was not computable', () => {
  expect(sayFunnelLimits({ phi: null })).toMatch(/chance alone: .* not computable/);
  expect(sayFunnelLimits({ phi: 153.6 })).toBe(
    'Limits allow for how much areas differ beyond chance (phi 154, where 1 is chance alone).',
  );
});

test('cells expected by chance are counted in the singular and the plural, and never as about none', () => {
  expect(sayExpectedCells(0.04)).toBe('fewer than 1 cell');
  expect(sayExpectedCells(1.2)).toBe('about 1 cell');
  expect(sayExpectedCells(11.6)).toBe('about 12 cells');
});

test('pages of wards offer layers of events only: registers and counts added up by a partner have no months to choose', () => {
  const layers = [
    { layer: 'crime' },
    { layer: 'premises', isRegister: true },
    { layer: 'missing', isAggregate: true },
  ] as unknown as Catalogue['layers'];
  expect(layersOfEvents({ layers } as Catalogue).map(({ layer }) => layer)).toEqual(['crime']);
});
