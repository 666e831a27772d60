import { randomUUID } from 'node:crypto';
import type { AuditFilter, AuditPage, AuditQuery, AuditRow, AuditUse } from '../contract/audit.ts';
import type { AuditOutcome } from '../db/access-tables.ts';
import type { Database } from '../db/database.ts';
import {
  type AuditEntryRow,
  type AuditSelection,
  insertAuditEntry,
  readAuditEntries,
  readAuditUse,
  readLooks,
} from '../db/queries/access/audit-entries.ts';
import type { Asker } from './asker.ts';
import type { Look } from './picture-subject.ts';

/** What figures were looked at. */
export interface AuditSubject {
  /** Slugs of the datasets that the figures come from. */
  readonly datasets: readonly string[];
  readonly dataVersion: number;
  /** Code of the area. */
  readonly area: string | null;
  /** First and last month, YYYY-MM/YYYY-MM. */
  readonly period: string | null;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly marking: string;
}

export interface AuditEvent {
  /** figures.hot-spots, sign-in, account.create: what was done, words joined by dots and hyphens. */
  readonly action: string;
  readonly outcome: AuditOutcome;
  /** null: nobody was signed in. */
  readonly asker: Pick<Asker, 'accountId' | 'username' | 'organisation' | 'roles' | 'via'> | null;
  /** How it came, where nobody is signed in: command-line. */
  readonly via?: string;
  /** IP address; null on the command line. */
  readonly address: string | null;
  readonly about?: AuditSubject;
  /** Code of the area asked about, where nothing was looked at. */
  readonly area?: string | null;
  /** json, csv, docx, ... */
  readonly format?: string;
  /** The asker's own words. */
  readonly reason?: string | null;
  /** The account, token or organisation that it was done to. */
  readonly subject?: string;
}

const PAGE = 50;
const EXPORT_PAGE = 1_000;
const DAY_MS = 86_400_000;

/** Writes and reads the audit. Numbers, dates and hashes are the database's own; see sql/migrations/0002_access.sql. */
export class AuditLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns the entry's id, for the answer that it is about. Throws where it cannot be written: then nothing may leave. */
  async write({
    action,
    via,
    outcome,
    asker,
    address,
    about,
    area,
    format,
    reason,
    subject,
  }: AuditEvent): Promise<string> {
    const auditId = randomUUID();
    await insertAuditEntry(this.#database.db, {
      audit_id: auditId,
      action,
      outcome,
      account_id: asker?.accountId ?? null,
      username: asker?.username ?? null,
      organisation: asker?.organisation.slug ?? null,
      roles: asker ? asker.roles.join(',') : null,
      via: asker?.via ?? via ?? null,
      address,
      datasets: about ? about.datasets.join(',') : null,
      data_version: about?.dataVersion ?? null,
      area: about?.area ?? area ?? null,
      period: about?.period ?? null,
      filters: about ? JSON.stringify(about.filters) : null,
      format: format ?? null,
      marking: about?.marking ?? null,
      reason: reason ?? null,
      subject: subject ?? null,
    });
    return auditId;
  }

  /** A page of entries, newest first. */
  async page({ before, limit = PAGE, ...filter }: AuditQuery): Promise<AuditPage> {
    const rows = await readAuditEntries(this.#database.db, selectionOf(filter), {
      before: before ?? null,
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    return {
      entries: shown.map(rowOf),
      next: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
    };
  }

  /** Every entry of the selection as CSV (RFC 4180), a page at a time, newest first, heading first. */
  async *csv(filter: AuditFilter): AsyncGenerator<string> {
    yield `${CSV_COLUMNS.join(',')}\r\n`;
    let before: number | null = null;
    for (;;) {
      const rows: AuditEntryRow[] = await readAuditEntries(this.#database.db, selectionOf(filter), {
        before,
        limit: EXPORT_PAGE,
      });
      if (rows.length === 0) return;
      yield rows
        .map((row) => {
          const entry = rowOf(row);
          return `${CSV_COLUMNS.map((column) => csvField(entry[column])).join(',')}\r\n`;
        })
        .join('');
      before = rows.at(-1)?.seq ?? null;
    }
  }

  /** Those of these entries that are figures this account was given. Ids that are not are left out. */
  async looksOf(accountId: number, auditIds: readonly string[]): Promise<Look[]> {
    return readLooks(this.#database.db, accountId, auditIds);
  }

  /** Which organisation looked at which area how often. */
  async use(filter: AuditFilter): Promise<AuditUse> {
    const rows = await readAuditUse(this.#database.db, { action: 'figures', ...selectionOf(filter) });
    return {
      use: rows.map(({ firstAt, lastAt, ...rest }) => ({
        ...rest,
        firstAt: firstAt.toISOString(),
        lastAt: lastAt.toISOString(),
      })),
    };
  }
}

const CSV_COLUMNS = [
  'seq',
  'auditId',
  'recordedAt',
  'action',
  'outcome',
  'username',
  'organisation',
  'roles',
  'via',
  'address',
  'datasets',
  'dataVersion',
  'area',
  'period',
  'filters',
  'format',
  'marking',
  'reason',
  'subject',
  'hash',
] as const satisfies readonly (keyof AuditRow)[];

function selectionOf({ from, to, ...rest }: AuditFilter): AuditSelection {
  return {
    ...rest,
    ...(from === undefined ? {} : { from: new Date(`${from}T00:00:00Z`) }),
    ...(to === undefined ? {} : { to: new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS) }),
  };
}

function rowOf({ recordedAt, ...rest }: AuditEntryRow): AuditRow {
  return { ...rest, recordedAt: recordedAt.toISOString() };
}

/** Quoted where needed; a leading = + - @ would be a formula to a spreadsheet, so it gets an apostrophe. */
function csvField(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
