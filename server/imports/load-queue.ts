import { importFiles } from '../../data-import/import-files.ts';
import { refuseMixing } from '../../data-import/load/refuse-mixing.ts';
import { parseSharingRecord } from '../../data-import/steps/sharing-record.ts';
import type { CommitBody } from '../contract/imports.ts';
import type { Database } from '../db/database.ts';
import { RequestError } from '../errors.ts';
import type { ImportJob } from './import-job.ts';
import { refusedAsRequest } from './refused-as-request.ts';

/** Loads, one after the other: each whole or not at all, and none of another's concern. */
export class LoadQueue {
  readonly #database: Database;
  #last: Promise<void> = Promise.resolve();
  #waiting: ImportJob[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Put a file in the queue.
   *
   * @param dryRun do everything and undo it
   * @returns its turn, done
   * @throws RequestError import-not-ready, import-refused
   */
  async enter(job: ImportJob, body: CommitBody, dryRun: boolean): Promise<{ turn: Promise<void> }> {
    if (job.state !== 'ready')
      throw new RequestError('import-not-ready', {
        detail: `The upload is ${job.state}, not ready.`,
        seen: job.state,
        hint: 'Wait until it is ready; one that has ended is uploaded again.',
      });
    const sharing =
      body.sharing === undefined ? undefined : refusedAsRequest(() => parseSharingRecord(body.sharing));
    this.#waiting.push(job);
    await job.queued();
    const turn = this.#last.then(() => this.#load(job, body, sharing, dryRun));
    this.#last = turn;
    return { turn };
  }

  /** Files that are loaded before this one. */
  ahead(job: ImportJob): number {
    return Math.max(0, this.#waiting.filter(({ state }) => state === 'queued').indexOf(job));
  }

  async #load(
    job: ImportJob,
    body: CommitBody,
    sharing: ReturnType<typeof parseSharingRecord> | undefined,
    dryRun: boolean,
  ): Promise<void> {
    this.#waiting = this.#waiting.filter((other) => other !== job);
    for (const other of this.#waiting) other.tell();
    if (job.state !== 'queued') return;
    await job.become('loading');
    const { columnMap, source, saveMap, synthetic = false, year, terms } = body;
    const { sensitivityClass, ...words } = terms ?? {};
    try {
      await refuseMixing(this.#database, synthetic);
      const { files } = await importFiles(this.#database, {
        kind: job.file.kind,
        paths: [job.file.path],
        dryRun,
        synthetic,
        year,
        sharing,
        importedBy: job.file.by.username,
        signal: job.signal,
        onProgress: ({ bytesRead }) => job.progress(bytesRead),
        terms: { ...words, ...(sensitivityClass ? { sensitivity_class: sensitivityClass } : {}) },
        ...(columnMap ? { columnMap } : {}),
        ...(source ? { source } : {}),
        ...(saveMap && source ? { saveMapAs: source } : {}),
      });
      await job.loaded(files[0], dryRun);
    } catch (error) {
      await job.failed(error);
    }
  }
}
