import type {
  AreaMeasures,
  ChangeFigure,
  Comparison,
  HarmFigure,
  Interval,
  MeasuresResult,
} from '../../contract/measures.ts';
import { globalEmpiricalBayes } from '../../stats/empirical-bayes.ts';
import { type Funnel, funnelLimits } from '../../stats/funnel-limits.ts';
import { isNotComputable, type NotComputable } from '../../stats/not-computable.ts';
import { type PeriodChange, periodChange } from '../../stats/period-change.ts';
import { seededRandom } from '../../stats/random.ts';
import { type RankIntervals, rankIntervals } from '../../stats/rank-intervals.ts';
import { rateInterval } from '../../stats/rate-interval.ts';
import { shareInterval } from '../../stats/share-interval.ts';
import { annualRate, bandAgainst, tooFewToSay } from './area-band.ts';
import { type HarmTotal, harmTotal } from './harm-total.ts';
import type { ComparisonInput, MeasuredArea, MeasuresInputs } from './measures-inputs.ts';
import { areaSentence, measureCautions, measuresSentence } from './measures-words.ts';
import { spatialFigures } from './spatial-figures.ts';
import { visitorsWarning } from './visitors.ts';

/** Raised whenever a definition changes, so that an old figure can say which one made it. */
export const MEASURES_DEFINITION = '3';

const DAYS_PER_YEAR = 365.25;
/** Under this many events a figure is marked as of low reliability. */
export const LOW_RELIABILITY_BELOW = 20;
const RANK_DRAWS = 10_000;

/**
 * Every measure of every area from counts and people alone: pure, so that frozen inputs give the same bytes again.
 * Areas without a figure of people keep their count and share, and have no rate, rank or band.
 */
