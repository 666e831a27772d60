import { parse } from 'csv-parse/sync';
import { type MonthNo, monthNoOf } from '../../server/contract/month-no.ts';
import { ByteMemo, hashOf, nextHash } from '../steps/byte-memo.ts';
import { CrimeIds, isPublishedId } from '../steps/crime-ids.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { type MatchedHeader, matchHeader } from '../steps/match-header.ts';
import type { RecordPiece } from '../steps/record-pieces.ts';
import type { RowTally } from '../steps/row-tally.ts';
import { makeKind, makeSpot, type PoliceKind, type PoliceSpot } from './police-spot.ts';

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
/** What rows at one map point have in common. */
const SPOT_COLUMNS = ['Longitude', 'Latitude', 'Location', 'LSOA code', 'LSOA name'] as const;

/** Where accepted rows go. */
export interface PoliceRows {
  add(line: number, spot: PoliceSpot, kind: PoliceKind): void;
  /** The row of this line, added before, is the one to drop. */
  drop(line: number): void;
}

/** Looks at rows for personal data: shown bytes of whole rows, it throws where it finds any. */
export interface PoliceWatch {
  /** It does not know the header yet: show it every row. */
  readonly wantsEveryRow: boolean;
  chunk(rows: Buffer): void;
}

const TYPICAL_ROW_BYTES = 200;
const COMMA = 44;
const LF = 10;
const CR = 13;

/**
 * Reads a data.police.uk street file piece by piece.
 *
 * Rules: a repeated Crime ID keeps one row, the first with an outcome; rows without an id (all anti-social behaviour) are never compared.
 * Blank or (0, 0) coordinates and "No Location" are kept as not mapped. Coordinates off the National Grid of Great
 * Britain are rejected. All rows are of one month, or the file is refused. Crime IDs, Context, Reported by and Falls within
 * are not handed on.
 *
 * The watch is shown every row that has anything new to show: a point, a category, a month or force not met before, an id
 * that is not 64 hexadecimal digits, a context, another number of columns. What is left repeats what it has seen.
 * Looking at every byte of every row took more than half of the time that a million rows cost (6.5 s, now 3.5 s).
 *
 * Pieces without quotation marks in the published column order are split by their bytes, all others go through csv-parse.
 * On 984,555 rows (204 MB) of Kent repeated, one core: csv-parse 7.0 as a stream 118,000 rows/s by default, 92,000
 * tuned (no columns, no cast), 93,000 as latin1 without quotes, 124,000 in blocks of 64 KB synchronously; psql \copy of the
 * rows it yields does about 550,000 rows/s and half of that is the target, which two worker threads of csv-parse on two cores, with
 * the server on the same, cannot reach.
 */
export class PoliceReader {
  readonly #tally: RowTally;
  readonly #rows: PoliceRows;
  readonly #ids: CrimeIds;
  readonly #watch: PoliceWatch;
  /** By the bytes of longitude to LSOA name, and of category and outcome. */
  readonly #spots = new ByteMemo<PoliceSpot>();
  readonly #kinds = new ByteMemo<PoliceKind>();
  #header: MatchedHeader<PoliceColumn> | undefined;
  #inOrder = false;
  #month = '';
  #reportedBy = '';
  /** ',month,reported by,falls within,' of the row before: nearly always that of the next row too. */
  #sameAsBefore: Buffer = Buffer.from('\n');
  /** The watch has been shown all rows of the piece. */
  #watched = false;

