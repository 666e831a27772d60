import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import { layersOfEvents } from '../../web/wards/categories.ts';
import { layersHeld, sayHeld } from '../../web/wards/held-counts.ts';
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

describe('registers and counts by area on the page of a ward', () => {
  const row = {
    code: 'E05999001',
    events: 140,
    share: 0.0787,
    shareInterval: { lower: 0.067, upper: 0.0921 },
    ratePer1000Year: 15.6,
    rateInterval: { lower: 13.1, upper: 18.4 },
    againstDistrict: 'higher',
  };
  const answer = {
    parameters: { from: '2025-10', to: '2026-09' },
    studyArea: { name: 'Ravensand' },
    district: { events: 1780 },
    wards: [row],
    hiddenWards: [{ code: 'E05999002' }],
    disclosure: { roundedTo: 5 },
  } as unknown as WardLayerResult;
  const missing = { title: 'Missing episodes', isAggregate: true };

  test('a count of people has its months, its rounding and its intervals', () => {
    expect(sayHeld(missing, answer, 'E05999001').replaceAll('\u00a0', ' ')).toMatch(
      /^Missing episodes, Oct 2025 – Sep 2026: about 140, 8 % \(7–9 %\) of those in Ravensand; 15\.6 \(13\.1–18\.4\) per 1,000 residents per year, higher than the district\.$/,
    );
  });

  test('what stands on a day has a day and a rate without a year', () => {
    const register = { onDay: '2026-09-30', counted: 'children placed' };
    const similar = {
      ...answer,
      register,
      wards: [{ ...row, againstDistrict: 'similar' }],
    } as WardLayerResult;
    const said = sayHeld({ title: 'Children placed', isAggregate: true }, similar, 'E05999001');
    expect(said).toMatch(/^Children placed on 30 September 2026: about 140/);
    expect(said).toMatch(/per 1,000 residents, similar to the district\.$/);
  });

  test('a register of places is no sample: no interval', () => {
    const { disclosure: _, ...exact } = { ...answer, register: { onDay: '2026-11-30', counted: 'premises' } };
    expect(sayHeld({ title: 'Licensed premises' }, exact, 'E05999001').replaceAll('\u00a0', ' ')).toBe(
      'Licensed premises on 30 November 2026: 140, 8 % of those in Ravensand.',
    );
  });

  test('hidden and not supplied are told apart, and neither is 0', () => {
    expect(sayHeld(missing, answer, 'E05999002')).toMatch(/: hidden, which is not to be read as none\.$/);
    expect(sayHeld(missing, answer, 'E05999003')).toMatch(/: not supplied\.$/);
  });

  test('events are not among them', () => {
    const layers = [
      { layer: 'crime' },
      { layer: 'premises', isRegister: true },
      { layer: 'missing', isAggregate: true },
    ];
    const held = layersHeld({ layers } as unknown as Catalogue);
    expect(held.map(({ layer }) => layer)).toEqual(['premises', 'missing']);
  });
});
