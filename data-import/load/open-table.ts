import type { Kysely } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import type { FieldReader } from '../kinds/place-fields.ts';
import {
  type ColumnMap,
  detectColumnMap,
  normalisedName,
  parseColumnMap,
  placeColumns,
  type TableSpec,
  unmetNeeds,
} from '../steps/column-map.ts';
import { widestRow } from '../steps/find-header.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { clip } from '../steps/parse-values.ts';
import { columnRule, personalDataPolicy } from '../steps/personal-data/policy.ts';
import type { TableRow } from '../steps/table-row.ts';
import type { FileLoad } from './file-load.ts';
import { findTable } from './find-table.ts';

/** A partner's table, opened: its header understood, its rows still to come. */
export interface OpenTable {
  readonly map: ColumnMap;
  /** Where the map came from. */
  readonly mapFrom: 'detected' | 'given' | 'saved';
  readonly header: readonly string[];
  /** Position of a mapped field; undefined where the file does not have it. */
  columnOf(field: string): number | undefined;
  /** Name of the column a field is read from, for reports. */
  nameOf(field: string): string;
  /** A reader of fields for one row. */
  reader(fields: readonly string[]): FieldReader;
  readonly pages: AsyncIterable<readonly TableRow[]>;
  /** What was chosen, skipped and dropped, a sentence each. */
  readonly notes: readonly string[];
}

/** What the kind of a table adds to its columns. */
export interface TableOptions {
  /** The header of a file that has none, by its first row. */
  readonly withoutHeader?: (firstRow: readonly string[]) => readonly string[] | undefined;
  readonly leavesOut?: readonly { readonly columns: RegExp; readonly because: string }[];
}

/**
 * Open a table of any kind: find the sheet and the header, settle the column map (given, else saved for the source, else
 * detected by name), drop the columns that name people. Every row of every partner's table comes through here.
 *
 * @throws ImportRefusedError the faults of the readers, header-wrong, sheet-missing, column-map-wrong, column-map-differs, map-not-confirmed
 */
export async function openTable(
  given: FileLoad,
  kind: string,
  spec: TableSpec,
  { withoutHeader, leavesOut = [] }: TableOptions = {},
): Promise<OpenTable> {
  const saved =
    given.columnMap === undefined ? await readColumnMap(given.load.db, kind, given.source) : undefined;
  const prescribed =
    given.columnMap !== undefined
      ? parseColumnMap(given.columnMap, kind, spec)
      : saved !== undefined
        ? parseColumnMap(saved, kind, spec)
        : undefined;
  const { sheet, first, headerAt, header } = await findTable(given, kind, spec, {
    prescribed,
    anySheet: saved !== undefined,
    withoutHeader,
  });
  const detected = detectColumnMap(kind, header, spec);
  const map: ColumnMap = prescribed ?? (sheet.name === null ? detected : { ...detected, sheet: sheet.name });
  const headerLine = first[headerAt]?.line ?? 1;
  const at = placeColumns(map, header, spec, headerLine);
  const mapFrom = given.columnMap !== undefined ? 'given' : saved !== undefined ? 'saved' : 'detected';
  const asked = mapFrom === 'detected' && given.confirmMap !== undefined;
  const look = { map, ...firstRows(kind, header, first.slice(headerAt + 1), spec) };
  if (asked && !(await given.confirmMap?.(look)))
    throw new ImportRefusedError(
      'map-not-confirmed',
      'The column map was not confirmed.',
      JSON.stringify(map.columns),
      'Print it with --show-map, change it, and give it with --map.',
    );
  // What somebody has confirmed for a source holds for its next file.
  const keepAs = given.saveMapAs ?? (asked ? given.source : undefined);
  if (keepAs !== undefined) await saveColumnMap(given.load.db, map, keepAs, given.importedBy);
  return {
    map,
    mapFrom,
    header,
    columnOf: (field) => at.get(field),
    nameOf: (field) => map.columns[field] ?? '',
    reader: (fields) => fieldReader(map, at, fields),
    pages: pagesAfter(first.slice(headerAt + 1), sheet.pages),
    notes: notesOf(map, mapFrom, header, at, spec, leavesOut, headerAt, sheet.name),
  };
}

/** A table as the person who confirms its map sees it. */
export interface TablePreview {
  readonly map: ColumnMap;
  /** Names of all columns as the file spells them, line breaks too: a map finds them by these. */
  readonly header: readonly string[];
  /** What the map lacks, in words; empty where it can be used. */
  readonly unmet: readonly string[];
  /** The first rows, columns that name people left out. */
  readonly rows: readonly (readonly string[])[];
  readonly columns: readonly string[];
  /** Rows above the header that are skipped. */
  readonly titleRows: number;
}

const PREVIEW_ROWS = 20;

