import type { CompositeRecipe, CompositeResult, Ingredient } from '../../contract/composites.ts';
import type { Database } from '../../db/database.ts';
import { type WeightSet, weightSetName } from '../../weights/weight-set.ts';
import type { Holdings } from '../holdings.ts';
import { markingOf } from '../marking.ts';
import { periodUsed } from '../period-used.ts';
import type { Releases } from '../releases.ts';
import { type Selection, sourcesOf } from '../selection.ts';
import { lsoaUnits, wardUnits } from './area-units.ts';
import { checkRecipe } from './composite-recipe.ts';
import { figureSources } from './figure-sources.ts';
import { isRestrictedLayer, loadHarm, loadRate } from './load-event-ingredients.ts';
import { loadAgeShare, loadMeasure } from './load-figure-ingredients.ts';
import type { IngredientLoader, LoadedIngredient } from './loaded-ingredient.ts';
import { resolveDistrictSelection } from './measures-request.ts';
import { residentsOf } from './unit-figures.ts';
import { findWeightSet } from './weight-tables.ts';

/** Everything a composite is computed from: plain values. */
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
  readonly synthetic: boolean;
  readonly marking: CompositeResult['marking'];
  readonly dataVersion: number;
}

const SEED = 19_630_826;

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
  const loader: IngredientLoader = {
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
    sources: [
      ...layers.flatMap(sourcesOf),
      ...(await figureSources(database, holdings, loader.figureDatasets)),
    ],
    synthetic: datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(datasets),
    dataVersion: holdings.dataVersion,
  };
}

async function loadIngredient(loader: IngredientLoader, ingredient: Ingredient): Promise<LoadedIngredient> {
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
