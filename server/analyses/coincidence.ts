import type { CoincidenceQuery, CoincidenceResult, CoincidenceSide } from '../contract/coincidence.ts';
import { JOINT_CLASS_CODES } from '../contract/coincidence.ts';
import type { HotSpotQuery, HotSpotResult } from '../contract/hot-spots.ts';
import { monthOf } from '../contract/month-no.ts';
import type { Chosen } from '../contract/shared.ts';
import type { Database } from '../db/database.ts';
import { RequestError } from '../errors.ts';
import { adjustPValues } from '../stats/adjust-p-values.ts';
import { bivariateLocalMoran } from '../stats/bivariate-local-moran.ts';
import { isNotComputable } from '../stats/not-computable.ts';
import { seededRandom } from '../stats/random.ts';
import { queenGridWeights } from '../stats/weights/grid-weights.ts';
import { rowStandardised } from '../stats/weights/weights.ts';
import { withGaps } from './cell-grid.ts';
import { coincidenceSentence } from './coincidence-sentence.ts';
import type { Holdings } from './holdings.ts';
import { type HotSpotRequest, hotSpotKey, resolveHotSpots } from './hot-spot-request.ts';
import { hotSpots } from './hot-spots.ts';
import { layerTitle } from './layer-words.ts';
import { isRegister } from './registers.ts';
import type { Releases } from './releases.ts';
import { whatIsCounted } from './selection.ts';
import type { StudyAreaCells, StudyAreaCutter } from './study-area-cells.ts';
import type { TimesQuery } from './times-of-week.ts';

export const COINCIDENCE_DEFINITION = '3';
const PERMUTATIONS = 999;
const SEED = 20_261_101;

/** Two hot-spot requests on the same cells and months. */
export interface CoincidenceRequest {
  readonly first: HotSpotRequest;
  readonly second: HotSpotRequest;
  readonly chosen: readonly Chosen[];
}

/**
 * Bring both layers to one period, area and cell size. Where one of them is released for certain periods or cells only,
 * the other follows it.
 */
export function resolveCoincidence(
  holdings: Holdings,
  query: CoincidenceQuery,
  releases: Releases,
): CoincidenceRequest {
  const chosen: Chosen[] = [];
  const held = holdings.layers.map(({ layer }) => layer);
  const side = (asked: string | undefined, parameter: string, fallback: string): string => {
    if (asked !== undefined) return asked;
    if (held.includes(fallback)) {
      chosen.push({
        parameter,
        value: fallback,
        because: 'The map of ambulance pick-ups against crime is the one most asked for.',
      });
      return fallback;
    }
    throw new RequestError('unknown-layer', {
      detail: `There is no ${fallback} layer to compare, and no other was named.`,
      seen: `${parameter} left out`,
      hint: `Name two of the layers held: ${held.join(', ')}.`,
      field: parameter,
    });
  };
  const firstLayer = side(query.first, 'first', 'ambulance');
  const secondLayer = side(query.second, 'second', 'crime');
  const area = query.area === undefined ? {} : { area: query.area };
  const ask = (
    layer: string,
    categories: string | undefined,
    shared: { from?: string; to?: string; cellSizeM?: number; area?: string } & TimesQuery,
  ) =>
    resolveHotSpots(
      holdings,
      { ...shared, layer, ...(categories ? { categories } : {}), statistic: 'gi-star' },
      releases,
    );
  const asked = {
    ...area,
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(query.to === undefined ? {} : { to: query.to }),
    ...(query.cellSizeM === undefined ? {} : { cellSizeM: query.cellSizeM }),
    ...timesAsked(query),
  };
  // A register has no period of its own: it is counted at the end of the other layer's.
  const firstIsRegister = holdings.layers.some((held) => held.layer === firstLayer && isRegister(held));
  const leading = firstIsRegister ? ask(secondLayer, query.secondCategories, asked) : null;
  let first = ask(firstLayer, query.firstCategories, leading ? together(leading, asked) : asked);
  let second = ask(secondLayer, query.secondCategories, together(first, asked));
  // The second may have been widened in its turn: then the first follows, and both are released for what it says.
  if (!sameGround(first, second)) first = ask(firstLayer, query.firstCategories, together(second, asked));
  if (!sameGround(first, second)) second = ask(secondLayer, query.secondCategories, together(first, asked));
  if (!sameGround(first, second)) {
    throw new RequestError('selection-not-released', {
      detail: 'The two layers are not released for one common period and cell size.',
      seen: `${ground(first)} against ${ground(second)}`,
      hint: 'Ask for one calendar year that both were supplied for.',
      field: 'from',
    });
  }
  const choices = new Map([...first.chosen, ...second.chosen].map((choice) => [choice.parameter, choice]));
  for (const parameter of ['layer', 'statistic', ...Object.keys(query)]) {
    if (parameter !== 'from' && parameter !== 'to') choices.delete(parameter);
  }
  return { first, second, chosen: [...chosen, ...choices.values()] };
}

