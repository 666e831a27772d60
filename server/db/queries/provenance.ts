import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** Every batch, newest first, with the frozen results that its end made stale. */
export async function readBatches(db: Kysely<Tables>, limit: number) {
  return db
    .selectFrom('import_batch as b')
    .innerJoin('dataset as d', 'd.dataset_id', 'b.dataset_id')
    .select([
      'b.batch_id as batchId',
      'd.slug as dataset',
      'd.title',
      'd.kind',
      'd.sensitivity_class as sensitivityClass',
      'b.supplier',
      'b.month_no as monthNo',
      'b.file_name as fileName',
      'b.file_sha256 as sha256',
      'b.rows_read as rowsRead',
      'b.rows_accepted as rowsAccepted',
      'b.rows_rejected as rowsRejected',
      'b.rows_duplicate as rowsDuplicate',
      'b.rows_not_mapped as rowsNotMapped',
      'b.imported_by as importedBy',
      'b.imported_at as importedAt',
      'b.state',
      'b.ended_by as endedBy',
      'b.ended_at as endedAt',
      'b.ended_reason as endedReason',
    ])
    .orderBy('b.batch_id', 'desc')
    .limit(limit)
    .execute();
}

/** Frozen results that are stale, by the batch that made them so. */
export async function readStaleResults(db: Kysely<Tables>): Promise<{ sha256: string; batchId: number }[]> {
  return db
    .selectFrom('stale_frozen_result')
    .select(['sha256', 'batch_id as batchId'])
    .orderBy('sha256')
    .execute();
}

/** Every dataset with its record of sharing and what is live of it. */
export async function readDatasets(db: Kysely<Tables>) {
  return db
    .selectFrom('dataset as d')
    .leftJoin('sharing_record as s', 's.sharing_id', 'd.sharing_id')
    .leftJoin('usable_dataset as u', 'u.dataset_id', 'd.dataset_id')
    .leftJoin('import_batch as b', (join) =>
      join.onRef('b.dataset_id', '=', 'd.dataset_id').on('b.state', '=', 'live'),
    )
    .groupBy(['d.dataset_id', 's.sharing_id', 'u.dataset_id'])
    .select([
      'd.dataset_id as datasetId',
      'd.slug',
      'd.title',
      'd.kind',
      'd.owner',
      'd.licence',
      'd.sensitivity_class as sensitivityClass',
      'd.location_precision as locationPrecision',
      'd.time_precision as timePrecision',
      'd.synthetic',
      sql<boolean>`u.dataset_id is not null`.as('usable'),
      's.expires_on as expiresOn',
      's.reference as sharingReference',
      sql<number>`count(b.batch_id)::int`.as('liveBatches'),
      sql<number>`coalesce(sum(b.rows_accepted), 0)::int`.as('rows'),
      sql<number>`coalesce(sum(b.rows_not_mapped), 0)::int`.as('rowsNotMapped'),
      sql<Date | null>`max(b.imported_at)`.as('lastImportedAt'),
    ])
    .orderBy('d.title')
    .execute();
}

/** The newest version of each record of sharing, with the datasets under it. */
export async function readSharingRecords(db: Kysely<Tables>) {
  return db
    .selectFrom('sharing_record as s')
    .distinctOn('s.reference')
    .select((from) => [
      's.reference',
      's.version',
      's.record_type as type',
      's.agreement',
      's.owner',
      's.lawful_basis as lawfulBasis',
      's.purpose',
      's.expires_on as expiresOn',
      's.retention_months as retentionMonths',
      's.retain_until as retainUntil',
      's.permitted_roles as permittedRoles',
      's.permitted_organisations as permittedOrganisations',
      's.reshare_allowed as reshareAllowed',
      's.sensitivity_class as sensitivityClass',
      's.registered_by as registeredBy',
      's.registered_at as registeredAt',
      sql<boolean>`s.expires_on < (now() at time zone 'Europe/London')::date`.as('expired'),
      from
        .selectFrom('dataset as d')
        .whereRef('d.sharing_id', '=', 's.sharing_id')
        .select(sql<string[]>`coalesce(array_agg(d.slug order by d.slug), '{}')`.as('slugs'))
        .as('datasets'),
    ])
    .orderBy('s.reference')
    .orderBy('s.version', 'desc')
    .execute();
}

/** What was purged, newest first. */
export async function readPurgeReceipts(db: Kysely<Tables>, limit: number) {
  return db
    .selectFrom('purge_receipt')
    .leftJoin('dataset as d', 'd.slug', 'dataset_slug')
    .select([
      'd.sensitivity_class as sensitivityClass',
      'receipt_id as receiptId',
      'dataset_slug as dataset',
      'batch_id as batchId',
      'file_name as fileName',
      'rows_deleted as rowsDeleted',
      'reason',
      'sharing_reference as sharingReference',
      'purged_by as purgedBy',
      'purged_at as purgedAt',
    ])
    .orderBy('receipt_id', 'desc')
    .limit(limit)
    .execute();
}
