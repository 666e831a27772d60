import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { CheckedFile } from '../../data-import/check-file.ts';
import { PARTNER_TABLES } from '../../data-import/kinds/partner-tables.ts';
import type { FileReport, Refusal } from '../../data-import/report.ts';
import { ImportRefusedError } from '../../data-import/steps/import-refused.ts';
import type { Upload, UploadKind } from '../contract/imports.ts';
import { isMendable } from './mendable.ts';

/** Who uploads: as much of an account as is needed. */
export interface Uploader {
  readonly accountId: number;
  readonly username: string;
  readonly isAdministrator: boolean;
}

type State = Upload['state'];

/** Nothing more happens to it, and no file is left. */
const ENDED: readonly State[] = ['done', 'refused', 'failed', 'cancelled'];
/** Steps of progress that are told: a hundred a file. */
const PROGRESS_STEPS = 100;

/** Thrown into a load to undo it. */
class CancelledError extends Error {}

export interface ImportJobFile {
  readonly id: string;
  readonly kind: UploadKind;
  readonly fileName: string;
  readonly path: string;
  readonly bytes: number;
  readonly by: Uploader;
  /** Removes what is kept of the file. */
  readonly removeFile: () => Promise<void>;
}

/** One uploaded file with its state; tells whoever follows it of every change. */
export class ImportJob {
  readonly file: ImportJobFile;
  /** Known to its uploader alone. */
  readonly cancelKey = randomBytes(16).toString('base64url');
  readonly #startedAt = new Date();
  readonly #abort = new AbortController();
  readonly #changed = new EventEmitter().setMaxListeners(50);
  #state: State = 'checking';
  #bytesRead = 0;
  #checked: CheckedFile | null = null;
  #refusal: Refusal | null = null;
  #report: FileReport | null = null;
  #touchedAt = Date.now();

  constructor(file: ImportJobFile) {
    this.file = file;
  }

  get state(): State {
    return this.#state;
  }

  get hasEnded(): boolean {
    return ENDED.includes(this.#state);
  }

  /** Nothing happens to it until somebody asks. */
  get rests(): boolean {
    return this.hasEnded || this.#state === 'ready';
  }

  /** Aborted by `cancel`. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Since somebody last asked for it or it last changed its state, milliseconds. */
  get idleMs(): number {
    return Date.now() - this.#touchedAt;
  }

  touch(): void {
    this.#touchedAt = Date.now();
  }

  isOf({ accountId }: Uploader): boolean {
    return this.file.by.accountId === accountId;
  }

  /** An administrator sees that it is there, and may cancel it. */
  maySee(by: Uploader): boolean {
    return by.isAdministrator || this.isOf(by);
  }

  progress(bytesRead: number): void {
    const stepOf = (bytes: number) => Math.floor((PROGRESS_STEPS * bytes) / Math.max(1, this.file.bytes));
    const before = stepOf(this.#bytesRead);
    this.#bytesRead = bytesRead;
    if (stepOf(bytesRead) > before) this.tell();
  }

  /** Its first look is done: its rows are there to be shown, or why they are not. */
  async looked(checked: CheckedFile): Promise<void> {
    if (this.#state !== 'checking') return;
    this.#checked = checked;
    this.#refusal = checked.refusal;
    // What is refused at the first look has no columns to show, so nothing that could be said of it mends it.
    await this.become(checked.refusal === null ? 'ready' : 'refused');
  }

  async queued(): Promise<void> {
    this.#report = null;
    this.#refusal = null;
    await this.become('queued');
  }

  /** What a load or its rehearsal came to. What can be mended by choosing otherwise waits for that. */
  async loaded(report: FileReport, dryRun: boolean): Promise<void> {
    if (report.refusal && !dryRun) return this.#refused(report.refusal, report);
    this.#report = report;
    this.#refusal = report.refusal;
    const personal = report.refusal?.code === 'personal-data';
    await this.become(personal ? 'refused' : dryRun ? 'ready' : 'done');
  }

  /** A refusal is told in full; anything else is ours and is not. */
  async failed(error: unknown): Promise<void> {
    if (this.signal.aborted) return this.become('cancelled');
    if (error instanceof ImportRefusedError) {
      const { code, message, seen, hint, line, column } = error;
      return this.#refused({ code, message, seen, hint, line: line ?? null, column: column ?? null }, null);
    }
    this.#refusal = {
      code: 'internal',
      message: 'Something went wrong on our side. Nothing of the file was kept.',
      seen: '',
      hint: 'Try again; if it stays, tell whoever runs this service.',
      line: null,
      column: null,
    };
    await this.become('failed');
  }

  /** Stop whatever is done with it, and undo it. A load under way says itself when it is undone. */
  async cancel(): Promise<void> {
    this.#abort.abort(new CancelledError());
    if (this.#state !== 'loading') return this.become('cancelled');
    while (this.#state === 'loading') await this.nextChange();
  }

  /** The file is removed before anybody is told that it ended. */
  async become(state: State): Promise<void> {
    if (this.hasEnded) return;
    this.#state = state;
    this.#bytesRead = this.rests ? this.file.bytes : 0;
    this.touch();
    if (this.hasEnded) await this.file.removeFile();
    this.tell();
  }

  tell(): void {
    this.#changed.emit('change');
  }

  nextChange(signal?: AbortSignal): Promise<unknown> {
    return once(this.#changed, 'change', { ...(signal ? { signal } : {}) }).catch(() => undefined);
  }

  /**
   * What of the file's content is known goes to its uploader alone: rows, refusal and report may be about people, and its
   * class is not known yet.
   *
   * @param ahead files that are loaded before it
   */
  describe(ahead: number, reader: Uploader): Upload {
    const { id, kind, fileName, bytes, by } = this.file;
    const isOwn = this.isOf(reader);
    return {
      id,
      kind,
      fileName,
      bytes,
      ahead,
      state: this.#state,
      bytesRead: this.#bytesRead,
      cancelKey: this.cancelKey,
      startedBy: by.username,
      startedAt: this.#startedAt.toISOString(),
      preview: isOwn ? this.#preview() : null,
      refusal: isOwn ? this.#refusal : null,
      report: isOwn ? this.#report : null,
    };
  }

  async #refused(refusal: Refusal, report: FileReport | null): Promise<void> {
    this.#refusal = refusal;
    this.#report = report;
    await this.become(this.#mendable(refusal) ? 'ready' : 'refused');
  }

  #mendable({ code }: Refusal): boolean {
    return isMendable(code, this.#table !== undefined);
  }

  get #table() {
    const { kind } = this.file;
    return kind in PARTNER_TABLES ? PARTNER_TABLES[kind as keyof typeof PARTNER_TABLES] : undefined;
  }

  #preview(): Upload['preview'] {
    const [checked, table] = [this.#checked, this.#table];
    if (!checked || this.#refusal?.code === 'personal-data') return null;
    return {
      columns: [...checked.columns],
      rows: checked.rows.map((row) => [...row]),
      dropped: [...checked.dropped],
      map: checked.map as NonNullable<Upload['preview']>['map'],
      fields: table?.fields.map(({ name, says }) => ({ name, says })) ?? [],
      needs: table?.needs.map((group) => [...group]) ?? [],
      unmet: [...checked.unmet],
      sheet: checked.map?.sheet ?? null,
      titleRows: checked.titleRows,
    };
  }
}
