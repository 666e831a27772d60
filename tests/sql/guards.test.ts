import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/db/database.ts';
import { projectRoot } from '../../server/project-root.ts';
import { testDatabases } from '../support/test-databases.ts';

const bowtie = "'POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))'::geometry";
const square = "'POLYGON((0 0, 2 0, 2 2, 0 2, 0 0))'::geometry";

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `guards on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      beforeAll(async () => {
        database = await place.open({ as: 'owner', statementTimeoutMs: 1_500 });
      });
      afterAll(async () => {
        await database.close();
        await place.remove();
      });

      it('raises an error when a geometry operation fails, instead of returning nothing', async () => {
        const query = sql`select st_intersection(${sql.raw(bowtie)}, ${sql.raw(square)})`.execute(
          database.db,
        );
        await expect(query).rejects.toThrow(/TopologyException|geometry operation/);
      });

      it('rolls a load back when a geometry operation fails inside it', async () => {
        const load = database.loadTransaction(async ({ db }) => {
          await db.insertInto('outcome').values({ label: 'half a load' }).execute();
          await sql`select st_union(${sql.raw(bowtie)}, ${sql.raw(square)})`.execute(db);
        });
        await expect(load).rejects.toThrow(/TopologyException|geometry operation/);
        expect(await database.db.selectFrom('outcome').selectAll().execute()).toEqual([]);
      });

      it('refuses to store an invalid polygon', async () => {
        const insert = sql`
        with s as (insert into area_set (level, family, boundary_year) values ('ward', 'wd', 1999) returning area_set_id)
        insert into area (area_set_id, code, boundary_year, name, geom)
        select area_set_id, 'E1', 1999, 'Bowtie', st_setsrid(st_multi(${sql.raw(bowtie)}), 27700) from s`.execute(
          database.db,
        );
        await expect(insert).rejects.toThrow(/violates check constraint/);
      });

      it('stops a runaway query and answers the next one', async () => {
        const runaway = sql`select count(*) from generate_series(1, 10000000000)`.execute(database.db);
        await expect(runaway).rejects.toMatchObject({ code: '57014' });
        const { rows } = await sql<{ two: number }>`select 1 + 1 as two`.execute(database.db);
        expect(rows).toEqual([{ two: 2 }]);
      });

      it('answers small questions while a long query runs', async () => {
        let longIsDone = false;
        const long = sql`select count(*) from generate_series(1, 200000)`.execute(database.db).then(() => {
          longIsDone = true;
        });
        await new Promise((resolve) => setTimeout(resolve, 1));
        expect(longIsDone, 'the event loop went round before the query ended').toBe(false);
        await long;
      });

      it('keeps what was committed before the runaway query was stopped', async () => {
        await database.db.insertInto('outcome').values({ label: 'kept' }).execute();
        const runaway = sql`select count(*) from generate_series(1, 10000000000)`.execute(database.db);
        await expect(runaway).rejects.toMatchObject({ code: '57014' });
        const rows = await database.db.selectFrom('outcome').select('label').execute();
        expect(rows).toEqual([{ label: 'kept' }]);
      });

      it('gives the same JavaScript values for the same SQL values', async () => {
        const { rows } = await sql`
        select 5::bigint as big, 1.5::numeric as exact, '2018-10-28 01:30'::timestamp as civil, '2018-10-01'::date as day,
          array[1, 2] as list, null as nothing, true as yes, ${[3, 4]}::int[] as given`.execute(database.db);
        expect(rows[0]).toEqual({
          big: 5,
          exact: 1.5,
          civil: '2018-10-28 01:30:00',
          day: '2018-10-01',
          list: [1, 2],
          nothing: null,
          yes: true,
          given: [3, 4],
        });
      });

      it('loads rows by COPY inside the transaction, and none when it fails', async () => {
        const copy = async (fail: boolean) =>
          database.loadTransaction(async ({ copyInto, db }) => {
            const writer = await copyInto('place_name', ['place_id', 'name']);
            for (let i = 0; i < 3; i++)
              await writer.write(Buffer.from(`${i}\tOn or near ${fail ? 'A' : 'B'} ${i}\n`));
            await writer.end();
            if (fail) throw new Error('stopped on purpose');
            return db.selectFrom('place_name').select('name').orderBy('place_id').execute();
          });
        await expect(copy(true)).rejects.toThrow('stopped on purpose');
        expect((await copy(false)).map(({ name }) => name)).toEqual([
          'On or near B 0',
          'On or near B 1',
          'On or near B 2',
        ]);
      });
    },
  );
}

describe('the embedded database folder', () => {
  const [place] = testDatabases();
  afterAll(() => place.remove());

  it('refuses a second process, and opens again after the first was killed', async () => {
    const { dataDirectory } = await place.location();
    const open = await place.open();
    const program = `
      import { openDatabase } from ${JSON.stringify(join(projectRoot, 'dist/server/db/open-database.js'))};
      try { await (await openDatabase({ dataDirectory: process.argv[1] })).close(); console.log('opened'); }
      catch (error) { console.log(error.code); }`;
    const second = () =>
      spawnSync(process.execPath, ['--input-type=module', '-e', program, dataDirectory as string], {
        encoding: 'utf8',
      });
    expect(second().stdout.trim()).toBe('data-folder-in-use');
    await open.close();
    const lock = join(dataDirectory as string, 'wardlight.lock');
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 - 1, started: '1', host: 'elsewhere', token: 'x' }));
    expect(second().stdout.trim(), 'a lock of another host is respected').toBe('data-folder-in-use');
    const host = hostname();
    writeFileSync(lock, JSON.stringify({ pid: process.pid, started: 'another start', host, token: 'x' }));
    expect(second().stdout.trim(), 'a reused process number is no holder').toBe('opened');
    expect(() => readFileSync(lock)).toThrow();
  });

  it('says so when a transaction asks the root database, instead of waiting for ever', async () => {
    const database = await place.open();
    const load = database.loadTransaction(async () => {
      await database.db.selectFrom('data_version').selectAll().execute();
    });
    await expect(load).rejects.toThrow(/wait for itself/);
    await database.close();
  });
});