function together(
  { selection, cellSizeM }: HotSpotRequest,
  asked: { cellSizeM?: number } & TimesQuery,
): { from: string; to: string; area: string; cellSizeM: number } & TimesQuery {
  return {
    from: monthOf(selection.fromMonthNo),
    to: monthOf(selection.toMonthNo),
    area: selection.studyArea.code,
    cellSizeM: asked.cellSizeM ?? cellSizeM,
    ...timesAsked(asked),
  };
}

/** Hours and weekdays are asked of both layers: one kept to Friday nights says nothing beside one of every hour. */
function timesAsked({ hours, weekdays }: TimesQuery): TimesQuery {
  return { ...(hours === undefined ? {} : { hours }), ...(weekdays === undefined ? {} : { weekdays }) };
}

function sameGround(a: HotSpotRequest, b: HotSpotRequest): boolean {
  return ground(a) === ground(b);
}

function ground({ selection, cellSizeM }: HotSpotRequest): string {
  const { fromMonthNo, toMonthNo, studyArea } = selection;
  return `${monthOf(fromMonthNo)} to ${monthOf(toMonthNo)} in ${studyArea.code}, ${cellSizeM} m`;
}

/** Both sides as questions by themselves, for the record of questions of restricted data; sides that are not held are left out. */
export function sidesAsked({ layers }: Holdings, query: CoincidenceQuery): HotSpotQuery[] {
  const {
    first = 'ambulance',
    second = 'crime',
    firstCategories,
    secondCategories,
    from,
    to,
    area,
    cellSizeM,
    ...times
  } = query;
  const shared = {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(area === undefined ? {} : { area }),
    ...(cellSizeM === undefined ? {} : { cellSizeM }),
    ...timesAsked(times),
  };
  return [
    { layer: first, ...(firstCategories ? { categories: firstCategories } : {}), ...shared },
    { layer: second, ...(secondCategories ? { categories: secondCategories } : {}), ...shared },
  ].filter(({ layer }) => layers.some((held) => held.layer === layer));
}

/** Everything a coincidence depends on besides the data, as one text. */
export function coincidenceKey({ first, second }: CoincidenceRequest): string {
  return `coincidence|${hotSpotKey(first)}|${hotSpotKey(second)}`;
}

/**
 * Where both layers are hot. It is made of nothing but the two hot-spot results as they are released, so it can give away
 * nothing that they do not: a cell whose band is withheld in either has no joint class.
 */
export async function coincidence(
  database: Database,
  cutter: StudyAreaCutter,
  holdings: Holdings,
  releases: Releases,
  request: CoincidenceRequest,
): Promise<CoincidenceResult> {
  const first = await hotSpots(database, cutter, holdings, releases, request.first);
  const second = await hotSpots(database, cutter, holdings, releases, request.second);
  const { selection, cellSizeM } = request.first;
  const area = await cutter.cut(selection.studyArea, cellSizeM, holdings.dataVersion);
  const one = spread(first, area);
  const two = spread(second, area);
  const n = area.cells.count;
  const jointClass = Array.from({ length: n }, (_, i) => jointClassOf(one.band[i], two.band[i]));
  const tally = JOINT_CLASS_CODES.map((_, code) => jointClass.filter((cell) => cell === code).length);
  const refused = first.notComputable ?? second.notComputable;
  const moran = moranOf(
    one,
    two,
    area,
    releases.policy(request.first.selection.layer).floor,
    releases.policy(request.second.selection.layer).floor,
  );
  const sides = [
    describeSide(request.first, first, one, jointClass),
    describeSide(request.second, second, two, jointClass),
  ] as const;
  const summary = {
    cells: n,
    neither: tally[0],
    firstOnly: tally[1],
    secondOnly: tally[2],
    both: tally[3],
    notShown: tally[4],
    expectedBoth: n === 0 ? 0 : ((tally[1] + tally[3]) * (tally[2] + tally[3])) / n,
  };
  return {
    parameters: {
      first: first.parameters.layer,
      firstCategories: first.parameters.categories,
      second: second.parameters.layer,
      secondCategories: second.parameters.categories,
      from: first.parameters.from,
      to: first.parameters.to,
      area: first.parameters.area,
      cellSizeM,
      ...(selection.times ? { times: selection.times.words } : {}),
    },
    chosen: [...request.chosen],
    definition:
      'Each layer is tested by itself for hot spots (Getis-Ord Gi*, Benjamini-Hochberg over its cells). A cell is "both" where each layer is hot at ' +
      '95 % or more; being called both by chance is no likelier than for either alone. The bivariate local Moran asks beside it whether high counts of the ' +
      'first lie next to high counts of the second. Coincidence in place is not cause.',
    definitionVersion: COINCIDENCE_DEFINITION,
    methodPages: ['joint-hot-spots', 'bivariate-local-moran', 'local-g', 'adjust-p-values'],
    studyArea: first.studyArea,
    period: first.register ? second.period : first.period,
    first: sides[0],
    second: sides[1],
    summary: {
      sentence: coincidenceSentence(first.studyArea.name, sides[0], sides[1], summary, refused),
      ...summary,
    },
    notComputable: refused,
    moran: {
      permutations: PERMUTATIONS,
      seed: SEED,
      note: 'Counts of the first layer against those of the second in the eight cells around; half the smallest count shown stands for each hidden count.',
    },
    cells: {
      length: n,
      column: Array.from(area.cells.column),
      row: Array.from(area.cells.row),
      areaShare: Array.from(area.cells.areaShare),
      firstEvents: one.events,
      secondEvents: two.events,
      firstZ: one.z,
      secondZ: two.z,
      firstPAdjusted: one.pAdjusted,
      secondPAdjusted: two.pAdjusted,
      jointClass,
      ...moran,
    },
    sources: [
      ...first.sources,
      ...second.sources.filter(({ dataset }) => !first.sources.some((known) => known.dataset === dataset)),
    ],
    synthetic: first.synthetic || second.synthetic,
    marking: first.marking === 'OFFICIAL' ? second.marking : first.marking,
    dataVersion: holdings.dataVersion,
  };
}

