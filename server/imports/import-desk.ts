import { randomBytes, timingSafeEqual } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { type CheckedFile, checkFile, formatOf } from '../../data-import/check-file.ts';
import { importFiles } from '../../data-import/import-files.ts';
import { PARTNER_TABLES } from '../../data-import/kinds/partner-tables.ts';
import { refuseMixing } from '../../data-import/load/refuse-mixing.ts';
import type { FileReport, Refusal } from '../../data-import/report.ts';
import { ImportRefusedError } from '../../data-import/steps/import-refused.ts';
import { parseSharingRecord } from '../../data-import/steps/sharing-record.ts';
import type { CommitBody, Upload, UploadKind } from '../contract/imports.ts';
import type { Database } from '../db/database.ts';
import { RequestError } from '../errors.ts';
import { refusedAsRequest } from './refused-as-request.ts';
import { safeName, UploadStore } from './upload-store.ts';

export interface ImportDeskOptions {
  /** Largest upload, bytes; default 512 MB: a month of the Met has 25 MB. */
  readonly largestBytes?: number | undefined;
  /** Folder to keep uploads in while they are worked on; default the system's temporary folder. */
  readonly directory?: string | undefined;
  /** Files that one account may have waiting; default 20. */
  readonly mostPerAccount?: number | undefined;
}

/** Who uploads: as much of an account as the desk needs. */
export interface Uploader {
  readonly accountId: number;
  readonly username: string;
  readonly isAdministrator: boolean;
}

type State = Upload['state'];

interface Job {
  readonly id: string;
  readonly kind: UploadKind;
  readonly fileName: string;
  readonly by: Uploader;
  readonly startedAt: Date;
  readonly cancelKey: string;
  readonly abort: AbortController;
  readonly changed: EventEmitter;
  path: string;
  bytes: number;
  state: State;
  bytesRead: number;
  checked: CheckedFile | null;
  refusal: Refusal | null;
  report: FileReport | null;
  touchedAt: number;
}

/** States in which nothing more happens by itself; of the last four no file is left. */
const RESTING: readonly State[] = ['ready', 'done', 'refused', 'failed', 'cancelled'];
const ENDED: readonly State[] = ['done', 'refused', 'failed', 'cancelled'];
/** An upload that nobody commits is removed after this long, and the record of an ended one too, milliseconds. */
const FORGOTTEN_MS = 60 * 60_000;
/** Steps of progress that are told: a hundred a file. */
const PROGRESS_STEPS = 100;

/** Thrown into a load to undo it. */
class CancelledError extends Error {}

/**
 * Files on their way in over HTTP: each is checked as soon as it is there, side by side with others; loads run one after the
 * other. A file that is refused or fails is its own affair. Files are private and removed when done with.
 */
export class ImportDesk {
  readonly largestBytes: number;
  readonly #database: Database;
  readonly #store: UploadStore;
  readonly #mostPerAccount: number;
  readonly #jobs = new Map<string, Job>();
  readonly #running = new Set<Promise<void>>();
  /** Accounts whose files are on their way at this moment, once a file. */
  readonly #receiving: number[] = [];
  #queue: Promise<void> = Promise.resolve();
  #waiting: Job[] = [];

  constructor(
    database: Database,
    { largestBytes = 512 * 2 ** 20, directory, mostPerAccount = 20 }: ImportDeskOptions = {},
  ) {
    this.#database = database;
    this.largestBytes = largestBytes;
    this.#mostPerAccount = mostPerAccount;
    this.#store = new UploadStore(directory);
  }

  /**
   * Take a file in and begin to check it.
   *
   * @param tooLarge asked when the stream has ended: whether it was cut off at the limit
   * @throws RequestError too-many-uploads, body-too-large, unsupported-file
   */
  async receive(
    by: Uploader,
    kind: UploadKind,
    fileName: string,
    content: Readable,
    tooLarge: () => boolean,
  ): Promise<Upload> {
    await this.#forgetOld();
    const waiting =
      [...this.#jobs.values()].filter(
        (job) => job.by.accountId === by.accountId && !ENDED.includes(job.state),
      ).length + this.#receiving.filter((accountId) => accountId === by.accountId).length;
    if (waiting >= this.#mostPerAccount) {
      content.resume();
      throw new RequestError('too-many-uploads', {
        detail: `You have ${waiting} uploads that are neither committed nor cancelled.`,
        hint: 'Commit or cancel some of them first.',
      });
    }
    this.#receiving.push(by.accountId);
    const id = randomBytes(16).toString('base64url');
    try {
      const { path, bytes } = await this.#store.put(id, fileName, content);
      if (tooLarge())
        throw new RequestError('body-too-large', {
          detail: `The file is larger than ${megabytes(this.largestBytes)} MB.`,
          hint: 'Split it by month, or import it on the command line.',
        });
      await refuseFormat(path, kind);
      const job: Job = {
        id,
        kind,
        by,
        path,
        bytes,
        fileName: safeName(fileName),
        startedAt: new Date(),
        cancelKey: randomBytes(16).toString('base64url'),
        abort: new AbortController(),
        changed: new EventEmitter().setMaxListeners(50),
        state: 'checking',
        bytesRead: 0,
        checked: null,
        refusal: null,
        report: null,
        touchedAt: Date.now(),
      };
      this.#jobs.set(id, job);
      this.#track(this.#check(job));
      return this.#describe(job);
    } catch (error) {
      await this.#store.remove(id);
      throw error;
    } finally {
      this.#receiving.splice(this.#receiving.indexOf(by.accountId), 1);
    }
  }

