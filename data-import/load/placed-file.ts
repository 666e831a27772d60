import type { MonthNo } from '../../server/contract/month-no.ts';
import type { DatasetDefaults } from '../kinds/event-kind.ts';
import type { FieldReader, PlaceClues } from '../kinds/place-fields.ts';
import type { CategoryName, RowReading } from '../kinds/row-reading.ts';
import type { TableSpec } from '../steps/column-map.ts';
import { openBatch } from './batch.ts';
import { CategoryIds } from './categories.ts';
import type { FileLoad } from './file-load.ts';
import { vintagesOf } from './header-vintages.ts';
import { type OpenTable, openTable, type TableOptions } from './open-table.ts';
import { ensurePartnerDataset, type PartnerDataset } from './partner-dataset.ts';
import { type FoundPlace, PlaceFinder } from './place-finder.ts';
import { readPage, refuseManyCategories, refuseNothing } from './read-rows.ts';

/** As much of a row as finds its place and its category. */
interface RowWithPlace {
  readonly reference?: string | undefined;
  readonly category: CategoryName;
  readonly place: PlaceClues;
}

/** A kind whose rows lie somewhere: events and registers of places. */
interface PlacedKind {
  readonly table: TableSpec;
  readonly dataset: DatasetDefaults;
  readonly leavesOut: NonNullable<TableOptions['leavesOut']>;
}

export interface PlacedRow<Row> {
  readonly line: number;
  readonly row: Row;
  readonly place: FoundPlace;
  readonly categoryId: number;
}

/** A partner's file whose rows are placed as they are read. */
export interface PlacedFile<Row> {
  readonly table: OpenTable;
  readonly dataset: PartnerDataset;
  readonly batchId: number;
  readonly categories: CategoryIds;
  /** Rows read so far by category. */
  readonly counts: Record<string, number>;
  /** @throws ImportRefusedError categories-too-many; at the end nothing-accepted, empty */
  readonly pages: AsyncGenerator<PlacedRow<Row>[]>;
}

/**
 * Open a file of events or places: its dataset, its batch, and its rows with the place of each. What makes a place unusable is
 * noted once a row; a row without a place is left to the caller to note, who knows whether it is kept.
 *
 * @param hasEvents its rows are events of a map layer
 * @param categoryField the field that the category is read from
 * @param monthOf the month whose postcodes are asked; null for any
 */
export async function openPlacedFile<Row extends RowWithPlace>(
  given: FileLoad,
  kindName: string,
  kind: PlacedKind,
  {
    hasEvents,
    categoryField,
    readRow,
    monthOf,
  }: {
    readonly hasEvents: boolean;
    readonly categoryField: string;
    readonly readRow: (field: FieldReader) => RowReading<Row>;
    readonly monthOf: (row: Row) => MonthNo | null;
  },
): Promise<PlacedFile<Row>> {
  const { tally, file } = given;
  const { db } = given.load;
  const table = await openTable(given, kindName, kind.table, { leavesOut: kind.leavesOut });
  const dataset = await ensurePartnerDataset(given, kindName, kind.dataset, hasEvents);
  const batchId = await openBatch(db, {
    datasetId: dataset.datasetId,
    supplier: dataset.supplier,
    monthNo: null,
    file,
    importedBy: given.importedBy,
  });
  const finder = await PlaceFinder.open(db, await given.areaFinder(), vintagesOf(table));
  const categories = new CategoryIds(db, dataset.layer ?? kindName);
  const counts: Record<string, number> = {};
  async function* pages(): AsyncGenerator<PlacedRow<Row>[]> {
    const references = new Set<string>();
    for await (const page of table.pages) {
      const read = readPage<Row>(table, page, tally, references, readRow);
      await finder.prepare(
        db,
        read.map(({ row }) => row.place),
        batchId,
      );
      const placed: PlacedRow<Row>[] = [];
      for (const { line, row } of read) {
        const place = finder.place(row.place, monthOf(row));
        for (const { field, code, message } of place.unusable)
          if (!tally.noteAgain(code)) tally.note(line, table.nameOf(field), code, message);
        placed.push({ line, row, place, categoryId: await categories.idOf(row.category) });
        counts[row.category.slug] = (counts[row.category.slug] ?? 0) + 1;
      }
      refuseManyCategories(counts, table.nameOf(categoryField));
      yield placed;
    }
    refuseNothing(tally, kind.table.hint);
  }
  return { table, dataset, batchId, categories, counts, pages: pages() };
}

/** Note a row that nothing places. */
export function noteNotPlaced({ tally }: FileLoad, line: number, consequence: string): void {
  if (!tally.noteAgain('not-placed'))
    tally.note(line, '', 'not-placed', `Nothing in the row says where it ${consequence}`);
}
