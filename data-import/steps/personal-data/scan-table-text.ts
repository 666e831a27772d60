import type { PersonalDataWatch } from '../personal-data.ts';
import { LONGEST_LABEL } from './identifiers.ts';

const QUOTE = 34;
const LF = 10;
const CR = 13;
const SEPARATORS = [44, 59, 9, 124];

const DIGIT = 1;
const LETTER = 2;
const AT = 3;
const SPACE = 4;
const POINT = 5;
const classOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 48 && byte <= 57) return DIGIT;
  if ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)) return LETTER;
  return byte === 64 ? AT : byte === 32 ? SPACE : byte === 46 ? POINT : 0;
});

/** Bytes of one field that are kept when it runs over from one chunk to the next; free text is told long before. */
const LONGEST_FIELD = 8192;

/**
 * Feeds the fields of a separated text file to the watch as its bytes go by: comma, semicolon, tab or bar, by the first line.
 * Once the header is settled a field becomes text only where its make-up (digits, letters, spaces, @, length) could be an
 * identifier's: 100 MB of street files pass in about half a second.
 */
export class TableTextScan {
  readonly #watch: PersonalDataWatch;
  #separator = 0;
  #open = false;
  #column = 0;
  #row: string[] = [];
  #rest: Buffer = Buffer.alloc(0);

  constructor(watch: PersonalDataWatch) {
    this.#watch = watch;
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#separator === 0) this.#separator = separatorOf(bytes);
    this.#rest = this.#scan(bytes, this.#rest.length);
    if (this.#rest.length > LONGEST_FIELD)
      this.#rest = this.#rest.subarray(this.#rest.length - LONGEST_FIELD);
  }

  end(): void {
    if (this.#rest.length > 0) this.#field(this.#rest, 0, this.#rest.length);
    this.#rest = Buffer.alloc(0);
    this.#endRow();
  }

  /** @param resume bytes before it belong to the field left open and were looked at for quotation marks */
  #scan(bytes: Buffer, resume: number): Buffer {
    const separator = this.#separator;
    let open = this.#open;
    let from = 0;
    let digits = 0;
    let letters = 0;
    let spaces = 0;
    let points = 0;
    let at = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) {
        // A mark opens at the start of a field, and doubles inside one; anywhere else it is a mark of inches.
        if (i >= resume) open = !open && (i - from === spaces || bytes[i - 1] === QUOTE);
        continue;
      }
      if (i >= resume && !open && (byte === separator || byte === LF || byte === CR)) {
        if (this.#watch.wantsWholeRows || mayIdentify(i - from, digits, letters, spaces, points, at))
          this.#field(bytes, from, i);
        this.#column++;
        if (byte !== separator) this.#endRow();
        from = i + 1;
        digits = letters = spaces = points = at = 0;
        continue;
      }
      const kind = classOf[byte];
      if (kind === DIGIT) digits++;
      else if (kind === LETTER) letters++;
      else if (kind === SPACE) spaces++;
      else if (kind === AT) at++;
      else if (kind === POINT) points++;
    }
    this.#open = open;
    return bytes.subarray(from);
  }

  #field(bytes: Buffer, from: number, to: number): void {
    const text = bytes
      .toString('latin1', from, Math.min(to, from + LONGEST_FIELD))
      .replaceAll('"', '')
      .trim();
    if (this.#watch.wantsWholeRows) this.#row[this.#column] = text;
    else this.#watch.value(this.#column, text);
  }

  #endRow(): void {
    if (this.#row.length > 0) {
      const row = Array.from(this.#row, (text) => text ?? '');
      this.#row = [];
      if (row.some((text) => text !== '')) this.#watch.row(row);
    }
    this.#column = 0;
  }
}

/** Whether a field of this make-up can be anything that `inspectValue` looks for. */
function mayIdentify(
  length: number,
  digits: number,
  letters: number,
  spaces: number,
  points: number,
  at: number,
): boolean {
  if (at > 0 || length > LONGEST_LABEL) return true;
  // A decimal number.
  if (points === 1 && letters === 0 && digits + 2 >= length) return false;
  if (digits >= 8) return (letters <= 2 && !(length === 9 && letters === 1)) || (spaces > 0 && length < 200);
  if (digits === 0 || letters === 0) return false;
  if (length > 16 || spaces > 1) return spaces > 0;
  // National Insurance numbers, plates since 2001, plates before, and the shortest house number with its street.
  return (
    (digits === 6 && letters === 3) ||
    (digits === 2 && letters === 5) ||
    (digits <= 3 && letters === 4) ||
    (spaces === 1 && digits <= 4 && letters >= 6)
  );
}

function separatorOf(bytes: Buffer): number {
  const line = bytes.subarray(0, 8192);
  const counts = SEPARATORS.map((separator) => line.reduce((n, byte) => n + (byte === separator ? 1 : 0), 0));
  return SEPARATORS[counts.indexOf(Math.max(...counts))];
}