  list(by: Uploader): Upload[] {
    return [...this.#jobs.values()]
      .filter((job) => maySee(job, by))
      .map((job) => this.#describe(job))
      .reverse();
  }

  /** @throws RequestError unknown-import, also for another account's: its existence is not told */
  get(by: Uploader, id: string): Upload {
    return this.#describe(this.#find(by, id));
  }

  /** Do everything and undo it. @throws RequestError unknown-import, import-not-ready, import-refused */
  check(by: Uploader, id: string, body: CommitBody): Upload {
    return this.#enqueue(by, id, body, true);
  }

  /** Load it for good. @throws RequestError unknown-import, import-not-ready, import-refused */
  commit(by: Uploader, id: string, body: CommitBody): Upload {
    return this.#enqueue(by, id, body, false);
  }

  /** Stop whatever is done with it, undo it, remove the file. An upload that has ended is only forgotten. */
  async cancel(by: Uploader, id: string): Promise<Upload> {
    return this.#cancel(this.#find(by, id));
  }

  /** The same by the key that only the uploader was told: needs no sign-in, hence no database, which may be busy with this very load. */
  async cancelByKey(id: string, key: string): Promise<Upload> {
    const job = this.#jobs.get(id);
    const [given, held] = [Buffer.from(key), Buffer.from(job?.cancelKey ?? '')];
    if (!job || given.length !== held.length || !timingSafeEqual(given, held)) throw unknownImport(id);
    return this.#cancel(job);
  }

  /** What happens to an upload, as it happens: its state now, then every change, until it has ended. */
  async *follow(by: Uploader, id: string, signal: AbortSignal): AsyncGenerator<Upload> {
    const job = this.#find(by, id);
    while (!signal.aborted) {
      const upload = this.#describe(job);
      const next = nextChange(job, signal);
      yield upload;
      if (ENDED.includes(upload.state)) return;
      await next;
    }
  }

  /** Cancel what is under way and remove every file. */
  async close(): Promise<void> {
    for (const job of this.#jobs.values()) {
      job.abort.abort(new CancelledError());
      if (job.state !== 'loading') await this.#become(job, 'cancelled');
    }
    await Promise.all(this.#running);
    await this.#store.close();
  }

  async #check(job: Job): Promise<void> {
    try {
      const checked = await checkFile(
        job.path,
        job.kind,
        (bytesRead) => this.#progress(job, bytesRead),
        job.abort.signal,
      );
      if (job.state !== 'checking') return;
      job.checked = checked;
      job.refusal = checked.refusal;
      // A column map can mend a header; personal data or a broken file cannot be mended here.
      const mendable = checked.refusal === null || checked.refusal.code === 'header-wrong';
      await this.#become(job, mendable ? 'ready' : 'refused');
    } catch (error) {
      await this.#ended(job, error);
    }
  }

  #enqueue(by: Uploader, id: string, body: CommitBody, dryRun: boolean): Upload {
    const job = this.#find(by, id);
    if (job.state !== 'ready')
      throw new RequestError('import-not-ready', {
        detail: `The upload is ${job.state}, not ready.`,
        seen: job.state,
        hint: 'Wait until it is ready; one that has ended is uploaded again.',
      });
    const sharing =
      body.sharing === undefined ? undefined : refusedAsRequest(() => parseSharingRecord(body.sharing));
    job.report = null;
    job.state = 'queued';
    job.bytesRead = 0;
    this.#waiting.push(job);
    const turn = this.#queue.then(() => this.#load(job, body, sharing, dryRun));
    this.#queue = turn;
    this.#track(turn);
    job.changed.emit('change');
    return this.#describe(job);
  }

  async #load(
    job: Job,
    body: CommitBody,
    sharing: ReturnType<typeof parseSharingRecord> | undefined,
    dryRun: boolean,
  ): Promise<void> {
    this.#waiting = this.#waiting.filter((other) => other !== job);
    if (job.state !== 'queued') return;
    await this.#become(job, 'loading');
    try {
      await refuseMixing(this.#database, body.synthetic ?? false);
      const { files } = await importFiles(this.#database, {
        kind: job.kind,
        paths: [job.path],
        dryRun,
        importedBy: job.by.username,
        signal: job.abort.signal,
        onProgress: ({ bytesRead }) => this.#progress(job, bytesRead),
        synthetic: body.synthetic ?? false,
        year: body.year,
        sharing,
        ...(body.columnMap ? { columnMap: body.columnMap } : {}),
        ...(body.source ? { source: body.source } : {}),
        ...(body.saveMap && body.source ? { saveMapAs: body.source } : {}),
      });
      job.report = files[0];
      job.refusal = job.report.refusal;
      const again = dryRun && job.refusal?.code !== 'personal-data';
      await this.#become(job, again ? 'ready' : job.report.status === 'refused' ? 'refused' : 'done');
    } catch (error) {
      await this.#ended(job, error);
    }
  }

