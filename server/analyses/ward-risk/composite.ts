import type { CompositeArea, CompositeResult } from '../../contract/composites.ts';
import type { NotComputableState } from '../../contract/shared.ts';
import { averageRanks } from '../../stats/average-ranks.ts';
import { type CompositeIndex, compositeIndex, weightedMean } from '../../stats/composite-index.ts';
import { compositeSensitivity } from '../../stats/composite-sensitivity.ts';
import { compositeWeightDraws } from '../../stats/composite-weight-draws.ts';
import { globalEmpiricalBayes } from '../../stats/empirical-bayes.ts';
import { isNotComputable, type NotComputable } from '../../stats/not-computable.ts';
import { seededRandom } from '../../stats/random.ts';
import { counted, listed } from '../words.ts';
import type { CompositeInputs } from './composite-inputs.ts';
import { overlapCautions } from './composite-recipe.ts';
import type { LoadedIngredient } from './loaded-ingredient.ts';
import { twoDigits } from './measures-words.ts';

/** Raised whenever a definition changes, so that an old figure can say which one made it. */
export const COMPOSITE_DEFINITION = '3';

const PERTURBATION = 0.2;
const DRAWS = 1000;

const SCALE_WORDS: Readonly<Record<CompositeInputs['recipe']['scale'], string>> = {
  'z-score': 'standard deviations from the mean of the areas',
  percentile: 'percentile among the areas',
  exponential: 'rank among the areas, through the exponential transform of the indices of deprivation',
};

/** A composite with its parts and what its ranks hang on: pure, so that frozen inputs give the same bytes again. */
export function composite(inputs: CompositeInputs): CompositeResult {
  const values = inputs.ingredients.map((ingredient) => valuesOf(ingredient, inputs.areas));
  const kept = inputs.areas.flatMap((_, i) => (values.every((column) => column[i] !== null) ? [i] : []));
  const layers = inputs.ingredients.map(({ label, weight, higherIsWorse }, k) => ({
    name: label,
    values: kept.map((i) => values[k][i] as number),
    weight,
    higherIsWorse,
  }));
  const index = compositeIndex(layers, inputs.recipe.scale);
  const refused = isNotComputable(index) ? index : null;
  const sensitivity = isNotComputable(index)
    ? index
    : compositeSensitivity(index.parts, index.weights, PERTURBATION);
  const rows = isNotComputable(index)
    ? []
    : areasOf(inputs, index, values, kept).sort((a, b) => b.total - a.total || (a.code < b.code ? -1 : 1));
  const totalWeight = inputs.ingredients.reduce((sum, { weight }) => sum + weight, 0);
  return {
    definitionVersion: COMPOSITE_DEFINITION,
    profile: inputs.profile,
    recipe: inputs.recipe,
    chosen: inputs.chosen,
    studyArea: inputs.studyArea,
    period: inputs.period,
    formula: formulaOf(inputs, totalWeight),
    sentence: sentenceOf(inputs, rows, refused),
    cautions: cautionsOf(inputs, kept.length),
    notComputable: refused && stateOf(refused),
    ingredients: inputs.ingredients.map(({ label, unit, weight, higherIsWorse, source, method }, k) => ({
      label,
      unit,
      weight: weight / totalWeight,
      higherIsWorse,
      source,
      method,
      areasWithout: inputs.areas.filter((_, i) => values[k][i] === null).map(({ code }) => code),
    })),
    sensitivity: {
      perturbation: PERTURBATION,
      draws: DRAWS,
      seed: inputs.seed,
      notComputable: isNotComputable(sensitivity) ? stateOf(sensitivity) : null,
    },
    areas: rows,
    sources: inputs.sources,
    synthetic: inputs.synthetic,
    marking: inputs.marking,
    dataVersion: inputs.dataVersion,
  };
}

/** One number an area: events made a rate, shrunken or crude, or the number supplied. */
function valuesOf(
  { events, values, shrink, thousandYears }: LoadedIngredient,
  areas: CompositeInputs['areas'],
): (number | null)[] {
  if (events === null) return areas.map((_, i) => values?.[i] ?? null);
  // A hidden count has no rate, and lends nothing to the mean that the others are pulled to.
  const people = areas.map((area, i) => (events[i] === null ? 0 : (area.people ?? 0)));
  const counts = events.map((count) => count ?? 0);
  const crude = people.map((n, i) => (n > 0 ? counts[i] / (n * thousandYears) : null));
  if (!shrink) return crude;
  const shrunk = globalEmpiricalBayes(counts, people);
  if (isNotComputable(shrunk)) return crude;
  return Array.from(shrunk.estimates, (rate) => (Number.isNaN(rate) ? null : rate / thousandYears));
}

