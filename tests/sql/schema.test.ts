import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Database } from '../../server/db/database.ts';
import type { Tables } from '../../server/db/tables.ts';
import { projectRoot } from '../../server/project-root.ts';
import { expectGolden } from '../support/golden.ts';
import { testDatabases } from '../support/test-databases.ts';

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `the schema on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      beforeAll(async () => {
        database = await place.open();
      });
      afterAll(async () => {
        await database?.close();
        await place.remove();
      });

      it('is the one in sql/schema.sql', async () => {
        expectGolden(join(projectRoot, 'sql', 'schema.sql'), await describeSchema(database.db));
      });
    },
  );
}

/** Tables, columns, constraints, indexes, triggers and functions of the product, as text both engines write alike. */
async function describeSchema(db: Kysely<Tables>): Promise<string> {
  const lines = [
    '-- The schema that sql/migrations make, for reading and for review. Written by REGEN=1 npx vitest run tests/sql/schema.test.ts',
  ];
  const tables = await rows<{ name: string }>(
    db,
    sql`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not exists (
        select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      order by c.relname`,
  );
  for (const { name } of tables) {
    lines.push('', `create table ${name} (`);
    const columns = await rows<{ line: string }>(
      db,
      sql`select '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
          || case when a.attnotnull then ' not null' else '' end
          || case when a.attidentity = 'a' then ' generated always as identity' else '' end
          || case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
               when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end as line
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = ${name}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    );
    const constraints = await rows<{ line: string }>(
      db,
      sql`select '  ' || pg_get_constraintdef(oid) as line from pg_constraint
        where conrelid = ${name}::regclass and contype <> 'n' order by contype, pg_get_constraintdef(oid)`,
    );
    lines.push(`${[...columns, ...constraints].map(({ line }) => line).join(',\n')}\n);`);
    const indexes = await rows<{ line: string }>(
      db,
      sql`select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i
        where i.indrelid = ${name}::regclass and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
        order by 1`,
    );
    const triggers = await rows<{ line: string }>(
      db,
      sql`select pg_get_triggerdef(oid) || ';' as line from pg_trigger
        where tgrelid = ${name}::regclass and not tgisinternal order by 1`,
    );
    for (const { line } of [...indexes, ...triggers]) lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

async function rows<T>(db: Kysely<Tables>, query: ReturnType<typeof sql>): Promise<T[]> {
  return (await query.execute(db)).rows as T[];
}