  async #ended(job: Job, error: unknown): Promise<void> {
    if (job.abort.signal.aborted) return this.#become(job, 'cancelled');
    const refused = error instanceof ImportRefusedError;
    job.refusal = {
      code: refused ? error.code : 'internal',
      message: refused ? error.message : 'Something went wrong on our side. Nothing of the file was kept.',
      seen: refused ? error.seen : '',
      hint: refused ? error.hint : 'Try again; if it stays, tell whoever runs this service.',
      line: null,
      column: null,
    };
    await this.#become(job, refused ? 'refused' : 'failed');
  }

  async #cancel(job: Job): Promise<Upload> {
    if (ENDED.includes(job.state)) return this.#describe(job);
    job.abort.abort(new CancelledError());
    // A load under way says itself when it is undone; anything else ends here.
    if (job.state === 'loading') {
      while (job.state === 'loading') await nextChange(job);
    } else await this.#become(job, 'cancelled');
    return this.#describe(job);
  }

  async #become(job: Job, state: State): Promise<void> {
    if (ENDED.includes(job.state)) return;
    job.state = state;
    job.bytesRead = RESTING.includes(state) ? job.bytes : 0;
    job.touchedAt = Date.now();
    if (ENDED.includes(state)) await this.#store.remove(job.id);
    for (const other of [job, ...this.#waiting]) other.changed.emit('change');
  }

  #progress(job: Job, bytesRead: number): void {
    const before = Math.floor((PROGRESS_STEPS * job.bytesRead) / Math.max(1, job.bytes));
    job.bytesRead = bytesRead;
    if (Math.floor((PROGRESS_STEPS * bytesRead) / Math.max(1, job.bytes)) > before)
      job.changed.emit('change');
  }

  #find(by: Uploader, id: string): Job {
    const job = this.#jobs.get(id);
    if (!job || !maySee(job, by)) throw unknownImport(id);
    job.touchedAt = Date.now();
    return job;
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #forgetOld(): Promise<void> {
    for (const job of this.#jobs.values()) {
      if (!RESTING.includes(job.state) || Date.now() - job.touchedAt < FORGOTTEN_MS) continue;
      await this.#become(job, 'cancelled');
      this.#jobs.delete(job.id);
    }
  }

  #describe(job: Job): Upload {
    const { id, kind, fileName, bytes, state, bytesRead, checked, refusal, report, cancelKey } = job;
    const table = kind in PARTNER_TABLES ? PARTNER_TABLES[kind as keyof typeof PARTNER_TABLES] : undefined;
    return {
      id,
      kind,
      fileName,
      bytes,
      state,
      bytesRead,
      cancelKey,
      ahead: Math.max(0, this.#waiting.indexOf(job)),
      startedBy: job.by.username,
      startedAt: job.startedAt.toISOString(),
      preview:
        checked && refusal?.code !== 'personal-data'
          ? {
              columns: [...checked.columns],
              rows: checked.rows.map((row) => [...row]),
              dropped: [...checked.dropped],
              map: checked.map as NonNullable<Upload['preview']>['map'],
              fields: table?.fields.map(({ name, says }) => ({ name, says })) ?? [],
              unmet: [...checked.unmet],
            }
          : null,
      refusal,
      report,
    };
  }
}

async function refuseFormat(path: string, kind: UploadKind): Promise<void> {
  const format = await formatOf(path);
  const geometry = kind === 'boundaries';
  const fits = geometry
    ? format === 'json'
    : format === 'text' || (kind in PARTNER_TABLES && format !== 'other');
  if (fits) return;
  throw new RequestError('unsupported-file', {
    detail: `A file of the kind ${kind} is ${geometry ? 'GeoJSON' : kind in PARTNER_TABLES ? 'CSV, an Excel workbook (.xlsx) or GeoJSON points' : 'CSV'}; this one is not, whatever its name says.`,
    seen: format === 'other' ? 'bytes of no format that is read' : format,
    hint: 'Choose the kind that it is, or save it as CSV UTF-8.',
    field: 'file',
  });
}

function maySee(job: Job, by: Uploader): boolean {
  return by.isAdministrator || job.by.accountId === by.accountId;
}

function unknownImport(id: string): RequestError {
  return new RequestError('unknown-import', {
    detail: 'There is no such upload, or it is forgotten: uploads are kept for an hour.',
    seen: id,
    hint: 'Upload the file again.',
    field: 'id',
  });
}

function nextChange(job: Job, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      job.changed.off('change', done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    job.changed.on('change', done);
    signal?.addEventListener('abort', done);
  });
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toLocaleString('en-GB', { maximumFractionDigits: 1 });
}
