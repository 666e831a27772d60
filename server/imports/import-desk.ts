import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Readable } from 'node:stream';
import { checkFile } from '../../data-import/check-file.ts';
import type { CommitBody, Upload, UploadKind, Uploads } from '../contract/imports.ts';
import type { Database } from '../db/database.ts';
import { readColumnMaps, readHolds } from '../db/queries/column-maps.ts';
import { RequestError } from '../errors.ts';
import { ImportJob, type Uploader } from './import-job.ts';
import { LoadQueue } from './load-queue.ts';
import { refuseFormat } from './refuse-format.ts';
import { safeName, UploadStore } from './upload-store.ts';

export interface ImportDeskOptions {
  /** Largest upload, bytes; default 512 MB: a month of the Met has 25 MB. */
  readonly largestBytes?: number | undefined;
  /** Folder to keep uploads in while they are worked on; default the system's temporary folder. */
  readonly directory?: string | undefined;
  /** Files that one account may have waiting; default 20. */
  readonly mostPerAccount?: number | undefined;
}

/** An upload that nobody commits is removed after this long, and the record of an ended one too, milliseconds. */
const FORGOTTEN_MS = 60 * 60_000;

/**
 * Files on their way in over HTTP: each is checked as soon as it is there, side by side with others; loads run one after the
 * other. A file that is refused or fails is its own affair. Files are private and removed when done with.
 */
export class ImportDesk {
  readonly largestBytes: number;
  readonly #database: Database;
  readonly #store: UploadStore;
  readonly #queue: LoadQueue;
  readonly #mostPerAccount: number;
  readonly #jobs = new Map<string, ImportJob>();
  readonly #running = new Set<Promise<void>>();
  /** Accounts whose files are on their way at this moment, once a file. */
  readonly #receiving: number[] = [];

  constructor(
    database: Database,
    { largestBytes = 512 * 2 ** 20, directory, mostPerAccount = 20 }: ImportDeskOptions = {},
  ) {
    this.#database = database;
    this.largestBytes = largestBytes;
    this.#mostPerAccount = mostPerAccount;
    this.#store = new UploadStore(directory);
    this.#queue = new LoadQueue(database);
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
    const open = this.#openFilesOf(by);
    if (open >= this.#mostPerAccount) {
      content.resume();
      throw new RequestError('too-many-uploads', {
        detail: `You have ${open} uploads that are neither committed nor cancelled.`,
        hint: 'Commit or cancel some of them first.',
      });
    }
    this.#receiving.push(by.accountId);
    const id = randomBytes(16).toString('base64url');
    const removeFile = () => this.#store.remove(id);
    try {
      const { path, bytes } = await this.#store.put(id, fileName, content);
      if (tooLarge())
        throw new RequestError('body-too-large', {
          detail: `The file is larger than ${megabytes(this.largestBytes)} MB.`,
          hint: 'Split it by month, or import it on the command line.',
        });
      await refuseFormat(path, kind);
      const job = new ImportJob({ id, kind, by, path, bytes, fileName: safeName(fileName), removeFile });
      this.#jobs.set(id, job);
      this.#track(look(job));
      return this.#describe(job, by);
    } catch (error) {
      await removeFile();
      throw error;
    } finally {
      this.#receiving.splice(this.#receiving.indexOf(by.accountId), 1);
    }
  }

