import { isAscii, isUtf8 } from 'node:buffer';
import { ImportRefusedError } from './import-refused.ts';

const windows1252 = new TextDecoder('windows-1252');

/**
 * Turns pieces of a text file (whole lines each) into UTF-8, deciding the encoding once for the whole file:
 * UTF-8 where every line is, Windows-1252 (Excel's "CSV" in Britain) where no line is UTF-8 beyond ASCII.
 * A file with both is refused: one half of it would be read wrongly whichever were chosen.
 */
export class TextEncoding {
  #encoding: 'utf-8' | 'windows-1252' | undefined;

  /** What the bytes beyond ASCII were; 'ascii' where there were none so far. */
  get name(): 'ascii' | 'utf-8' | 'windows-1252' {
    return this.#encoding ?? 'ascii';
  }

  /**
   * @param piece whole lines of the file
   * @param firstLine number of its first line, for the error
   * @throws ImportRefusedError encoding-mixed
   */
  toUtf8(piece: Buffer, firstLine: number): Buffer {
    if (isAscii(piece)) return piece;
    if (isUtf8(piece)) {
      this.#settle('utf-8', firstLine);
      return piece;
    }
    // Some line is not UTF-8; any line that is, beyond ASCII, contradicts it.
    let line = firstLine;
    for (let from = 0; from < piece.length; line++) {
      const end = piece.indexOf(10, from);
      const text = piece.subarray(from, end < 0 ? piece.length : end + 1);
      if (!isAscii(text)) this.#settle(isUtf8(text) ? 'utf-8' : 'windows-1252', line);
      from += text.length;
    }
    return Buffer.from(windows1252.decode(piece), 'utf8');
  }

  #settle(encoding: 'utf-8' | 'windows-1252', line: number): void {
    this.#encoding ??= encoding;
    if (this.#encoding === encoding) return;
    throw new ImportRefusedError(
      'encoding-mixed',
      'The file mixes two character encodings, UTF-8 and Windows-1252.',
      `line ${line} is ${encoding}, an earlier line is ${this.#encoding}`,
      'Save the file again as "CSV UTF-8" from where it came, or join only files of one encoding.',
      { line },
    );
  }
}

/** Bytes a text file of any kind never has: control characters other than tab, line feed, form feed, carriage return, and ctrl-Z. */
function isControl(byte: number): boolean {
  return byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 26;
}

/**
 * Refuse a file that is not text, by its first bytes and by any NUL in the piece.
 *
 * @param piece bytes of the file
 * @param atStart the piece is the beginning of the file: signatures are looked at, and every control character
 * @throws ImportRefusedError binary
 */
export function refuseBinary(piece: Buffer, atStart: boolean): void {
  const [first, second] = piece;
  if (atStart && first === 0x50 && second === 0x4b)
    throw new ImportRefusedError(
      'binary',
      'This is a zip archive or an Excel workbook, not a text file.',
      'the bytes PK at the start',
      'Unpack the archive, or save the sheet as CSV UTF-8, and import that.',
    );
  if (atStart && ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)))
    throw new ImportRefusedError(
      'binary',
      'The file is UTF-16 text, which is not read.',
      'a UTF-16 byte order mark at the start',
      'Save it again as UTF-8.',
    );
  const control = atStart ? piece.findIndex(isControl) : piece.indexOf(0);
  if (control >= 0)
    throw new ImportRefusedError(
      'binary',
      'This is not a text file.',
      `byte 0x${piece[control].toString(16).padStart(2, '0')} at position ${control}`,
      'Import the published CSV or GeoJSON file itself, unpacked.',
    );
}

/** The piece without a leading UTF-8 byte order mark. */
export function withoutByteOrderMark(piece: Buffer): Buffer {
  return piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? piece.subarray(3) : piece;
}

/** A whole small text file as a string: binary refused, byte order mark stripped, encoding detected. */
export function decodeText(bytes: Buffer): string {
  refuseBinary(bytes.subarray(0, 65_536), true);
  refuseBinary(bytes, false);
  return new TextEncoding().toUtf8(withoutByteOrderMark(bytes), 1).toString('utf8');
}
