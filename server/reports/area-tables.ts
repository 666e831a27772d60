import type { CompositeResult, VliResult } from '../contract/composites.ts';
import type { AreaMeasures, ChangeFigure, Comparison, MeasuresResult } from '../contract/measures.ts';
import type { NeedResult } from '../contract/need-provision.ts';
import type { PeriodChangeResult } from '../contract/period-change.ts';
import {
  type ExportColumn,
  type ExportTable,
  type ExportValue,
  HIDDEN,
  NOT_COMPUTABLE,
  NOT_SUPPLIED,
} from './export-table.ts';
import { choices, frame, inFileName, orNotComputable, periodText } from './table-frame.ts';

/** GeoJSON geometry of areas, EPSG:4326, by code. */
export type Shapes = ReadonlyMap<string, unknown>;

/** Every measure of each ward or LSOA with its interval; hidden areas as rows that say so. */
export function measuresTable(result: MeasuresResult, shapes?: Shapes): ExportTable {
  const { parameters, disclosure, population, comparisons, weights } = result;
  const hidden = result.hiddenAreas ?? [];
  const areas = [...result.areas, ...hidden];
  const column = (name: string, of: (area: AreaMeasures) => ExportValue): ExportColumn => ({
    name,
    values: [...result.areas.map(of), ...hidden.map(() => HIDDEN)],
  });
  const per = parameters.denominator === 'workday' ? 'workday_people' : 'residents';
  const what = parameters.level === 'ward' ? 'Wards' : 'LSOAs';
  return {
    ...frame(
      result,
      `${parameters.level}-measures`,
      `${what}, ${parameters.layer}${inBrackets(parameters.categories)}`,
    ),
    sentence: result.sentence,
    method: `Events per 1,000 people per year with exact (under 10 events) or Byar intervals at 95 %; shares with Wilson intervals; rates pulled towards the district by empirical Bayes, ranked by those. Definition ${result.definitionVersion}.`,
    notes: [
      ...choices(result.chosen),
      ...(population
        ? [`People: ${population.source}, ${population.referenceYear}, ${population.method}.`]
        : []),
      ...(weights ? [`Harm: ${weights.title}, ${weights.name}, in ${weights.unit}.`] : []),
      ...result.cautions,
      ...(disclosure?.notes ?? []),
    ],
    columns: [
      ...named(areas),
      column('events', ({ events }) => events),
      ...parameters.categories.map((slug, i) =>
        column(`events_${slug}`, ({ byCategory }) => byCategory[i] ?? HIDDEN),
      ),
      column('share_of_district', ({ share }) => share),
      column('share_lower_95', ({ shareInterval }) => orNotComputable(shareInterval?.lower ?? null)),
      column('share_upper_95', ({ shareInterval }) => orNotComputable(shareInterval?.upper ?? null)),
      { name: per, values: areas.map(({ people }) => people ?? NOT_SUPPLIED) },
      column(`events_per_1000_${per}_year`, ({ ratePer1000Year }) => ratePer1000Year ?? NOT_SUPPLIED),
      column('rate_lower_95', ({ rateInterval }) => rateInterval?.lower ?? NOT_SUPPLIED),
      column('rate_upper_95', ({ rateInterval }) => rateInterval?.upper ?? NOT_SUPPLIED),
      column('empirical_bayes_rate_year', ({ empiricalBayes }) =>
        orNotComputable(empiricalBayes?.per1000Year ?? null),
      ),
      column('events_at_district_rate', ({ expected }) => orNotComputable(expected)),
      column('observed_over_expected', ({ funnel }) => orNotComputable(funnel?.ratio ?? null)),
      column('funnel_class', ({ funnel }) => funnel?.class ?? NOT_COMPUTABLE),
      column('rank', ({ rank }) => orNotComputable(rank?.rank ?? null)),
      column('rank_lower_95', ({ rank }) => orNotComputable(rank?.lower ?? null)),
      column('rank_upper_95', ({ rank }) => orNotComputable(rank?.upper ?? null)),
      column('against_district', ({ band, tooFewToSay }) =>
        tooFewToSay ? 'too few to say' : (band?.replace('-', ' ') ?? NOT_COMPUTABLE),
      ),
      ...changed(column, 'previous', comparisons.previous, result, ({ changePrevious }) => changePrevious),
      ...changed(column, 'last_year', comparisons.lastYear, result, ({ changeLastYear }) => changeLastYear),
      ...(weights
        ? [
            column('harm_total', ({ harm }) => orNotComputable(harm?.total ?? null)),
            column('harm_lower_95', ({ harm }) => orNotComputable(harm?.interval?.lower ?? null)),
            column('harm_upper_95', ({ harm }) => orNotComputable(harm?.interval?.upper ?? null)),
            column('harm_per_1000_year', ({ harm }) => orNotComputable(harm?.per1000Year ?? null)),
          ]
        : []),
      ...(result.spatial && !result.spatial.notComputable
        ? [
            column('gi_star_z', ({ giStar }) => orNotComputable(giStar?.z ?? null)),
            column('gi_star_p_adjusted', ({ giStar }) => orNotComputable(giStar?.pAdjusted ?? null)),
          ]
        : []),
    ],
    ...drawn(areas, shapes),
  };
}

