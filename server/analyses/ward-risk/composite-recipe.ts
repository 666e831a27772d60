import type { CompositeRecipe, Ingredient } from '../../contract/composites.ts';
import { RequestError } from '../../errors.ts';

/** Why a measure cannot stand beside others, by its name; null where nothing speaks against it. */
export function doubleCountingOf(measure: string): 'imd-total' | 'imd-crime' | null {
  const words = measure.toLowerCase().split('-');
  if (words[0] !== 'imd') return null;
  const domain = words
    .slice(1)
    .filter((word) => !/^\d{4}$/.test(word) && !['score', 'rank', 'decile'].includes(word));
  if (domain.length === 0 || domain.join('-') === 'total' || domain.join('-') === 'overall')
    return 'imd-total';
  return domain[0] === 'crime' ? 'imd-crime' : null;
}

/** In ranks and deciles of deprivation 1 is most deprived. */
export function higherIsWorseByDefault(measure: string): boolean {
  return !/-(rank|decile)$/.test(measure);
}

/**
 * Refuse a recipe that counts one thing twice: the same measure twice, the whole index of deprivation or its crime domain
 * beside crime counts, the whole index beside one of its own domains. Every refusal says why.
 *
 * @throws RequestError double-counting, invalid-parameter
 */
export function checkRecipe({ ingredients }: CompositeRecipe): void {
  if (!ingredients.some(({ weight }) => weight > 0)) {
    throw new RequestError('invalid-parameter', {
      detail: 'A composite needs at least one weight above 0.',
      seen: ingredients.map(({ weight }) => weight).join(', '),
      hint: 'Give a measure a weight.',
      field: 'recipe',
    });
  }
  const seen = new Set<string>();
  for (const ingredient of ingredients) {
    const key = measureKey(ingredient);
    if (seen.has(key)) {
      throw new RequestError('double-counting', {
        detail: 'The same measure is in the composite twice.',
        seen: key,
        hint: 'Keep it once, with the weight it should have.',
        field: 'recipe',
      });
    }
    seen.add(key);
    if (ingredient.kind === 'age-share' && ingredient.ageTo <= ingredient.ageFrom) {
      throw new RequestError('invalid-parameter', {
        detail: 'An age band must end after it begins.',
        seen: `${ingredient.ageFrom} to ${ingredient.ageTo}`,
        hint: '15 to 25 means the people aged 15 to 24.',
        field: 'recipe',
      });
    }
  }
  const crime = ingredients.some(
    (one) => one.kind === 'harm' || (one.kind === 'rate' && one.layer === 'crime'),
  );
  const measures = ingredients.flatMap((one) => (one.kind === 'area-measure' ? [one.measure] : []));
  const total = measures.find((measure) => doubleCountingOf(measure) === 'imd-total');
  const domain = measures.find((measure) => doubleCountingOf(measure) === 'imd-crime');
  const other = measures.find((measure) => /^imd-/i.test(measure) && measure !== total);
  if (total && crime)
    refuse(
      total,
      'The index of multiple deprivation holds a crime domain (9.3 % of it), made from recorded crime. Beside crime counts the same crime would weigh twice.',
      'Use single domains instead, such as imd-income-score, imd-employment-score or imd-health-score.',
    );
  if (domain && crime)
    refuse(
      domain,
      'The crime domain of the index of deprivation is itself made from recorded crime. Beside crime counts the same crime would weigh twice.',
      'Leave one of the two out.',
    );
  if (total && other)
    refuse(
      other,
      `${other} is part of ${total} already, so it would weigh twice.`,
      'Use the whole index or single domains, not both.',
    );
}

function refuse(seen: string, detail: string, hint: string): never {
  throw new RequestError('double-counting', { detail, seen, hint, field: 'recipe' });
}

/** What is measured, without its weight, direction and label. */
function measureKey(ingredient: Ingredient): string {
  switch (ingredient.kind) {
    case 'rate':
      return `rate of ${ingredient.layer}: ${[...(ingredient.categories ?? ['all'])].sort().join(', ')}`;
    case 'harm':
      return 'harm';
    case 'area-measure':
      return ingredient.measure;
    case 'age-share':
      return `people aged ${ingredient.ageFrom} to ${ingredient.ageTo - 1}`;
  }
}

/** Crime that is counted by more than one measure of the recipe: allowed, and to be said. */
export function overlapCautions({ ingredients }: CompositeRecipe): string[] {
  const rates = ingredients.filter((one) => one.kind === 'rate');
  const cautions: string[] = [];
  if (ingredients.some(({ kind }) => kind === 'harm') && rates.some(({ layer }) => layer === 'crime')) {
    cautions.push(
      'Crime counts here both as a rate and as harm, so crime weighs more than its single weights say.',
    );
  }
  rates.forEach((one, i) => {
    for (const other of rates.slice(i + 1)) {
      if (one.layer !== other.layer) continue;
      const shared =
        !one.categories ||
        !other.categories ||
        one.categories.some((slug) => other.categories?.includes(slug));
      if (shared)
        cautions.push(`Two rates of the layer ${one.layer} share categories, so those events weigh twice.`);
    }
  });
  return [...new Set(cautions)];
}