function areasOf(
  inputs: CompositeInputs,
  index: CompositeIndex,
  values: readonly (readonly (number | null)[])[],
  kept: readonly number[],
): CompositeArea[] {
  const one = compositeSensitivity(index.parts, index.weights, PERTURBATION);
  const all = compositeWeightDraws({
    parts: index.parts,
    weights: index.weights,
    random: seededRandom(inputs.seed),
    perturbation: PERTURBATION,
    draws: DRAWS,
  });
  const without = isNotComputable(one)
    ? null
    : index.parts.map((_, left) => {
        const weights = index.weights.map((weight, k) => (k === left ? 0 : weight));
        return averageRanks(weightedMean(index.parts, weights).map((score) => -score));
      });
  return kept.map((i, place): CompositeArea => {
    const { code, name } = inputs.areas[i];
    return {
      code,
      name,
      total: index.scores[place],
      rank: index.ranks[place],
      parts: index.parts.map((part, k) => ({
        value: values[k][i] as number,
        scaled: part[place],
        contribution: part[place] * index.weights[k],
      })),
      rankOneWeight: isNotComputable(one) ? null : rangeAt(one.weightPerturbation, place),
      rankAllWeights: isNotComputable(all) ? null : { lower: all.lower[place], upper: all.upper[place] },
      rankLeaveOneOut: isNotComputable(one) ? null : rangeAt(one.leaveOneOut, place),
      rankWithout: without?.map((ranks) => ranks[place]) ?? null,
    };
  });
}

function rangeAt({ from, to }: { from: Float64Array; to: Float64Array }, place: number) {
  return { from: from[place], to: to[place] };
}

function formulaOf({ ingredients, recipe }: CompositeInputs, totalWeight: number): string {
  const terms = ingredients.map(
    ({ label, weight, higherIsWorse }) =>
      `${twoDigits((100 * weight) / totalWeight)} % ${label}${higherIsWorse ? '' : ' (turned round: low is worse)'}`,
  );
  return `Total = ${terms.join(' + ')}, each as ${SCALE_WORDS[recipe.scale]}; higher is worse.`;
}

function sentenceOf(
  { studyArea, recipe }: CompositeInputs,
  rows: readonly CompositeArea[],
  refused: NotComputable | null,
): string {
  if (refused) return `The composite cannot be computed here. ${refused.detail}`;
  const one = recipe.level === 'ward' ? 'ward' : 'LSOA';
  const steady = rows.filter(({ rankOneWeight, rankLeaveOneOut }) =>
    [rankOneWeight, rankLeaveOneOut].every((range) => range !== null && range.to <= 3),
  );
  const top = rows.slice(0, 3).map(({ name }) => name);
  const first = `Highest on this composite among ${counted(rows.length, one)} of ${studyArea.name}: ${listed(top)}.`;
  if (rows.every(({ rankOneWeight }) => rankOneWeight === null))
    return `${first} One measure that counts leaves no weights to move: the order is that of the measure.`;
  if (steady.length === 0)
    return `${first} None of them stays in the top three whatever the recipe: the order hangs on the weights.`;
  return `${first} ${listed(steady.map(({ name }) => name))} ${steady.length === 1 ? 'stays' : 'stay'} in the top three with any weight moved by 20 % or any measure left out.`;
}

function cautionsOf(
  { recipe, areas, period, synthetic, ingredients }: CompositeInputs,
  kept: number,
): string[] {
  const one = recipe.level === 'ward' ? 'ward' : 'LSOA';
  const cautions = [
    'Weights are a judgement, not a finding: publish them with the total. The total describes areas, not the people in them.',
    ...overlapCautions(recipe),
  ];
  if (ingredients.some(({ events }) => events !== null))
    cautions.push(
      'How far ranks move here is for the recipe alone: chance in the counts is not in it. The ranking of each layer has intervals for chance.',
    );
  if (synthetic) cautions.push('The data is synthetic: it describes no real place.');
  if (kept < areas.length)
    cautions.push(
      `${counted(areas.length - kept, one)} left out: a measure has no value there, and none was made up.`,
    );
  if (period.flagged.length > 0) cautions.push('The period holds months that look under- or over-supplied.');
  if (ingredients.some(({ label, unit }) => unit === 'as supplied' && /-(rank|decile)$/.test(label)))
    cautions.push('A national rank or decile is used as a number; a score keeps more of what was measured.');
  return cautions;
}

function stateOf({ reason, detail }: NotComputable): NotComputableState {
  return { reason, detail };
}
