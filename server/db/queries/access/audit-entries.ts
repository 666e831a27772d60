import { type Insertable, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { AuditEntryTable } from '../../access-tables.ts';
import type { Tables } from '../../tables.ts';

export async function insertAuditEntry(
  db: Kysely<Tables>,
  entry: Insertable<AuditEntryTable>,
): Promise<void> {
  await db.insertInto('audit_entry').values(entry).execute();
}

export interface AuditSelection {
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
  readonly username?: string | undefined;
  readonly organisation?: string | undefined;
  /** An action, or its first words: 'figures' takes in figures.hot-spots. */
  readonly action?: string | undefined;
  readonly area?: string | undefined;
  readonly auditId?: string | undefined;
}

export interface AuditEntryRow {
  readonly seq: number;
  readonly auditId: string;
  readonly recordedAt: Date;
  readonly action: string;
  readonly outcome: string;
  readonly username: string | null;
  readonly organisation: string | null;
  readonly roles: string | null;
  readonly via: string | null;
  readonly address: string | null;
  readonly datasets: string | null;
  readonly dataVersion: number | null;
  readonly area: string | null;
  readonly period: string | null;
  readonly filters: string | null;
  readonly format: string | null;
  readonly marking: string | null;
  readonly reason: string | null;
  readonly subject: string | null;
  readonly hash: string;
}

/** Entries, newest first, older than number `before`. */
export async function readAuditEntries(
  db: Kysely<Tables>,
  selection: AuditSelection,
  { before, limit }: { before: number | null; limit: number },
): Promise<AuditEntryRow[]> {
  let query = narrow(db.selectFrom('audit_entry'), selection);
  if (before !== null) query = query.where('seq', '<', before);
  return query
    .select([
      'seq',
      'audit_id as auditId',
      'recorded_at as recordedAt',
      'action',
      'outcome',
      'username',
      'organisation',
      'roles',
      'via',
      'address',
      'datasets',
      'data_version as dataVersion',
      'area',
      'period',
      'filters',
      'format',
      'marking',
      'reason',
      'subject',
      'hash',
    ])
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
}

/** Entries of figures that were given to the account, of those with these ids. */
export async function readLooks(db: Kysely<Tables>, accountId: number, auditIds: readonly string[]) {
  return db
    .selectFrom('audit_entry')
    .where('audit_id', 'in', [...auditIds])
    .where('account_id', '=', accountId)
    .where('outcome', '=', 'ok')
    .where(sql<boolean>`starts_with(action, 'figures.')`)
    .select(['audit_id as auditId', 'datasets', 'data_version as dataVersion', 'area', 'period', 'marking'])
    .orderBy('seq')
    .execute();
}

export interface AuditUseRow {
  readonly organisation: string;
  readonly area: string;
  readonly requests: number;
  readonly refused: number;
  readonly accounts: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Requests for figures by organisation and area, most first. */
export async function readAuditUse(db: Kysely<Tables>, selection: AuditSelection): Promise<AuditUseRow[]> {
  return narrow(db.selectFrom('audit_entry'), selection)
    .where('area', 'is not', null)
    .where('organisation', 'is not', null)
    .groupBy(['organisation', 'area'])
    .select([
      sql<string>`organisation`.as('organisation'),
      sql<string>`area`.as('area'),
      sql<number>`count(*)::int`.as('requests'),
      sql<number>`(count(*) filter (where outcome <> 'ok'))::int`.as('refused'),
      sql<number>`count(distinct account_id)::int`.as('accounts'),
      sql<Date>`min(recorded_at)`.as('firstAt'),
      sql<Date>`max(recorded_at)`.as('lastAt'),
    ])
    .orderBy('requests', 'desc')
    .orderBy('organisation')
    .orderBy('area')
    .execute();
}

function narrow<O>(
  query: SelectQueryBuilder<Tables, 'audit_entry', O>,
  { from, to, username, organisation, action, area, auditId }: AuditSelection,
): SelectQueryBuilder<Tables, 'audit_entry', O> {
  let narrowed = query;
  if (from !== undefined) narrowed = narrowed.where('recorded_at', '>=', from);
  if (to !== undefined) narrowed = narrowed.where('recorded_at', '<', to);
  if (username !== undefined) narrowed = narrowed.where('username', '=', username.toLowerCase());
  if (organisation !== undefined) narrowed = narrowed.where('organisation', '=', organisation);
  if (action !== undefined) {
    narrowed = narrowed.where((where) =>
      where.or([
        where('action', '=', action),
        where(sql`starts_with(action, ${`${action}.`})`, '=', sql`true`),
      ]),
    );
  }
  if (area !== undefined) narrowed = narrowed.where('area', '=', area);
  if (auditId !== undefined) narrowed = narrowed.where('audit_id', '=', auditId);
  return narrowed;
}

/** An entry with every field as the text that was hashed. */
export type AuditTextRow = Readonly<Record<string, string | null>>;

/** Entries after number `after`, oldest first, every field as text. */
export async function readAuditTexts(
  db: Kysely<Tables>,
  after: number,
  limit: number,
): Promise<AuditTextRow[]> {
  const { rows } = await sql<AuditTextRow>`
    select seq::text, audit_id::text,
      to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_at,
      action, outcome, account_id::text, username, organisation, roles, via, address, datasets, data_version::text,
      area, period, filters, format, marking, reason, subject, previous_hash, hash
    from audit_entry where seq > ${after} order by audit_entry.seq limit ${limit}`.execute(db);
  return rows;
}

/** How far the audit says that it has grown. */
export async function readAuditHead(db: Kysely<Tables>): Promise<{ seq: number; hash: string } | undefined> {
  return db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst();
}
