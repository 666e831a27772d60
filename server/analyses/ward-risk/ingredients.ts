import type { Ingredients, IngredientsQuery } from '../../contract/composites.ts';
import type { Database } from '../../db/database.ts';
import { readMeasureNames } from '../../db/queries/area-measures.ts';
import { type WeightSet, weightSetName } from '../../weights/weight-set.ts';
import type { Holdings } from '../holdings.ts';
import { lsoaUnits, wardUnits } from './area-units.ts';
import { doubleCountingOf, higherIsWorseByDefault } from './composite-recipe.ts';
import { resolveDistrictSelection } from './measures-request.ts';
import { figuresOf } from './unit-figures.ts';
import { findWeightSet } from './weight-tables.ts';

const NOT_WITH: Readonly<Record<'imd-total' | 'imd-crime', string>> = {
  'imd-total':
    'Not beside crime or its own domains: the index holds a crime domain made from recorded crime, which would weigh twice.',
  'imd-crime': 'Not beside crime: this domain is made from recorded crime, which would weigh twice.',
};

/** What a composite of a district's wards or LSOAs can be built from. */
export async function ingredients(
  database: Database,
  holdings: Holdings,
  weightSets: readonly WeightSet[],
  { area, level = 'ward' }: IngredientsQuery,
): Promise<Ingredients> {
  const { studyArea, layer, toMonthNo } = resolveDistrictSelection(
    holdings,
    area === undefined ? {} : { area },
  );
  const { district } = studyArea;
  const units =
    level === 'ward'
      ? wardUnits(district)
      : await lsoaUnits(
          database,
          district,
          layer.datasets.map(({ datasetId }) => datasetId),
        );
  const year = Math.floor(toMonthNo / 12);
  const names = [
    ...new Set((await readMeasureNames(database.db, holdings.datasetIds)).map(({ measure }) => measure)),
  ];
  const areaMeasures: Ingredients['areaMeasures'] = [];
  for (const measure of names.filter((name) => !name.startsWith('population'))) {
    const figures = await figuresOf(database, district, units, { measure, combine: 'mean', year });
    if (figures === null) continue;
    const reason = doubleCountingOf(measure);
    areaMeasures.push({
      measure,
      referenceYear: figures.referenceYear,
      higherIsWorse: higherIsWorseByDefault(measure),
      areasCovered: figures.values.filter((value) => value !== null).length,
      areas: figures.values.length,
      method: figures.method,
      notWith: reason && NOT_WITH[reason],
    });
  }
  const ages = await figuresOf(database, district, units, {
    measure: 'population',
    ageFrom: 15,
    ageTo: 25,
    combine: 'sum',
    year,
  });
  const slugs = [...new Set(weightSets.map(({ slug }) => slug))];
  return {
    level,
    rates: holdings.layers.map((held) => ({
      layer: held.layer,
      categories: held.categories.map(({ slug, label }) => ({ slug, label })),
    })),
    harm: slugs.map((slug) => {
      const set = findWeightSet(weightSets, slug);
      return { weights: weightSetName(set), title: set.title, layer: set.layer };
    }),
    areaMeasures,
    ages: ages !== null,
  };
}
