import { parse } from 'csv-parse/sync';
import { type MonthNo, monthNoOf } from '../../server/contract/month-no.ts';
import { CrimeIds } from '../steps/crime-ids.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { type MatchedHeader, matchHeader } from '../steps/match-header.ts';
import type { RecordPiece } from '../steps/record-pieces.ts';
import type { RowTally } from '../steps/row-tally.ts';
import { copied, makeKind, makeSpot, type PoliceKind, type PoliceSpot } from './police-spot.ts';

/** Columns of a data.police.uk street file, in the published order; found by name, so any order is read. */
export const POLICE_COLUMNS = [
  'Crime ID',
  'Month',
  'Reported by',
  'Falls within',
  'Longitude',
  'Latitude',
  'Location',
  'LSOA code',
  'LSOA name',
  'Crime type',
  'Last outcome category',
  'Context',
] as const;
type PoliceColumn = (typeof POLICE_COLUMNS)[number];

/** Where accepted rows go. */
export interface PoliceRows {
  add(line: number, spot: PoliceSpot, kind: PoliceKind): void;
  /** The row of this line, added before, is the one to drop. */
  drop(line: number): void;
}

const TYPICAL_ROW_BYTES = 200;

/**
 * Reads a data.police.uk street file piece by piece.
 *
 * Rules: a repeated Crime ID keeps one row, the first with an outcome; rows without an id (all anti-social behaviour) are never compared.
 * Blank or (0, 0) coordinates and "No Location" are kept as not mapped. Coordinates off the National Grid of Great
 * Britain are rejected. All rows are of one month, or the file is refused. Crime IDs, Context, Reported by and Falls within
 * are not handed on.
 *
 * Pieces without quotation marks in the published column order go through a splitter of our own, all others through
 * csv-parse. On 984,555 rows (204 MB) of Kent repeated, one core: csv-parse 7.0 as a stream 118,000 rows/s by default, 92,000
 * tuned (no columns, no cast), 93,000 as latin1 without quotes, 124,000 in blocks of 64 KB synchronously; psql \copy of the
 * rows it yields does about 550,000 rows/s and half of that is the target, which two worker threads of csv-parse on two cores, with
 * the server on the same, cannot reach. The splitter with all the rules below does about 600,000 rows/s.
 */
export class PoliceReader {
  readonly #tally: RowTally;
  readonly #rows: PoliceRows;
  readonly #ids: CrimeIds;
  readonly #spots = new Map<string, PoliceSpot>();
  readonly #kinds = new Map<string, PoliceKind>();
  #header: MatchedHeader<PoliceColumn> | undefined;
  #inOrder = false;
  #month = '';
  #reportedBy = '';
  /** ',month,reported by,falls within,' of the row before: nearly always that of the next row too. */
  #sameAsBefore = '\n';

  /** @param fileBytes size of the file, to make room for its ids at once; 0 where it is not known */
  constructor(tally: RowTally, rows: PoliceRows, fileBytes: number) {
    this.#ids = new CrimeIds(fileBytes / TYPICAL_ROW_BYTES);
    this.#tally = tally;
    this.#rows = rows;
  }

  /** Month of the file; known after the first row. */
  get monthNo(): MonthNo | undefined {
    return this.#month === '' ? undefined : monthNoOf(this.#month);
  }
  /** Force of the first row. */
  get reportedBy(): string {
    return this.#reportedBy;
  }
  /** Columns that are not part of the format and were not read. */
  get ignoredColumns(): readonly string[] {
    return this.#header?.ignored ?? [];
  }

  /** @throws ImportRefusedError header-wrong, month-wrong, month-mixed, file-cut-off, csv-malformed */
  read(piece: RecordPiece): void {
    let { bytes, firstLine } = piece;
    if (!this.#header) {
      const end = bytes.indexOf(10);
      const headerBytes = end < 0 ? bytes : bytes.subarray(0, end);
      this.#readHeader(parseRecords(headerBytes, firstLine)[0]?.record ?? []);
      if (end < 0) return;
      bytes = bytes.subarray(end + 1);
      firstLine++;
    }
    if (bytes.length === 0) return;
    if (this.#inOrder && !piece.quoted) this.#readPlain(bytes, firstLine, piece.unterminated);
    else this.#readQuoted(bytes, firstLine, piece.unterminated);
  }

  #readHeader(header: string[]): void {
    if (header.includes('Outcome type'))
      throw otherFile('an outcomes file', 'Import the file whose name ends in -street.csv.', header);
    if (header.includes('Object of search'))
      throw otherFile('a stop-and-search file', 'Import the file whose name ends in -street.csv.', header);
    this.#header = matchHeader(
      header,
      POLICE_COLUMNS,
      'A street file of data.police.uk begins with the row "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context".',
    );
    this.#inOrder =
      header.length === POLICE_COLUMNS.length &&
      POLICE_COLUMNS.every((name, i) => this.#header?.at[name] === i);
  }

