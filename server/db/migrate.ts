import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { projectRoot } from '../project-root.ts';
import type { Database } from './database.ts';

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

/** The database was made by a newer version of the product than this one. */
export class NewerDatabaseError extends Error {
  readonly code = 'database-newer';
  constructor(unknown: readonly string[]) {
    super(
      `The database is newer than this version of Wardlight: it has ${unknown.length === 1 ? 'a migration' : 'migrations'} unknown here (${unknown.join(', ')}). ` +
        'Start the newer version, or restore the backup made before it was installed. Nothing was changed.',
    );
    this.name = 'NewerDatabaseError';
  }
}

/** A migration was edited after it was applied. */
export class EditedMigrationError extends Error {
  readonly code = 'migration-edited';
  constructor(name: string) {
    super(
      `Migration ${name} differs from what this database was made with. A landed migration is never edited: ` +
        'restore sql/migrations from the release, and write a new migration for the change. Nothing was changed.',
    );
    this.name = 'EditedMigrationError';
  }
}

/** The login may not change the schema, and the schema is behind. */
export class MigrationNeededError extends Error {
  readonly code = 'migration-needed';
  constructor(pending: readonly string[]) {
    super(
      `The database is behind this version of Wardlight (${pending.join(', ')}), and this login may not change its schema. ` +
        "Give the owner's login once as DATABASE_OWNER_URL. Nothing was changed.",
    );
    this.name = 'MigrationNeededError';
  }
}

/** Any number; the same in every process, so that one migrates while the others wait. */
const MIGRATION_LOCK = 7_226_701;

/**
 * Bring the database to this version: numbered files of sql/migrations once each, all in one transaction, then every file
 * of sql/functions again. Safe when several processes start at once: the first takes a lock, the others find it done.
 *
 * @returns names of the migrations applied by this call
 * A login that may not change the schema only checks that nothing is to be done.
 *
 * @throws NewerDatabaseError, EditedMigrationError, MigrationNeededError
 */
export async function migrate(
  database: Database,
  { directory = join(projectRoot, 'sql') }: { directory?: string } = {},
): Promise<string[]> {
  const migrations = readSqlFiles(join(directory, 'migrations'));
  const functions = readSqlFiles(join(directory, 'functions'));
  return database.loadTransaction(async ({ db, script }) => {
    const { rows: rights } = await sql<{ owner: boolean; made: boolean }>`
      select has_schema_privilege('public', 'create') as owner, to_regclass('schema_migration') is not null as made`.execute(
      db,
    );
    const { owner, made } = rights[0] as { owner: boolean; made: boolean };
    if (!owner && !made) throw new MigrationNeededError(migrations.map(({ name }) => name));
    if (owner) await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(db);
    if (owner)
      await script(
        'create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
      );
    const { rows } = await sql<{
      name: string;
      sha256: string;
    }>`select name, sha256 from schema_migration`.execute(db);
    const applied = new Map(rows.map((row) => [row.name, row.sha256]));
    const known = new Set(migrations.map(({ name }) => name));
    const unknown = [...applied.keys()].filter((name) => !known.has(name));
    if (unknown.length > 0) throw new NewerDatabaseError(unknown);
    const pending: string[] = [];
    for (const { name, text, sha256 } of migrations) {
      const before = applied.get(name);
      if (before !== undefined) {
        if (before !== sha256) throw new EditedMigrationError(name);
        continue;
      }
      if (!owner) {
        pending.push(name);
        continue;
      }
      await script(text);
      await sql`insert into schema_migration (name, sha256) values (${name}, ${sha256})`.execute(db);
      pending.push(name);
    }
    if (!owner && pending.length > 0) throw new MigrationNeededError(pending);
    if (owner) for (const { text } of functions) await script(text);
    return pending;
  });
}

function readSqlFiles(directory: string): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const text = readFileSync(join(directory, name), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    });
}
