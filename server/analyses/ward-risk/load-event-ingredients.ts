import { monthOf } from '../../contract/month-no.ts';
import { countByAreaAndCategory } from '../../db/queries/area-counts.ts';
import { numberShown } from '../../disclosure/disclosed.ts';
import { RequestError } from '../../errors.ts';
import { weightSetName } from '../../weights/weight-set.ts';
import type { LayerHolding } from '../holdings.ts';
import { periodUsed } from '../period-used.ts';
import { resolveSelection, type Selection, whatIsCounted } from '../selection.ts';
import { listed } from '../words.ts';
import type { IngredientLoader, IngredientOf, LoadedIngredient } from './loaded-ingredient.ts';
import { wardFigures } from './other-layers.ts';

const DAYS_PER_YEAR = 365.25;

/** A rate of events: as counted where the layer is open, as released where it is restricted. */
export async function loadRate(
  loader: IngredientLoader,
  ingredient: IngredientOf<'rate'>,
): Promise<LoadedIngredient> {
  const held = loader.holdings.layers.find(({ layer }) => layer === ingredient.layer);
  if (held && isRestrictedLayer(held)) return loadReleasedRate(loader, ingredient);
  const selection = selectionOf(loader, ingredient.layer, ingredient.categories);
  const counts = await countsOf(loader, selection);
  const what = whatIsCounted(selection);
  return {
    label: ingredient.label ?? `Rate of ${what}`,
    unit: 'events per 1,000 residents a year',
    weight: ingredient.weight,
    higherIsWorse: ingredient.higherIsWorse ?? true,
    source: listed(selection.layer.datasets.map(({ title }) => title)),
    method:
      ingredient.shrink === false ? 'crude rate' : 'rate pulled to the district mean by empirical Bayes',
    events: counts.map((row) => row.reduce((sum, { events }) => sum + events, 0)),
    shrink: ingredient.shrink !== false,
    thousandYears: periodUsed(selection).days / DAYS_PER_YEAR / 1000,
    values: null,
  };
}

/** A restricted layer enters as it is released: by ward, small counts hidden, others rounded, whole calendar periods. */
async function loadReleasedRate(
  loader: IngredientLoader,
  ingredient: IngredientOf<'rate'>,
): Promise<LoadedIngredient> {
  const { database, holdings, releases, selection, units, layers, residents } = loader;
  if (units.level !== 'ward') {
    throw new RequestError('selection-not-released', {
      detail: `The layer ${ingredient.layer} is restricted: in a composite it is released by ward only.`,
      seen: 'level=lsoa',
      hint: 'Build the composite for wards, or leave this layer out.',
      field: 'recipe',
    });
  }
  layers.add(ingredient.layer);
  const figures = await wardFigures(database, holdings, releases, {
    layer: ingredient.layer,
    ...(ingredient.categories ? { categories: ingredient.categories.join(',') } : {}),
    from: monthOf(selection.fromMonthNo),
    to: monthOf(selection.toMonthNo),
    area: selection.studyArea.code,
  });
  if (figures === null) {
    throw new RequestError('selection-not-released', {
      detail: `Figures of the layer ${ingredient.layer} are not released for these categories and months.`,
      seen: (ingredient.categories ?? ['all']).join(', '),
      hint: 'Ask for one category or all, and for months that were supplied.',
      field: 'recipe',
    });
  }
  const { populationFloor } = releases.policy(figures.layer);
  return {
    label: ingredient.label ?? `Rate of ${figures.whatIsCounted}`,
    unit: 'events per 1,000 residents a year',
    weight: ingredient.weight,
    higherIsWorse: ingredient.higherIsWorse ?? true,
    source: listed(figures.layer.datasets.map(({ title }) => title)),
    method: `as released, ${figures.from} to ${figures.to}: small counts hidden, others rounded`,
    events: units.units.map(({ areaId }, i) => {
      const figure = figures.byWard.get(areaId);
      return figure && (residents?.values[i] ?? 0) >= populationFloor ? numberShown(figure) : null;
    }),
    shrink: ingredient.shrink !== false,
    thousandYears: periodUsed(figures.selection).days / DAYS_PER_YEAR / 1000,
    values: null,
  };
}

