import { type Kysely, sql } from 'kysely';
import type { DatasetTable, Tables } from '../../server/db/tables.ts';
import { hashFile, type SourceFile } from './source-file.ts';

/** A dataset as the importer makes it the first time its data arrive. */
export type DatasetDescription = Pick<
  DatasetTable,
  | 'title'
  | 'kind'
  | 'layer'
  | 'location_precision'
  | 'time_precision'
  | 'sensitivity_class'
  | 'owner'
  | 'licence'
  | 'attribution'
> & { readonly slug: string; readonly context_only?: boolean };

/**
 * The id of a dataset, made where it is not there yet. Synthetic data are a dataset of their own, whatever they imitate, and say so.
 */
export async function ensureDataset(
  db: Kysely<Tables>,
  description: DatasetDescription,
  synthetic: boolean,
): Promise<{ datasetId: number; slug: string }> {
  const slug = synthetic ? `${description.slug}-synthetic` : description.slug;
  const row = synthetic
    ? {
        ...description,
        slug,
        synthetic,
        title: `${description.title} (synthetic)`,
        owner: 'Wardlight sample',
        licence: 'Apache-2.0',
        attribution: 'Synthetic data of a district that does not exist',
      }
    : { ...description, slug, synthetic };
  await db
    .insertInto('dataset')
    .values(row)
    .onConflict((c) => c.column('slug').doNothing())
    .execute();
  const { dataset_id } = await db
    .selectFrom('dataset')
    .select('dataset_id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  return { datasetId: dataset_id, slug };
}

/** The live batch that came from the very same bytes, if there is one. The file is hashed only where one of its size is live. */
export async function findSameFile(
  db: Kysely<Tables>,
  file: SourceFile,
  kind: string,
  synthetic: boolean,
): Promise<{ batchId: number; importedAt: Date; fileName: string; sha256: string } | undefined> {
  const ofSameSize = await db
    .selectFrom('import_batch')
    .innerJoin('dataset', 'dataset.dataset_id', 'import_batch.dataset_id')
    .select(['batch_id', 'imported_at', 'file_name', 'file_sha256'])
    .where('file_bytes', '=', file.bytes)
    .where('state', '=', 'live')
    .where('dataset.kind', '=', kind)
    .where('dataset.synthetic', '=', synthetic)
    .execute();
  if (ofSameSize.length === 0) return undefined;
  const sha256 = await hashFile(file);
  const row = ofSameSize.find(({ file_sha256 }) => file_sha256 === sha256);
  return row && { batchId: row.batch_id, importedAt: row.imported_at, fileName: row.file_name, sha256 };
}

export interface NewBatch {
  readonly datasetId: number;
  readonly supplier: string;
  readonly monthNo: number | null;
  readonly file: SourceFile;
  readonly importedBy: string;
}

/** A batch for rows to refer to. It counts for nothing until `makeLive`: a crash in between leaves no trace of it. */
export async function openBatch(db: Kysely<Tables>, batch: NewBatch): Promise<number> {
  const { batch_id } = await db
    .insertInto('import_batch')
    .values({
      dataset_id: batch.datasetId,
      supplier: batch.supplier,
      month_no: batch.monthNo,
      file_name: batch.file.name,
      // Set when the file has been read to its end.
      file_sha256: '0'.repeat(64),
      file_bytes: batch.file.bytes,
      rows_read: 0,
      rows_accepted: 0,
      rows_rejected: 0,
      rows_duplicate: 0,
      report: '{}',
      state: 'withdrawn',
      replaced_by: null,
      imported_by: batch.importedBy,
    })
    .returning('batch_id')
    .executeTakeFirstOrThrow();
  return batch_id;
}

/** Mark older batches as replaced by a new one; their rows are the caller's business. */
export async function replaceBatches(
  db: Kysely<Tables>,
  older: readonly number[],
  newer: number,
): Promise<void> {
  if (older.length === 0) return;
  await db
    .updateTable('import_batch')
    .set({ state: 'replaced', replaced_by: newer })
    .where('batch_id', 'in', [...older])
    .execute();
}

/** Every write of data raises the version, so that a result can name the data it was computed from. */
export async function raiseDataVersion(db: Kysely<Tables>): Promise<void> {
  await sql`update data_version set version = version + 1, changed_at = now()`.execute(db);
}

/** Live batches of one supplier in a dataset. */
export async function liveBatches(
  db: Kysely<Tables>,
  datasetId: number,
  supplier: string,
): Promise<number[]> {
  const rows = await db
    .selectFrom('import_batch')
    .select('batch_id')
    .where('dataset_id', '=', datasetId)
    .where('supplier', '=', supplier)
    .where('state', '=', 'live')
    .execute();
  return rows.map(({ batch_id }) => batch_id);
}

/** Live batches of a dataset of which no row is left in their table give way to a newer one. */
export async function replaceEmptied(
  db: Kysely<Tables>,
  datasetId: number,
  batchId: number,
  table: 'area_lookup' | 'area_measure' | 'postcode' | 'uprn',
): Promise<void> {
  const { rows } = await sql<{ batch_id: number }>`
    select batch_id from import_batch b where dataset_id = ${datasetId} and state = 'live'
      and batch_id not in (select distinct batch_id from ${sql.table(table)})`.execute(db);
  await replaceBatches(
    db,
    rows.map(({ batch_id }) => batch_id),
    batchId,
  );
}
