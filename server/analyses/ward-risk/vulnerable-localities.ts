import type { VliQuery, VliResult } from '../../contract/composites.ts';
import { inSentence } from '../../contract/in-sentence.ts';
import type { NotComputableState } from '../../contract/shared.ts';
import type { Database } from '../../db/database.ts';
import { countByAreaAndCategory } from '../../db/queries/area-counts.ts';
import { averageRanks } from '../../stats/average-ranks.ts';
import { compositeSensitivity } from '../../stats/composite-sensitivity.ts';
import { isNotComputable } from '../../stats/not-computable.ts';
import {
  VLI_VARIABLES,
  type VliVariable,
  vulnerableLocalitiesIndex,
} from '../../stats/vulnerable-localities-index.ts';
import type { Holdings } from '../holdings.ts';
import { markingOf } from '../marking.ts';
import { periodUsed } from '../period-used.ts';
import { type Selection, sourcesOf } from '../selection.ts';
import { counted, listed } from '../words.ts';
import { type AreaUnits, lsoaUnits, wardUnits } from './area-units.ts';
import { figureSources } from './figure-sources.ts';
import { resolveDistrictSelection } from './measures-request.ts';
import { figuresOf, residentsOf, type UnitFigures } from './unit-figures.ts';

export const VLI_DEFINITION = '2';

/** What each crime variable is counted from: the dwelling offence where it is supplied, else the police.uk category. */
const OFFENCES = [
  { variable: 'burglary dwelling', exact: 'burglary-dwelling', standIn: 'burglary' },
  {
    variable: 'criminal damage to dwelling',
    exact: 'criminal-damage-dwelling',
    standIn: 'criminal-damage-arson',
  },
] as const;

const DEPRIVATION = [
  { variable: 'income deprivation', measure: 'imd-income-score' },
  { variable: 'employment deprivation', measure: 'imd-employment-score' },
  { variable: 'lack of educational attainment', measure: 'imd-education-score' },
] as const;

/** One variable of the index as loaded. */
interface LoadedVariable {
  readonly name: (typeof VLI_VARIABLES)[number];
  readonly counts: readonly (number | null)[];
  readonly denominators: readonly (number | null)[];
  readonly source: string;
  readonly method: string;
}

export interface VliRequest {
  readonly selection: Selection;
  readonly level: 'ward' | 'lsoa';
}

export function resolveVli(holdings: Holdings, { level, ...query }: VliQuery): VliRequest {
  const selection = resolveDistrictSelection(holdings, { layer: 'crime', ...query });
  return { selection, level: level ?? 'ward' };
}

export function vliKey({ selection, level }: VliRequest): string {
  const { fromMonthNo, toMonthNo, studyArea, chosen } = selection;
  return JSON.stringify([
    'vli',
    fromMonthNo,
    toMonthNo,
    studyArea.code,
    level,
    chosen.map(({ parameter }) => parameter),
  ]);
}

/**
 * The Vulnerable Localities Index of a district's wards or LSOAs: six rates, each as a percentage of the district's own,
 * averaged. Called "VLI-like" wherever a police.uk category, or residents in place of dwellings, stands in.
 */
export async function vulnerableLocalities(
  database: Database,
  holdings: Holdings,
  { selection, level }: VliRequest,
): Promise<VliResult> {
  const { layer, studyArea } = selection;
  const { district } = studyArea;
  const datasetIds = layer.datasets.map(({ datasetId }) => datasetId);
  const units = level === 'ward' ? wardUnits(district) : await lsoaUnits(database, district, datasetIds);
  const { variables, standIns, missing, figureDatasets } = await loadVariables(database, selection, units);
  const base = {
    definitionVersion: VLI_DEFINITION,
    title: standIns.length === 0 ? 'Vulnerable Localities Index' : 'VLI-like index (open data stands in)',
    exact: standIns.length === 0,
    standIns,
    chosen: [...selection.chosen],
    studyArea: {
      code: district.districtCode,
      name: district.districtName,
      family: units.family,
      boundaryYear: units.boundaryYear,
    },
    period: periodUsed(selection),
    cautions: [
      'The index is relative: 100 is this district as a whole, so scores of two districts cannot be compared.',
      'Above 200 is a priority for a closer look by people who know the place; it is not a finding by itself.',
      ...standIns,
    ],
    variables: variables.map(({ name, source, method }) => ({ name, source, method })),
    sources: [...sourcesOf(layer), ...(await figureSources(database, holdings, figureDatasets))],
    synthetic: layer.datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(layer.datasets),
    dataVersion: holdings.dataVersion,
  };
  const refuse = (state: NotComputableState): VliResult => ({
    ...base,
    sentence: `The index cannot be computed for ${district.districtName}. ${state.detail}`,
    notComputable: state,
    areas: [],
  });
  if (missing.length > 0) {
    return refuse({
      reason: 'invalid-input',
      detail: `It needs all six of its variables; not supplied: ${listed(missing)}.`,
    });
  }
  const kept = units.units.flatMap((_, i) =>
    variables.every(({ counts, denominators }) => counts[i] !== null && (denominators[i] ?? 0) > 0)
      ? [i]
      : [],
  );
  const index = vulnerableLocalitiesIndex(
    variables.map(
      ({ name, counts, denominators }): VliVariable => ({
        name,
        counts: kept.map((i) => counts[i] as number),
        denominators: kept.map((i) => denominators[i] as number),
      }),
    ),
  );
  if (isNotComputable(index)) return refuse({ reason: index.reason, detail: index.detail });
  const ranks = averageRanks(index.index.map((value) => -value));
  const sensitivity = compositeSensitivity(
    index.parts,
    index.parts.map(() => 1),
  );
  const areas = kept
    .map((i, place) => ({
      code: units.units[i].code,
      name: units.units[i].name,
      index: index.index[place],
      rank: ranks[place],
      priority: index.priority[place] === 1,
      parts: index.parts.map((part) => part[place]),
      rankLeaveOneOut: isNotComputable(sensitivity)
        ? null
        : { from: sensitivity.leaveOneOut.from[place], to: sensitivity.leaveOneOut.to[place] },
    }))
    .sort((a, b) => a.rank - b.rank || (a.code < b.code ? -1 : 1));
  const priority = areas.filter((area) => area.priority);
  const one = level === 'ward' ? 'ward' : 'LSOA';
  const name = base.exact ? 'Vulnerable Localities Index' : 'VLI-like index';
  return {
    ...base,
    sentence:
      priority.length === 0
        ? `No ${one} of ${district.districtName} has a ${name} above 200, twice the district as a whole.`
        : `${counted(priority.length, one)} of ${areas.length} ${priority.length === 1 ? 'has' : 'have'} a ${name} above 200, twice the district as a whole: ${listed(priority.slice(0, 5).map((area) => area.name))}${priority.length > 5 ? ' among them' : ''}.`,
    notComputable: null,
    areas,
  };
}

