import type { Comparison, Denominator, HiddenArea, MeasuresResult } from '../../contract/measures.ts';
import { daysInMonth, monthOf } from '../../contract/month-no.ts';
import type { NotComputableState } from '../../contract/shared.ts';
import type { Database } from '../../db/database.ts';
import { readAreaPolygons } from '../../db/queries/area-geometry.ts';
import { RequestError } from '../../errors.ts';
import { polygonQueenWeights } from '../../stats/weights/polygon-queen-weights.ts';
import type { WeightSet } from '../../weights/weight-set.ts';
import { releasedFigures } from '../event-figures.ts';
import { HIDDEN_REASON, protectionNotes } from '../hidden-parts.ts';
import type { Holdings } from '../holdings.ts';
import { markingOf } from '../marking.ts';
import { monthStatuses, periodUsed } from '../period-used.ts';
import { disclosureUsed, type Releases } from '../releases.ts';
import { requirePlaced } from '../require-placed.ts';
import { type Selection, sourcesOf, whatIsCounted } from '../selection.ts';
import { listed, monthInWords } from '../words.ts';
import { type AreaUnits, lsoaUnits, wardUnits } from './area-units.ts';
import { type CountedArea, countAreas, releasedAreas } from './counted-areas.ts';
import type { MeasuresRequest } from './measures-request.ts';
import { figuresOf, residentsOf, type UnitFigures } from './unit-figures.ts';

/** Corners nearer than this are the same corner: mends boundaries that were generalised area by area. */
const SNAP_M = 1;

/** One area as loaded. */
export interface MeasuredArea {
  readonly code: string;
  readonly name: string;
  /** Left out: the sum of `counts`. Restricted data has both, each rounded by itself. */
  readonly events?: number;
  /** Events by category, in the order of `categories`; a null is hidden. */
  readonly counts: readonly (number | null)[];
  readonly countsPrevious: number | null;
  readonly countsLastYear: number | null;
  readonly people: number | null;
  readonly residents: number | null;
  readonly workday: number | null;
  /** Whether a supplied list says that visitors outnumber residents here. */
  readonly statedVisitors: boolean;
  /** Events of every category of the layer, and of those that follow visitors. */
  readonly allEvents: number;
  readonly visitorEvents: number;
}

/** Everything that a measures result is computed from: plain values, so that it can be frozen. */
export interface MeasuresInputs {
  readonly parameters: MeasuresResult['parameters'];
  readonly chosen: MeasuresResult['chosen'];
  readonly studyArea: MeasuresResult['studyArea'];
  readonly period: MeasuresResult['period'];
  /** 'all crime and ASB'. */
  readonly whatIsCounted: string;
  readonly population: Omit<NonNullable<MeasuresResult['population']>, 'areasWithout'> | null;
  readonly comparisons: { readonly previous: ComparisonInput; readonly lastYear: ComparisonInput };
  readonly weightSet: WeightSet | null;
  readonly harmNotComputable: NotComputableState | null;
  /** Neighbours of each area by place in `areas`, self left out; null where no statistic needs them. */
  readonly neighbours: readonly (readonly number[])[] | null;
  readonly seed: number;
  readonly areas: readonly MeasuredArea[];
  /** Restricted data: what is released beside the areas' own figures. Left out for open data. */
  readonly released?: ReleasedParts;
  readonly sources: MeasuresResult['sources'];
  /** Slugs of the datasets that figures of areas come from, people among them: who may not see one may not see the result. */
  readonly figureDatasets: readonly string[];
  readonly synthetic: boolean;
  readonly marking: MeasuresResult['marking'];
  readonly dataVersion: number;
}

export type ComparisonInput = Omit<Comparison, 'district'>;

export interface ReleasedParts {
  readonly disclosure: NonNullable<MeasuresResult['disclosure']>;
  /** Areas with fewer people have no rate. */
  readonly populationFloor: number;
  /** Of the district, each figure released by itself. */
  readonly events: number;
  readonly counts: readonly (number | null)[];
  readonly previous: number | null;
  readonly lastYear: number | null;
  /** Of all its areas; null where one has no figure. */
  readonly people: number | null;
  readonly hiddenAreas: readonly HiddenArea[];
}