  /** What is under way, newest first, with what the next file can be read and marked by. */
  async list(by: Uploader): Promise<Uploads> {
    const { db } = this.#database;
    return {
      uploads: [...this.#jobs.values()]
        .filter((job) => job.maySee(by))
        .map((job) => this.#describe(job, by))
        .reverse(),
      largestBytes: this.largestBytes,
      holds: await readHolds(db),
      columnMaps: (await readColumnMaps(db)).map(({ savedAt, map, ...rest }) => ({
        ...rest,
        map: map as Uploads['columnMaps'][number]['map'],
        savedAt: savedAt.toISOString(),
      })),
    };
  }

  /** @throws RequestError unknown-import, also for another account's: its existence is not told */
  get(by: Uploader, id: string): Upload {
    return this.#describe(this.#find(by, id), by);
  }

  /** Do everything and undo it. @throws RequestError unknown-import, import-not-ready, import-refused */
  check(by: Uploader, id: string, body: CommitBody): Promise<Upload> {
    return this.#load(by, id, body, true);
  }

  /** Load it for good. @throws RequestError unknown-import, import-not-ready, import-refused */
  commit(by: Uploader, id: string, body: CommitBody): Promise<Upload> {
    return this.#load(by, id, body, false);
  }

  /** Stop whatever is done with it, undo it, remove the file. An upload that has ended is only forgotten. */
  async cancel(by: Uploader, id: string): Promise<Upload> {
    return this.#cancel(this.#find(by, id), by);
  }

  /** The same by the key that only the uploader was told: needs no sign-in, hence no database, which may be busy with this very load. */
  async cancelByKey(id: string, key: string): Promise<Upload> {
    const job = this.#jobs.get(id);
    const [given, held] = [Buffer.from(key), Buffer.from(job?.cancelKey ?? '')];
    if (!job || given.length !== held.length || !timingSafeEqual(given, held)) throw unknownImport(id);
    return this.#cancel(job, job.file.by);
  }

  /** What happens to an upload, as it happens: its state now, then every change, until it has ended. */
  async *follow(by: Uploader, id: string, signal: AbortSignal): AsyncGenerator<Upload> {
    const job = this.#find(by, id);
    while (!signal.aborted) {
      const next = job.nextChange(signal);
      const ended = job.hasEnded;
      yield this.#describe(job, by);
      if (ended) return;
      await next;
    }
  }

  /** Cancel what is under way and remove every file. */
  async close(): Promise<void> {
    await Promise.all([...this.#jobs.values()].filter((job) => !job.hasEnded).map((job) => job.cancel()));
    await Promise.all(this.#running);
    await this.#store.close();
  }

  async #load(by: Uploader, id: string, body: CommitBody, dryRun: boolean): Promise<Upload> {
    const job = this.#find(by, id);
    if (!job.isOf(by)) throw unknownImport(id);
    const { turn } = await this.#queue.enter(job, body, dryRun);
    this.#track(turn);
    return this.#describe(job, by);
  }

  async #cancel(job: ImportJob, by: Uploader): Promise<Upload> {
    if (job.hasEnded) this.#jobs.delete(job.file.id);
    else await job.cancel();
    return this.#describe(job, by);
  }

  #openFilesOf({ accountId }: Uploader): number {
    const jobs = [...this.#jobs.values()];
    return (
      jobs.filter((job) => job.file.by.accountId === accountId && !job.hasEnded).length +
      this.#receiving.filter((receiving) => receiving === accountId).length
    );
  }

  #describe(job: ImportJob, by: Uploader): Upload {
    return job.describe(this.#queue.ahead(job), by);
  }

  #find(by: Uploader, id: string): ImportJob {
    const job = this.#jobs.get(id);
    if (!job?.maySee(by)) throw unknownImport(id);
    job.touch();
    return job;
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #forgetOld(): Promise<void> {
    for (const [id, job] of this.#jobs) {
      if (!job.rests || job.idleMs < FORGOTTEN_MS) continue;
      await job.become('cancelled');
      this.#jobs.delete(id);
    }
  }
}

/** The first look at a file, for personal data and its first rows. Needs no database. */
async function look(job: ImportJob): Promise<void> {
  try {
    const { path, kind } = job.file;
    await job.looked(await checkFile(path, kind, (bytesRead) => job.progress(bytesRead), job.signal));
  } catch (error) {
    await job.failed(error);
  }
}

function unknownImport(id: string): RequestError {
  return new RequestError('unknown-import', {
    detail: 'There is no such upload, or it is forgotten: uploads are kept for an hour.',
    seen: id,
    hint: 'Upload the file again.',
    field: 'id',
  });
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toLocaleString('en-GB', { maximumFractionDigits: 1 });
}
