import readWorkbook from 'read-excel-file/universal';
import { ImportRefusedError } from './import-refused.ts';
import { isBlankRow, type TableRow } from './table-row.ts';

/** One worksheet. */
export interface WorkbookSheet {
  readonly name: string;
  readonly rows: readonly TableRow[];
}

/** A workbook that unpacks to more is not a register: guards against archives made to fill the memory. */
const MOST_UNPACKED_BYTES = 400 * 2 ** 20;
const CENTRAL_ENTRY = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;

/** The first bytes of a zip archive, which every .xlsx file is. */
export function looksLikeZip(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** The first bytes of Excel before 2007, and of a workbook with a password. */
export function looksLikeOldExcel(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === 0xd0cf11e0;
}

/**
 * The sheets of an Excel workbook (.xlsx) as text, as CSV would have it: dates ISO, numbers without floating-point dust,
 * TRUE and FALSE. Row numbers are those of the sheet. Formulas give their stored value; cells in error are blank.
 *
 * @throws ImportRefusedError workbook-wrong, workbook-too-large
 */
export async function workbookSheets(bytes: Buffer): Promise<WorkbookSheet[]> {
  if (looksLikeOldExcel(bytes))
    throw new ImportRefusedError(
      'workbook-wrong',
      'This is a workbook of Excel 97-2003 (.xls), or one with a password.',
      'an OLE file',
      'Open it in Excel and save it as .xlsx without a password, or as CSV UTF-8.',
    );
  const unpacked = unpackedSize(bytes);
  if (unpacked > MOST_UNPACKED_BYTES)
    throw new ImportRefusedError(
      'workbook-too-large',
      'The workbook is larger than can be read at once.',
      `${Math.round(unpacked / 2 ** 20)} MB unpacked`,
      'Save the sheet as CSV UTF-8, or split it.',
    );
  try {
    const copy = new Uint8Array(bytes);
    const sheets = await readWorkbook(copy.buffer);
    return sheets.map(({ sheet, data }) => ({
      name: sheet,
      rows: data
        .map((cells, i) => ({ line: i + 1, fields: cells.map(cellText) }))
        .filter((row) => !isBlankRow(row)),
    }));
  } catch (error) {
    throw new ImportRefusedError(
      'workbook-wrong',
      'The file is a zip archive, but not a workbook that can be read.',
      (error as Error).message,
      'Import the .xlsx file itself, saved anew from Excel, or save the sheet as CSV UTF-8.',
    );
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(Number(cell.toPrecision(15)));
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (cell instanceof Date) return dateText(cell);
  return Buffer.from(String(cell).replaceAll('\u0000', ''), 'utf8').toString('utf8').trim();
}

/** Excel's days since 1900 come as UTC; a day fraction in binary is off by microseconds. */
function dateText(date: Date): string {
  const rounded = new Date(1000 * Math.round(date.getTime() / 1000));
  if (Number.isNaN(rounded.getTime())) return '';
  const text = rounded.toISOString().slice(0, 19);
  if (rounded.getUTCFullYear() < 1901) return text.slice(11, 16);
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}

/** Sum of the sizes that the archive states of its files. A false statement makes the unpacking fail, not grow. */
function unpackedSize(bytes: Buffer): number {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 20 > bytes.length || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) return 0;
  let at = bytes.readUInt32LE(end + 16);
  let size = 0;
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === CENTRAL_ENTRY) {
    size += bytes.readUInt32LE(at + 24);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return size;
}