  /** Split at commas and line breaks. Text is the bytes as latin1, so that positions are the same in both. */
  #readPlain(bytes: Buffer, firstLine: number, unterminated: boolean): void {
    const text = bytes.toString('latin1');
    let line = firstLine;
    for (let at = 0; at < text.length; line++) {
      let next = text.indexOf('\n', at);
      if (next < 0) next = text.length;
      const end = text.charCodeAt(next - 1) === 13 ? next - 1 : next;
      if (end > at) {
        const isLast = unterminated && next === text.length;
        this.#readPlainRow(bytes, text, at, end, line, isLast);
      }
      at = next + 1;
    }
  }

  #readPlainRow(bytes: Buffer, text: string, at: number, end: number, line: number, isLast: boolean): void {
    const afterId = text.indexOf(',', at);
    let afterForce: number;
    if (afterId >= 0 && text.startsWith(this.#sameAsBefore, afterId)) {
      afterForce = afterId + this.#sameAsBefore.length - 1;
    } else {
      const afterMonth = text.indexOf(',', afterId + 1);
      const afterReporter = text.indexOf(',', afterMonth + 1);
      afterForce = text.indexOf(',', afterReporter + 1);
      if (!(afterId >= 0 && afterMonth > 0 && afterReporter > 0 && afterForce > 0 && afterForce < end)) {
        this.#miscounted(text.slice(at, end).split(',').length, line, isLast);
        return;
      }
      this.#enterMonth(text.slice(afterId + 1, afterMonth), text.slice(afterMonth + 1, afterReporter), line);
      this.#sameAsBefore = copied(text.slice(afterId, afterForce + 1));
    }
    const afterLon = text.indexOf(',', afterForce + 1);
    const afterLat = text.indexOf(',', afterLon + 1);
    const afterLocation = text.indexOf(',', afterLat + 1);
    const afterLsoa = text.indexOf(',', afterLocation + 1);
    const afterSpot = text.indexOf(',', afterLsoa + 1);
    const afterType = text.indexOf(',', afterSpot + 1);
    const afterKind = text.indexOf(',', afterType + 1);
    const whole = afterLon > 0 && afterLat > 0 && afterLocation > 0 && afterLsoa > 0 && afterSpot > 0;
    const extra = text.indexOf(',', afterKind + 1);
    if (!(whole && afterType > 0 && afterKind > 0 && afterKind < end) || (extra >= 0 && extra < end)) {
      this.#miscounted(text.slice(at, end).split(',').length, line, isLast);
      return;
    }

    const spotText = text.slice(afterForce + 1, afterSpot);
    let spot = this.#spots.get(spotText);
    if (!spot) {
      spot = makeSpot(
        text.slice(afterForce + 1, afterLon),
        text.slice(afterLon + 1, afterLat),
        utf8(text.slice(afterLat + 1, afterLocation)),
        text.slice(afterLocation + 1, afterLsoa),
        utf8(text.slice(afterLsoa + 1, afterSpot)),
      );
      this.#spots.set(copied(spotText), spot);
    }
    const kindText = text.slice(afterSpot + 1, afterKind);
    let kind = this.#kinds.get(kindText);
    if (!kind) {
      kind = makeKind(utf8(text.slice(afterSpot + 1, afterType)), utf8(text.slice(afterType + 1, afterKind)));
      this.#kinds.set(copied(kindText), kind);
    }
    this.#enterRow(bytes, at, afterId, line, spot, kind);
  }

  #readQuoted(bytes: Buffer, firstLine: number, unterminated: boolean): void {
    const { at, columnCount } = this.#header!;
    const records = parseRecords(bytes, firstLine);
    for (const [i, { record, line }] of records.entries()) {
      if (record.length !== columnCount) {
        this.#miscounted(record.length, line, unterminated && i === records.length - 1);
        continue;
      }
      const field = (name: PoliceColumn) => record[at[name]];
      this.#enterMonth(field('Month'), field('Reported by'), line);
      const spotKey = ['Longitude', 'Latitude', 'Location', 'LSOA code', 'LSOA name']
        .map((name) => field(name as PoliceColumn))
        .join('\u001f');
      let spot = this.#spots.get(spotKey);
      if (!spot) {
        spot = makeSpot(
          field('Longitude'),
          field('Latitude'),
          field('Location'),
          field('LSOA code'),
          field('LSOA name'),
        );
        this.#spots.set(spotKey, spot);
      }
      const kindKey = `${field('Crime type')}\u001f${field('Last outcome category')}`;
      let kind = this.#kinds.get(kindKey);
      if (!kind) {
        kind = makeKind(field('Crime type'), field('Last outcome category'));
        this.#kinds.set(kindKey, kind);
      }
      const id = Buffer.from(field('Crime ID').trim());
      this.#enterRow(id, 0, id.length, line, spot, kind);
    }
  }

  #enterRow(
    bytes: Buffer,
    idFrom: number,
    idTo: number,
    line: number,
    spot: PoliceSpot,
    kind: PoliceKind,
  ): void {
    const fault = spot.fault ?? kind.fault;
    if (fault) {
      this.#tally.reject(line, fault.column, fault.code, fault.message);
      return;
    }
    if (idTo > idFrom) {
      const twin = this.#ids.enter(bytes, idFrom, idTo, line, kind.outcome !== '');
      if (twin > 0) {
        this.#tally.drop(line, 'Crime ID', 'crime-id-repeated', REPEATED);
        return;
      }
      if (twin < 0) {
        this.#tally.dropAccepted(-twin, 'Crime ID', 'crime-id-repeated', REPEATED);
        this.#rows.drop(-twin);
      }
    }
    this.#tally.accept();
    if (spot.x === null && !this.#tally.noteAgain('not-mapped'))
      this.#tally.note(
        line,
        'Longitude',
        'not-mapped',
        'No usable location: counted in totals, in no area and no cell.',
      );
    if (kind.legacy && !this.#tally.noteAgain('category-legacy'))
      this.#tally.note(
        line,
        'Crime type',
        'category-legacy',
        `A category of before May 2013 was read as "${kind.category}".`,
      );
    this.#rows.add(line, spot, kind);
  }

  #enterMonth(month: string, reportedBy: string, line: number): void {
    if (month === this.#month) return;
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
      throw new ImportRefusedError(
        'month-wrong',
        `Line ${line} has no month of the form YYYY-MM.`,
        month,
        'Fetch the file again from data.police.uk; a spreadsheet may have rewritten the dates.',
        { line, column: 'Month' },
      );
    if (this.#month !== '')
      throw new ImportRefusedError(
        'month-mixed',
        `The file has rows of more than one month: ${this.#month}, and ${month} on line ${line}.`,
        month,
        'A street file holds one month of one force. Split it by month, one file each.',
        { line, column: 'Month' },
      );
    this.#month = copied(month);
    this.#reportedBy = utf8(reportedBy);
  }

  #miscounted(columns: number, line: number, isLast: boolean): void {
    const wanted = this.#header!.columnCount;
    if (isLast && columns < wanted)
      throw new ImportRefusedError(
        'file-cut-off',
        `The file breaks off in line ${line}: its last row has ${columns} of ${wanted} columns and no line end.`,
        `${columns} columns`,
        'The download was not complete. Fetch the file again.',
        { line },
      );
    this.#tally.reject(line, '', 'column-count', `A row does not have the ${wanted} columns of the header.`);
  }
}

const REPEATED = 'The same Crime ID stands on another row of this file; the row with an outcome is kept.';

function parseRecords(bytes: Buffer, firstLine: number): { record: string[]; line: number }[] {
  try {
    const rows = parse(bytes, {
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n'],
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, line: firstLine + info.lines - 1 }));
  } catch (error) {
    throw new ImportRefusedError(
      'csv-malformed',
      'The file is not well-formed CSV near this line.',
      (error as Error).message,
      'Check the quotation marks there: a mark inside a quoted field is written twice.',
      { line: firstLine },
    );
  }
}

function otherFile(what: string, hint: string, header: readonly string[]): ImportRefusedError {
  return new ImportRefusedError(
    'header-wrong',
    `This is ${what}, not a street file.`,
    header.join(','),
    hint,
    {
      line: 1,
    },
  );
}

/** Text read as latin1 from UTF-8 bytes, put right. */
function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