/** One layer's released columns laid on every cell of the study area; null where it says nothing. */
interface SpreadLayer {
  readonly events: (number | null)[];
  readonly z: (number | null)[];
  readonly pAdjusted: (number | null)[];
  readonly band: (number | null)[];
}

function spread({ cells }: HotSpotResult, { cells: { count }, index }: StudyAreaCells): SpreadLayer {
  const gaps = (): (number | null)[] => new Array<number | null>(count).fill(null);
  const layer = { events: gaps(), z: gaps(), pAdjusted: gaps(), band: gaps() };
  for (let i = 0; i < cells.length; i++) {
    const at = index.indexOf(cells.column[i], cells.row[i]);
    if (at < 0) continue;
    layer.events[at] = cells.events[i];
    layer.z[at] = cells.z?.[i] ?? null;
    layer.pAdjusted[at] = cells.pAdjusted?.[i] ?? null;
    layer.band[at] = cells.bandWithheld?.[i] ? null : (cells.band?.[i] ?? null);
  }
  return layer;
}

function jointClassOf(first: number | null, second: number | null): number {
  if (first === null || second === null) return JOINT_CLASS_CODES.indexOf('not-shown');
  const hotFirst = first >= 2;
  const hotSecond = second >= 2;
  return JOINT_CLASS_CODES.indexOf(
    hotFirst ? (hotSecond ? 'both' : 'first-only') : hotSecond ? 'second-only' : 'neither',
  );
}

function moranOf(
  one: SpreadLayer,
  two: SpreadLayer,
  { cells }: StudyAreaCells,
  firstFloor: number,
  secondFloor: number,
): { moranI: (number | null)[]; moranPAdjusted: (number | null)[] } {
  const filled = (events: (number | null)[], floor: number) => events.map((count) => count ?? floor / 2);
  const weights = rowStandardised(queenGridWeights(cells, { includeSelf: false }));
  const result = bivariateLocalMoran(
    filled(one.events, firstFloor),
    filled(two.events, secondFloor),
    weights,
    {
      permutations: PERMUTATIONS,
      random: seededRandom(SEED),
      sharedDraws: true,
    },
  );
  const none = () => new Array<null>(cells.count).fill(null);
  if (isNotComputable(result)) return { moranI: none(), moranPAdjusted: none() };
  return {
    moranI: withGaps(result.i),
    moranPAdjusted: withGaps(adjustPValues(result.pValue, 'benjamini-hochberg')),
  };
}

function describeSide(
  { selection }: HotSpotRequest,
  { summary, disclosure }: HotSpotResult,
  { events, band }: SpreadLayer,
  jointClass: readonly number[],
): CoincidenceSide {
  const both = JOINT_CLASS_CODES.indexOf('both');
  return {
    layer: selection.layer.layer,
    title: layerTitle(selection.layer.layer),
    what: whatIsCounted(selection),
    categories: [...selection.categories],
    events: summary.events,
    hotCells: band.filter((level) => level !== null && level >= 2).length,
    eventsInBoth: events.reduce<number>(
      (sum, count, i) => sum + (jointClass[i] === both ? (count ?? 0) : 0),
      0,
    ),
    ...(disclosure ? { disclosure } : {}),
  };
}
