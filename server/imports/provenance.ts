import { withdrawBatch } from '../../data-import/load/end-batch.ts';
import { registerSharing } from '../../data-import/load/sharing.ts';
import { parseSharingRecord } from '../../data-import/steps/sharing-record.ts';
import type {
  Batches,
  Datasets,
  PurgeReceipts,
  SharingRecordBody,
  SharingRecords,
  WithdrawnBatch,
} from '../contract/imports.ts';
import { monthOf } from '../contract/month-no.ts';
import type { Database } from '../db/database.ts';
import { readOrganisations } from '../db/queries/access/organisations.ts';
import { readSuppliedMonths } from '../db/queries/layer-supply.ts';
import {
  readBatches,
  readDatasets,
  readPurgeReceipts,
  readSharingRecords,
  readStaleResults,
} from '../db/queries/provenance.ts';
import { refusedAsRequest } from './refused-as-request.ts';

const UNTOLD_ROWS = {
  rowsRead: null,
  rowsAccepted: null,
  rowsRejected: null,
  rowsDuplicate: null,
  rowsNotMapped: null,
};

/** Rows of a list that is answered at once. */
const LISTED = 2_000;

/** Where data came from, under what it is held, and how it goes again. */
export class Provenance {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Counts of restricted data leave only as released figures: the exact rows of a month's file would undo their rounding. Who
   * imported a file has it in hand, and is told of it.
   *
   * @param by user name of who asks
   */
  async batches(by: string): Promise<Batches> {
    const { db } = this.#database;
    const stale = await readStaleResults(db);
    const batches = await readBatches(db, LISTED);
    return {
      batches: batches.map(({ monthNo, importedAt, endedAt, sensitivityClass, ...rest }) => ({
        ...rest,
        ...(isCounted(sensitivityClass) || rest.importedBy === by ? {} : UNTOLD_ROWS),
        month: monthNo === null ? null : monthOf(monthNo),
        importedAt: importedAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
        staleResults: stale.filter(({ batchId }) => batchId === rest.batchId).map(({ sha256 }) => sha256),
      })),
    };
  }

  /** @throws RequestError unknown-batch, import-refused */
  async withdraw(batchId: number, reason: string, by: string): Promise<WithdrawnBatch> {
    const ended = await refusedAsRequest(() => withdrawBatch(this.#database, { batchId, reason, by }));
    const told = (await this.batches(by)).batches.find((batch) => batch.batchId === batchId);
    return {
      ...ended,
      ...(told?.rowsRead == null ? { rowsDeleted: null, eventsReassigned: null } : {}),
      staleResults: [...ended.staleResults],
    };
  }

  async datasets(): Promise<Datasets> {
    const { db } = this.#database;
    const datasets = await readDatasets(db);
    const months = await readSuppliedMonths(
      db,
      datasets.map(({ datasetId }) => datasetId),
    );
    return {
      datasets: datasets.map(({ datasetId, lastImportedAt, rows, rowsNotMapped, ...rest }) => ({
        ...rest,
        rows: isCounted(rest.sensitivityClass) ? rows : null,
        rowsNotMapped: isCounted(rest.sensitivityClass) ? rowsNotMapped : null,
        lastImportedAt: lastImportedAt?.toISOString() ?? null,
        months: months
          .filter((month) => month.datasetId === datasetId)
          .map(({ supplier, monthNo, status, events, reason }) => ({
            supplier,
            month: monthOf(monthNo),
            status,
            events: isCounted(rest.sensitivityClass) ? events : null,
            // The completeness check's reasons quote counts.
            reason: isCounted(rest.sensitivityClass) ? reason : '',
          })),
      })),
    };
  }

  async sharingRecords(): Promise<SharingRecords> {
    const { db } = this.#database;
    const records = await readSharingRecords(db);
    return {
      organisations: (await readOrganisations(db)).map(({ slug, name }) => ({ slug, name })),
      records: records.map(({ registeredAt, datasets, ...rest }) => ({
        ...rest,
        permittedRoles: rest.permittedRoles as SharingRecordBody['permittedRoles'],
        registeredAt: registeredAt.toISOString(),
        datasets: datasets ?? [],
      })),
    };
  }

  /** @throws RequestError import-refused */
  async registerSharing(
    body: SharingRecordBody,
    by: string,
  ): Promise<{ reference: string; version: number; datasets: string[] }> {
    const record = refusedAsRequest(() => parseSharingRecord(body));
    const { version, datasets } = await refusedAsRequest(() => registerSharing(this.#database, record, by));
    return { reference: record.reference, version, datasets: [...datasets] };
  }

  async purgeReceipts(): Promise<PurgeReceipts> {
    const receipts = await readPurgeReceipts(this.#database.db, LISTED);
    return {
      receipts: receipts.map(({ purgedAt, sensitivityClass, rowsDeleted, ...rest }) => ({
        ...rest,
        rowsDeleted: isCounted(sensitivityClass) ? rowsDeleted : null,
        purgedAt: purgedAt.toISOString(),
      })),
    };
  }
}

/** Whether rows may be told as they were counted; null: the dataset is not there any more. */
function isCounted(sensitivityClass: string | null): boolean {
  return sensitivityClass === 'open';
}
