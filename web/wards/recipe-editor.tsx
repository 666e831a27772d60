import type { CompositeRecipe, Ingredient, Ingredients } from '../../server/contract/composites.ts';
import { measureLabel } from '../../server/contract/measure-label.ts';
import type { ServiceError } from '../api/service-error.ts';
import { catalogue } from '../state/store.ts';
import { change } from './address.ts';
import { Refusal } from './answer-state.tsx';
import { letterOn, PART_COLOURS } from './charts/inks.ts';
import { measureGroups } from './measure-groups.ts';
import { formatParts, ingredientKey, ingredientOf, recipeParams } from './recipe-address.ts';

const MOST_MEASURES = 12;

interface Props {
  offered: Ingredients;
  recipe: CompositeRecipe;
  /** Why the service refused this recipe: double counting, an unknown measure. */
  refused: ServiceError | null;
}

/** The measures of a composite with their directions and weights, and the scale they are put on. */
export function RecipeEditor({ offered, recipe, refused }: Props) {
  const { ingredients } = recipe;
  const layers = catalogue.state.value.data?.layers ?? [];
  const groups = measureGroups(
    offered,
    (layer) => layers.find((held) => held.layer === layer)?.title ?? layer,
  );
  const set = (next: readonly Ingredient[]) => change({ parts: formatParts(next) });
  const replace = (at: number, next: Ingredient) => set(ingredients.map((one, i) => (i === at ? next : one)));
  const sum = ingredients.reduce((total, { weight }) => total + weight, 0);
  const taken = new Set(ingredients.map(ingredientKey));
  const options = groups.map((group) => (
    <optgroup key={group.label} label={group.label}>
      {group.options.map(({ key, label }) => (
        <option key={key} value={key}>
          {label}
        </option>
      ))}
    </optgroup>
  ));
  return (
    <form class="recipe" aria-label="Recipe" onSubmit={(event) => event.preventDefault()}>
      <ol class="recipe-rows">
        {ingredients.map((one, i) => {
          const key = ingredientKey(one);
          const known = groups.some((group) => group.options.some((option) => option.key === key));
          return (
            <li key={`${i} ${key}`}>
              <PartNumber at={i} />
              <label class="field">
                <span>Measure {i + 1}</span>
                <select
                  value={key}
                  onChange={({ currentTarget: { value } }) => {
                    const next = ingredientOf(value, one.weight);
                    if (next) replace(i, next);
                  }}
                >
                  {!known && <option value={key}>{key}</option>}
                  {options}
                </select>
              </label>
              <label class="field direction">
                <span>Direction</span>
                <select
                  value={one.higherIsWorse === undefined ? 'usual' : one.higherIsWorse ? 'higher' : 'lower'}
                  onChange={({ currentTarget: { value } }) => {
                    const { higherIsWorse: _, ...rest } = one;
                    replace(i, value === 'usual' ? rest : { ...rest, higherIsWorse: value === 'higher' });
                  }}
                >
                  <option value="usual">Usual for it</option>
                  <option value="higher">Higher is worse</option>
                  <option value="lower">Lower is worse</option>
                </select>
              </label>
              <label class="field weight">
                <span>Weight</span>
                <input
                  type="number"
                  min="0"
                  max="1000"
                  step="any"
                  value={one.weight}
                  onChange={({ currentTarget: { valueAsNumber } }) => {
                    if (valueAsNumber >= 0 && valueAsNumber <= 1000)
                      replace(i, { ...one, weight: Math.round(valueAsNumber * 1e4) / 1e4 });
                  }}
                />
              </label>
              <span class="share">{sum > 0 ? `${Math.round((one.weight / sum) * 100)}\u00a0%` : ''}</span>
              <button
                type="button"
                disabled={ingredients.length === 1}
                onClick={() => set(ingredients.filter((_, k) => k !== i))}
              >
                Remove<span class="visually-hidden"> measure {i + 1}</span>
              </button>
            </li>
          );
        })}
      </ol>
      <div class="choice-row">
        <label class="field">
          <span>Add a measure</span>
          <select
            value=""
            disabled={ingredients.length >= MOST_MEASURES}
            onChange={({ currentTarget }) => {
              const next = ingredientOf(currentTarget.value, 1);
              currentTarget.value = '';
              if (next) set([...ingredients, next]);
            }}
          >
            <option value="">Choose a measure</option>
            {groups.map((group) => (
              <optgroup key={group.label} label={group.label}>
                {group.options
                  .filter(({ key }) => !taken.has(key))
                  .map(({ key, label }) => (
                    <option key={key} value={key}>
                      {label}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
        <label class="field">
          <span>One scale by</span>
          <select
            value={recipe.scale}
            onChange={({ currentTarget: { value } }) =>
              change({ ...recipeParams(recipe), scale: value === 'z-score' ? '' : value })
            }
          >
            <option value="z-score">z: standard deviations from the mean</option>
            <option value="percentile">Percentile: place among the areas</option>
            <option value="exponential">Exponential: as the indices of deprivation</option>
          </select>
        </label>
        <label class="field">
          <span>Areas</span>
          <select
            value={recipe.level}
            onChange={({ currentTarget: { value } }) =>
              change({ ...recipeParams(recipe), level: value === 'ward' ? '' : value })
            }
          >
            <option value="ward">Wards</option>
            <option value="lsoa">LSOAs</option>
          </select>
        </label>
      </div>
      <NotTogether offered={offered} />
      {refused && <Refusal error={refused} />}
    </form>
  );
}

/** What must not stand together, each reason once. The service refuses it; this says so before. */
function NotTogether({ offered }: { offered: Ingredients }) {
  const reasons = new Map<string, string[]>();
  for (const { measure, notWith } of offered.areaMeasures)
    if (notWith !== null) reasons.set(notWith, [...(reasons.get(notWith) ?? []), measureLabel(measure)]);
  if (reasons.size === 0) return null;
  return (
    <ul class="plain-list quiet">
      {[...reasons].map(([reason, measures]) => (
        <li key={reason}>
          {measures.join('; ')}. <strong>{reason}</strong>
        </li>
      ))}
    </ul>
  );
}

/** The number that stands for a measure on its colour, as in the bars. */
export function PartNumber({ at }: { at: number }) {
  const colour = PART_COLOURS[at % PART_COLOURS.length] ?? PART_COLOURS[0];
  return (
    <svg class="part-number" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <rect width="22" height="22" fill={colour} />
      <text x="11" y="15" text-anchor="middle" font-size="12" fill={letterOn(colour)}>
        {at + 1}
      </text>
    </svg>
  );
}
