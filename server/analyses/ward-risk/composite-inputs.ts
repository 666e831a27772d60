import type { CompositeRecipe, CompositeResult, Ingredient } from '../../contract/composites.ts';
import { monthOf } from '../../contract/month-no.ts';
import type { Database } from '../../db/database.ts';
import { countByAreaAndCategory } from '../../db/queries/area-counts.ts';
import { readMeasureNames } from '../../db/queries/area-measures.ts';
import { numberShown } from '../../disclosure/disclosed.ts';
import { RequestError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';
import { type WeightSet, weightSetName } from '../../weights/weight-set.ts';
import type { Holdings, LayerHolding } from '../holdings.ts';
import { markingOf } from '../marking.ts';
import type { Releases } from '../releases.ts';
import { periodUsed, resolveSelection, type Selection, sourcesOf, whatIsCounted } from '../selection.ts';
import { listed } from '../words.ts';
import { type AreaUnits, lsoaUnits, wardUnits } from './area-units.ts';
import { checkRecipe, higherIsWorseByDefault } from './composite-recipe.ts';
import { resolveDistrictSelection } from './measures-request.ts';
import { wardFigures } from './other-layers.ts';
import { figuresOf, residentsOf, type UnitFigures } from './unit-figures.ts';
import { findWeightSet } from './weight-tables.ts';

/** One ingredient with a number for each area, before any scale. */
export interface LoadedIngredient {
  readonly label: string;
  readonly unit: string;
  readonly weight: number;
  readonly higherIsWorse: boolean;
  readonly source: string;
  readonly method: string;
  /** Events per area (null: hidden), for a shrunken or crude rate; null for a measure that is a number already. */
  readonly events: readonly (number | null)[] | null;
  readonly shrink: boolean;
  /** Exposure of `events` in thousands of person-years at `people` of 1: years / 1000. */
  readonly thousandYears: number;
  /** The number itself where `events` is null; null for an area without one. */
  readonly values: readonly (number | null)[] | null;
}

/** Everything a composite is computed from: plain values, so that it can be frozen. */
export interface CompositeInputs {
  readonly profile: CompositeResult['profile'];
  readonly recipe: CompositeRecipe;
  readonly chosen: CompositeResult['chosen'];
  readonly studyArea: CompositeResult['studyArea'];
  readonly period: CompositeResult['period'];
  readonly weights: string | null;
  readonly areas: readonly { readonly code: string; readonly name: string; readonly people: number | null }[];
  readonly ingredients: readonly LoadedIngredient[];
  readonly seed: number;
  readonly sources: CompositeResult['sources'];
  /** Slugs of the datasets that figures of areas come from, people among them: who may not see one may not see the result. */
  readonly figureDatasets: readonly string[];
  readonly synthetic: boolean;
  readonly marking: CompositeResult['marking'];
  readonly dataVersion: number;
}

const SEED = 19_630_826;
const DAYS_PER_YEAR = 365.25;

export interface CompositeRequest {
  readonly profile: CompositeResult['profile'];
  readonly recipe: CompositeRecipe;
  readonly selection: Selection;
  readonly weightSet: WeightSet | null;
}

/**
 * Check a recipe and settle district, period and weight version. The period is that of the recipe's first layer of events.
 *
 * @throws RequestError double-counting, unknown-layer, unknown-weights and those of resolveSelection
 */
export function resolveComposite(
  holdings: Holdings,
  weightSets: readonly WeightSet[],
  recipe: CompositeRecipe,
  place: { readonly from?: string; readonly to?: string; readonly area?: string },
  profile: CompositeResult['profile'],
): CompositeRequest {
  checkRecipe(recipe);
  // The frame is an open layer: a restricted one may answer for a longer period than was asked.
  const open = holdings.layers.filter((held) => !isRestrictedLayer(held)).map(({ layer }) => layer);
  const first = recipe.ingredients
    .flatMap((one) => (one.kind === 'rate' ? [one.layer] : one.kind === 'harm' ? ['crime'] : []))
    .find((layer) => open.includes(layer));
  const selection = resolveDistrictSelection(holdings, { ...place, ...(first ? { layer: first } : {}) });
  const harm = recipe.ingredients.find((one) => one.kind === 'harm');
  const weightSet = harm ? findWeightSet(weightSets, harm.weights ?? weightSets[0].slug) : null;
  return { profile, recipe, selection, weightSet };
}

/** Everything a composite depends on besides the data, as one text. */
export function compositeKey({ profile, recipe, selection, weightSet }: CompositeRequest): string {
  const { fromMonthNo, toMonthNo, studyArea, chosen } = selection;
  return JSON.stringify([
    'composite',
    profile,
    recipe,
    fromMonthNo,
    toMonthNo,
    studyArea.code,
    weightSet && weightSetName(weightSet),
    chosen.map(({ parameter }) => parameter),
  ]);
}

/** Read every ingredient for every area of the district. */
export async function loadComposite(
  database: Database,
  holdings: Holdings,
  releases: Releases,
  { profile, recipe, selection, weightSet }: CompositeRequest,
): Promise<CompositeInputs> {
  const { layer, studyArea } = selection;
  const { district } = studyArea;
  const datasetIds = layer.datasets.map(({ datasetId }) => datasetId);
  const units =
    recipe.level === 'ward' ? wardUnits(district) : await lsoaUnits(database, district, datasetIds);
  const year = Math.floor((selection.fromMonthNo + selection.toMonthNo) / 24);
  const residents = await residentsOf(database, district, units, year);
  const loader: Loader = {
    database,
    holdings,
    releases,
    selection,
    units,
    residents,
    year,
    weightSet,
    layers: new Set(),
    figureDatasets: new Set(residents === null ? [] : [residents.dataset]),
  };
  const ingredients: LoadedIngredient[] = [];
  for (const ingredient of recipe.ingredients) ingredients.push(await loadIngredient(loader, ingredient));
  const used = holdings.layers.filter((held) => loader.layers.has(held.layer));
  const layers = used.length > 0 ? used : [layer];
  const datasets = layers.flatMap((held) => held.datasets);
  return {
    profile,
    recipe,
    chosen: [...selection.chosen],
    studyArea: {
      code: district.districtCode,
      name: district.districtName,
      family: units.family,
      boundaryYear: units.boundaryYear,
    },
    period: periodUsed(selection),
    weights: weightSet && weightSetName(weightSet),
    areas: units.units.map(({ code, name }, i) => ({ code, name, people: residents?.values[i] ?? null })),
    ingredients,
    seed: SEED,
    sources: layers.flatMap(sourcesOf),
    figureDatasets: [...loader.figureDatasets].sort(),
    synthetic: datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(datasets),
    dataVersion: holdings.dataVersion,
  };
}

interface Loader {
  readonly database: Database;
  readonly holdings: Holdings;
  readonly releases: Releases;
  readonly selection: Selection;
  readonly units: AreaUnits;
  readonly residents: UnitFigures | null;
  readonly year: number;
  readonly weightSet: WeightSet | null;
  /** Layers read so far. */
  readonly layers: Set<string>;
  /** Datasets that figures of areas were read from so far. */
  readonly figureDatasets: Set<string>;
}

async function loadIngredient(loader: Loader, ingredient: Ingredient): Promise<LoadedIngredient> {
  switch (ingredient.kind) {
    case 'rate':
      return loadRate(loader, ingredient);
    case 'harm':
      return loadHarm(loader, ingredient);
    case 'area-measure':
      return loadMeasure(loader, ingredient);
    case 'age-share':
      return loadAgeShare(loader, ingredient);
  }
}

type Of<K extends Ingredient['kind']> = Extract<Ingredient, { kind: K }>;

async function loadRate(loader: Loader, ingredient: Of<'rate'>): Promise<LoadedIngredient> {
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
async function loadReleasedRate(loader: Loader, ingredient: Of<'rate'>): Promise<LoadedIngredient> {
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

function isRestrictedLayer({ datasets }: LayerHolding): boolean {
  return datasets.some(({ sensitivityClass }) => sensitivityClass !== 'open');
}

async function loadHarm(loader: Loader, ingredient: Of<'harm'>): Promise<LoadedIngredient> {
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

async function loadMeasure(loader: Loader, ingredient: Of<'area-measure'>): Promise<LoadedIngredient> {
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
    label: ingredient.label ?? measure,
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

async function loadAgeShare(loader: Loader, ingredient: Of<'age-share'>): Promise<LoadedIngredient> {
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

/** The recipe's district and period, for another layer. */
function selectionOf(
  { holdings, selection, units, layers }: Loader,
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
  { database, units }: Loader,
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