/** Wards between two periods, a row a ward. */
export function changedWardsTable(result: PeriodChangeResult, shapes?: Shapes): ExportTable {
  const { wards } = result;
  return {
    ...frame(result, 'changed-wards', 'Change by ward'),
    period: `${periodText(result.period)} against ${periodText(result.periodBefore)}`,
    sentence: result.summary.sentence,
    method: `${result.definition} Adjusted for the number of wards tested. Definition ${result.definitionVersion}.`,
    notes: choices(result.chosen),
    columns: [
      ...named(wards),
      { name: 'events_before', values: wards.map(({ before }) => before) },
      { name: 'events_after', values: wards.map(({ after }) => after) },
      { name: 'rate_ratio_per_day', values: wards.map(({ ratio }) => orNotComputable(ratio)) },
      { name: 'p_adjusted', values: wards.map(({ pAdjusted }) => orNotComputable(pAdjusted)) },
      {
        name: 'evidence',
        values: wards.map(({ direction }) =>
          direction === null
            ? NOT_COMPUTABLE
            : direction === 0
              ? 'no evidence of a change'
              : direction > 0
                ? 'more than before'
                : 'fewer than before',
        ),
      },
    ],
    ...drawn(wards, shapes),
  };
}

/** Demand by ward beside the way to services, furthest first. */
export function needTable(result: NeedResult, shapes?: Shapes): ExportTable {
  const { wards, parameters } = result;
  const { from, to } = parameters;
  const ofDemand = (values: readonly ExportValue[], at: number): ExportValue =>
    wards[at].events === null ? HIDDEN : (values[at] ?? NOT_SUPPLIED);
  const demand = (name: string, values: readonly ExportValue[]): ExportColumn => ({
    name,
    values: wards.map((_, i) => ofDemand(values, i)),
  });
  return {
    ...frame(
      { ...result, period: { from, to, notSupplied: [], flagged: [] } },
      'need-against-provision',
      'Need against provision',
    ),
    sentence: result.sentence,
    method: `${result.distanceMethod} Demand: ${result.demand} Definition ${result.definitionVersion}.`,
    notes: [
      ...choices(result.chosen),
      `Services that count: ${parameters.services.join(', ')}.`,
      ...result.cautions,
      ...(result.disclosure?.notes ?? []),
    ],
    columns: [
      ...named(wards),
      { name: 'distance_to_nearest_m', values: wards.map(({ distanceM }) => orNotComputable(distanceM)) },
      {
        name: 'distance_of_furthest_part_m',
        values: wards.map(({ furthestM }) => orNotComputable(furthestM)),
      },
      {
        name: 'nearest_service',
        values: wards.map(({ nearest }) => nearest?.name ?? nearest?.kind ?? 'none within reach'),
      },
      { name: 'nearest_capacity', values: wards.map(({ nearest }) => nearest?.capacity ?? NOT_SUPPLIED) },
      { name: 'residents', values: wards.map(({ residents }) => residents ?? NOT_SUPPLIED) },
      demand(
        'events',
        wards.map(({ events }) => events),
      ),
      demand(
        'events_per_1000_residents_year',
        wards.map(({ ratePer1000Year }) => ratePer1000Year),
      ),
      demand(
        'rate_lower_95',
        wards.map(({ rateInterval }) => rateInterval?.lower ?? null),
      ),
      demand(
        'rate_upper_95',
        wards.map(({ rateInterval }) => rateInterval?.upper ?? null),
      ),
      demand(
        'against_district',
        wards.map(({ band }) => band?.replace('-', ' ') ?? 'too few to say'),
      ),
      demand(
        'more_demand_and_longer_way',
        wards.map(({ standsOut }) => (standsOut ? 'yes' : 'no')),
      ),
    ],
    ...drawn(wards, shapes),
  };
}

