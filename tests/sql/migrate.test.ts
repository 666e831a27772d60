import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { migrate } from '../../server/db/migrate.ts';
import { projectRoot } from '../../server/project-root.ts';
import { testDatabases } from '../support/test-databases.ts';

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `migrations on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      const copies: string[] = [];
      const sqlCopy = () => {
        const directory = mkdtempSync(join(tmpdir(), 'wardlight-sql-'));
        copies.push(directory);
        cpSync(join(projectRoot, 'sql'), directory, { recursive: true });
        return directory;
      };
      afterAll(async () => {
        for (const directory of copies) rmSync(directory, { recursive: true, force: true });
        await place.remove();
      });

      it('applies each migration once when several processes start at once', async () => {
        const databases =
          place.name === 'server'
            ? await Promise.all(Array.from({ length: 12 }, () => place.open()))
            : [await place.open()];
        const [{ db }] = databases;
        const applied = await Promise.all(databases.map((database) => migrate(database)));
        expect(applied.flat()).toEqual([]);
        const { rows } = await sql<{ name: string }>`select name from schema_migration order by name`.execute(
          db,
        );
        expect(rows.length).toBeGreaterThan(0);
        expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
        await Promise.all(databases.map((database) => database.close()));
      });

      it('applies a new migration, and nothing of one that fails', async () => {
        const database = await place.open();
        const directory = sqlCopy();
        writeFileSync(join(directory, 'migrations/9001_good.sql'), 'create table good (id integer);');
        writeFileSync(
          join(directory, 'migrations/9002_bad.sql'),
          'create table bad (id integer); select 1/0;',
        );
        await expect(migrate(database, { directory })).rejects.toThrow(/division by zero/);
        const { rows } = await sql`select to_regclass('good') as good, to_regclass('bad') as bad`.execute(
          database.db,
        );
        expect(rows).toEqual([{ good: null, bad: null }]);
        await database.close();
      });

      it('refuses a database that is newer than the program, and says what to do', async () => {
        const database = await place.open({ as: 'owner' });
        await sql`insert into schema_migration (name, sha256) values ('9999_future.sql', 'x')`.execute(
          database.db,
        );
        await expect(migrate(database)).rejects.toThrow(/9999_future\.sql.*Start the newer version/s);
        await sql`delete from schema_migration where name = '9999_future.sql'`.execute(database.db);
        await database.close();
      });

      it('refuses a migration that was edited after it was applied', async () => {
        const database = await place.open();
        const directory = sqlCopy();
        writeFileSync(join(directory, 'migrations/0001_spine.sql'), 'select 1;');
        await expect(migrate(database, { directory })).rejects.toThrow(/0001_spine\.sql differs/);
        await database.close();
      });
    },
  );
}
