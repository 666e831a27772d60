import { ImportRefusedError } from './import-refused.ts';
import { refuseBinary, TextEncoding, withoutByteOrderMark } from './text-encoding.ts';

/** Longest record of any format read as a stream, bytes. A police row has 200; beyond this the file is not what it says it is. */
const LONGEST_RECORD_BYTES = 65_536;

/** Whole CSV records of a stream, as UTF-8. */
export interface RecordPiece {
  readonly bytes: Buffer;
  /** Line number of the first record; lines count from 1. */
  readonly firstLine: number;
  /** Line breaks in the piece. */
  readonly lines: number;
  /** It has a quotation mark somewhere: separators may be inside fields. */
  readonly quoted: boolean;
  /** The last record of the file ends without a line break. */
  readonly unterminated: boolean;
}

/**
 * Cut a stream of bytes into pieces of whole CSV records: a line break inside quotation marks does not end one.
 * Byte order mark stripped, Windows-1252 recoded to UTF-8, LF and CRLF left as they are (mixed is fine).
 * Holds one chunk and one record at a time.
 *
 * @throws ImportRefusedError empty, binary, line-too-long, encoding-mixed, quote-open
 */
export async function* recordPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<RecordPiece> {
  const encoding = new TextEncoding();
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let atStart = true;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    refuseBinary(chunk, atStart);
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const from = atStart ? withoutByteOrderMark(bytes) : bytes;
    atStart = false;
    const end = lastRecordEnd(from);
    rest = from.subarray(end);
    if (rest.length > LONGEST_RECORD_BYTES)
      throw tooLong(rest, line + countLines(from.subarray(0, end), line));
    if (end > 0) {
      const piece = pieceOf(from.subarray(0, end), line, encoding);
      yield piece;
      line += piece.lines;
    }
  }
  if (atStart)
    throw new ImportRefusedError('empty', 'The file is empty.', '0 bytes', 'Fetch it again from its source.');
  if (rest.length > 0) {
    if (isQuoteOpen(rest))
      throw new ImportRefusedError(
        'quote-open',
        'The file ends inside a quoted field: it was cut off, or a quotation mark is not closed.',
        rest.subarray(0, 100).toString('utf8'),
        'Fetch the file again; if it is whole, close or double the quotation mark.',
        { line },
      );
    yield { ...pieceOf(rest, line, encoding), unterminated: true };
  }
}

function pieceOf(bytes: Buffer, firstLine: number, encoding: TextEncoding): RecordPiece {
  return {
    bytes: encoding.toUtf8(bytes, firstLine),
    firstLine,
    lines: countLines(bytes, firstLine),
    quoted: bytes.includes(34),
    unterminated: false,
  };
}

/** Position after the last line break that ends a record; 0 where no record ends here. */
function lastRecordEnd(bytes: Buffer): number {
  if (!bytes.includes(34)) return bytes.lastIndexOf(10) + 1;
  let end = 0;
  let open = false;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 34) open = !open;
    else if (bytes[i] === 10 && !open) end = i + 1;
  }
  return end;
}

function isQuoteOpen(bytes: Buffer): boolean {
  let open = false;
  for (let i = bytes.indexOf(34); i >= 0; i = bytes.indexOf(34, i + 1)) open = !open;
  return open;
}

/** Line breaks of whole records, the first of which is on `firstLine`. @throws ImportRefusedError line-too-long */
function countLines(bytes: Buffer, firstLine: number): number {
  let lines = 0;
  let before = -1;
  for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) {
    if (i - before > LONGEST_RECORD_BYTES) throw tooLong(bytes.subarray(before + 1), firstLine + lines);
    before = i;
    lines++;
  }
  return lines;
}

function tooLong(rest: Buffer, line: number): ImportRefusedError {
  return new ImportRefusedError(
    'line-too-long',
    `Line ${line} is longer than ${LONGEST_RECORD_BYTES / 1024} KB: this is not the CSV file it should be, or a quotation mark is not closed.`,
    rest.subarray(0, 60).toString('latin1'),
    'Check that the file has one row a line (Unix or Windows line ends) and that quotation marks are closed.',
    { line },
  );
}