/** What would be read of a file, without loading anything: for --show-map and the wizard. */
export async function previewTable(
  given: Pick<FileLoad, 'file' | 'onBytes'>,
  kind: string,
  spec: TableSpec,
  options: TableOptions = {},
): Promise<TablePreview> {
  const { sheet, header, first, headerAt } = await findTable(given, kind, spec, {
    withoutHeader: options.withoutHeader,
    // Names that nobody foresaw are mapped by hand: their columns are shown.
    otherwise: widestRow,
  });
  const detected = detectColumnMap(kind, header, spec);
  return {
    map: sheet.name === null ? detected : { ...detected, sheet: sheet.name },
    header,
    unmet: unmetNeeds(detected, spec),
    ...firstRows(kind, header, first.slice(headerAt + 1), spec),
    titleRows: Math.max(0, headerAt),
  };
}

/** By the kind's own table, or by what the tripwire lets pass only because nobody reads it. */
function namesPeople(kind: string, spec: TableSpec, column: string): boolean {
  return (
    spec.namesPeople?.test(normalisedName(column)) === true ||
    columnRule(personalDataPolicy(kind), column).rule === 'drop'
  );
}

/** The first rows; columns that name people are left out. */
function firstRows(
  kind: string,
  header: readonly string[],
  rows: readonly TableRow[],
  spec: TableSpec,
): Pick<TablePreview, 'columns' | 'rows'> {
  const shown = header.flatMap((name, i) => (name === '' || namesPeople(kind, spec, name) ? [] : [i]));
  return {
    columns: shown.map((i) => header[i]),
    rows: rows.slice(0, PREVIEW_ROWS).map(({ fields }) => shown.map((i) => fields[i] ?? '')),
  };
}

async function* pagesAfter(
  rest: readonly TableRow[],
  pages: AsyncGenerator<readonly TableRow[]>,
): AsyncGenerator<readonly TableRow[]> {
  if (rest.length > 0) yield rest;
  yield* pages;
}

function fieldReader(
  map: ColumnMap,
  at: ReadonlyMap<string, number>,
  fields: readonly string[],
): FieldReader {
  const { constants, values } = map;
  return (field) => {
    const i = at.get(field);
    const text = i === undefined ? '' : (fields[i] ?? '').trim();
    const known = text === '' ? (constants?.[field] ?? '') : text;
    return values?.[field]?.[known] ?? known;
  };
}

function notesOf(
  map: ColumnMap,
  mapFrom: OpenTable['mapFrom'],
  header: readonly string[],
  at: ReadonlyMap<string, number>,
  spec: TableSpec,
  leavesOut: NonNullable<TableOptions['leavesOut']>,
  headerAt: number,
  sheet: string | null,
): string[] {
  const read = new Set(at.values());
  const dropped: string[] = [];
  const ignored: string[] = [];
  const reasons = new Map<string, string[]>();
  for (const [i, column] of header.entries()) {
    if (read.has(i) || column === '') continue;
    const name = normalisedName(column);
    const reason = leavesOut.find(({ columns }) => columns.test(name))?.because;
    if (spec.namesPeople?.test(name) || (!reason && namesPeople(map.kind, spec, column)))
      dropped.push(oneLine(column));
    else if (reason) reasons.set(reason, [...(reasons.get(reason) ?? []), oneLine(column)]);
    else ignored.push(oneLine(column));
  }
  const columns = Object.entries(map.columns).map(([field, column]) => `${field} from "${oneLine(column)}"`);
  return [
    ...(sheet ? [`Sheet "${sheet}".`] : []),
    ...(headerAt > 0 ? [`${headerAt} title row${headerAt > 1 ? 's' : ''} above the header skipped.`] : []),
    ...(columns.length > 0
      ? [
          `Columns ${mapFrom === 'detected' ? 'detected by name' : `by the ${mapFrom} map`}: ${columns.join(', ')}.`,
        ]
      : []),
    ...(dropped.length > 0
      ? [`Dropped, because they name people: ${dropped.join(', ')}. Nothing of them was read or kept.`]
      : []),
    ...[...reasons].map(([because, names]) => `Not read: ${names.join(', ')}; ${because}.`),
    ...(ignored.length > 0 ? [`Not read, not part of this kind: ${ignored.join(', ')}.`] : []),
  ];
}

function oneLine(column: string): string {
  return clip(column.replace(/\s+/g, ' '), 60);
}

async function readColumnMap(db: Kysely<Tables>, kind: string, source: string | undefined): Promise<unknown> {
  if (source === undefined) return undefined;
  const row = await db
    .selectFrom('column_map')
    .select('map')
    .where('kind', '=', kind)
    .where('source', '=', source)
    .executeTakeFirst();
  return row?.map;
}

async function saveColumnMap(
  db: Kysely<Tables>,
  map: ColumnMap,
  source: string,
  savedBy: string,
): Promise<void> {
  const row = { map: JSON.stringify(map), saved_by: savedBy };
  await db
    .insertInto('column_map')
    .values({ kind: map.kind, source, ...row })
    .onConflict((c) => c.columns(['kind', 'source']).doUpdateSet({ ...row, saved_at: new Date() }))
    .execute();
}
