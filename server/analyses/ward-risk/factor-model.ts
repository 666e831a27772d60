import { inSentence } from '../../contract/in-sentence.ts';
import type { FactorTerm, RiskFactorsResult } from '../../contract/risk-factors.ts';
import type { CountRegression, RegressionTerm } from '../../stats/count-regression.ts';
import { distanceBands, type PlaceList, placesPerKm2 } from '../../stats/distance-bands.ts';
import { negativeBinomialRegression } from '../../stats/negative-binomial-regression.ts';
import { isNotComputable, type NotComputable, notComputable } from '../../stats/not-computable.ts';
import { poissonRegression } from '../../stats/poisson-regression.ts';
import { predictionAccuracy } from '../../stats/prediction-accuracy.ts';
import { twoDigits } from './measures-words.ts';

/** Pearson chi-squared over degrees of freedom above this calls for negative binomial. */
const OVER_DISPERSED = 1.2;
/** Shares of the area at which a map is judged. */
const AREA_SHARES = [0.05, 0.1, 0.2];

/** Places of one kind. */
export interface FactorInput extends PlaceList {
  /** layer/slug. */
  readonly factor: string;
  readonly label: string;
}

export interface FactorModelInput {
  /** Events per cell. */
  readonly counts: Float64Array;
  /**
   * Restricted data: the same with hidden cells as few and as many as they can be. Each is fitted too, and every interval is
   * widened to hold them all. Left out: nothing is hidden.
   */
  readonly extremes?: readonly Float64Array[];
  /** Centres of the cells. */
  readonly centres: PlaceList;
  /** Land of each cell inside the study area: the exposure. */
  readonly areaKm2: Float64Array;
  readonly factors: readonly FactorInput[];
  readonly form: 'distance' | 'density';
  readonly bandsM: readonly number[];
  readonly radiusM: number;
  readonly whatIsCounted: string;
}

export interface FactorModel {
  readonly model: CountRegression | NotComputable;
  readonly family: 'poisson' | 'negative-binomial';
  readonly because: string;
  /** Of the Poisson fit. */
  readonly dispersion: number;
  readonly theta: number | null;
  readonly reference: string;
  readonly terms: FactorTerm[];
  readonly leftOut: { factor: string; reason: string }[];
}

interface Column {
  readonly factor: string;
  readonly label: string;
  readonly values: Float64Array;
  readonly words: (ratio: string) => string;
}

/**
 * Fit events per cell on nearness to places, with each cell's land as exposure: Poisson, or negative binomial where the
 * counts vary more than Poisson allows. A kind without a usable band is left out with its reason; a band that holds no cell
 * or no event is left out too, since it has no finite estimate.
 */
export function fitFactors(input: FactorModelInput): FactorModel {
  const leftOut: { factor: string; reason: string }[] = [];
  const columns = input.factors.flatMap((factor) => columnsOf(factor, input, leftOut));
  const reference =
    input.form === 'distance'
      ? `cells ${input.bandsM[input.bandsM.length - 1]} m or farther from any such place`
      : `cells with one place fewer within ${input.radiusM} m`;
  const empty = {
    family: 'poisson' as const,
    because: '',
    dispersion: Number.NaN,
    theta: null,
    reference,
    terms: [],
    leftOut,
  };
  if (columns.length === 0) {
    return {
      ...empty,
      model: notComputable(
        'too-few-units',
        `No kind of place gives anything to compare: ${leftOut.map(({ factor, reason }) => `${factor}: ${reason}`).join(' ')}`,
      ),
    };
  }
  const data = {
    counts: input.counts,
    offset: input.areaKm2.map(Math.log),
    factors: columns.map(({ label, values }) => ({ name: label, values })),
  };
  const poisson = poissonRegression(data);
  if (isNotComputable(poisson)) return { ...empty, model: poisson };
  const { dispersion } = poisson;
  const wanted = dispersion > OVER_DISPERSED ? negativeBinomialRegression(data) : null;
  const negativeBinomial = wanted !== null && !isNotComputable(wanted) ? wanted : null;
  const model = negativeBinomial ?? poisson;
  const others = (input.extremes ?? []).flatMap((counts) => {
    const other = regress({ ...data, counts });
    return isNotComputable(other) ? [] : [other];
  });
  const terms = model.terms.map((term, k) =>
    widened(
      term,
      others.map((other) => other.terms[k]),
    ),
  );
  return {
    model,
    family: negativeBinomial ? 'negative-binomial' : 'poisson',
    because: negativeBinomial
      ? `Counts vary ${twoDigits(dispersion)} times as much as Poisson counts would, so negative binomial is used; Poisson intervals would be too narrow.`
      : wanted === null
        ? 'Counts vary no more than Poisson counts would.'
        : `Negative binomial could not be fitted (${isNotComputable(wanted) ? wanted.detail : ''}), so Poisson stands; its intervals are too narrow.`,
    dispersion,
    theta: negativeBinomial?.theta ?? null,
    reference,
    terms: columns.map((column, k) => termOf(column, terms[k + 1], input.counts, input.whatIsCounted)),
    leftOut,
  };
}

/** The family that the counts call for. */
function regress(data: Parameters<typeof poissonRegression>[0]): CountRegression | NotComputable {
  const poisson = poissonRegression(data);
  if (isNotComputable(poisson) || poisson.dispersion <= OVER_DISPERSED) return poisson;
  const negativeBinomial = negativeBinomialRegression(data);
  return isNotComputable(negativeBinomial) ? poisson : negativeBinomial;
}

