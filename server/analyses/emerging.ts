import type { EmergingQuery, EmergingResult } from '../contract/emerging.ts';
import { type MonthNo, monthOf } from '../contract/month-no.ts';
import type { Chosen } from '../contract/shared.ts';
import { countByCellAndMonth } from '../db/queries/event-counts.ts';
import { runInWorker } from '../jobs/run-in-worker.ts';
import type { StatsTaskInput } from '../jobs/stats-tasks.ts';
import { EMERGING_CLASSES, type EmergingClass } from '../stats/emerging-class.ts';
import {
  EMERGING_DEFINITION_VERSION,
  type EmergingHotSpots,
  emergingHotSpots,
} from '../stats/emerging-hot-spots.ts';
import { isNotComputable, type NotComputable } from '../stats/not-computable.ts';
import { spaceTimeCube } from '../stats/space-time-cube.ts';
import { queenGridWeights } from '../stats/weights/grid-weights.ts';
import type { Work } from './asking.ts';
import { eventsOf, resolveCellSize, withGaps } from './cell-grid.ts';
import type { Holdings } from './holdings.ts';
import { periodUsed } from './period-used.ts';
import { requireCells } from './require-cells.ts';
import { resultFrame } from './result-frame.ts';
import { resolveSelection, type Selection, whatIsCounted } from './selection.ts';
import type { StudyAreaCutter } from './study-area-cells.ts';
import { daysCounted } from './times-of-week.ts';
import { count, counted, listed } from './words.ts';

const MEANINGS: Readonly<Record<string, string>> = {
  none: 'No evidence of a hot or cold spot pattern.',
  'new hot': 'Hot in the last month and never before.',
  'consecutive hot': 'Hot in an unbroken run of at least two months up to the last, and never before.',
  'intensifying hot': 'Hot in nine months of ten, the last included, and getting hotter.',
  'persistent hot': 'Hot in nine months of ten, the last included, without a trend.',
  'diminishing hot': 'Hot in nine months of ten, the last included, but cooling.',
  'sporadic hot': 'Hot in the last month and on and off before.',
  'oscillating hot': 'Hot in the last month, cold in some month before.',
  'historical hot': 'Hot in nine months of ten, but not in the last.',
};

export interface EmergingRequest {
  readonly selection: Selection;
  readonly cellSizeM: number;
  readonly chosen: readonly Chosen[];
}

/** Every month that was supplied without a gap up to the last, unless a period is asked for. */
export function resolveEmerging(holdings: Holdings, query: EmergingQuery): EmergingRequest {
  const { cellSizeM: asked, ...rest } = query;
  const first = resolveSelection(holdings, rest);
  const supplied = new Set(first.layer.supply.map(({ monthNo }) => monthNo));
  let from: MonthNo = first.toMonthNo;
  const earliest = query.from === undefined ? Math.min(...supplied) : first.fromMonthNo;
  while (from - 1 >= earliest && supplied.has(from - 1)) from--;
  const selection =
    from === first.fromMonthNo
      ? first
      : resolveSelection(holdings, { ...rest, from: monthOf(from), to: monthOf(first.toMonthNo) });
  const chosen = first.chosen.filter(({ parameter }) => parameter !== 'from');
  if (query.from === undefined || from !== first.fromMonthNo) {
    chosen.push({
      parameter: 'from',
      value: monthOf(from),
      because:
        from === earliest
          ? 'The whole history is used: the classes are about it.'
          : 'The month before it was not supplied, and a gap would be read as a fall.',
    });
  }
  const cellSizeM = resolveCellSize(selection, asked, chosen);
  return { selection, cellSizeM, chosen };
}

/** Everything an emerging map depends on besides the data, as one text. */
export function emergingKey({ selection, cellSizeM, chosen }: EmergingRequest): string {
  const { layer, categories, fromMonthNo, toMonthNo, studyArea, times } = selection;
  return JSON.stringify([
    'emerging',
    times?.words,
    layer.layer,
    categories,
    fromMonthNo,
    toMonthNo,
    studyArea.code,
    cellSizeM,
    chosen.map(({ parameter, because }) => [parameter, because]),
  ]);
}

