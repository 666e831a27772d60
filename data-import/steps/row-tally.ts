/**
 * What became of a row that did not simply pass. A note is about an accepted row; 'left-out' is a rejected row that is no
 * fault of the file: its kind documents that such rows are not kept.
 */
export type RowVerdict = 'rejected' | 'left-out' | 'duplicate' | 'note';

/** One row that needs a word: import problems are data. `file` is added when the report is put together. */
export interface ImportProblem {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly code: string;
  readonly message: string;
}

/** One reason, how often, and where it was met first. */
export interface ReasonCount {
  readonly code: string;
  readonly verdict: RowVerdict;
  readonly message: string;
  count: number;
  readonly firstLines: number[];
}

/** How many lines of each reason are kept. */
const FIRST_LINES = 5;
/** How many single problems are kept for the report; the counts are always complete. */
const PROBLEMS_KEPT = 100;

/**
 * The books of one file. A row is entered exactly once, as accepted, rejected or duplicate, and `read` is their sum:
 * there is no way to enter a row that does not balance.
 */
export class RowTally {
  #accepted = 0;
  #rejected = 0;
  #duplicate = 0;
  readonly #reasons = new Map<string, ReasonCount>();
  readonly #problems: ImportProblem[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  get accepted(): number {
    return this.#accepted;
  }
  get rejected(): number {
    return this.#rejected;
  }
  get duplicate(): number {
    return this.#duplicate;
  }
  get read(): number {
    return this.#accepted + this.#rejected + this.#duplicate;
  }
  /** Reasons in the order they were first met. */
  get reasons(): readonly ReasonCount[] {
    return [...this.#reasons.values()];
  }
  get problems(): readonly ImportProblem[] {
    return this.#problems;
  }

  /** How often a reason was met. */
  countOf(code: string): number {
    return this.#reasons.get(code)?.count ?? 0;
  }

  accept(): void {
    this.#accepted++;
  }

  reject(line: number, column: string, code: string, message: string): void {
    this.#rejected++;
    this.#enter('rejected', line, column, code, message);
  }

  /** A row that its kind documents as not kept; counted among the rejected. */
  leaveOut(line: number, column: string, code: string, message: string): void {
    this.#rejected++;
    this.#enter('left-out', line, column, code, message);
  }

  /** A row that says again what another row of the file says. `line` is the row that was dropped. */
  drop(line: number, column: string, code: string, message: string): void {
    this.#duplicate++;
    this.#enter('duplicate', line, column, code, message);
  }

  /** An accepted row turns out to be the one to drop: its later twin knows more. */
  dropAccepted(line: number, column: string, code: string, message: string): void {
    this.#accepted--;
    this.drop(line, column, code, message);
  }

  /** An accepted row turns out not to be kept, for a reason that only the whole file shows. */
  rejectAccepted(line: number, code: string, message: string): void {
    this.#accepted--;
    this.reject(line, '', code, message);
  }

  /** Something to know about a row that was accepted all the same; enters no row. */
  note(line: number, column: string, code: string, message: string): void {
    this.#enter('note', line, column, code, message);
  }

  /** `note` for the hot path: no message is built for the thousandth row. */
  noteAgain(code: string): boolean {
    const reason = this.#reasons.get(code);
    if (!reason || reason.firstLines.length < FIRST_LINES) return false;
    reason.count++;
    return true;
  }

  /** A row that carried the note was dropped afterwards. */
  unnote(code: string): void {
    const reason = this.#reasons.get(code);
    if (reason) reason.count--;
  }

  #enter(verdict: RowVerdict, line: number, column: string, code: string, message: string): void {
    let reason = this.#reasons.get(code);
    if (!reason) {
      reason = { code, verdict, message, count: 0, firstLines: [] };
      this.#reasons.set(code, reason);
    }
    reason.count++;
    if (reason.firstLines.length < FIRST_LINES) reason.firstLines.push(line);
    if (this.#problems.length < PROBLEMS_KEPT)
      this.#problems.push({ file: this.#file, line, column, code, message });
  }
}
