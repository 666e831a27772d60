import type { CellCounts, EventSelection } from './queries/event-counts.ts';

/** Events as columns of one length, in any order. */
export interface EventColumns {
  /** Easting and northing, metres; -1 where the event has no position. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly wardId: Int32Array;
  readonly monthNo: Int32Array;
  readonly categoryId: Int32Array;
}

/** Events without a position, of every place, by month and category. */
export interface NotMappedCounts {
  readonly monthNo: Int32Array;
  readonly categoryId: Int32Array;
  readonly events: Int32Array;
}

/** Keys of a selection that can be counted here. One that has any other must ask the database. */
const KNOWN_KEYS: ReadonlySet<string> = new Set<keyof EventSelection>([
  'datasetIds',
  'fromMonthNo',
  'toMonthNo',
  'categoryIds',
  'wardIds',
  'withinWkt',
  'held',
]);
/** Northings of Great Britain are below this many metres, so a position is one exact number. */
const METRES = 2 ** 22;
/** Events worked through before others have their turn. */
const SLICE = 50_000;

/**
 * Open events of one layer in one district, held in memory and counted there: the same counts as the queries of
 * event-counts.ts give, whatever the filter, in 2 to 6 ms for a million events instead of 100 to 900. Sorted by month; each
 * event is the place of its position in a list of distinct positions, its ward and its category: 8 bytes.
 */
export class HeldEvents {
  readonly #datasetIds: string;
  readonly #wardIndex: ReadonlyMap<number, number>;
  readonly #wardIds: readonly number[];
  readonly #firstMonthNo: number;
  /** Where each month begins, and an end. */
  readonly #monthStarts: Uint32Array;
  /** Place in the distinct positions; -1 for none. */
  readonly #pointOf: Int32Array;
  readonly #wardOf: Uint16Array;
  readonly #categoryOf: Uint16Array;
  /** Distinct positions, south to north, then west to east. */
  readonly #x: Int32Array;
  readonly #y: Int32Array;
  readonly #notMapped: NotMappedCounts;

  private constructor(parts: {
    datasetIds: string;
    wardIds: readonly number[];
    firstMonthNo: number;
    monthStarts: Uint32Array;
    pointOf: Int32Array;
    wardOf: Uint16Array;
    categoryOf: Uint16Array;
    x: Int32Array;
    y: Int32Array;
    notMapped: NotMappedCounts;
  }) {
    this.#datasetIds = parts.datasetIds;
    this.#wardIds = parts.wardIds;
    this.#wardIndex = new Map(parts.wardIds.map((wardId, index) => [wardId, index]));
    this.#firstMonthNo = parts.firstMonthNo;
    this.#monthStarts = parts.monthStarts;
    this.#pointOf = parts.pointOf;
    this.#wardOf = parts.wardOf;
    this.#categoryOf = parts.categoryOf;
    this.#x = parts.x;
    this.#y = parts.y;
    this.#notMapped = parts.notMapped;
  }

  /**
   * Take over columns, a slice at a time, so that requests are answered meanwhile.
   *
   * @param datasetIds whose events these are
   * @param wardIds every ward that an event may have
   */
  static async from(
    columns: EventColumns,
    notMapped: NotMappedCounts,
    datasetIds: readonly number[],
    wardIds: readonly number[],
  ): Promise<HeldEvents> {
    const n = columns.x.length;
    const { x, y, positions } = await distinctPositions(columns);
    const wardIndex = new Map(wardIds.map((wardId, index) => [wardId, index]));
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const monthNo of columns.monthNo) {
      if (monthNo < first) first = monthNo;
      if (monthNo > last) last = monthNo;
    }
    if (n === 0) [first, last] = [0, -1];
    const monthStarts = new Uint32Array(last - first + 2);
    for (const monthNo of columns.monthNo) monthStarts[monthNo - first + 1]++;
    for (let m = 0; m <= last - first; m++) monthStarts[m + 1] += monthStarts[m];
    const next = monthStarts.slice();
    const pointOf = new Int32Array(n);
    const wardOf = new Uint16Array(n);
    const categoryOf = new Uint16Array(n);
    for (let i = 0; i < n; i++) {
      if (i % SLICE === 0) await othersTurn();
      const at = next[columns.monthNo[i] - first]++;
      pointOf[at] = columns.x[i] < 0 ? -1 : placeOf(positions, columns.y[i] * METRES + columns.x[i]);
      wardOf[at] = wardIndex.get(columns.wardId[i]) as number;
      categoryOf[at] = columns.categoryId[i];
    }
    return new HeldEvents({
      datasetIds: keyOf(datasetIds),
      wardIds,
      firstMonthNo: first,
      monthStarts,
      pointOf,
      wardOf,
      categoryOf,
      x,
      y,
      notMapped,
    });
  }

