import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/db/database.ts';
import { testDatabases } from '../support/test-databases.ts';

const REASON = 'not wanted any more';

for (const place of testDatabases()) {
  describe.skipIf(place.missing !== null)(`work that may be given up, ${place.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await place.open();
    });
    afterAll(async () => {
      await database?.close();
      await place.remove();
    });

    it('begins no query once it is given up, and leaves the database usable', async () => {
      const giveUp = new AbortController();
      const { db } = database.until(giveUp.signal);
      expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
      giveUp.abort(new Error(REASON));
      await expect(sql`select 1`.execute(db)).rejects.toThrow(REASON);
      expect((await sql<{ one: number }>`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }]);
    });

    // The embedded engine cannot be interrupted within a statement.
    if (place.name === 'embedded') return;
    it('stops the query that the server is at', { timeout: 18_000 }, async () => {
      // The service itself may not see what its other connections are at.
      const owner = await place.open({ as: 'owner' });
      const underWay = async () => {
        const { rows } = await sql<{ queries: number }>`
          select count(*)::integer as queries from pg_stat_activity
          where query like '%pg_sleep(20)%' and pid <> pg_backend_pid() and state = 'active'`.execute(
          owner.db,
        );
        return rows[0].queries;
      };
      const giveUp = new AbortController();
      const asked = sql`select pg_sleep(20)`.execute(database.until(giveUp.signal).db);
      const told = expect(asked).rejects.toThrow(REASON);
      await expect.poll(underWay, { timeout: 8_000 }).toBe(1);
      giveUp.abort(new Error(REASON));
      await told;
      expect(await underWay()).toBe(0);
      await owner.close();
    });
  });
}
