import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { AuditLog } from '../../server/access/audit-log.ts';
import { openDatabase } from '../../server/db/open-database.ts';

const adminUrl = inject('testServerUrl');

describe.skipIf(!adminUrl)(
  `a deployment with two logins${adminUrl ? '' : ` (missing: ${inject('testServerMissing')})`}`,
  () => {
    const tag = randomBytes(6).toString('hex');
    const [name, owner, service] = [`wardlight_two_${tag}`, `wl_owner_${tag}`, `wl_service_${tag}`];
    const as = (login: string, database = name): string => {
      const url = new URL(adminUrl ?? 'postgres://localhost/');
      url.username = login;
      url.pathname = `/${database}`;
      return url.href;
    };
    const administer = async (url: string, statements: readonly string[]) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      for (const statement of statements) await client.query(statement);
      await client.end();
    };
    beforeAll(async () => {
      const admin = adminUrl as string;
      await administer(admin, [
        `do $$ begin create role wardlight_app nologin; exception when duplicate_object or unique_violation then null; end $$`,
        `create role ${owner} login`,
        `create role ${service} login in role wardlight_app`,
        `grant wardlight_app to ${owner}`,
        `create database ${name} owner ${owner}`,
      ]);
      await administer(as(new URL(admin).username), ['create extension postgis']);
    });
    afterAll(async () => {
      await administer(adminUrl as string, [
        `drop database if exists ${name} with (force)`,
        `drop role if exists ${owner}`,
        `drop role if exists ${service}`,
      ]);
    });

    it('does not start with the service login while the schema is missing, and says which login is needed', async () => {
      await expect(openDatabase({ url: as(service) })).rejects.toThrow(/DATABASE_OWNER_URL/);
    });

    it('migrates with the owner, then serves with a login that owns nothing', async () => {
      const first = await openDatabase({ url: as(service), ownerUrl: as(owner) });
      await first.close();
      const database = await openDatabase({ url: as(service) });
      await new AuditLog(database).write({ action: 'sign-in', outcome: 'ok', asker: null, address: null });
      expect(await database.db.selectFrom('dataset').selectAll().execute()).toEqual([]);
      await database.close();
    });

    it('cannot change the audit even where it goes back to its login', async () => {
      const database = await openDatabase({ url: as(service) });
      for (const statement of [
        "update audit_entry set action = 'x'",
        'delete from audit_entry',
        "update audit_head set hash = ''",
        'alter table audit_entry disable trigger all',
        "insert into dataset (slug) values ('x')",
      ]) {
        await expect(
          database.db.connection().execute(async (db) => {
            await sql`set role none`.execute(db);
            try {
              await sql.raw(statement).execute(db);
            } finally {
              await sql`set role wardlight_app`.execute(db);
            }
          }),
        ).rejects.toThrow(/permission denied|must be owner/);
      }
      await expect(
        database.loadTransaction(async ({ script }) => script('delete from audit_entry')),
      ).rejects.toThrow(/permission denied/);
      await database.close();
    });

    it('refuses a login that is no member of the role, and says what to grant', async () => {
      const stranger = `wl_stranger_${tag}`;
      await administer(adminUrl as string, [`create role ${stranger} login`]);
      await administer(as(owner), [`grant select on schema_migration to ${stranger}`]);
      await expect(openDatabase({ url: as(stranger) })).rejects.toThrow(/grant wardlight_app to that login/);
      await administer(as(owner), [`revoke select on schema_migration from ${stranger}`]);
      await administer(adminUrl as string, [`drop role ${stranger}`]);
    });
  },
);
