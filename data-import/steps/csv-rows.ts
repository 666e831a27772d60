import { parse } from 'csv-parse/sync';
import { ImportRefusedError } from './import-refused.ts';
import { recordPieces } from './record-pieces.ts';
import { isBlankRow, type TableRow } from './table-row.ts';

const CR = 13;
const LF = 10;
const SEPARATORS = [',', ';', '\t'] as const;

/**
 * Rows of a separated text file: comma, semicolon or tab, by what the first rows have most of; quotes and line breaks inside
 * them; LF, CRLF or (old Macintosh exports) CR alone; byte order mark, UTF-8 or Windows-1252. Blank rows are left out.
 *
 * @returns pages of rows; lines count from 1, a record of several lines has the number of its last
 * @throws ImportRefusedError empty, binary, line-too-long, encoding-mixed, quote-open, csv-malformed, file-cut-off
 */
export async function* csvRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<TableRow[]> {
  let separator: string | undefined;
  let width = 0;
  for await (const { bytes, firstLine, quoted, unterminated } of recordPieces(withLineFeeds(chunks))) {
    separator ??= separatorOf(bytes.toString('utf8', 0, 8192));
    const read = quoted ? parseRows(bytes, firstLine, separator) : splitRows(bytes, firstLine, separator);
    const rows = read.filter((row) => !isBlankRow(row));
    const last = rows.at(-1);
    for (const { fields } of rows.slice(0, -1)) width = Math.max(width, fields.length);
    if (last && unterminated && width > 2 && last.fields.length < width / 2)
      throw new ImportRefusedError(
        'file-cut-off',
        `The file breaks off in line ${last.line}: its last row has ${last.fields.length} of ${width} columns and no line end.`,
        `${last.fields.length} columns`,
        'The download was not complete. Fetch the file again.',
        { line: last.line },
      );
    if (last) width = Math.max(width, last.fields.length);
    if (rows.length > 0) yield rows;
  }
}

/** A file that ends its lines with CR alone, told by its first chunk, gets LF instead. */
async function* withLineFeeds(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let returnsOnly: boolean | undefined;
  for await (const chunk of chunks) {
    returnsOnly ??= chunk.includes(CR) && !chunk.includes(LF);
    yield returnsOnly ? (chunk.map((byte) => (byte === CR ? LF : byte)) as Buffer) : chunk;
  }
}

function separatorOf(start: string): string {
  const unquoted = start.replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => unquoted.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))];
}

/** Without a quotation mark a separator separates and a line is a row: a third of the parser's time on tables of a country. */
function splitRows(bytes: Buffer, firstLine: number, separator: string): TableRow[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .map((line, i) => ({ line: firstLine + i, fields: line.split(separator).map((text) => text.trim()) }));
}

function parseRows(bytes: Buffer, firstLine: number, separator: string): TableRow[] {
  try {
    const records = parse(bytes, {
      delimiter: separator,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      record_delimiter: ['\r\n', '\n'],
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ line: firstLine + info.lines - 1, fields: record }));
  } catch (error) {
    throw new ImportRefusedError(
      'csv-malformed',
      'The file is not well-formed CSV near this line.',
      (error as { code?: string }).code ?? 'CSV error',
      'Check the quotation marks there: a mark inside a quoted field is written twice.',
      { line: firstLine },
    );
  }
}