export function isRestrictedLayer({ datasets }: LayerHolding): boolean {
  return datasets.some(({ sensitivityClass }) => sensitivityClass !== 'open');
}

/** Harm of open events, weighted by a table. */
export async function loadHarm(
  loader: IngredientLoader,
  ingredient: IngredientOf<'harm'>,
): Promise<LoadedIngredient> {
  const { weightSet, residents, units } = loader;
  if (weightSet === null) throw new Error('a recipe with harm has a weight table');
  const selection = selectionOf(loader, weightSet.layer, undefined);
  const counts = await countsOf(loader, selection);
  const years = periodUsed(selection).days / DAYS_PER_YEAR;
  const weightOf = new Map(
    weightSet.rows
      .filter((row) => !(ingredient.victimReportedOnly && !row.victimReported))
      .map(({ category, weight }) => [category, weight ?? 0]),
  );
  return {
    label: ingredient.label ?? `Crime harm (${weightSet.unit})`,
    unit: `${weightSet.unit} per 1,000 residents a year`,
    weight: ingredient.weight,
    higherIsWorse: ingredient.higherIsWorse ?? true,
    source: `${weightSet.title}, version ${weightSet.version}`,
    method: `weighted by ${weightSetName(weightSet)}${ingredient.victimReportedOnly ? ', victim-reported only' : ''}`,
    events: null,
    shrink: false,
    thousandYears: years / 1000,
    values: units.units.map((_, i) => {
      const people = residents?.values[i] ?? null;
      if (people === null || people <= 0) return null;
      const total = counts[i].reduce((sum, { slug, events }) => sum + (weightOf.get(slug) ?? 0) * events, 0);
      return (1000 * total) / (people * years);
    }),
  };
}

/** The recipe's district and period, for another layer. */
function selectionOf(
  { holdings, selection, units, layers }: IngredientLoader,
  layer: string,
  categories: readonly string[] | undefined,
): Selection {
  layers.add(layer);
  const own = resolveSelection(holdings, {
    layer,
    ...(categories ? { categories: categories.join(',') } : {}),
    from: monthOf(selection.fromMonthNo),
    to: monthOf(selection.toMonthNo),
    area: selection.studyArea.code,
  });
  const coarse = own.layer.datasets.find(({ locationPrecision }) =>
    units.level === 'lsoa'
      ? ['ward', 'district'].includes(locationPrecision)
      : locationPrecision === 'district',
  );
  if (coarse) {
    throw new RequestError('level-not-held', {
      detail: `${coarse.title} names a ${coarse.locationPrecision} only, so it says nothing about ${units.level === 'ward' ? 'wards' : 'LSOAs'}.`,
      seen: `layer=${layer}`,
      hint: coarse.locationPrecision === 'ward' ? 'Build the composite for wards.' : 'Leave this layer out.',
      field: 'recipe',
    });
  }
  return own;
}

/** Events of each area, in the order of the areas, by category slug. */
async function countsOf(
  { database, units }: IngredientLoader,
  { layer, fromMonthNo, toMonthNo, categoryIds }: Selection,
): Promise<{ slug: string; events: number }[][]> {
  const slugOf = new Map(layer.categories.map(({ categoryId, slug }) => [categoryId, slug]));
  const place = new Map(units.units.map(({ areaId }, i) => [areaId, i]));
  const rows = await countByAreaAndCategory(database.db, {
    datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
    fromMonthNo,
    toMonthNo,
    categoryIds,
    level: units.level,
    areaIds: units.units.map(({ areaId }) => areaId),
  });
  const counts: { slug: string; events: number }[][] = units.units.map(() => []);
  for (const { areaId, categoryId, events } of rows) {
    counts[place.get(areaId) as number].push({ slug: slugOf.get(categoryId) as string, events });
  }
  return counts;
}
