import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Ingredient } from '../../server/contract/composites.ts';
import { measureGroups } from '../../web/wards/measure-groups.ts';
import { formatParts, ingredientKey, ingredientOf, parseParts } from '../../web/wards/recipe-address.ts';

const slug = fc.stringMatching(/^[a-z][a-z0-9]{1,8}(-[a-z0-9]{1,6})?$/);
const common = {
  weight: fc.integer({ min: 0, max: 100_000 }).map((n) => n / 100),
  higherIsWorse: fc.boolean(),
};

const ingredient = fc.oneof(
  fc.record(
    {
      kind: fc.constant('rate' as const),
      layer: slug,
      categories: fc.array(slug, { minLength: 1, maxLength: 4 }),
      shrink: fc.constant(false as const),
      ...common,
    },
    { requiredKeys: ['kind', 'layer', 'weight'] },
  ),
  fc.record(
    {
      kind: fc.constant('harm' as const),
      weights: slug.map((name) => `${name}@2`),
      victimReportedOnly: fc.constant(true as const),
      ...common,
    },
    { requiredKeys: ['kind', 'weight'] },
  ),
  fc.record(
    { kind: fc.constant('area-measure' as const), measure: slug, ...common },
    { requiredKeys: ['kind', 'measure', 'weight'] },
  ),
  fc.record(
    {
      kind: fc.constant('age-share' as const),
      ageFrom: fc.integer({ min: 0, max: 90 }),
      ageTo: fc.integer({ min: 91, max: 120 }),
      ...common,
    },
    { requiredKeys: ['kind', 'ageFrom', 'ageTo', 'weight'] },
  ),
);

describe('a composite as an address', () => {
  test('every recipe that the builder makes comes back from its address', () => {
    fc.assert(
      fc.property(
        fc.array(ingredient as fc.Arbitrary<Ingredient>, { minLength: 1, maxLength: 12 }),
        (ingredients) => {
          expect(parseParts(formatParts(ingredients))).toEqual(ingredients);
        },
      ),
    );
  });

  test('an address that cannot be read gives what can be read of it, and never an error', () => {
    expect(parseParts('rate/crime/burglary*2;nonsense;measure/imd-income-score*1!')).toEqual([
      { kind: 'rate', layer: 'crime', categories: ['burglary'], weight: 2 },
      { kind: 'area-measure', measure: 'imd-income-score', weight: 1, higherIsWorse: false },
    ]);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(Array.isArray(parseParts(text))).toBe(true);
      }),
    );
  });

  test('every choice of the builder names a measure that is written back as the same choice', () => {
    const groups = measureGroups(
      {
        level: 'ward',
        rates: [{ layer: 'crime', categories: [{ slug: 'burglary', label: 'Burglary' }] }],
        harm: [{ weights: 'cchi@1', title: 'Harm', layer: 'crime' }],
        areaMeasures: [
          {
            measure: 'imd-income-score',
            referenceYear: 2025,
            higherIsWorse: true,
            areasCovered: 3,
            areas: 4,
            method: '',
            notWith: null,
          },
        ],
        ages: true,
      },
      () => 'Crime and ASB',
    );
    const keys = groups.flatMap(({ options }) => options.map(({ key }) => key));
    expect(keys).toHaveLength(8);
    for (const key of keys) expect(ingredientKey(ingredientOf(key, 1)!)).toBe(key);
    expect(groups.find(({ label }) => label.startsWith('Measures'))!.options[0]!.label).toContain(
      '3 of 4 areas',
    );
  });
});

describe('the addresses of the pages', () => {
  let address: typeof import('../../web/wards/address.ts');
  let state: typeof import('../../web/state/place.ts');
  beforeAll(async () => {
    // The modules read the address when they load; there is no window outside a browser.
    vi.stubGlobal('window', {
      location: { hash: '', pathname: '/', search: '' },
      history: { pushState() {} },
    });
    state = await import('../../web/state/place.ts');
    address = await import('../../web/wards/address.ts');
  });

  test('a code is an area, a known word a task, nothing the first district', () => {
    expect(address.parseWardView([])).toEqual({ kind: 'area', code: null });
    expect(address.parseWardView(['E05000001'])).toEqual({ kind: 'area', code: 'E05000001' });
    expect(address.parseWardView(['weights'])).toEqual({ kind: 'task', task: 'weights' });
  });

  test('the question goes along from ward to ward, and choices of one page do not', () => {
    state.place.value = state.parsePlace('#wards/E1?layer=crime&from=2025-10&to=2026-09&level=lsoa');
    const there = state.parsePlace(address.areaHref('E2'));
    expect(there.rest).toEqual(['E2']);
    expect(Object.fromEntries(there.query)).toEqual({ layer: 'crime', from: '2025-10', to: '2026-09' });
  });

  test('need begins with its own layer, because demand is not crime', () => {
    state.place.value = state.parsePlace('#wards/E1?layer=crime&area=D1');
    expect(Object.fromEntries(state.parsePlace(address.taskHref('need')).query)).toEqual({ area: 'D1' });
  });
});
