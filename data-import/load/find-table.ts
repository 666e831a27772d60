import { type ColumnMap, normalisedName, type TableSpec } from '../steps/column-map.ts';
import { csvRows } from '../steps/csv-rows.ts';
import { type FoundHeader, findHeader, ROWS_LOOKED_AT } from '../steps/find-header.ts';
import { geojsonRows } from '../steps/geojson-rows.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import type { TableRow } from '../steps/table-row.ts';
import { looksLikeOldExcel, looksLikeZip, workbookSheets } from '../steps/workbook-sheets.ts';
import type { FileLoad } from './file-load.ts';
import { readChunks, readHeadBytes, readWhole } from './source-file.ts';

/** A whole table of text is read in pages; a workbook or GeoJSON at once. */
export interface Sheet {
  readonly name: string | null;
  readonly pages: AsyncGenerator<readonly TableRow[]>;
}

/** A table in its file: its first rows, and where its header stands among them (-1: the file has none). */
export interface FoundTable {
  readonly sheet: Sheet;
  readonly first: readonly TableRow[];
  readonly headerAt: number;
  readonly header: readonly string[];
}

export interface FindTableOptions {
  /** Its columns and sheet are looked for, not those of the kind. */
  readonly prescribed?: ColumnMap | undefined;
  /** The prescribed sheet may have another name: workbooks name their sheets by the month. */
  readonly anySheet?: boolean;
  /** The header of a file that has none, by its first row. */
  readonly withoutHeader?: ((firstRow: readonly string[]) => readonly string[] | undefined) | undefined;
  /** Taken for the header where no row is one of the kind. */
  readonly otherwise?: (rows: readonly TableRow[]) => FoundHeader | undefined;
}

/**
 * Find the sheet and the header row of a table: those that have most of what is looked for.
 *
 * @throws ImportRefusedError header-wrong, sheet-missing and the faults of the readers
 */
export async function findTable(
  given: Pick<FileLoad, 'file' | 'onBytes'>,
  kind: string,
  spec: TableSpec,
  { prescribed, anySheet = false, withoutHeader, otherwise = () => undefined }: FindTableOptions,
): Promise<FoundTable> {
  const sheets = await openSheets(given, prescribed?.sheet, anySheet);
  let best:
    | { sheet: Sheet; first: readonly TableRow[]; headerAt: number; unmet: number; fields: number }
    | undefined;
  for (const sheet of sheets) {
    const { value: first } = (await sheet.pages.next()) as { value: readonly TableRow[] | undefined };
    if (!first || first.length === 0) continue;
    const own = withoutHeader?.(first[0].fields);
    if (own) return { sheet, first, headerAt: -1, header: own };
    const found =
      (prescribed ? mappedHeader(first, prescribed) : findHeader(kind, first, spec)) ?? otherwise(first);
    if (!found) continue;
    if (!best || found.unmet < best.unmet || (found.unmet === best.unmet && found.fields > best.fields))
      best = { sheet, first, headerAt: found.index, unmet: found.unmet, fields: found.fields };
  }
  if (!best)
    throw new ImportRefusedError(
      'header-wrong',
      'No row of the file is a header of this kind.',
      '',
      spec.hint,
      { line: 1 },
    );
  return { ...best, header: best.first[best.headerAt].fields };
}

/** The row that has most of the map's columns. */
function mappedHeader(
  rows: readonly TableRow[],
  { columns, measures = {} }: ColumnMap,
): FoundHeader | undefined {
  const wanted = [...Object.values(columns), ...Object.keys(measures)].map(normalisedName);
  let best: FoundHeader | undefined;
  for (const [index, row] of rows.slice(0, ROWS_LOOKED_AT).entries()) {
    const names = new Set(row.fields.map(normalisedName));
    const fields = wanted.filter((name) => names.has(name)).length;
    if (fields > (best?.fields ?? 0)) best = { index, fields, unmet: wanted.length - fields };
  }
  return best;
}

async function openSheets(
  given: Pick<FileLoad, 'file' | 'onBytes'>,
  wanted: string | undefined,
  anySheet: boolean,
): Promise<Sheet[]> {
  const { file } = given;
  const head = await readHeadBytes(file, 64);
  if (looksLikeZip(head) || looksLikeOldExcel(head)) {
    const bytes = await readWhole(file);
    given.onBytes(file.bytes);
    const sheets = await workbookSheets(bytes);
    for (const { rows } of sheets) file.watch.sheet(rows);
    const named = sheets.filter(({ name }) => name === wanted);
    const chosen = wanted === undefined || (anySheet && named.length === 0) ? sheets : named;
    if (chosen.length === 0)
      throw new ImportRefusedError(
        'sheet-missing',
        `The workbook has no sheet "${wanted ?? ''}".`,
        sheets.map(({ name }) => name).join(', '),
        'Name one of its sheets in the column map, or leave the sheet out of it.',
      );
    return chosen.map(({ name, rows }) => ({
      name: sheets.length > 1 ? name : null,
      pages: onePage(rows),
    }));
  }
  if (/^(?:\u00ef\u00bb\u00bf)?\s*\{/.test(head.toString('latin1'))) {
    const rows = geojsonRows(await readWhole(file));
    given.onBytes(file.bytes);
    return [{ name: null, pages: onePage(rows) }];
  }
  return [{ name: null, pages: csvRows(readChunks(file, given.onBytes)) }];
}

async function* onePage(rows: readonly TableRow[]): AsyncGenerator<readonly TableRow[]> {
  yield rows;
}