export function measures(inputs: MeasuresInputs): MeasuresResult {
  const { period, areas } = inputs;
  const years = period.days / DAYS_PER_YEAR;
  const { released } = inputs;
  const events = areas.map(eventsOf);
  // The district's released figure stands by itself: the areas, each rounded and some hidden, need not add up to it.
  const total = released?.events ?? sum(events);
  const fewestPeople = Math.max(1, released?.populationFloor ?? 0);
  const peopled = areas.flatMap(({ people }, i) => (people !== null && people >= fewestPeople ? [i] : []));
  const people = released ? (released.people ?? 0) : sum(peopled.map((i) => areas[i].people as number));
  const peopledEvents = released ? released.events : sum(peopled.map((i) => events[i]));
  const districtRate = people > 0 ? annualRate(peopledEvents, people, years) : null;
  const perPerson = people > 0 ? peopledEvents / people : null;

  const shrunk = spreadOver(areas.length, peopled, (events, population) =>
    globalEmpiricalBayes(events, population),
  );
  const funnel = spreadOver(areas.length, peopled, (observed, population) =>
    funnelLimits({ observed, expected: population.map((n) => n * (perPerson ?? 0)) }),
  );
  const ranks = spreadOver(areas.length, peopled, (events, population) =>
    rankIntervals({ events, population, random: seededRandom(inputs.seed), draws: RANK_DRAWS }),
  );
  const spatial = inputs.neighbours && spatialFigures(inputs.neighbours, areas, events);
  const harm = harmOf(inputs);
  const previous = changeOf(
    inputs,
    inputs.comparisons.previous,
    ({ countsPrevious }) => countsPrevious,
    released?.previous,
  );
  const lastYear = changeOf(
    inputs,
    inputs.comparisons.lastYear,
    ({ countsLastYear }) => countsLastYear,
    released?.lastYear,
  );
  const visitorShare =
    sum(areas.map((a) => a.visitorEvents)) / Math.max(1, sum(areas.map((a) => a.allEvents)));

  function spreadOver<T>(
    n: number,
    members: readonly number[],
    make: (events: number[], population: number[]) => T | NotComputable,
  ): Spread<T> {
    const place = new Array<number>(n).fill(-1);
    members.forEach((unit, i) => {
      place[unit] = i;
    });
    if (members.length === 0) return { value: null, place };
    const made = make(
      members.map((i) => events[i]),
      members.map((i) => areas[i].people as number),
    );
    return { value: isNotComputable(made) ? null : made, place };
  }

  const rows = areas.map((area, i): AreaMeasures => {
    // Nobody there is told by annualRate; too few to be shown is not.
    const rated = released && !peopled.includes(i) ? null : area.people;
    const rate = rated === null ? null : annualRate(events[i], rated, years);
    const ofPeriod =
      rated === null || rate === null ? null : rateInterval({ events: events[i], population: rated });
    // Rounded by itself, an area can read more than its district.
    const share = shareInterval({ areaEvents: Math.min(events[i], total), districtEvents: total });
    const expected = rated === null || perPerson === null ? null : rated * perPerson;
    const band = rate && districtRate && bandAgainst(rate, districtRate.rate);
    const tooFew = band !== null && expected !== null && tooFewToSay(expected, band);
    const eb = at(shrunk, i);
    const ownShrunk = eb && {
      per1000: 1000 * eb.value.estimates[eb.place],
      per1000Year: (1000 * eb.value.estimates[eb.place]) / years,
      ownWeight: eb.value.ownWeights[eb.place],
    };
    const row: Omit<AreaMeasures, 'sentence'> = {
      code: area.code,
      name: area.name,
      events: events[i],
      byCategory: [...area.counts],
      people: area.people,
      ratePer1000: ofPeriod === null || isNotComputable(ofPeriod) ? null : ofPeriod.rate,
      ratePer1000Year: rate?.rate ?? null,
      rateInterval: rate && { lower: rate.lower, upper: rate.upper },
      rateMethod: ofPeriod === null || isNotComputable(ofPeriod) ? null : ofPeriod.method,
      share: isNotComputable(share) ? 0 : share.share,
      shareInterval: isNotComputable(share) ? null : { lower: share.lower, upper: share.upper },
      empiricalBayes: ownShrunk,
      expected,
      funnel: funnelOf(at(funnel, i)),
      rank: rankOf(at(ranks, i)),
      band: tooFew ? null : band,
      tooFewToSay: tooFew,
      lowReliability: events[i] < LOW_RELIABILITY_BELOW,
      changePrevious: previous?.areas[i] ?? null,
      changeLastYear: lastYear?.areas[i] ?? null,
      harm: harmFigure(harm?.areas[i] ?? null, harm?.district ?? null, area.people, years),
      giStar: spatial?.areas[i]?.giStar ?? null,
      localMoran: spatial?.areas[i]?.localMoran ?? null,
      visitors: visitorsWarning(area, {
        rate: ownShrunk?.per1000Year ?? null,
        districtRate: districtRate?.rate ?? null,
        visitorShare,
        denominator: inputs.parameters.denominator,
      }),
    };
    return {
      ...row,
      sentence: areaSentence(row, districtRate?.rate ?? null, inputs.whatIsCounted, {
        rounded: (released?.disclosure.roundedTo ?? 1) > 1,
      }),
    };
  });
  rows.sort(
    (a, b) => b.events - a.events || a.name.localeCompare(b.name, 'en-GB') || (a.code < b.code ? -1 : 1),
  );

  const overDispersion = funnel.value?.overDispersion ?? null;
  const districtHarm = harmFigure(
    harm?.district ?? null,
    harm?.district ?? null,
    people > 0 ? people : null,
    years,
  );
  return {
    definitionVersion: MEASURES_DEFINITION,
    parameters: inputs.parameters,
    chosen: inputs.chosen,
    studyArea: inputs.studyArea,
    period,
    sentence: measuresSentence(inputs, rows),
    cautions: measureCautions(inputs, rows, ranks.value?.distinguishable ?? null),
    population: inputs.population && {
      ...inputs.population,
      areasWithout: areas.length - peopled.length,
    },
    district: {
      events: total,
      people: people > 0 ? people : null,
      ratePer1000: perPerson === null ? null : 1000 * perPerson,
      ratePer1000Year: districtRate?.rate ?? null,
      rateInterval: districtRate && { lower: districtRate.lower, upper: districtRate.upper },
      harm: districtHarm,
    },
    comparisons: {
      previous: { ...inputs.comparisons.previous, district: previous?.district ?? null },
      lastYear: { ...inputs.comparisons.lastYear, district: lastYear?.district ?? null },
    } satisfies { previous: Comparison; lastYear: Comparison },
    weights: weightsUsed(inputs),
    harmNotComputable:
      inputs.harmNotComputable ??
      (released && harm && !harm.district
        ? {
            reason: 'part-hidden',
            detail: 'The count of a category is hidden, so no total can be made of all of them.',
          }
        : null),
    spread: {
      phi: overDispersion && !isNotComputable(overDispersion) ? overDispersion.phi : null,
      tau2: funnel.value?.tau2Used ?? null,
      ranksDistinguishable: ranks.value?.distinguishable ?? null,
      rankDraws: ranks.value?.draws ?? null,
      seed: inputs.seed,
    },
    spatial: spatial?.summary ?? null,
    areas: rows,
    ...(released ? { hiddenAreas: [...released.hiddenAreas], disclosure: released.disclosure } : {}),
    sources: inputs.sources,
    synthetic: inputs.synthetic,
    marking: inputs.marking,
    dataVersion: inputs.dataVersion,
  };
}

/** A statistic over the areas that have people, and each area's place in it. */
interface Spread<T> {
  readonly value: T | null;
  readonly place: readonly number[];
}

function at<T>({ value, place }: Spread<T>, unit: number): { value: T; place: number } | null {
  return value === null || place[unit] < 0 ? null : { value, place: place[unit] };
}

function funnelOf(found: { value: Funnel; place: number } | null): AreaMeasures['funnel'] {
  if (!found) return null;
  const { value, place } = found;
  return { ratio: value.ratios[place], class: value.classes[place], ...value.limits[place] };
}

