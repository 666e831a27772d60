import { parse } from 'csv-parse/sync';
import { ImportRefusedError } from './import-refused.ts';
import { decodeText } from './text-encoding.ts';

/** A small CSV file read whole. */
export interface Table {
  readonly header: readonly string[];
  /** Rows after the header; `line` counts from 1, the header's line included. */
  readonly rows: readonly { readonly line: number; readonly fields: readonly string[] }[];
}

/** Longest line of a reference table, characters: ONS tables have some 1,500. */
const LONGEST_LINE = 65_536;

/**
 * Read a CSV file whole: for reference tables of up to some 100 MB.
 * ONS workbooks saved as CSV have notes above the table: the header is the first row that `isHeader` takes, at most 20 rows down.
 *
 * @throws ImportRefusedError empty, binary, encoding-mixed, line-too-long, csv-malformed, header-wrong, file-cut-off
 */
export function readTable(bytes: Buffer, isHeader: (row: readonly string[]) => boolean, hint: string): Table {
  if (bytes.length === 0)
    throw new ImportRefusedError('empty', 'The file is empty.', '0 bytes', 'Fetch it again from its source.');
  const text = decodeText(bytes);
  refuseLongLine(text);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      record_delimiter: ['\r\n', '\n'],
    }) as unknown as typeof records;
  } catch (error) {
    throw new ImportRefusedError(
      'csv-malformed',
      'The file is not well-formed CSV.',
      (error as Error).message,
      'Check the quotation marks: a mark inside a quoted field is written twice. A file that ends inside one was cut off.',
      { line: (error as { lines?: number }).lines ?? 1 },
    );
  }
  const at = records.slice(0, 20).findIndex(({ record }) => isHeader(record));
  if (at < 0)
    throw new ImportRefusedError(
      'header-wrong',
      'The header has none of the expected columns.',
      (records[0]?.record ?? []).join(','),
      hint,
      { line: 1 },
    );
  const header = records[at].record;
  const rows = records.slice(at + 1).map(({ record, info }) => ({ line: info.lines, fields: record }));
  const last = rows.at(-1);
  if (last && last.fields.length < header.length && !text.endsWith('\n'))
    throw new ImportRefusedError(
      'file-cut-off',
      `The file breaks off in line ${last.line}: its last row has ${last.fields.length} of ${header.length} columns and no line end.`,
      last.fields.join(','),
      'The download was not complete. Fetch the file again.',
      { line: last.line },
    );
  if (rows.length === 0)
    throw new ImportRefusedError(
      'empty',
      'The file has a header and no rows.',
      header.join(','),
      'Fetch it again.',
    );
  return { header, rows };
}

function refuseLongLine(text: string): void {
  let line = 1;
  for (let from = 0; from < text.length; line++) {
    const end = text.indexOf('\n', from);
    const next = end < 0 ? text.length : end + 1;
    if (next - from > LONGEST_LINE)
      throw new ImportRefusedError(
        'line-too-long',
        `Line ${line} is longer than ${LONGEST_LINE / 1024} KB: this is not the CSV file it should be.`,
        text.slice(from, from + 60),
        'Check that the file has one row a line (Unix or Windows line ends).',
        { line },
      );
    from = next;
  }
}