/** A term whose interval and p-value hold in every version of the counts. */
function widened(term: RegressionTerm, others: readonly RegressionTerm[]): RegressionTerm {
  if (others.length === 0) return term;
  const all = [term, ...others];
  // Where versions disagree on the direction, none of their p-values says that there is one.
  const agree = all.every(({ relativeRisk }) => relativeRisk > 1 === term.relativeRisk > 1);
  return {
    ...term,
    low: Math.min(...all.map(({ low }) => low)),
    high: Math.max(...all.map(({ high }) => high)),
    pValue: agree ? Math.max(...all.map(({ pValue }) => pValue)) : 1,
  };
}

function columnsOf(
  factor: FactorInput,
  { counts, centres, form, bandsM, radiusM }: FactorModelInput,
  leftOut: { factor: string; reason: string }[],
): Column[] {
  const label = inSentence(factor.label);
  if (factor.x.length === 0) {
    leftOut.push({ factor: factor.factor, reason: 'No place of this kind lies in or near the district.' });
    return [];
  }
  if (form === 'density') {
    const circleKm2 = (Math.PI * radiusM * radiusM) / 1e6;
    const within = placesPerKm2(centres, factor, radiusM).map((density) => Math.round(density * circleKm2));
    if (within.every((n) => n === within[0])) {
      leftOut.push({ factor: factor.factor, reason: `Every cell has ${within[0]} within ${radiusM} m.` });
      return [];
    }
    return [
      {
        factor: factor.factor,
        label: `${label}, each more within ${radiusM} m`,
        values: within,
        words: (ratio) => `Each further place of the kind ${label} within ${radiusM} m goes with ${ratio}`,
      },
    ];
  }
  const made = distanceBands(label, centres, factor, bandsM);
  if (isNotComputable(made)) {
    leftOut.push({ factor: factor.factor, reason: made.detail });
    return [];
  }
  return made.bands.flatMap(({ fromM, toM, values }): Column[] => {
    const inBand = values.reduce((sum, value, i) => sum + value * (counts[i] > 0 ? 1 : 0), 0);
    if (inBand === 0) {
      leftOut.push({
        factor: factor.factor,
        reason: `No event fell ${fromM} to ${toM} m from one, so the band has no estimate.`,
      });
      return [];
    }
    return [
      {
        factor: factor.factor,
        label: `${label} ${fromM}–${toM} m`,
        values,
        words: (ratio) =>
          `Cells ${fromM === 0 ? `within ${toM} m` : `${fromM} to ${toM} m`} from a place of the kind ${label} had ${ratio} cells ${bandsM[bandsM.length - 1]} m or farther from any`,
      },
    ];
  });
}

function termOf(
  { factor, label, values, words }: Column,
  term: RegressionTerm,
  counts: Float64Array,
  what: string,
): FactorTerm {
  let cells = 0;
  let events = 0;
  values.forEach((value, i) => {
    if (value === 0) return;
    cells++;
    events += counts[i];
  });
  const { relativeRisk, low, high, pValue } = term;
  const noun = what.replace(/^all /, '');
  const sure = low > 1 || high < 1 ? '' : ' The interval includes 1: no evidence of a difference.';
  const ratio = `${twoDigits(relativeRisk)} times (${twoDigits(low)}–${twoDigits(high)}) the ${noun} of`;
  return {
    factor,
    label,
    relativeRisk,
    interval: { lower: low, upper: high },
    pValue,
    cells,
    events: Math.round(events),
    sentence: `${words(label.includes('each more') ? `${ratio} like cells without it` : `${ratio} like`)}.${sure}`,
  };
}

/**
 * Judge the model, and a plain map of the earlier counts, on months that neither saw. A model of bands gives many cells the
 * same score: where a share of the area cuts through such a tie, the hits are those expected of a random choice among its
 * cells.
 */
export function judgeFactors(
  fitted: Float64Array,
  earlier: Float64Array,
  later: Float64Array,
  areaKm2: Float64Array,
): RiskFactorsResult['accuracy'] {
  const model = judge(fitted, later, areaKm2);
  return model.length === 0 ? null : { model, earlierCounts: judge(earlier, later, areaKm2) };
}

function judge(
  values: Float64Array,
  later: Float64Array,
  areaKm2: Float64Array,
): NonNullable<RiskFactorsResult['accuracy']>['model'] {
  // Equal but for rounding is equal.
  const score = values.map((value, i) => Number((value / areaKm2[i]).toPrecision(10)));
  const laterCount = spreadOverTies(score, later, areaKm2);
  const hindsight = later.map((count, i) => count / areaKm2[i]);
  return AREA_SHARES.flatMap((share) => {
    const accuracy = predictionAccuracy({ score, laterCount, areaKm2 }, share);
    const best = predictionAccuracy({ score: hindsight, laterCount: later, areaKm2 }, share);
    if (isNotComputable(accuracy) || isNotComputable(best)) return [];
    const { areaShare, pai, hitRate } = accuracy;
    return [{ areaShare, pai, pei: pai / best.pai, hitRate }];
  });
}

/** Later events spread by land over the cells of one score. */
function spreadOverTies(score: Float64Array, later: Float64Array, areaKm2: Float64Array): Float64Array {
  const ties = new Map<number, { events: number; km2: number }>();
  score.forEach((value, i) => {
    const tie = ties.get(value) ?? { events: 0, km2: 0 };
    ties.set(value, { events: tie.events + later[i], km2: tie.km2 + areaKm2[i] });
  });
  return areaKm2.map((km2, i) => {
    const tie = ties.get(score[i]);
    return tie ? (tie.events * km2) / tie.km2 : 0;
  });
}