/** How each cell came to be hot or stopped: Gi* over a cube of cells and months, one false-discovery rate over all of it. */
export async function emerging(
  work: Work,
  cutter: StudyAreaCutter,
  holdings: Holdings,
  { selection, cellSizeM, chosen }: EmergingRequest,
): Promise<EmergingResult> {
  const { database } = work;
  const { fromMonthNo, toMonthNo, studyArea } = selection;
  const area = await cutter.cut(studyArea, cellSizeM, holdings.dataVersion);
  const n = area.cells.count;
  const steps = toMonthNo - fromMonthNo + 1;
  const bins = await countByCellAndMonth(database.db, eventsOf(selection), cellSizeM);
  const counts = new Float64Array(n * steps);
  const events = new Int32Array(n);
  let outside = 0;
  for (let i = 0; i < bins.events.length; i++) {
    const cell = area.index.indexOf(bins.column[i], bins.row[i]);
    if (cell < 0) {
      outside += bins.events[i];
      continue;
    }
    counts[(bins.monthNo[i] - fromMonthNo) * n + cell] += bins.events[i];
    events[cell] += bins.events[i];
  }
  await requireCells(database, selection, { counts: events, outside });
  const months = Array.from({ length: steps }, (_, i) => fromMonthNo + i);
  const weights = queenGridWeights(area.cells, { includeSelf: true });
  const daysPerStep = Float64Array.from(months, (month) => daysCounted(month, selection.times));
  const result = await classesOf({ counts, daysPerStep, cells: n, weights }, work);
  const refused = isNotComputable(result) ? result : null;
  const found = isNotComputable(result) ? null : result;
  const classes = EMERGING_CLASSES.map((emergingClass, code) => ({
    emergingClass,
    meaning: meaningOf(emergingClass),
    cells: found ? found.classes.reduce((total, cell) => total + (cell === code ? 1 : 0), 0) : 0,
  }));
  const total = events.reduce((sum, value) => sum + value, 0);
  return {
    ...resultFrame(selection, holdings),
    parameters: {
      layer: selection.layer.layer,
      categories: [...selection.categories],
      from: monthOf(fromMonthNo),
      to: monthOf(toMonthNo),
      area: studyArea.code,
      cellSizeM,
      ...(selection.times ? { times: selection.times.words } : {}),
    },
    chosen: [...chosen],
    definition:
      'Each cell and month is taken with the eight cells around it and the same cells a month before, on events per day, and compared with the whole ' +
      'cube of cells and months (Getis-Ord Gi*, Benjamini-Hochberg over all of them at 5 %). The months in which a cell was hot, and the ' +
      'trend of its score (Mann-Kendall at 5 %), give it one of 16 classes or none. It describes the past and forecasts nothing.' +
      (selection.times?.weekdays ? ' Days are those of the weekdays chosen.' : ''),
    definitionVersion: EMERGING_DEFINITION_VERSION,
    methodPages: ['emerging-hot-spots', 'space-time-cube', 'mann-kendall'],
    period: periodUsed(selection),
    months: months.map(monthOf),
    summary: { sentence: emergingSentence(selection, classes, n, refused?.detail ?? null), events: total },
    notComputable: refused && { reason: refused.reason, detail: refused.detail },
    classes,
    cells: {
      length: n,
      column: Array.from(area.cells.column),
      row: Array.from(area.cells.row),
      areaShare: Array.from(area.cells.areaShare),
      events: Array.from(events),
      emergingClass: found ? Array.from(found.classes) : new Array<number>(n).fill(0),
      secondaryClass: found ? Array.from(found.secondaryClasses) : new Array<number>(n).fill(0),
      hotMonths: found ? Array.from(found.hotSteps) : new Array<number>(n).fill(0),
      trendP: found ? withGaps(found.trendP) : new Array<null>(n).fill(null),
    },
  };
}

/** More bins than this take longer than 0.3 s: a thread of its own works on them, and stops when it is given up. */
const BINS_ON_THIS_THREAD = 400_000;

async function classesOf(
  cube: StatsTaskInput<'emergingHotSpots'>,
  { signal, tellDone }: Work,
): Promise<EmergingHotSpots | NotComputable> {
  if (cube.counts.length > BINS_ON_THIS_THREAD) {
    return runInWorker('emergingHotSpots', cube, {
      signal,
      onProgress: tellDone,
      transfer: [cube.counts.buffer as ArrayBuffer],
    });
  }
  const binned = spaceTimeCube(cube.counts, cube.daysPerStep, cube.cells);
  return isNotComputable(binned) ? binned : emergingHotSpots(binned, cube.weights);
}

function meaningOf(emergingClass: EmergingClass): string {
  const hot = MEANINGS[emergingClass.replace(' cold', ' hot')] ?? '';
  if (!emergingClass.endsWith(' cold')) return hot;
  // The cold classes mirror the hot ones, word for word.
  return hot
    .replace(/\bhot\b/gi, (word) => (word[0] === 'H' ? 'Cold' : 'cold'))
    .replace('cold in some month before', 'hot in some month before')
    .replace('getting hotter', 'getting colder')
    .replace('but cooling', 'but warming');
}

function emergingSentence(
  selection: Selection,
  classes: readonly { emergingClass: string; cells: number }[],
  cells: number,
  refusal: string | null,
): string {
  if (refusal !== null) return `Emerging hot spots cannot be computed here. ${refusal}`;
  const hot = classes.filter(({ emergingClass, cells: n }) => emergingClass.endsWith(' hot') && n > 0);
  const { level, name } = selection.studyArea;
  const what = `${whatIsCounted(selection)}${level === 'drawn' ? ` in ${name}` : ''}`;
  if (hot.length === 0) return `No cell of ${count(cells)} shows a hot-spot pattern of ${what}.`;
  const parts = hot.map(({ emergingClass, cells: n }) => `${count(n)} ${emergingClass.replace(' hot', '')}`);
  const total = hot.reduce((sum, { cells: n }) => sum + n, 0);
  return `${counted(total, 'cell')} of ${count(cells)} ${total === 1 ? 'has' : 'have'} a hot-spot pattern of ${what}: ${listed(parts)}.`;
}
