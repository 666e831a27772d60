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

/** A question with who asked it, for the auditor. */
export interface QuestionRow {
  readonly askedAt: Date;
  readonly username: string;
  readonly organisation: string;
  readonly layer: string;
  readonly asked: unknown;
  readonly decision: 'allow' | 'coarsen' | 'refuse';
  readonly because: string;
  readonly isolates: unknown;
}

/** Questions of everybody, latest first; `decided` leaves the others out. */
export async function readQuestionsOfAll(
  db: Kysely<Tables>,
  {
    username,
    organisation,
    decided,
    limit,
  }: {
    username: string | undefined;
    organisation: string | undefined;
    decided: readonly KeptQuestion['decision'][];
    limit: number;
  },
): Promise<QuestionRow[]> {
  let query = db
    .selectFrom('query_history as q')
    .innerJoin('account as a', 'a.account_id', 'q.account_id')
    .innerJoin('organisation as o', 'o.organisation_id', 'a.organisation_id')
    .where('q.decision', 'in', [...decided]);
  if (username !== undefined) query = query.where('a.username', '=', username.toLowerCase());
  if (organisation !== undefined) query = query.where('o.slug', '=', organisation);
  return query
    .select([
      'q.asked_at as askedAt',
      'a.username',
      'o.slug as organisation',
      'q.layer',
      'q.asked',
      'q.decision',
      'q.because',
      'q.isolates',
    ])
    .orderBy('q.query_id', 'desc')
    .limit(limit)
    .execute();
}
