/** Where in a file something was seen. Lines count from 1, the header included. */
export interface FilePlace {
  readonly line?: number;
  readonly column?: string;
}

/** A whole file (or the whole request) is refused: nothing of it is written. Says what is wrong, what was seen, what to do. */
export class ImportRefusedError extends Error {
  readonly code: string;
  readonly seen: string;
  readonly hint: string;
  readonly line: number | undefined;
  readonly column: string | undefined;

  constructor(code: string, message: string, seen: string, hint: string, place: FilePlace = {}) {
    super(message);
    this.name = 'ImportRefusedError';
    this.code = code;
    this.seen = seen.length > 200 ? `${seen.slice(0, 200)}...` : seen;
    this.hint = hint;
    this.line = place.line;
    this.column = place.column;
  }
}
