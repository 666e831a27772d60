import type { Comparison, Denominator, MeasuresResult } from '../../contract/measures.ts';
import { daysInMonth, monthOf } from '../../contract/month-no.ts';
import type { NotComputableState } from '../../contract/shared.ts';
import type { Database } from '../../db/database.ts';
import { countByAreaAndCategory } from '../../db/queries/area-counts.ts';
import { readAreaPolygons } from '../../db/queries/area-geometry.ts';
import { polygonQueenWeights } from '../../stats/weights/polygon-queen-weights.ts';
import type { WeightSet } from '../../weights/weight-set.ts';
import type { Holdings } from '../holdings.ts';
import { markingOf } from '../marking.ts';
import { monthStatuses, periodUsed, type Selection, sourcesOf, whatIsCounted } from '../selection.ts';
import { listed, monthInWords } from '../words.ts';
import { type AreaUnits, lsoaUnits, wardUnits } from './area-units.ts';
import type { MeasuresRequest } from './measures-request.ts';
import { figuresOf, residentsOf, type UnitFigures } from './unit-figures.ts';

/** Corners nearer than this are the same corner: mends boundaries that were generalised area by area. */
const SNAP_M = 1;

/** One area as loaded. */
export interface MeasuredArea {
  readonly code: string;
  readonly name: string;
  /** Events by category, in the order of `categories`. */
  readonly counts: readonly number[];
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
  readonly sources: MeasuresResult['sources'];
  /** Slugs of the datasets that figures of areas come from, people among them: who may not see one may not see the result. */
  readonly figureDatasets: readonly string[];
  readonly synthetic: boolean;
  readonly marking: MeasuresResult['marking'];
  readonly dataVersion: number;
}

export type ComparisonInput = Omit<Comparison, 'district'>;

/** Ranks are drawn with this seed: the same data gives the same intervals. */
const SEED = 20_161_018;

/** Categories whose place is chosen by people passing through: shops, crowds, nights out. */
export const VISITOR_CATEGORIES: readonly string[] = [
  'shoplifting',
  'theft-from-the-person',
  'public-order',
  'bicycle-theft',
];

/** Area measures that steer the visitors' warning, where supplied. */
export const WORKDAY_MEASURE = 'population-workday';
export const VISITOR_LIST_MEASURE = 'visitors-outnumber-residents';

/** Counts, people, comparison periods and neighbours for a measures request. */
export async function loadMeasures(
  database: Database,
  holdings: Holdings,
  request: MeasuresRequest,
): Promise<MeasuresInputs> {
  const { selection, level, denominator, weightSet } = request;
  const { layer, studyArea, fromMonthNo, toMonthNo } = selection;
  const { district } = studyArea;
  const datasetIds = layer.datasets.map(({ datasetId }) => datasetId);
  const units = level === 'ward' ? wardUnits(district) : await lsoaUnits(database, district, datasetIds);
  const areaIds = units.units.map(({ areaId }) => areaId);
  const months = toMonthNo - fromMonthNo + 1;
  const previous = comparison(selection, months);
  const lastYear = months > 12 ? overlapping(selection) : comparison(selection, 12);
  const countAll = (shift: number) =>
    countByAreaAndCategory(database.db, {
      datasetIds,
      fromMonthNo: fromMonthNo - shift,
      toMonthNo: toMonthNo - shift,
      categoryIds: null,
      level,
      areaIds,
    });
  const now = await countAll(0);
  const before = previous.notComputable ? null : await countAll(months);
  const yearAgo = lastYear.notComputable ? null : await countAll(12);

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
  const picked = layer.categories.filter(({ slug }) => selection.categories.includes(slug));
  const pickedIds = new Map(picked.map(({ categoryId }, i) => [categoryId, i]));
  const visitorIds = new Set(
    layer.categories
      .filter(({ slug }) => VISITOR_CATEGORIES.includes(slug))
      .map(({ categoryId }) => categoryId),
  );
  const totals = (rows: typeof now | null) => rows && sumsOf(rows, pickedIds);
  const beforeTotals = totals(before);
  const yearAgoTotals = totals(yearAgo);
  const counts = new Map(areaIds.map((id) => [id, { picked: picked.map(() => 0), all: 0, visitors: 0 }]));
  for (const { areaId, categoryId, events } of now) {
    const known = counts.get(areaId);
    if (!known) continue;
    known.all += events;
    if (visitorIds.has(categoryId)) known.visitors += events;
    const place = pickedIds.get(categoryId);
    if (place !== undefined) known.picked[place] += events;
  }
  const areas = units.units.map(({ areaId, code, name }, i): MeasuredArea => {
    const own = counts.get(areaId);
    return {
      code,
      name,
      counts: own?.picked ?? [],
      countsPrevious: beforeTotals && (beforeTotals.get(areaId) ?? 0),
      countsLastYear: yearAgoTotals && (yearAgoTotals.get(areaId) ?? 0),
      people: people?.values[i] ?? null,
      residents: residents?.values[i] ?? null,
      workday: workday?.values[i] ?? null,
      statedVisitors: (stated?.values[i] ?? 0) > 0,
      allEvents: own?.all ?? 0,
      visitorEvents: own?.visitors ?? 0,
    };
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
    sources: sourcesOf(layer),
    figureDatasets: [
      ...new Set([residents, workday, stated].flatMap((one) => (one ? [one.dataset] : []))),
    ].sort(),
    synthetic: layer.datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(layer.datasets),
    dataVersion: holdings.dataVersion,
  };
}

function describePeople(people: UnitFigures | null, kind: Denominator): MeasuresInputs['population'] {
  if (people === null) return null;
  const { referenceYear, method, source } = people;
  return { kind, referenceYear, method, source };
}

function sumsOf(
  rows: readonly { areaId: number; categoryId: number; events: number }[],
  categories: ReadonlyMap<number, number>,
): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { areaId, categoryId, events } of rows) {
    if (categories.has(categoryId)) sums.set(areaId, (sums.get(areaId) ?? 0) + events);
  }
  return sums;
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