function rankOf(found: { value: RankIntervals; place: number } | null): AreaMeasures['rank'] {
  if (!found) return null;
  const { rank, lower, upper, probabilityInTop } = found.value;
  const { place } = found;
  return {
    rank: rank[place],
    lower: lower[place],
    upper: upper[place],
    probabilityInTop: probabilityInTop[place],
  };
}

/** Weighted totals; null where the count of a category is hidden. */
function harmOf({
  weightSet,
  areas,
  parameters,
  released,
}: MeasuresInputs): { areas: (HarmTotal | null)[]; district: HarmTotal | null } | null {
  if (weightSet === null) return null;
  const rows = parameters.categories.map((slug) => weightSet.rows.find(({ category }) => category === slug));
  const totalOf = (counts: readonly (number | null)[]): HarmTotal | null =>
    counts.includes(null)
      ? null
      : harmTotal(
          counts.map((events, k) => ({ events: events ?? 0, row: rows[k] })),
          parameters.victimReportedOnly,
        );
  const district =
    released?.counts ?? parameters.categories.map((_, k) => sum(areas.map(({ counts }) => counts[k] ?? 0)));
  return { areas: areas.map(({ counts }) => totalOf(counts)), district: totalOf(district) };
}

function harmFigure(
  of: HarmTotal | null,
  district: HarmTotal | null,
  people: number | null,
  years: number,
): HarmFigure | null {
  if (of === null) return null;
  const { total, interval, weightRange, eventsWeighted, eventsWithoutWeight } = of;
  const per = people !== null && people > 0 ? 1000 / (people * years) : null;
  const scaled = (of: Interval): Interval | null =>
    per === null ? null : { lower: of.lower * per, upper: of.upper * per };
  return {
    total,
    interval,
    per1000Year: per === null ? null : total * per,
    per1000YearInterval: interval && scaled(interval),
    share: district && district.total > 0 ? Math.min(1, total / district.total) : null,
    weightRange,
    eventsWeighted,
    eventsWithoutWeight,
  };
}

function weightsUsed({ weightSet, parameters }: MeasuresInputs): MeasuresResult['weights'] {
  if (weightSet === null) return null;
  const { victimReportedOnly, categories } = parameters;
  const rows = categories.map((slug) => ({
    slug,
    row: weightSet.rows.find(({ category }) => category === slug),
  }));
  const leftOut = rows.filter(({ row }) => victimReportedOnly && row?.victimReported === false);
  const counted = rows.filter((entry) => !leftOut.includes(entry));
  return {
    name: `${weightSet.slug}@${weightSet.version}`,
    title: weightSet.title,
    unit: weightSet.unit,
    significantDigits: weightSet.significantDigits,
    victimReportedOnly,
    leftOut: leftOut.map(({ slug }) => slug),
    withoutWeight: counted.filter(({ row }) => (row?.weight ?? null) === null).map(({ slug }) => slug),
    crude: counted
      .filter(({ row }) => row?.quality === 'crude' && row.weight !== null)
      .map(({ slug }) => slug),
  };
}

/** Change of every area and of the district against an earlier period; null where it cannot be compared. */
function changeOf(
  { areas, period, released }: MeasuresInputs,
  { days: daysBefore, notComputable: refused }: ComparisonInput,
  earlier: (area: MeasuredArea) => number | null,
  releasedBefore: number | null | undefined,
): { areas: (ChangeFigure | null)[]; district: ChangeFigure | null } | null {
  if (refused) return null;
  const days = { daysBefore, daysAfter: period.days };
  // Open data always has the earlier count; in restricted data a hidden one leaves its area out of the comparison.
  const compared = areas.flatMap((area, i) => (released && earlier(area) === null ? [] : [i]));
  const before = compared.map((i) => earlier(areas[i]) ?? 0);
  const after = compared.map((i) => eventsOf(areas[i]));
  const change = compared.length === 0 ? null : periodChange({ before, after, ...days });
  const [allBefore, allAfter] = released
    ? [releasedBefore ?? null, released.events]
    : [sum(before), sum(after)];
  const whole = allBefore === null ? null : periodChange({ before: [allBefore], after: [allAfter], ...days });
  if (isNotComputable(change) || isNotComputable(whole)) return null;
  const place = new Map(compared.map((i, k) => [i, k]));
  return {
    areas: areas.map((_, i) => {
      const k = place.get(i);
      return k === undefined || change === null ? null : changeFigure(change, before[k], k);
    }),
    district: whole === null ? null : changeFigure(whole, allBefore ?? 0, 0),
  };
}

function changeFigure(change: PeriodChange, events: number, i: number): ChangeFigure {
  return {
    events,
    perDayBefore: change.rateBefore[i],
    perDayAfter: change.rateAfter[i],
    ratio: orNull(change.ratio[i]),
    pValue: orNull(change.pValue[i]),
    pAdjusted: orNull(change.adjustedP[i]),
    direction: change.direction[i],
  };
}

/** NaN has no JSON: null stands for "not computable here". */
function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function eventsOf({ events, counts }: MeasuredArea): number {
  return events ?? sum(counts.map((count) => count ?? 0));
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
