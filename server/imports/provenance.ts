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

/** Rows of a list that is answered at once. */
const LISTED = 2_000;

/** Where data came from, under what it is held, and how it goes again. */
export class Provenance {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async batches(): Promise<Batches> {
    const { db } = this.#database;
    const stale = await readStaleResults(db);
    const batches = await readBatches(db, LISTED);
    return {
      batches: batches.map(({ monthNo, importedAt, endedAt, ...rest }) => ({
        ...rest,
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
    return { ...ended, staleResults: [...ended.staleResults] };
  }

  async datasets(): Promise<Datasets> {
    const { db } = this.#database;
    const datasets = await readDatasets(db);
    const months = await readSuppliedMonths(
      db,
      datasets.map(({ datasetId }) => datasetId),
    );
    return {
      datasets: datasets.map(({ datasetId, lastImportedAt, rowsNotMapped, ...rest }) => ({
        ...rest,
        // Counts of restricted data leave only as released figures: a month's exact one would undo their rounding.
        rowsNotMapped: rest.sensitivityClass === 'open' ? rowsNotMapped : null,
        lastImportedAt: lastImportedAt?.toISOString() ?? null,
        months: months
          .filter((month) => month.datasetId === datasetId)
          .map(({ supplier, monthNo, status, events, reason }) => ({
            supplier,
            month: monthOf(monthNo),
            status,
            events: rest.sensitivityClass === 'open' ? events : null,
            reason,
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
      receipts: receipts.map(({ purgedAt, ...rest }) => ({ ...rest, purgedAt: purgedAt.toISOString() })),
    };
  }
}
