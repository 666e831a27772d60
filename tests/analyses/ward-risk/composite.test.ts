import { describe, expect, it } from 'vitest';
import { composite } from '../../../server/analyses/ward-risk/composite.ts';
import type { CompositeInputs } from '../../../server/analyses/ward-risk/composite-inputs.ts';
import { checkRecipe, doubleCountingOf } from '../../../server/analyses/ward-risk/composite-recipe.ts';
import type { LoadedIngredient } from '../../../server/analyses/ward-risk/loaded-ingredient.ts';
import type { CompositeRecipe, Ingredient } from '../../../server/contract/composites.ts';
import { RequestError } from '../../../server/errors.ts';
import { compositeWeightDraws } from '../../../server/stats/composite-weight-draws.ts';
import { seededRandom } from '../../../server/stats/random.ts';
import { computed } from '../../stats/computed.ts';

const recipeOf = (...ingredients: Ingredient[]): CompositeRecipe => ({
  level: 'ward',
  scale: 'z-score',
  ingredients,
});
const crime: Ingredient = { kind: 'rate', layer: 'crime', weight: 1 };
const measure = (name: string): Ingredient => ({ kind: 'area-measure', measure: name, weight: 1 });

describe('a recipe', () => {
  it.each([
    ['the whole index of deprivation beside crime', recipeOf(crime, measure('imd-score')), 'crime domain'],
    ['its rank, of a named year', recipeOf(measure('imd-2019-rank'), crime), 'crime domain'],
    [
      'the whole index beside harm',
      recipeOf({ kind: 'harm', weight: 1 }, measure('imd-decile')),
      'crime domain',
    ],
    ['its crime domain beside crime', recipeOf(crime, measure('imd-crime-score')), 'recorded crime'],
    [
      'the whole index beside one of its domains',
      recipeOf(measure('imd-score'), measure('imd-income-score')),
      'weigh twice',
    ],
    ['one measure twice', recipeOf(crime, { ...crime, weight: 2 }), 'twice'],
  ])('refuses %s, with the reason', (_, recipe, reason) => {
    let refusal: unknown;
    try {
      checkRecipe(recipe);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(RequestError);
    expect((refusal as RequestError).code).toBe('double-counting');
    expect((refusal as RequestError).details.detail).toContain(reason);
  });

  it.each([
    [
      'single domains beside crime',
      recipeOf(crime, measure('imd-income-score'), measure('imd-2025-health-rank')),
    ],
    [
      'the whole index without crime',
      recipeOf(measure('imd-score'), { kind: 'rate', layer: 'ambulance', weight: 1 }),
    ],
    [
      'two age bands',
      recipeOf(
        { kind: 'age-share', ageFrom: 0, ageTo: 16, weight: 1 },
        { kind: 'age-share', ageFrom: 15, ageTo: 25, weight: 1 },
      ),
    ],
  ])('allows %s', (_, recipe) => {
    expect(() => checkRecipe(recipe)).not.toThrow();
  });

  it('knows the index from its domains by name', () => {
    expect(
      ['imd-score', 'imd-2025-rank', 'imd-total', 'imd-crime-decile', 'imd-income-score', 'house-price'].map(
        doubleCountingOf,
      ),
    ).toEqual(['imd-total', 'imd-total', 'imd-total', 'imd-crime', null, null]);
  });
});

const supplied = (
  label: string,
  weight: number,
  values: (number | null)[],
  higherIsWorse = true,
): LoadedIngredient => ({
  label,
  unit: 'as supplied',
  weight,
  higherIsWorse,
  source: 's',
  method: 'm',
  events: null,
  shrink: false,
  thousandYears: 0,
  values,
});

function inputsOf(
  ingredients: LoadedIngredient[],
  scale: CompositeRecipe['scale'] = 'z-score',
): CompositeInputs {
  return {
    profile: null,
    recipe: { level: 'ward', scale, ingredients: [crime] },
    chosen: [],
    studyArea: { code: 'D', name: 'Ravensand', family: 'wd', boundaryYear: 2025 },
    period: { from: '2025-01', to: '2025-12', monthsSupplied: 12, days: 365, notSupplied: [], flagged: [] },
    weights: null,
    areas: ['A', 'B', 'C', 'D'].map((code) => ({ code, name: `Ward ${code}`, people: 1000 })),
    ingredients,
    seed: 7,
    sources: [],
    synthetic: false,
    marking: 'OFFICIAL',
    dataVersion: 1,
  };
}

describe('a composite', () => {
  it('is a hand-worked weighted mean of z-scores, with parts that sum to it', () => {
    // Values 1, 2, 3, 4: mean 2.5, population SD sqrt(1.25). Values 0, 0, 4, 4: mean 2, SD 2.
    const result = composite(inputsOf([supplied('one', 3, [1, 2, 3, 4]), supplied('two', 1, [0, 0, 4, 4])]));
    const sd = Math.sqrt(1.25);
    const byCode = Object.fromEntries(result.areas.map((area) => [area.code, area]));
    expect(byCode.A.total).toBeCloseTo(0.75 * (-1.5 / sd) + 0.25 * -1, 12);
    expect(byCode.C.total).toBeCloseTo(0.75 * (0.5 / sd) + 0.25 * 1, 12);
    expect(result.areas.map(({ code }) => code)).toEqual(['D', 'C', 'B', 'A']);
    for (const { total, parts } of result.areas)
      expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(total, 12);
  });

  it('turns a measure round where low is worse', () => {
    const result = composite(inputsOf([supplied('attainment', 1, [1, 2, 3, 4], false)]));
    expect(result.areas.map(({ code }) => code)).toEqual(['A', 'B', 'C', 'D']);
    expect(result.formula).toContain('turned round');
  });

  it('gives the exponential score of the indices of deprivation: 100 for the highest, 23 in the formula', () => {
    const result = composite(inputsOf([supplied('one', 1, [1, 2, 3, 4])], 'exponential'));
    const expected = [1, 0.75, 0.5, 0.25].map((r) => -23 * Math.log(1 - r * (1 - Math.exp(-100 / 23))));
    for (const [i, { total }] of result.areas.entries()) expect(total).toBeCloseTo(expected[i], 9);
  });

  it('ranks each area with each measure left out as a recipe without it would', () => {
    const ingredients = [
      supplied('one', 2, [5, 1, 4, 2]),
      supplied('two', 1, [1, 9, 2, 3]),
      supplied('three', 1, [2, 2, 7, 1]),
    ];
    const result = composite(inputsOf(ingredients));
    ingredients.forEach((_, left) => {
      const fewer = composite(inputsOf(ingredients.filter((__, k) => k !== left)));
      for (const { code, rank } of fewer.areas)
        expect(
          result.areas.find((area) => area.code === code)!.rankWithout![left],
          `${code} without ${left}`,
        ).toBe(rank);
    });
    for (const { rank, rankLeaveOneOut, rankWithout } of result.areas) {
      expect(rankLeaveOneOut).toEqual({
        from: Math.min(rank, ...rankWithout!),
        to: Math.max(rank, ...rankWithout!),
      });
    }
  });

  it('leaves an area without a value out and says so, instead of making a value up', () => {
    const result = composite(
      inputsOf([supplied('one', 1, [1, null, 3, 4]), supplied('two', 1, [4, 3, 2, 2])]),
    );
    expect(result.areas.map(({ code }) => code).sort()).toEqual(['A', 'C', 'D']);
    expect(result.ingredients[0].areasWithout).toEqual(['B']);
    expect(result.cautions.join(' ')).toContain('1 ward left out');
  });

  it('does not say that the order of one measure hangs on weights: there are none to move', () => {
    const { sentence } = composite(inputsOf([supplied('one', 1, [1, 2, 3, 4])]));
    expect(sentence).not.toContain('hangs on the weights');
    expect(sentence).toContain('the order is that of the measure');
  });

  it('says that chance in counts is in none of its ranges of ranks, and only where there are counts', () => {
    const counted: LoadedIngredient = {
      ...supplied('rate', 1, []),
      events: [5, 9, 20, 40],
      values: null,
      thousandYears: 1,
    };
    const said = (ingredient: LoadedIngredient) =>
      composite(inputsOf([ingredient, supplied('two', 1, [1, 2, 4, 3])])).cautions.join(' ');
    expect(said(counted)).toContain('chance in the counts is not in it');
    expect(said(supplied('one', 1, [1, 2, 3, 4]))).not.toContain('chance in the counts');
  });

  it('is not computable where a measure is the same everywhere', () => {
    const result = composite(inputsOf([supplied('flat', 1, [3, 3, 3, 3])]));
    expect(result.notComputable?.reason).toBe('zero-variance');
    expect(result.areas).toEqual([]);
  });
});

describe('ranks under drawn weights', () => {
  const parts = [Float64Array.of(3, 2.9, 0), Float64Array.of(0, 0.2, 3)];

  it('are the same for the same seed and cannot move where one layer decides alone', () => {
    const input = { parts, weights: [1, 1], draws: 500 };
    const one = computed(compositeWeightDraws({ ...input, random: seededRandom(3) }));
    const two = computed(compositeWeightDraws({ ...input, random: seededRandom(3) }));
    expect([...one.lower, ...one.upper]).toEqual([...two.lower, ...two.upper]);
    const alone = computed(compositeWeightDraws({ parts, weights: [1, 0], random: seededRandom(3) }));
    expect([...alone.lower]).toEqual([1, 2, 3]);
    expect([...alone.upper]).toEqual([1, 2, 3]);
  });

  it('stay within what moving the weights by a fifth can do at most', () => {
    // Unit 1 is ahead of unit 0 exactly where 2.9 w + 0.2 v > 3 w, so v > w / 2: always, with weights within a fifth.
    const drawn = computed(compositeWeightDraws({ parts, weights: [1, 1], random: seededRandom(5) }));
    expect(drawn.lower[0]).toBeGreaterThan(1);
  });

  it('are refused without layers, with a reason', () => {
    expect(compositeWeightDraws({ parts: [], weights: [], random: seededRandom(1) })).toMatchObject({
      computable: false,
    });
  });
});