  /** @param fileBytes size of the file, to make room for its ids at once; 0 where it is not known */
  constructor(tally: RowTally, rows: PoliceRows, watch: PoliceWatch, fileBytes: number) {
    this.#watch = watch;
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

  /** @throws ImportRefusedError personal-data, header-wrong, month-wrong, month-mixed, file-cut-off, csv-malformed */
  read(piece: RecordPiece): void {
    let { bytes, firstLine } = piece;
    const isPlain = this.#inOrder && !piece.quoted;
    this.#watched = !isPlain || this.#watch.wantsEveryRow;
    if (this.#watched) this.#watch.chunk(bytes);
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

  #readPlain(bytes: Buffer, firstLine: number, unterminated: boolean): void {
    let line = firstLine;
    for (let at = 0; at < bytes.length; line++) at = this.#readPlainRow(bytes, at, line, unterminated) + 1;
  }

  /** @returns position of the line feed that ends the row, or the end of the bytes */
  #readPlainRow(bytes: Buffer, at: number, line: number, unterminated: boolean): number {
    const hasPublishedId = bytes[at + 64] === COMMA && isPublishedId(bytes, at);
    const afterId = hasPublishedId ? at + 64 : bytes[at] === COMMA ? at : nextComma(bytes, at, 1);
    let isNew = !hasPublishedId && afterId > at;
    const sameAsBefore = isAt(bytes, afterId, this.#sameAsBefore);
    const afterForce = sameAsBefore
      ? afterId + this.#sameAsBefore.length - 1
      : nextComma(bytes, afterId + 1, 3);
    if (afterId < 0 || afterForce < 0) return this.#readBrokenRow(bytes, at, line, unterminated);

    const fromSpot = afterForce + 1;
    let afterSpot = fromSpot;
    let spotHash = 0;
    for (let commas = 0; afterSpot < bytes.length; afterSpot++) {
      const byte = bytes[afterSpot];
      if (byte === LF || (byte === COMMA && ++commas === 5)) break;
      spotHash = nextHash(spotHash, byte);
    }
    const fromKind = afterSpot + 1;
    let afterKind = fromKind;
    let kindHash = 0;
    for (let commas = 0; bytes[afterSpot] === COMMA && afterKind < bytes.length; afterKind++) {
      const byte = bytes[afterKind];
      if (byte === LF || (byte === COMMA && ++commas === 2)) break;
      kindHash = nextHash(kindHash, byte);
    }
    if (bytes[afterSpot] !== COMMA || bytes[afterKind] !== COMMA)
      return this.#readBrokenRow(bytes, at, line, unterminated);
    let end = afterKind + 1;
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== COMMA) end++;
    if (bytes[end] === COMMA) return this.#readBrokenRow(bytes, at, line, unterminated);
    isNew ||= end - (bytes[end - 1] === CR ? 1 : 0) > afterKind + 1;

    let spot = this.#spots.find(bytes, fromSpot, afterSpot, spotHash);
    let kind = this.#kinds.find(bytes, fromKind, afterKind, kindHash);
    if (isNew || !sameAsBefore || !spot || !kind) this.#show(bytes, at, end);
    if (!sameAsBefore) {
      const [, month, reportedBy] = bytes.toString('utf8', afterId, afterForce).split(',');
      this.#enterMonth(month, reportedBy, line);
      this.#sameAsBefore = Buffer.from(bytes.subarray(afterId, afterForce + 1));
    }
    if (!spot) {
      const [lon, lat, location, lsoaCode, lsoaName] = bytes.toString('utf8', fromSpot, afterSpot).split(',');
      spot = makeSpot(lon, lat, location, lsoaCode, lsoaName);
      this.#spots.add(bytes, fromSpot, afterSpot, spotHash, spot);
    }
    if (!kind) {
      const [type, outcome] = bytes.toString('utf8', fromKind, afterKind).split(',');
      kind = makeKind(type, outcome);
      this.#kinds.add(bytes, fromKind, afterKind, kindHash, kind);
    }
    this.#enterRow(bytes, at, afterId, line, spot, kind);
    return end;
  }

  /** A row without the columns of the header, or a blank line. */
  #readBrokenRow(bytes: Buffer, at: number, line: number, unterminated: boolean): number {
    const feed = bytes.indexOf(LF, at);
    const next = feed < 0 ? bytes.length : feed;
    const end = bytes[next - 1] === CR ? next - 1 : next;
    if (end <= at) return next;
    this.#show(bytes, at, next);
    const columns = bytes.toString('latin1', at, end).split(',').length;
    this.#miscounted(columns, line, unterminated && feed < 0);
    return next;
  }

  #show(bytes: Buffer, at: number, end: number): void {
    if (!this.#watched) this.#watch.chunk(bytes.subarray(at, end + 1));
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
      // No separator of columns: a field may hold commas here.
      const spotKey = Buffer.from(SPOT_COLUMNS.map(field).join('\u001f'));
      const spotHash = hashOf(spotKey);
      let spot = this.#spots.find(spotKey, 0, spotKey.length, spotHash);
      if (!spot) {
        const [lon, lat, location, lsoaCode, lsoaName] = SPOT_COLUMNS.map(field);
        spot = makeSpot(lon, lat, location, lsoaCode, lsoaName);
        this.#spots.add(spotKey, 0, spotKey.length, spotHash, spot);
      }
      const kindKey = Buffer.from(`${field('Crime type')}\u001f${field('Last outcome category')}`);
      const kindHash = hashOf(kindKey);
      let kind = this.#kinds.find(kindKey, 0, kindKey.length, kindHash);
      if (!kind) {
        kind = makeKind(field('Crime type'), field('Last outcome category'));
        this.#kinds.add(kindKey, 0, kindKey.length, kindHash, kind);
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
    if (!/^(19|20)\d{2}-(0[1-9]|1[0-2])$/.test(month))
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
    this.#month = month;
    this.#reportedBy = reportedBy;
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

/** Position of the comma that is so many commas on, on the same line; -1 where there is none. */
function nextComma(bytes: Buffer, from: number, commas: number): number {
  for (let i = from; i < bytes.length && bytes[i] !== LF; i++)
    if (bytes[i] === COMMA && --commas === 0) return i;
  return -1;
}

function isAt(bytes: Buffer, at: number, wanted: Buffer): boolean {
  if (at < 0) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
