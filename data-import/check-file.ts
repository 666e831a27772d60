import { open } from 'node:fs/promises';
import { describeFile, readChunks, readWhole } from './load/source-file.ts';
import { type ImportKind, PARTNER_IMPORT_KINDS, type PartnerImportKind, type Refusal } from './report.ts';
import { showMap } from './show-map.ts';
import type { ColumnMap } from './steps/column-map.ts';
import { csvRows } from './steps/csv-rows.ts';
import { ImportRefusedError } from './steps/import-refused.ts';
import { columnRule, droppedColumns, personalDataPolicy } from './steps/personal-data/policy.ts';
import type { TableRow } from './steps/table-row.ts';
import { looksLikeOldExcel, looksLikeZip, workbookSheets } from './steps/workbook-sheets.ts';

/** A file as the person who is about to import it sees it. */
export interface CheckedFile {
  /** Why it cannot be imported as it is; personal data first. */
  readonly refusal: Refusal | null;
  /** Columns that are shown; those that name people are left out. */
  readonly columns: readonly string[];
  /** The first rows. */
  readonly rows: readonly (readonly string[])[];
  readonly dropped: readonly string[];
  /** Which column is read as what; null where the kind's columns are fixed. */
  readonly map: ColumnMap | null;
  /** What the map lacks, in words. */
  readonly unmet: readonly string[];
  /** Rows above the header that are skipped. */
  readonly titleRows: number;
}

/** Rows shown. */
const ROWS = 20;
/** A printed page or a web page is no table, whatever its name says. */
const DOCUMENT = /^(?:\u00ef\u00bb\u00bf)?\s*(?:%PDF-|<!doctype html|<html|\{\\rtf)/i;
/** Longest value shown, characters. */
const LONGEST_VALUE = 80;
const NOTHING: Omit<CheckedFile, 'refusal'> = {
  columns: [],
  rows: [],
  dropped: [],
  map: null,
  unmet: [],
  titleRows: 0,
};

/**
 * Read a whole file for personal data, and its first rows for a look. Needs no database and writes nothing. Of a file with
 * personal data no row is shown.
 *
 * @param signal aborted, its reason is thrown
 */
export async function checkFile(
  path: string,
  kind: ImportKind,
  onBytes: (bytesRead: number, bytes: number) => void,
  signal?: AbortSignal,
): Promise<CheckedFile> {
  try {
    const file = await describeFile(path, kind);
    const format = await formatOf(path);
    const read = (bytesRead: number) => {
      signal?.throwIfAborted();
      onBytes(bytesRead, file.bytes);
    };
    if (format === 'text') for await (const _ of readChunks(file, read));
    else {
      const bytes = await readWhole(file);
      if (format === 'workbook') for (const { rows } of await workbookSheets(bytes)) file.watch.sheet(rows);
      read(file.bytes);
    }
    if (isPartnerKind(kind)) {
      const { map, header, unmet, columns, rows, titleRows } = await showMap(kind, path);
      return {
        refusal: null,
        columns,
        rows: rows.map(shortened),
        dropped: header.filter((name) => name !== '' && !columns.includes(name)),
        map,
        unmet,
        titleRows,
      };
    }
    return { refusal: null, ...NOTHING, ...(format === 'text' ? await firstRows(path, kind) : {}) };
  } catch (error) {
    if (!(error instanceof ImportRefusedError)) throw error;
    const { code, message, seen, hint, line, column } = error;
    return { ...NOTHING, refusal: { code, message, seen, hint, line: line ?? null, column: column ?? null } };
  }
}

/** What a file is, by its first bytes; its name says nothing. */
export async function formatOf(path: string): Promise<'text' | 'json' | 'workbook' | 'other'> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead);
    if (looksLikeOldExcel(head) || looksLikeZip(head)) return 'workbook';
    if (head.includes(0) || DOCUMENT.test(head.toString('latin1'))) return 'other';
    return /^(?:\u00ef\u00bb\u00bf)?\s*[{[]/.test(head.toString('latin1')) ? 'json' : 'text';
  } finally {
    await handle.close();
  }
}

async function firstRows(path: string, kind: ImportKind): Promise<Partial<CheckedFile>> {
  const file = await describeFile(path, kind);
  let page: readonly TableRow[] = [];
  for await (page of csvRows(readChunks(file, () => undefined))) break;
  const [first, ...rest] = page;
  if (!first) return {};
  const policy = personalDataPolicy(kind);
  const shown = first.fields.flatMap((name, i) => (columnRule(policy, name).rule === 'read' ? [i] : []));
  return {
    columns: shown.map((i) => first.fields[i]),
    rows: rest.slice(0, ROWS).map(({ fields }) => shortened(shown.map((i) => fields[i] ?? ''))),
    dropped: droppedColumns(policy, first.fields),
  };
}

function shortened(row: readonly string[]): string[] {
  return row.map((text) => (text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}...` : text));
}

function isPartnerKind(kind: ImportKind): kind is PartnerImportKind {
  return (PARTNER_IMPORT_KINDS as readonly string[]).includes(kind);
}
