import type { Database } from '../../server/db/database.ts';
import { raiseDataVersion } from './batch.ts';
import { endBatch } from './end-batch.ts';

export interface PurgeReceipt {
  readonly batchId: number;
  readonly dataset: string;
  readonly fileName: string;
  readonly rowsDeleted: Readonly<Record<string, number>>;
  readonly reason: string;
  readonly sharingReference: string;
}

/**
 * Delete what may not be kept any longer, a transaction a batch: imported more than the record's retention ago, or held past
 * its last day. Each leaves a receipt. A purge that is interrupted goes on where it stopped.
 *
 * @param today the day in the United Kingdom, YYYY-MM-DD
 * @param dryRun say what would be deleted; delete nothing
 */
export async function purge(
  database: Database,
  { today, by, dryRun = false }: { today: string; by: string; dryRun?: boolean },
): Promise<PurgeReceipt[]> {
  const held = await database.db
    .selectFrom('import_batch as b')
    .innerJoin('dataset as d', 'd.dataset_id', 'b.dataset_id')
    .innerJoin('sharing_record as s', 's.sharing_id', 'd.sharing_id')
    .where('b.state', '=', 'live')
    .select([
      'b.batch_id',
      'b.file_name',
      'b.file_sha256',
      'b.imported_at',
      'd.slug',
      's.reference',
      's.retention_months',
      's.retain_until',
    ])
    .orderBy('b.batch_id')
    .execute();
  const receipts: PurgeReceipt[] = [];
  for (const batch of held) {
    const reason = reasonToDelete(batch, today);
    if (reason === null) continue;
    const about = {
      batchId: batch.batch_id,
      dataset: batch.slug,
      fileName: batch.file_name,
      reason,
      sharingReference: batch.reference,
    };
    if (dryRun) {
      receipts.push({ ...about, rowsDeleted: {} });
      continue;
    }
    const rowsDeleted = await database.loadTransaction(async (load) => {
      const ended = await endBatch(load, batch.batch_id, reason, by);
      await load.db
        .insertInto('purge_receipt')
        .values({
          dataset_slug: batch.slug,
          batch_id: batch.batch_id,
          file_name: batch.file_name,
          file_sha256: batch.file_sha256,
          imported_at: batch.imported_at,
          rows_deleted: JSON.stringify(ended.rowsDeleted),
          reason,
          sharing_reference: batch.reference,
          purged_by: by,
        })
        .execute();
      await raiseDataVersion(load.db);
      return ended.rowsDeleted;
    });
    receipts.push({ ...about, rowsDeleted });
  }
  return receipts;
}

function reasonToDelete(
  batch: {
    readonly imported_at: Date;
    readonly retention_months: number;
    readonly retain_until: string | null;
  },
  today: string,
): string | null {
  if (batch.retain_until !== null && batch.retain_until < today)
    return `Nothing may be kept past ${batch.retain_until}.`;
  const until = addMonths(batch.imported_at, batch.retention_months);
  return until < today
    ? `Imported on ${batch.imported_at.toISOString().slice(0, 10)}, kept for ${batch.retention_months} months, to ${until}.`
    : null;
}

/** The last day of a period of months that begins on a date; the 31st becomes the last of a shorter month. */
function addMonths(from: Date, months: number): string {
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return first.toISOString().slice(0, 10);
}
