import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

/** One question of restricted data, as kept. */
export interface KeptQuestion {
  readonly accountId: number;
  readonly layer: string;
  readonly dataVersion: number;
  readonly asked: unknown;
  readonly decision: 'allow' | 'coarsen' | 'refuse';
  readonly because: string;
  readonly isolates: unknown;
}

/** The asker's latest questions about a layer, latest first. */
export async function readQuestions(
  db: Kysely<Tables>,
  accountId: number,
  layer: string,
  limit: number,
): Promise<unknown[]> {
  const rows = await db
    .selectFrom('query_history')
    .where('account_id', '=', accountId)
    .where('layer', '=', layer)
    .orderBy('query_id', 'desc')
    .limit(limit)
    .select('asked')
    .execute();
  return rows.map(({ asked }) => asked);
}

export async function insertQuestion(db: Kysely<Tables>, question: KeptQuestion): Promise<void> {
  const { accountId, layer, dataVersion, asked, decision, because, isolates } = question;
  await db
    .insertInto('query_history')
    .values({
      account_id: accountId,
      layer,
      data_version: dataVersion,
      asked: JSON.stringify(asked),
      decision,
      because,
      isolates: isolates === null ? null : JSON.stringify(isolates),
    })
    .execute();
}