/** Ranks are drawn with this seed: the same data gives the same intervals. */
const SEED = 20_161_018;

/** Area measures that steer the visitors' warning, where supplied. */
export const WORKDAY_MEASURE = 'population-workday';
export const VISITOR_LIST_MEASURE = 'visitors-outnumber-residents';

/**
 * Counts, people, comparison periods and neighbours for a measures request: counts as they are where the layer is open, as
 * they are released where it is restricted.
 */
export async function loadMeasures(
  database: Database,
  holdings: Holdings,
  releases: Releases,
  request: MeasuresRequest,
): Promise<MeasuresInputs> {
  const { selection, level, denominator, weightSet } = request;
  const { layer, studyArea, fromMonthNo, toMonthNo } = selection;
  const { district } = studyArea;
  const datasetIds = layer.datasets.map(({ datasetId }) => datasetId);
  const units = level === 'ward' ? wardUnits(district) : await lsoaUnits(database, district, datasetIds);
  const months = toMonthNo - fromMonthNo + 1;
  const previous = comparison(selection, months);
  const lastYear = months > 12 ? overlapping(selection) : comparison(selection, 12);
  const shifts = {
    previous: previous.notComputable ? null : months,
    lastYear: lastYear.notComputable ? null : 12,
  };
  const plan = await releases.plan(holdings, layer);
  if (plan && !request.released) throw new Error(`${layer.layer} is restricted and has no released period`);
  const protectedCounts =
    plan && request.released
      ? await releasedAreas(database, plan, selection, request.released, shifts)
      : null;
  if (plan && request.released && protectedCounts?.district.events === 0)
    await requirePlaced(releasedFigures(database, plan, selection, request.released), selection);
  const counted = protectedCounts?.byWard ?? (await countAreas(database, selection, units, shifts));

  const middleYear = Math.floor((fromMonthNo + toMonthNo) / 24);
  const residents = await residentsOf(database, district, units, middleYear);
  const workday = await figuresOf(database, district, units, {
    measure: WORKDAY_MEASURE,
    combine: 'sum',
    year: middleYear,
  });
  const stated = await figuresOf(database, district, units, {
    measure: VISITOR_LIST_MEASURE,
    combine: 'sum',
    year: middleYear,
  });
  const people = denominator === 'workday' ? workday : residents;
  const areas: MeasuredArea[] = [];
  const hiddenAreas: HiddenArea[] = [];
  units.units.forEach(({ areaId, code, name }, i) => {
    const own = counted.get(areaId);
    const known = people?.values[i] ?? null;
    if (own === undefined || own.events === null) {
      hiddenAreas.push({ code, name, people: known, reason: HIDDEN_REASON });
      return;
    }
    areas.push({
      code,
      name,
      ...(protectedCounts ? { events: own.events } : {}),
      counts: own.counts,
      countsPrevious: own.previous,
      countsLastYear: own.lastYear,
      people: known,
      residents: residents?.values[i] ?? null,
      workday: workday?.values[i] ?? null,
      statedVisitors: (stated?.values[i] ?? 0) > 0,
      allEvents: own.allEvents,
      visitorEvents: own.visitorEvents,
    });
  });
  return {
    parameters: {
      layer: layer.layer,
      categories: [...selection.categories],
      from: monthOf(fromMonthNo),
      to: monthOf(toMonthNo),
      area: district.districtCode,
      level,
      denominator,
      weights: weightSet && `${weightSet.slug}@${weightSet.version}`,
      victimReportedOnly: request.victimReportedOnly,
    },
    chosen: [...request.chosen],
    studyArea: {
      code: district.districtCode,
      name: district.districtName,
      family: units.family,
      boundaryYear: units.boundaryYear,
    },
    period: periodUsed(selection),
    whatIsCounted: whatIsCounted(selection),
    population: describePeople(people, denominator),
    comparisons: { previous, lastYear },
    weightSet,
    harmNotComputable: request.harmNotComputable,
    neighbours: level === 'lsoa' ? await neighboursOf(database, units) : null,
    seed: SEED,
    areas,
    ...(protectedCounts
      ? { released: releasedParts(request, releases, protectedCounts.district, people, hiddenAreas) }
      : {}),
    sources: sourcesOf(layer),
    figureDatasets: [
      ...new Set([residents, workday, stated].flatMap((one) => (one ? [one.dataset] : []))),
    ].sort(),
    synthetic: layer.datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(layer.datasets),
    dataVersion: holdings.dataVersion,
  };
}