/** The Vulnerable Localities Index with its six parts, highest first. */
export function vliTable(result: VliResult, shapes?: Shapes): ExportTable {
  const { areas } = result;
  return {
    ...frame(result, 'vulnerable-localities', result.title),
    sentence: result.sentence,
    method: `The mean of six rates, each against the district as 100 (Jill Dando Institute). Definition ${result.definitionVersion}.`,
    notes: [
      ...choices(result.chosen),
      ...result.variables.map(({ name, source, method }) => `${name}: ${method}. ${source}`),
      ...result.standIns,
      ...result.cautions.filter((caution) => !result.standIns.includes(caution)),
      ...(result.notComputable ? [result.notComputable.detail] : []),
    ],
    columns: [
      ...named(areas),
      { name: 'index', values: areas.map(({ index }) => index) },
      { name: 'rank', values: areas.map(({ rank }) => rank) },
      {
        name: 'rank_best_one_left_out',
        values: areas.map((one) => orNotComputable(one.rankLeaveOneOut?.from ?? null)),
      },
      {
        name: 'rank_worst_one_left_out',
        values: areas.map((one) => orNotComputable(one.rankLeaveOneOut?.to ?? null)),
      },
      { name: 'index_above_200', values: areas.map(({ priority }) => (priority ? 'yes' : 'no')) },
      ...result.variables.map(({ name }, i) => ({
        name: `${columnName(name)}_index`,
        values: areas.map(({ parts }) => orNotComputable(parts[i] ?? null)),
      })),
    ],
    ...drawn(areas, shapes),
  };
}

/** A composite: total, rank, how the rank moves, and each measure with what it adds. */
export function compositeTable(result: CompositeResult, shapes?: Shapes): ExportTable {
  const { areas, ingredients, sensitivity } = result;
  const percent = `${Math.round(sensitivity.perturbation * 100)}`;
  return {
    ...frame(result, 'composite', result.profile?.title ?? 'Composite of measures'),
    sentence: result.sentence,
    method: `${result.formula} Definition ${result.definitionVersion}.`,
    notes: [
      ...choices(result.chosen),
      ...ingredients.map(
        ({ label, unit, higherIsWorse, source, method }) =>
          `${label}: ${unit}, ${higherIsWorse ? 'higher' : 'lower'} is worse. ${method}. ${source}`,
      ),
      ...result.cautions,
      ...(result.notComputable ? [result.notComputable.detail] : []),
    ],
    columns: [
      ...named(areas),
      { name: 'total', values: areas.map(({ total }) => total) },
      { name: 'rank', values: areas.map(({ rank }) => rank) },
      {
        name: `rank_best_weights_${percent}_percent`,
        values: areas.map((one) => orNotComputable(one.rankAllWeights?.lower ?? null)),
      },
      {
        name: `rank_worst_weights_${percent}_percent`,
        values: areas.map((one) => orNotComputable(one.rankAllWeights?.upper ?? null)),
      },
      ...ingredients.flatMap(({ label }, i) => [
        {
          name: `${i + 1}_${columnName(label)}`,
          values: areas.map(({ parts }) => parts[i]?.value ?? NOT_SUPPLIED),
        },
        {
          name: `${i + 1}_contribution`,
          values: areas.map(({ parts }) => parts[i]?.contribution ?? NOT_SUPPLIED),
        },
        {
          name: `${i + 1}_rank_without`,
          values: areas.map((one) => orNotComputable(one.rankWithout?.[i] ?? null)),
        },
      ]),
    ],
    ...drawn(areas, shapes),
  };
}

function named(areas: readonly { readonly code: string; readonly name: string }[]): ExportColumn[] {
  return [
    { name: 'area_code', values: areas.map(({ code }) => code) },
    { name: 'area_name', values: areas.map(({ name }) => name) },
  ];
}

function drawn(
  areas: readonly { readonly code: string }[],
  shapes?: Shapes,
): Pick<ExportTable, 'geometries'> {
  return shapes ? { geometries: areas.map(({ code }) => shapes.get(code) ?? null) } : {};
}

/** The change against an earlier period. Where a count of restricted data stands in its way, the change is hidden with it. */
function changed(
  column: (name: string, of: (area: AreaMeasures) => ExportValue) => ExportColumn,
  name: string,
  { notComputable }: Comparison,
  { disclosure }: MeasuresResult,
  of: (area: AreaMeasures) => ChangeFigure | null,
): ExportColumn[] {
  const none = disclosure && !notComputable ? HIDDEN : NOT_COMPUTABLE;
  return [
    column(`events_${name}`, (area) => of(area)?.events ?? none),
    column(`change_${name}_ratio_per_day`, (area) => {
      const figure = of(area);
      return figure ? orNotComputable(figure.ratio) : none;
    }),
    column(`change_${name}_p_adjusted`, (area) => {
      const figure = of(area);
      return figure ? orNotComputable(figure.pAdjusted) : none;
    }),
    column(`change_${name}`, (area) => of(area)?.direction.replace('-', ' ') ?? none),
  ];
}

function inBrackets(categories: readonly string[]): string {
  return categories.length === 0 || categories.length > 4 ? '' : ` (${categories.join(', ')})`;
}

/** 'Violent crime per 1,000' as violent_crime_per_1_000. */
const columnName = (label: string): string => inFileName(label).replaceAll('-', '_');