async function loadVariables(
  database: Database,
  selection: Selection,
  units: AreaUnits,
): Promise<{
  variables: LoadedVariable[];
  standIns: string[];
  missing: string[];
  /** Slugs of the datasets that figures of areas were read from. */
  figureDatasets: Set<string>;
}> {
  const { layer, studyArea, fromMonthNo, toMonthNo } = selection;
  const { district } = studyArea;
  const year = Math.floor((fromMonthNo + toMonthNo) / 24);
  const figure = (measure: string, combine: 'sum' | 'mean', ages = {}) =>
    figuresOf(database, district, units, { measure, combine, year, ...ages });
  const residents = await residentsOf(database, district, units, year);
  const dwellings = await figure('dwellings', 'sum');
  const figureDatasets = new Set([residents, dwellings].flatMap((one) => (one ? [one.dataset] : [])));
  const standIns: string[] = [];
  const missing: string[] = [];
  const byName = new Map<string, LoadedVariable>();
  const rows = await countByAreaAndCategory(database.db, {
    datasetIds: layer.datasets.map(({ datasetId }) => datasetId),
    fromMonthNo,
    toMonthNo,
    categoryIds: null,
    level: units.level,
    areaIds: units.units.map(({ areaId }) => areaId),
  });
  const homes = dwellings ?? residents;
  if (!dwellings && residents)
    standIns.push('Residents stand in for dwellings as the denominator of burglary and damage.');
  for (const { variable, exact, standIn } of OFFENCES) {
    const own = layer.categories.find(({ slug }) => slug === exact);
    const category = own ?? layer.categories.find(({ slug }) => slug === standIn);
    if (!category || !homes) {
      missing.push(variable);
      continue;
    }
    if (!own) standIns.push(`${category.label} (police.uk, of any building) stands in for ${variable}.`);
    const counts = new Map(
      rows
        .filter(({ categoryId }) => categoryId === category.categoryId)
        .map((row) => [row.areaId, row.events]),
    );
    byName.set(variable, {
      name: variable,
      counts: units.units.map(({ areaId }) => counts.get(areaId) ?? 0),
      denominators: homes.values,
      source: listed(layer.datasets.map(({ title }) => title)),
      method: `${inSentence(category.label)} per ${dwellings ? 'dwelling' : 'resident'}`,
    });
  }
  for (const { variable, measure } of DEPRIVATION) {
    const scores = await figure(measure, 'mean');
    if (!scores || !residents) missing.push(variable);
    else {
      figureDatasets.add(scores.dataset);
      byName.set(variable, scored(variable, scores, residents));
    }
  }
  const young = await figure('population', 'sum', { ageFrom: 15, ageTo: 25 });
  if (!young || !residents) missing.push('people aged 15 to 24');
  else {
    figureDatasets.add(young.dataset);
    byName.set('people aged 15 to 24', {
      name: 'people aged 15 to 24',
      counts: young.values,
      denominators: residents.values,
      source: `${young.source}, ${young.referenceYear}`,
      method: 'residents aged 15 to 24 per resident',
    });
  }
  const variables = VLI_VARIABLES.flatMap((name) => byName.get(name) ?? []);
  return { variables, standIns, missing, figureDatasets };
}

/** A score as a count over residents, so that the study area's own figure is the mean over its people. */
function scored(name: LoadedVariable['name'], scores: UnitFigures, residents: UnitFigures): LoadedVariable {
  return {
    name,
    counts: scores.values.map((score, i) => {
      const people = residents.values[i];
      return score === null || people === null ? null : score * people;
    }),
    denominators: residents.values,
    source: `${scores.source}, ${scores.referenceYear}`,
    method: `score, ${scores.method}`,
  };
}
