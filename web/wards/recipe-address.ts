import type { CompositeRecipe, Ingredient } from '../../server/contract/composites.ts';

/**
 * A recipe's measures as part of an address, so that a composite can be sent as a link:
 * 'rate/crime/burglary+robbery*1;harm/cchi-2026-derived*0.5;measure/imd-income-score*1;age/15-25*1'.
 * A measure ends with its weight; '!' after it means that lower is worse, '^' that higher is, nothing the usual direction.
 */
export function formatParts(ingredients: readonly Ingredient[]): string {
  return ingredients.map((one) => `${ingredientKey(one)}*${one.weight}${directionSign(one)}`).join(';');
}

/** Reads what `formatParts` writes. Never throws: a part that cannot be read is left out. */
export function parseParts(text: string): Ingredient[] {
  return text.split(';').flatMap((part) => {
    const match = /^(.+)\*(\d{1,4}(?:\.\d{1,4})?)([!^]?)$/.exec(part);
    if (!match) return [];
    const weight = Math.min(1000, Number(match[2]));
    const direction = match[3] === '' ? {} : { higherIsWorse: match[3] === '^' };
    const ingredient = ingredientOf(match[1] ?? '', weight);
    return ingredient ? [{ ...ingredient, ...direction }] : [];
  });
}

/** What is measured, without weight and direction: the key of a choice in the builder. */
export function ingredientKey(one: Ingredient): string {
  switch (one.kind) {
    case 'rate':
      return [
        one.shrink === false ? 'crude' : 'rate',
        one.layer,
        ...(one.categories ? [one.categories.join('+')] : []),
      ].join('/');
    case 'harm':
      return [one.victimReportedOnly ? 'harm-victim' : 'harm', ...(one.weights ? [one.weights] : [])].join(
        '/',
      );
    case 'area-measure':
      return `measure/${one.measure}`;
    case 'age-share':
      return `age/${one.ageFrom}-${one.ageTo}`;
  }
}

/** The measure that a key names; null where it names none. */
export function ingredientOf(key: string, weight: number): Ingredient | null {
  const [kind, name = '', more] = key.split('/');
  if ((kind === 'rate' || kind === 'crude') && name !== '')
    return {
      kind: 'rate',
      layer: name,
      ...(more ? { categories: more.split('+') } : {}),
      ...(kind === 'crude' ? { shrink: false } : {}),
      weight,
    };
  if (kind === 'harm' || kind === 'harm-victim')
    return {
      kind: 'harm',
      ...(name !== '' ? { weights: name } : {}),
      ...(kind === 'harm-victim' ? { victimReportedOnly: true } : {}),
      weight,
    };
  if (kind === 'measure' && name !== '') return { kind: 'area-measure', measure: name, weight };
  const ages = /^(\d{1,3})-(\d{1,3})$/.exec(name);
  if (kind === 'age' && ages)
    return { kind: 'age-share', ageFrom: Number(ages[1]), ageTo: Number(ages[2]), weight };
  return null;
}

function directionSign({ higherIsWorse }: Ingredient): string {
  return higherIsWorse === undefined ? '' : higherIsWorse ? '^' : '!';
}

/** Level and scale as the address holds them; '' is the default. */
export function recipeParams({ level, scale, ingredients }: CompositeRecipe): Record<string, string> {
  return {
    level: level === 'ward' ? '' : level,
    scale: scale === 'z-score' ? '' : scale,
    parts: formatParts(ingredients),
  };
}
