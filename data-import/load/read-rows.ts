import type { FieldReader } from '../kinds/place-fields.ts';
import type { RowReading } from '../kinds/row-reading.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import type { RowTally } from '../steps/row-tally.ts';
import type { TableRow } from '../steps/table-row.ts';
import type { OpenTable } from './open-table.ts';

/** A row that was read and not refused, before it is placed. */
export interface ReadRow<Row> {
  readonly line: number;
  readonly row: Row;
}

/** Most categories of one file: more, and the column is no category. */
const MOST_CATEGORIES = 200;

/**
 * Read the rows of one page by the rules of their kind and enter each in the books. A reference that was read before in the file is
 * a duplicate; the first row is kept.
 *
 * @param references read so far, over all pages
 */
export function readPage<Row extends { readonly reference?: string | undefined }>(
  table: OpenTable,
  page: readonly TableRow[],
  tally: RowTally,
  references: Set<string>,
  readRow: (field: FieldReader) => RowReading<Row>,
): ReadRow<Row>[] {
  const kept: ReadRow<Row>[] = [];
  for (const { line, fields } of page) {
    if (
      fields.length > table.header.length &&
      fields.slice(table.header.length).some((text) => text !== '')
    ) {
      tally.reject(
        line,
        '',
        'column-count',
        `A row has more than the ${table.header.length} columns of the header.`,
      );
      continue;
    }
    const reading = readRow(table.reader(fields));
    if ('fault' in reading) {
      const { verdict, field, code, message } = reading.fault;
      const column = table.nameOf(field);
      if (verdict === 'left-out') tally.leaveOut(line, column, code, message);
      else if (verdict === 'duplicate') tally.drop(line, column, code, message);
      else tally.reject(line, column, code, message);
      continue;
    }
    const reference = reading.row.reference ?? '';
    if (reference !== '') {
      if (references.has(reference)) {
        tally.drop(
          line,
          table.nameOf('reference'),
          'reference-repeated',
          'The same reference stands on an earlier row; that row is kept.',
        );
        continue;
      }
      references.add(reference);
    }
    tally.accept();
    for (const { field, code, message } of reading.notes ?? [])
      if (!tally.noteAgain(code)) tally.note(line, table.nameOf(field), code, message);
    kept.push({ line, row: reading.row });
  }
  return kept;
}

/** @throws ImportRefusedError nothing-accepted, empty */
export function refuseNothing(tally: RowTally, hint: string): void {
  if (tally.accepted > 0) return;
  throw tally.read === 0
    ? new ImportRefusedError(
        'empty',
        'The file has a header and no rows.',
        '0 rows',
        'There is nothing to load.',
      )
    : new ImportRefusedError(
        'nothing-accepted',
        `None of the ${tally.read} rows could be used.`,
        `${tally.read} rows not kept`,
        `See the reasons in the report. ${hint}`,
      );
}

/** @throws ImportRefusedError categories-too-many */
export function refuseManyCategories(counts: Readonly<Record<string, number>>, column: string): void {
  const found = Object.keys(counts).length;
  if (found > MOST_CATEGORIES)
    throw new ImportRefusedError(
      'categories-too-many',
      `The column "${column}" has more than ${MOST_CATEGORIES} different values: it is no category.`,
      `${found} values so far`,
      'Map another column as category, or none.',
      { column },
    );
}
