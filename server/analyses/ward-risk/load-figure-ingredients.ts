import { measureLabel } from '../../contract/measure-label.ts';
import { readMeasureNames } from '../../db/queries/area-measures.ts';
import { RequestError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';
import { listed } from '../words.ts';
import { higherIsWorseByDefault } from './composite-recipe.ts';
import type { IngredientLoader, IngredientOf, LoadedIngredient } from './loaded-ingredient.ts';
import { figuresOf } from './unit-figures.ts';

/** A figure that is supplied for areas as it is: a score, a share. */
export async function loadMeasure(
  loader: IngredientLoader,
  ingredient: IngredientOf<'area-measure'>,
): Promise<LoadedIngredient> {
  const { database, selection, units, year } = loader;
  const { measure } = ingredient;
  const figures = await figuresOf(database, selection.studyArea.district, units, {
    measure,
    combine: 'mean',
    year,
  });
  if (figures === null) {
    const held = [
      ...new Set((await readMeasureNames(database.db, loader.holdings.datasetIds)).map((row) => row.measure)),
    ];
    const near = nearestWord(measure, held);
    throw new RequestError('unknown-measure', {
      detail: `No figure called ${measure} reaches the ${units.level === 'ward' ? 'wards' : 'LSOAs'} of ${selection.studyArea.name}.`,
      seen: measure,
      hint: `${near && near !== measure ? `Did you mean ${near}? ` : ''}Held: ${listed(held)}.`,
      field: 'recipe',
    });
  }
  loader.figureDatasets.add(figures.dataset);
  return {
    label: ingredient.label ?? measureLabel(measure),
    unit: 'as supplied',
    weight: ingredient.weight,
    higherIsWorse: ingredient.higherIsWorse ?? higherIsWorseByDefault(measure),
    source: `${figures.source}, ${figures.referenceYear}`,
    method: figures.method,
    events: null,
    shrink: false,
    thousandYears: 0,
    values: figures.values,
  };
}

/** People of some ages as a share of the residents. */
export async function loadAgeShare(
  loader: IngredientLoader,
  ingredient: IngredientOf<'age-share'>,
): Promise<LoadedIngredient> {
  const { database, selection, units, year, residents } = loader;
  const { ageFrom, ageTo } = ingredient;
  const { district } = selection.studyArea;
  const aged = await figuresOf(database, district, units, {
    measure: 'population',
    ageFrom,
    ageTo,
    combine: 'sum',
    year,
  });
  if (aged === null || residents === null) {
    throw new RequestError('unknown-measure', {
      detail: 'People by age are not held for these areas.',
      seen: `aged ${ageFrom} to ${ageTo - 1}`,
      hint: 'Import a population table by single year of age: npm run import -- population FILE.',
      field: 'recipe',
    });
  }
  loader.figureDatasets.add(aged.dataset);
  return {
    label: ingredient.label ?? `Residents aged ${ageFrom} to ${ageTo - 1}`,
    unit: 'share of residents',
    weight: ingredient.weight,
    higherIsWorse: ingredient.higherIsWorse ?? true,
    source: `${aged.source}, ${aged.referenceYear}`,
    method: aged.method,
    events: null,
    shrink: false,
    thousandYears: 0,
    values: units.units.map((_, i) => {
      const [part, whole] = [aged.values[i], residents.values[i]];
      return part === null || whole === null || whole <= 0 ? null : part / whole;
    }),
  };
}
