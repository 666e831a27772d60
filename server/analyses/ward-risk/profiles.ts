import type {
  CompositeProfile,
  CompositeProfiles,
  CompositeRecipe,
  NewProfile,
} from '../../contract/composites.ts';
import type { Database } from '../../db/database.ts';
import { readMeasureNames } from '../../db/queries/area-measures.ts';
import { insertProfile, readProfiles } from '../../db/queries/composite-profiles.ts';
import { readHeldDatasets, readLayerDatasets } from '../../db/queries/layer-datasets.ts';
import { lockVersions } from '../../db/queries/weight-sets.ts';
import { RequestError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';
import { type WeightSet, weightSetName } from '../../weights/weight-set.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Holdings } from '../holdings.ts';
import { listed } from '../words.ts';
import { checkRecipe } from './composite-recipe.ts';
import { findWeightSet } from './weight-tables.ts';

/** Whether a reader may know of a recipe. */
export type MayKnow = (recipe: CompositeRecipe) => boolean;

/**
 * Tells which recipes a reader may know of: not those that name a layer or a figure of areas which is held, and not for them.
 * What is not held at all any more hides nothing.
 */
export async function recipesKnownTo(
  { db }: Pick<Database, 'db'>,
  { layers, datasetIds }: Pick<Holdings, 'layers' | 'datasetIds'>,
): Promise<MayKnow> {
  const seen = new Set([
    ...layers.map(({ layer }) => layer),
    ...(await readMeasureNames(db, datasetIds)).map(({ measure }) => measure),
  ]);
  const everyId = (await readHeldDatasets(db)).map(({ datasetId }) => datasetId);
  const hidden = new Set(
    [
      ...(await readLayerDatasets(db)).map(({ layer }) => layer),
      ...(await readMeasureNames(db, everyId)).map(({ measure }) => measure),
    ].filter((name) => !seen.has(name)),
  );
  return ({ ingredients }) =>
    !ingredients.some(
      (one) =>
        (one.kind === 'rate' && hidden.has(one.layer)) ||
        (one.kind === 'area-measure' && hidden.has(one.measure)),
    );
}

/** Every version of every saved composite that the reader may know of, newest version of a name first. */
export async function listProfiles(
  { db }: Pick<Database, 'db'>,
  mayKnow: MayKnow,
): Promise<CompositeProfiles> {
  const rows = (await readProfiles(db)).filter(({ recipe }) => mayKnow(recipe as CompositeRecipe));
  const newest = new Map<string, number>();
  for (const { slug, version } of rows) newest.set(slug, Math.max(version, newest.get(slug) ?? 0));
  return {
    profiles: rows.map(({ recipe, createdAt, ...row }) => ({
      ...row,
      newest: newest.get(row.slug) === row.version,
      recipe: recipe as CompositeRecipe,
      createdAt: createdAt.toISOString(),
    })),
  };
}

/**
 * One profile, its newest version unless one is asked for.
 *
 * @throws RequestError unknown-profile
 */
export async function findProfile(
  database: Pick<Database, 'db'>,
  mayKnow: MayKnow,
  slug: string,
  version: number | undefined,
): Promise<CompositeProfile> {
  const { profiles } = await listProfiles(database, mayKnow);
  const found = profiles.find(
    (p) => p.slug === slug && (version === undefined ? p.newest : p.version === version),
  );
  if (found) return found;
  const slugs = [...new Set(profiles.map((p) => p.slug))];
  const near = nearestWord(slug, slugs);
  throw new RequestError('unknown-profile', {
    detail:
      version === undefined
        ? `There is no composite profile called ${slug}.`
        : `${slug} has no version ${version}.`,
    seen: version === undefined ? slug : `${slug}@${version}`,
    hint:
      slugs.length === 0
        ? 'No profile has been saved yet.'
        : `${near ? `Did you mean ${near}? ` : ''}Saved: ${listed(slugs)}.`,
    field: 'slug',
  });
}

/**
 * Save a composite under a name: the first version, or the next one. The weight table of a harm measure is fixed to the
 * version that is newest now, so that the profile means the same tomorrow. Saving what is there already changes nothing.
 *
 * @throws RequestError double-counting, unknown-weights
 */
export async function saveProfile(
  { db }: Database,
  weightSets: readonly WeightSet[],
  { slug, title, note = '', recipe }: NewProfile,
  createdBy: string,
): Promise<CompositeProfile> {
  checkRecipe(recipe);
  // A name is taken whoever may know of what stands behind it.
  const everything = () => true;
  const fixed: CompositeRecipe = {
    ...recipe,
    ingredients: recipe.ingredients.map((one) =>
      one.kind === 'harm'
        ? { ...one, weights: weightSetName(findWeightSet(weightSets, one.weights ?? weightSets[0].slug)) }
        : one,
    ),
  };
  return db.transaction().execute(async (transaction) => {
    await lockVersions(transaction);
    const before = (await listProfiles({ db: transaction }, everything)).profiles.find(
      (p) => p.slug === slug && p.newest,
    );
    const same =
      before &&
      before.title === title &&
      before.note === note &&
      canonicalJson(before.recipe) === canonicalJson(fixed);
    if (same) return before;
    const version = (before?.version ?? 0) + 1;
    await insertProfile(transaction, { slug, version, title, note, recipe: fixed, createdBy });
    return findProfile({ db: transaction }, everything, slug, version);
  });
}
