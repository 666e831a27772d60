import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog } from '../../server/access/audit-log.ts';
import { verifyAudit } from '../../server/access/audit-verify.ts';
import type { Database } from '../../server/db/database.ts';
import { projectRoot } from '../../server/project-root.ts';
import { testDatabases } from '../support/test-databases.ts';

const asker = {
  accountId: 7,
  username: 'ann',
  organisation: { slug: 'council', name: 'Council' },
  roles: ['analyst', 'auditor'],
  via: 'password',
} as const;

const about = {
  datasets: ['police', 'ambulance'],
  dataVersion: 12,
  area: 'E07000114',
  period: '2018-10/2019-02',
  filters: { layer: 'crime', categories: ['burglary'], note: 'café – 5 %: ☔' },
  marking: 'OFFICIAL',
};

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `the audit on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      let log: AuditLog;
      beforeAll(async () => {
        database = await place.open();
        log = new AuditLog(database);
        await log.write({ action: 'sign-in', outcome: 'ok', asker, address: '192.0.2.7' });
        await log.write({
          action: 'figures.wards',
          outcome: 'ok',
          asker,
          address: '::1',
          about,
          format: 'csv',
          reason: 'Board of 3 May, "item 4"',
        });
        await Promise.all(
          Array.from({ length: 12 }, () =>
            log.write({ action: 'figures.hot-spots', outcome: 'ok', asker, address: null, about }),
          ),
        );
        await log.write({
          action: 'sign-in',
          outcome: 'failed',
          asker: null,
          address: '192.0.2.8',
          subject: 'account',
        });
      });
      afterAll(async () => {
        await database?.close();
        await place.remove();
      });

      /** Change the audit as its owner, behind the guard, look, and put everything back. */
      const tampered = async (change: string): Promise<readonly string[]> => {
        let faults: readonly string[] = [];
        await database
          .loadTransaction(async ({ db, script }) => {
            await script('alter table audit_entry disable trigger all');
            await script(change);
            ({ faults } = await verifyAudit({ ...database, db }));
            throw new Error('put back');
          })
          .catch((error: Error) => {
            if (error.message !== 'put back') throw error;
          });
        return faults;
      };

      it('is numbered without a gap however many write at once, and is intact', async () => {
        const check = await verifyAudit(database);
        expect(check.faults).toEqual([]);
        expect(check.entries).toBe(15);
        expect(check.head.seq).toBe(15);
      });

      it.each([
        [
          'a field changed',
          "update audit_entry set username = 'bob' where seq = 2",
          /Entry 2 .* was changed/,
        ],
        ['a field emptied', 'update audit_entry set reason = null where seq = 2', /Entry 2 .* was changed/],
        [
          'a character moved to the next field',
          "update audit_entry set outcome = 'ok', action = 'figures.wardsx' where seq = 2",
          /Entry 2/,
        ],
        [
          'its time moved by a microsecond',
          "update audit_entry set recorded_at = recorded_at + interval '1 microsecond' where seq = 3",
          /Entry 3/,
        ],
        ['its address taken away', 'update audit_entry set address = null where seq = 1', /Entry 1/],
        ['an entry removed', 'delete from audit_entry where seq = 5', /Entry 5 is missing/],
        ['several removed', 'delete from audit_entry where seq in (5, 6, 7)', /Entries 5 to 7 are missing/],
        ['the first removed', 'delete from audit_entry where seq = 1', /Entry 1 is missing/],
        ['the last cut off', 'delete from audit_entry where seq > 13', /cut off: entry 15 was written/],
        ['everything removed', 'delete from audit_entry', /cut off/],
        [
          'two exchanged',
          'update audit_entry set seq = -1 where seq = 4; update audit_entry set seq = 4 where seq = 5; update audit_entry set seq = 5 where seq = -1',
          /Entry 4/,
        ],
        [
          'the head set back to hide a cut',
          'delete from audit_entry where seq = 15; update audit_head set seq = 14',
          /last entry, 14, is not the one/,
        ],
        ['the head taken away', 'delete from audit_head', /how far the audit has grown is missing/],
        [
          'an entry rewritten with a hash that fits it alone',
          `update audit_entry set reason = 'x' where seq = 2;
           create function pg_temp.fits(e audit_entry) returns text language sql as $f$
             select encode(sha256(convert_to(string_agg(coalesce(octet_length(f) || ':' || f, '-'), '' order by i), 'UTF8')), 'hex')
             from unnest(array[e.seq::text, e.audit_id::text, to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
               e.action, e.outcome, e.account_id::text, e.username, e.organisation, e.roles, e.via, e.address, e.datasets,
               e.data_version::text, e.area, e.period, e.filters, e.format, e.marking, e.reason, e.subject, e.previous_hash])
               with ordinality as u(f, i) $f$;
           update audit_entry e set hash = pg_temp.fits(e) where seq = 2`,
          /Entry 3 does not follow entry 2/,
        ],
      ])('is found out when tampered with: %s', async (_what, change, found) => {
        expect((await tampered(change)).join('\n')).toMatch(found);
      });

      it('is found out by a noted head even when everything after a change is chained anew', async () => {
        const { head } = await verifyAudit(database);
        const faults = (await verifyAudit(database, { anchors: [{ seq: head.seq, hash: 'f'.repeat(64) }] }))
          .faults;
        expect(faults.join()).toMatch(/not the one whose hash was noted/);
        expect((await verifyAudit(database, { anchors: [head] })).faults).toEqual([]);
        expect(
          (await verifyAudit(database, { anchors: [{ seq: 99, hash: head.hash }] })).faults.join(),
        ).toMatch(/99.*not there/);
      });

      it.each([
        "update audit_entry set username = 'bob'",
        'delete from audit_entry',
        'truncate audit_entry',
        "update audit_head set seq = 0, hash = ''",
        'delete from audit_head',
        'alter table audit_entry disable trigger all',
        'drop trigger audit_chain on audit_entry',
        'drop table audit_entry',
        'select audit_chain()',
      ])('refuses the service itself: %s', async (statement) => {
        await expect(sql.raw(statement).execute(database.db)).rejects.toThrow(
          /permission denied|must be owner|can only be called as trigger/,
        );
      });

      it.each(["update audit_entry set username = 'bob'", 'delete from audit_entry', 'truncate audit_entry'])(
        'refuses its owner too while the guard stands: %s',
        async (statement) => {
          await expect(database.loadTransaction(async ({ script }) => script(statement))).rejects.toThrow(
            /only grows/,
          );
        },
      );

      it('gives number, time and hashes itself, whatever is inserted', async () => {
        await sql`insert into audit_entry (seq, audit_id, recorded_at, action, outcome, previous_hash, hash)
          values (3, gen_random_uuid(), '2001-01-01', 'forged', 'ok', 'x', 'y')`.execute(database.db);
        const { entries } = await log.page({ action: 'forged' });
        expect(entries).toHaveLength(1);
        expect(entries[0]?.seq).toBe(16);
        expect(Date.parse(entries[0]!.recordedAt)).toBeGreaterThan(Date.parse('2026-01-01'));
        expect((await verifyAudit(database)).faults).toEqual([]);
      });

      it('is read in pages, filtered, and added up by organisation and area', async () => {
        const first = await log.page({ action: 'figures', limit: 8 });
        const second = await log.page({ action: 'figures', limit: 8, before: first.next! });
        expect([...first.entries, ...second.entries].map(({ seq }) => seq)).toEqual(
          Array.from({ length: 13 }, (_, i) => 14 - i),
        );
        expect(second.next).toBeNull();
        expect((await log.page({ action: 'figures.hot' })).entries).toEqual([]);
        expect((await log.page({ username: 'ANN', area: 'E07000114' })).entries).toHaveLength(13);
        const { use } = await log.use({});
        expect(use).toEqual([
          expect.objectContaining({
            organisation: 'council',
            area: 'E07000114',
            requests: 13,
            refused: 0,
            accounts: 1,
          }),
        ]);
        const day = first.entries[0]!.recordedAt.slice(0, 10);
        expect((await log.page({ from: day, to: day })).entries.length).toBeGreaterThan(10);
        expect((await log.page({ to: '2020-01-01' })).entries).toEqual([]);
      });

      it('leaves as CSV that a spreadsheet does not run', async () => {
        await log.write({
          action: 'sign-in',
          outcome: 'ok',
          asker: { ...asker, username: '=cmd|x' },
          address: null,
        });
        let csv = '';
        for await (const piece of log.csv({})) csv += piece;
        const lines = csv.trim().split('\r\n');
        expect(lines[0]).toMatch(/^seq,auditId,recordedAt,action/);
        expect(lines).toHaveLength(18);
        expect(csv).toContain(",'=cmd|x,");
        expect(csv).toContain('"Board of 3 May, ""item 4"""');
      });

      // Opening the embedded database takes seconds, and the command is the same: checked on the server only.
      if (place.name === 'embedded') return;
      it('is checked by npm run audit:verify, which tells by its exit code', async () => {
        const { dataDirectory, url } = await place.location();
        const run = (...args: string[]) =>
          spawnSync(
            process.execPath,
            [join(projectRoot, 'dist/server/access/audit-verify-main.js'), ...args],
            {
              encoding: 'utf8',
              env: {
                PATH: process.env.PATH,
                ...(url ? { DATABASE_URL: url } : { WARDLIGHT_DATA: dataDirectory }),
              },
            },
          );
        await database.close();
        const intact = run();
        expect(intact.stderr).toBe('');
        expect(intact.stdout).toMatch(/intact: 17 entries.*17:[0-9a-f]{64}/);
        expect(intact.status).toBe(0);
        expect(run('--expect', `3:${'0'.repeat(64)}`).status).toBe(2);
        database = await place.open();
        await database.loadTransaction(async ({ script }) =>
          script(
            "alter table audit_entry disable trigger all; update audit_entry set area = 'E0' where seq = 9; alter table audit_entry enable trigger all",
          ),
        );
        await database.close();
        const changed = run();
        expect(changed.status).toBe(2);
        expect(changed.stderr).toMatch(/Entry 9 \(figures\.hot-spots, .*\) was changed/);
        database = await place.open();
      });
    },
  );
}