/** @throws RequestError figure-hidden where the district's own count is: then nothing below it is shown either */
function releasedParts(
  { selection: { layer, chosen } }: MeasuresRequest,
  releases: Releases,
  district: CountedArea,
  people: UnitFigures | null,
  hiddenAreas: readonly HiddenArea[],
): ReleasedParts {
  const policy = releases.policy(layer);
  if (district.events === null) {
    throw new RequestError('figure-hidden', {
      detail: `Fewer than ${policy.floor} events were recorded, or so many that the figure would give a smaller one away; it is not shown.`,
      hint: 'Ask for a longer period or all categories.',
    });
  }
  const all = people?.values.every((value) => value !== null)
    ? people.values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
    : null;
  return {
    disclosure: disclosureUsed(policy, [
      ...protectionNotes(policy),
      'Rates, shares, intervals, bands, changes and ranks are computed from the counts shown; ranks are among the wards shown. Intervals are for chance, and say nothing of the rounding.',
      ...new Set(chosen.map(({ because }) => because).filter((because) => /by subtraction/.test(because))),
    ]),
    populationFloor: policy.populationFloor,
    events: district.events,
    counts: district.counts,
    previous: district.previous,
    lastYear: district.lastYear,
    people: all,
    hiddenAreas: [...hiddenAreas].sort((a, b) => a.name.localeCompare(b.name, 'en-GB')),
  };
}

function describePeople(people: UnitFigures | null, kind: Denominator): MeasuresInputs['population'] {
  if (people === null) return null;
  const { referenceYear, method, source } = people;
  return { kind, referenceYear, method, source };
}

/** The same number of months `shift` earlier; compared only where every month of it was supplied. */
function comparison({ layer, fromMonthNo, toMonthNo }: Selection, shift: number): ComparisonInput {
  const earlier = monthStatuses(layer, fromMonthNo - shift, toMonthNo - shift);
  const missing = earlier.filter(({ status }) => status === 'not-supplied');
  const flagged = [...earlier, ...monthStatuses(layer, fromMonthNo, toMonthNo)]
    .filter(({ status }) => status === 'under-supplied' || status === 'over-supplied')
    .map(({ monthNo }) => monthOf(monthNo));
  const months = missing.map(({ monthNo }) => monthInWords(monthOf(monthNo)));
  return {
    from: monthOf(fromMonthNo - shift),
    to: monthOf(toMonthNo - shift),
    days: earlier.reduce((sum, { monthNo }) => sum + daysInMonth(monthNo), 0),
    flagged: [...new Set(flagged)],
    notComputable:
      missing.length === 0
        ? null
        : {
            reason: 'too-few-periods',
            detail: `Not supplied: ${months.length > 4 ? `${months[0]} to ${months[months.length - 1]}, ${months.length} months` : listed(months)}. A period is compared only with one that was supplied whole.`,
          },
  };
}

function overlapping({ fromMonthNo, toMonthNo }: Selection): ComparisonInput {
  return {
    from: monthOf(fromMonthNo - 12),
    to: monthOf(toMonthNo - 12),
    days: 0,
    flagged: [],
    notComputable: {
      reason: 'invalid-input',
      detail:
        'The period is longer than a year, so it would be compared with itself. Choose twelve months or fewer.',
    },
  };
}

/** Queen contiguity among the areas themselves; areas without boundaries have no neighbours. */
async function neighboursOf({ db }: Database, { units }: AreaUnits): Promise<number[][]> {
  const shapes = new Map(
    (
      await readAreaPolygons(
        db,
        units.map(({ areaId }) => areaId),
      )
    ).map(({ areaId, polygons }) => [areaId, polygons]),
  );
  const polygons = units.map(({ areaId }) => shapes.get(areaId) ?? []);
  const { offsets, neighbours } = polygonQueenWeights(polygons, { includeSelf: false, snapM: SNAP_M });
  return units.map((_, i) => Array.from(neighbours.subarray(offsets[i], offsets[i + 1])));
}
