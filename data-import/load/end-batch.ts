import { type Kysely, sql } from 'kysely';
import type { Database, LoadTransaction } from '../../server/db/database.ts';
import type { Tables } from '../../server/db/tables.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { loadAreaFinder } from './area-finder.ts';
import { raiseDataVersion } from './batch.ts';
import { reassignEvents } from './reassign-events.ts';
import { judgeEventMonths } from './supply-months.ts';

export interface EndedBatch {
  readonly batchId: number;
  readonly dataset: string;
  readonly fileName: string;
  /** Rows deleted by table; tables without any are left out. */
  readonly rowsDeleted: Readonly<Record<string, number>>;
  /** Events that are counted in another area now, because boundaries or a lookup went. */
  readonly eventsReassigned: number;
  /** Frozen results that were computed from it. */
  readonly staleResults: readonly string[];
}

/**
 * Withdraw a file's batch whole: its rows are deleted, its months are not supplied any more, results computed from it are
 * stale from now on. The batch itself stays as a record of what was there, who withdrew it and why.
 *
 * @throws ImportRefusedError batch-unknown, batch-not-live, reason-missing
 */
export async function withdrawBatch(
  database: Database,
  { batchId, reason, by }: { batchId: number; reason: string; by: string },
): Promise<EndedBatch> {
  if (reason.trim().length < 10)
    throw new ImportRefusedError(
      'reason-missing',
      'Say why the batch is withdrawn, in ten characters or more.',
      reason,
      'The reason is kept with the batch: "the trust sent it by mistake".',
    );
  return database.loadTransaction((load) => endBatch(load, batchId, reason.trim(), by));
}

/** Delete a live batch's rows inside a transaction and say that it ended. */
export async function endBatch(
  load: LoadTransaction,
  batchId: number,
  reason: string,
  by: string,
): Promise<EndedBatch> {
  const { db } = load;
  const batch = await db
    .selectFrom('import_batch as b')
    .innerJoin('dataset as d', 'd.dataset_id', 'b.dataset_id')
    .select([
      'b.batch_id',
      'b.dataset_id',
      'b.supplier',
      'b.month_no',
      'b.state',
      'b.file_name',
      'd.slug',
      'd.kind',
      'd.layer',
    ])
    .where('b.batch_id', '=', batchId)
    .forUpdate('b')
    .executeTakeFirst();
  if (!batch)
    throw new ImportRefusedError(
      'batch-unknown',
      `There is no batch ${batchId}.`,
      String(batchId),
      'Batches are listed at GET /api/batches and on the Data page.',
    );
  if (batch.state !== 'live')
    throw new ImportRefusedError(
      'batch-not-live',
      `Batch ${batchId} holds no rows any more: it was ${batch.state}.`,
      batch.state,
      'Only a live batch can be withdrawn.',
    );
  const rowsDeleted = await deleteRows(db, batch.batch_id, batch.dataset_id);
  if (batch.month_no !== null)
    await db
      .deleteFrom('supply_month')
      .where('dataset_id', '=', batch.dataset_id)
      .where('supplier', '=', batch.supplier)
      .where('month_no', '=', batch.month_no)
      .execute();
  // A partner's file may bring many months: those it leaves empty were not supplied, which is not zero.
  else if (batch.layer !== null) await judgeEventMonths(db, batch.dataset_id, batch.supplier);
  const isGround = batch.kind === 'boundaries' || batch.kind === 'lookup';
  const eventsReassigned = isGround ? await reassignEvents(db, await loadAreaFinder(db)) : 0;
  await raiseDataVersion(db);
  await db
    .updateTable('import_batch')
    .set({
      state: 'withdrawn',
      ended_at: sql<Date>`clock_timestamp()`,
      ended_by: by,
      ended_reason: reason,
      ended_version: sql<number>`(select version from data_version)`,
    })
    .where('batch_id', '=', batchId)
    .execute();
  const stale = await db
    .selectFrom('stale_frozen_result')
    .select('sha256')
    .where('batch_id', '=', batchId)
    .execute();
  return {
    batchId,
    dataset: batch.slug,
    fileName: batch.file_name,
    rowsDeleted,
    eventsReassigned,
    staleResults: stale.map(({ sha256 }) => sha256),
  };
}

/** Tables whose rows name their batch, as the schema has them: a table added later is covered by its column. */
async function tablesOfRows(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and a.attname = 'batch_id' and not a.attisdropped
      and c.relname not in ('import_batch', 'purge_receipt', 'area')
    order by c.relname`.execute(db);
  return rows.map(({ name }) => name);
}

async function deleteRows(
  db: Kysely<Tables>,
  batchId: number,
  datasetId: number,
): Promise<Record<string, number>> {
  const deleted: Record<string, number> = {};
  for (const table of await tablesOfRows(db)) {
    // Events are found by their dataset: there is no index by batch.
    const ofDataset = table === 'event' ? sql`dataset_id = ${datasetId}::smallint and` : sql``;
    const { numAffectedRows } =
      await sql`delete from ${sql.table(table)} where ${ofDataset} batch_id = ${batchId}::integer`.execute(
        db,
      );
    if (numAffectedRows) deleted[table] = Number(numAffectedRows);
  }
  // Areas are named by events and figures of other batches: their boundaries go, their codes stay.
  const { rows: bounded } = await sql<{ had: boolean }>`
    update area a set geom = null, area_m2 = null, batch_id = null
    from (select area_id, geom is not null as had from area where batch_id = ${batchId}::integer) before
    where before.area_id = a.area_id returning before.had`.execute(db);
  const boundaries = bounded.filter(({ had }) => had).length;
  if (boundaries > 0) {
    deleted.area = boundaries;
    await sql`
      update area_set s set vertex_spacing_m = null, simplified = null
      where not exists (select from area a where a.area_set_id = s.area_set_id and a.geom is not null)`.execute(
      db,
    );
  }
  return deleted;
}