  /** Whether a selection can be counted here: these datasets, wards among these, and no filter that is not held. */
  covers(selection: EventSelection): boolean {
    return (
      selection.withinWkt === undefined &&
      selection.wardIds !== null &&
      selection.wardIds.every((wardId) => this.#wardIndex.has(wardId)) &&
      keyOf(selection.datasetIds) === this.#datasetIds &&
      Object.entries(selection).every(([key, value]) => value === undefined || KNOWN_KEYS.has(key))
    );
  }

  /** As countByCell. */
  byCell(selection: EventSelection, cellSizeM: number): CellCounts {
    const { fromMonthNo, toMonthNo } = selection;
    const { column, row, events } = this.#cells(selection, cellSizeM, [[fromMonthNo, toMonthNo]]);
    return { column, row, events };
  }

  /** As countByCellAndMonth. */
  byCellAndMonth(
    selection: EventSelection,
    cellSizeM: number,
  ): CellCounts & { readonly monthNo: Int32Array } {
    const months = Math.max(0, selection.toMonthNo - selection.fromMonthNo + 1);
    const spans = Array.from({ length: months }, (_, i): [number, number] => [
      selection.fromMonthNo + i,
      selection.fromMonthNo + i,
    ]);
    return this.#cells(selection, cellSizeM, spans);
  }

  /** As countByPoint. */
  byPoint(selection: EventSelection): { x: Int32Array; y: Int32Array; events: Int32Array } {
    const counts = this.#byPosition(selection, selection.fromMonthNo, selection.toMonthNo);
    const found = indexesAbove0(counts);
    return { x: pick(this.#x, found), y: pick(this.#y, found), events: pick(counts, found) };
  }

  /** As countByWard. */
  byWard(selection: EventSelection): { wardId: number; events: number }[] {
    const [from, to] = this.#range(selection.fromMonthNo, selection.toMonthNo);
    const { wards, categories } = this.#masks(selection);
    const counts = new Int32Array(this.#wardIds.length);
    for (let i = from; i < to; i++) counts[this.#wardOf[i]] += categories[this.#categoryOf[i]];
    return this.#wardIds.flatMap((wardId, index) =>
      wards[index] === 1 && counts[index] > 0 ? [{ wardId, events: counts[index] }] : [],
    );
  }

  /** As countNotMapped. */
  notMapped({ fromMonthNo, toMonthNo, categoryIds }: Omit<EventSelection, 'wardIds'>): number {
    const { monthNo, categoryId, events } = this.#notMapped;
    let total = 0;
    for (let i = 0; i < events.length; i++) {
      const isWanted = categoryIds === null || categoryIds.includes(categoryId[i]);
      if (isWanted && monthNo[i] >= fromMonthNo && monthNo[i] <= toMonthNo) total += events[i];
    }
    return total;
  }

  /** As countInNoCell. */
  inNoCell(selection: EventSelection): number {
    const [from, to] = this.#range(selection.fromMonthNo, selection.toMonthNo);
    const { wards, categories } = this.#masks(selection);
    let total = 0;
    for (let i = from; i < to; i++)
      if (this.#pointOf[i] < 0) total += wards[this.#wardOf[i]] & categories[this.#categoryOf[i]];
    return total;
  }

  #cells(
    selection: EventSelection,
    cellSizeM: number,
    spans: readonly (readonly [number, number])[],
  ): CellCounts & { readonly monthNo: Int32Array } {
    const columnOf = this.#x.map((x) => Math.floor(x / cellSizeM));
    const rowOf = this.#y.map((y) => Math.floor(y / cellSizeM));
    const [west, east] = extentOf(columnOf);
    const [south, north] = extentOf(rowOf);
    const width = east - west + 1;
    const table = new Int32Array(Math.max(0, width * (north - south + 1)));
    const [column, row, events, monthNo]: [number[], number[], number[], number[]] = [[], [], [], []];
    for (const [from, to] of spans) {
      const counts = this.#byPosition(selection, from, to);
      table.fill(0);
      for (let p = 0; p < counts.length; p++)
        if (counts[p] > 0) table[(rowOf[p] - south) * width + columnOf[p] - west] += counts[p];
      for (let at = 0; at < table.length; at++) {
        if (table[at] === 0) continue;
        column.push(west + (at % width));
        row.push(south + Math.floor(at / width));
        events.push(table[at]);
        monthNo.push(from);
      }
    }
    return {
      column: Int32Array.from(column),
      row: Int32Array.from(row),
      events: Int32Array.from(events),
      monthNo: Int32Array.from(monthNo),
    };
  }

  /** Events of the selection between two months at each distinct position. */
  #byPosition(selection: EventSelection, fromMonthNo: number, toMonthNo: number): Int32Array {
    const [from, to] = this.#range(fromMonthNo, toMonthNo);
    const { wards, categories } = this.#masks(selection);
    const counts = new Int32Array(this.#x.length);
    const [pointOf, wardOf, categoryOf] = [this.#pointOf, this.#wardOf, this.#categoryOf];
    for (let i = from; i < to; i++) {
      const point = pointOf[i];
      if (point >= 0) counts[point] += wards[wardOf[i]] & categories[categoryOf[i]];
    }
    return counts;
  }

  /** Where the events of some months lie. */
  #range(fromMonthNo: number, toMonthNo: number): [number, number] {
    const months = this.#monthStarts.length - 1;
    const clamp = (monthNo: number) => Math.min(months, Math.max(0, monthNo - this.#firstMonthNo));
    return [this.#monthStarts[clamp(fromMonthNo)], this.#monthStarts[clamp(toMonthNo + 1)]];
  }

  /** 1 for what is wanted, by ward's place and by category. */
  #masks({ wardIds, categoryIds }: EventSelection): { wards: Uint8Array; categories: Uint8Array } {
    const wards = new Uint8Array(this.#wardIds.length);
    for (const wardId of wardIds ?? []) wards[this.#wardIndex.get(wardId) as number] = 1;
    const categories = new Uint8Array(2 ** 16).fill(categoryIds === null ? 1 : 0);
    for (const categoryId of categoryIds ?? []) categories[categoryId] = 1;
    return { wards, categories };
  }
}

async function distinctPositions({
  x,
  y,
}: EventColumns): Promise<{ x: Int32Array; y: Int32Array; positions: Float64Array }> {
  const keys = new Float64Array(x.length);
  let mapped = 0;
  for (let i = 0; i < x.length; i++) if (x[i] >= 0) keys[mapped++] = y[i] * METRES + x[i];
  await othersTurn();
  const sorted = keys.subarray(0, mapped).sort();
  await othersTurn();
  const positions = sorted.filter((key, i) => i === 0 || key !== sorted[i - 1]);
  return {
    x: Int32Array.from(positions, (key) => key % METRES),
    y: Int32Array.from(positions, (key) => Math.floor(key / METRES)),
    positions,
  };
}

/** The place of a number in a sorted list that holds it. */
function placeOf(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function extentOf(values: Int32Array): [number, number] {
  let least = 0;
  let most = -1;
  for (let i = 0; i < values.length; i++) {
    if (i === 0 || values[i] < least) least = values[i];
    if (i === 0 || values[i] > most) most = values[i];
  }
  return [least, most];
}

function indexesAbove0(counts: Int32Array): number[] {
  const found: number[] = [];
  for (let i = 0; i < counts.length; i++) if (counts[i] > 0) found.push(i);
  return found;
}

function pick(values: Int32Array, places: readonly number[]): Int32Array {
  return Int32Array.from(places, (place) => values[place]);
}

function keyOf(ids: readonly number[]): string {
  return [...ids].sort((a, b) => a - b).join(',');
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
