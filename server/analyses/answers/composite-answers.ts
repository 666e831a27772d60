import type {
  CompositePreview,
  CompositeProfiles,
  CompositeResult,
  Ingredients,
  IngredientsQuery,
  ProfileResultQuery,
  VliQuery,
  VliResult,
} from '../../contract/composites.ts';
import { monthOf } from '../../contract/month-no.ts';
import type { Asking, Tagged } from '../asking.ts';
import type { Holdings } from '../holdings.ts';
import { markingOf } from '../marking.ts';
import { useOfEverything, useOfSelection } from '../use-record.ts';
import { COMPOSITE_DEFINITION, composite } from '../ward-risk/composite.ts';
import {
  type CompositeRequest,
  compositeKey,
  loadComposite,
  resolveComposite,
} from '../ward-risk/composite-inputs.ts';
import { ingredients } from '../ward-risk/ingredients.ts';
import { findProfile, listProfiles, recipesKnownTo } from '../ward-risk/profiles.ts';
import {
  resolveVli,
  VLI_DEFINITION,
  vliKey,
  vulnerableLocalities,
} from '../ward-risk/vulnerable-localities.ts';
import { readAllWeightSets } from '../ward-risk/weight-tables.ts';

// Scores built from several measures.

/** What a composite can be built from. */
export async function answerIngredients(
  asking: Asking,
  query: IngredientsQuery,
): Promise<Tagged<Ingredients>> {
  const holdings = await asking.holdings();
  const weightSets = await readAllWeightSets(asking.database);
  const key = JSON.stringify(['ingredients', query.area ?? null, query.level ?? null, weightSets.length]);
  return asking.tagged(key, holdings, useOfEverything(holdings), ({ database }) =>
    ingredients(database, holdings, weightSets, query),
  );
}

/** A composite that nobody has saved. */
export async function answerComposite(
  asking: Asking,
  { recipe, ...place }: CompositePreview,
): Promise<Tagged<CompositeResult>> {
  const holdings = await asking.holdings();
  const weightSets = await readAllWeightSets(asking.database);
  const request = resolveComposite(holdings, weightSets, recipe, place, null);
  await recordRates(asking, holdings, request);
  return taggedComposite(asking, holdings, request);
}

/** Saved composites, except those that name what the asker may not see. */
export async function answerProfiles(asking: Asking): Promise<CompositeProfiles> {
  const { database } = asking;
  return listProfiles(database, await recipesKnownTo(database, await asking.holdings()));
}

/** A saved composite, computed for a district and period. */
export async function answerProfile(
  asking: Asking,
  slug: string,
  { version, ...place }: ProfileResultQuery,
): Promise<Tagged<CompositeResult>> {
  const holdings = await asking.holdings();
  const weightSets = await readAllWeightSets(asking.database);
  const mayKnow = await recipesKnownTo(asking.database, holdings);
  const profile = await findProfile(asking.database, mayKnow, slug, version);
  const named = { slug, version: profile.version, title: profile.title };
  const request = resolveComposite(holdings, weightSets, profile.recipe, place, named);
  await recordRates(asking, holdings, request);
  return taggedComposite(asking, holdings, request);
}

export async function answerVulnerableLocalities(
  asking: Asking,
  query: VliQuery,
): Promise<Tagged<VliResult>> {
  const holdings = await asking.holdings();
  const request = resolveVli(holdings, query);
  const about = useOfSelection(holdings, request.selection, query);
  return asking.tagged(vliKey(request) + VLI_DEFINITION, holdings, about, ({ database }) =>
    vulnerableLocalities(database, holdings, request),
  );
}

/** A composite asks the layer of each of its rates a question. */
async function recordRates(
  asking: Asking,
  holdings: Holdings,
  { recipe, selection }: CompositeRequest,
): Promise<void> {
  const { fromMonthNo, toMonthNo, studyArea } = selection;
  const period = { from: monthOf(fromMonthNo), to: monthOf(toMonthNo) };
  for (const one of recipe.ingredients) {
    if (one.kind !== 'rate') continue;
    const held = holdings.layers.find(({ layer }) => layer === one.layer);
    // Without a month of it in the period nothing is asked of it.
    if (!held?.supply.some(({ monthNo }) => monthNo >= fromMonthNo && monthNo <= toMonthNo)) continue;
    const categories = one.categories === undefined ? {} : { categories: one.categories.join(',') };
    await asking.record(
      holdings,
      { layer: one.layer, ...categories, ...period, area: studyArea.district.districtCode },
      false,
    );
  }
}

function taggedComposite(
  asking: Asking,
  holdings: Holdings,
  request: CompositeRequest,
): Tagged<CompositeResult> {
  const wanted = new Set(
    request.recipe.ingredients.flatMap((one) => (one.kind === 'rate' ? [one.layer] : [])),
  );
  const datasets = holdings.layers.flatMap((held) => (wanted.has(held.layer) ? held.datasets : []));
  const frame = useOfSelection(holdings, request.selection, { recipe: request.recipe });
  const about = {
    ...frame,
    datasets: [...new Set([...frame.datasets, ...datasets.map(({ slug }) => slug)])],
    marking: markingOf([...request.selection.layer.datasets, ...datasets]),
  };
  return asking.tagged(compositeKey(request) + COMPOSITE_DEFINITION, holdings, about, async ({ database }) =>
    composite(await loadComposite(database, holdings, asking.releases, request)),
  );
}
