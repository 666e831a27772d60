import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/db/database.ts';
import {
  countFailedAttempt,
  insertAccount,
  readAccount,
  readAccountByName,
  replaceRecoveryCodes,
  takeRecoveryCode,
  takeTotpStep,
} from '../../server/db/queries/access/accounts.ts';
import { insertOrganisation } from '../../server/db/queries/access/organisations.ts';
import {
  insertProviderSignIn,
  takeProviderSignIn,
} from '../../server/db/queries/access/provider-sign-ins.ts';
import {
  deleteEndedSessions,
  deleteSessionsOf,
  insertSession,
  readSession,
} from '../../server/db/queries/access/sessions.ts';
import { testDatabases } from '../support/test-databases.ts';

const now = new Date('2026-03-02T09:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `accounts in the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      let accountId: number;
      beforeAll(async () => {
        database = await place.open();
        const organisation = await insertOrganisation(database.db, { slug: 'council', name: 'Council' });
        accountId = (await insertAccount(database.db, {
          username: 'Ann',
          displayName: 'Ann',
          organisationId: organisation!.organisationId,
          roles: ['analyst', 'auditor'],
        }))!;
      });
      afterAll(async () => {
        await database?.close();
        await place.remove();
      });

      it('are found whatever the capitals, once each, with their roles', async () => {
        expect(await readAccountByName(database.db, 'ANN')).toMatchObject({
          accountId,
          username: 'ann',
          roles: ['analyst', 'auditor'],
          organisationSlug: 'council',
        });
        const again = { username: 'ann', displayName: 'x', organisationId: 1, roles: ['viewer'] };
        expect(await insertAccount(database.db, again)).toBeNull();
      });

      it('refuse a role that there is not', async () => {
        const made = insertAccount(database.db, {
          username: 'x',
          displayName: 'x',
          organisationId: 1,
          roles: ['superuser'],
        });
        await expect(made).rejects.toThrow(/check constraint/);
      });

      it('count wrong attempts made at once, and lock exactly once', async () => {
        const counted = await Promise.all(
          Array.from({ length: 9 }, () => countFailedAttempt(database.db, accountId, 5, later(15))),
        );
        expect(counted.filter(({ locked }) => locked)).toHaveLength(1);
        expect(await readAccount(database.db, accountId)).toMatchObject({
          failedAttempts: 4,
          lockedUntil: later(15),
        });
      });

      it('take a step of the second factor once, of several that come at once, and none before it', async () => {
        const taken = await Promise.all(
          [100, 100, 100].map((step) => takeTotpStep(database.db, accountId, step)),
        );
        expect(taken.filter(Boolean)).toHaveLength(1);
        expect(await takeTotpStep(database.db, accountId, 99)).toBe(false);
        expect(await takeTotpStep(database.db, accountId, 101)).toBe(true);
      });

      it('take a recovery code once, of several that come at once', async () => {
        await replaceRecoveryCodes(database.db, accountId, ['a', 'b']);
        const taken = await Promise.all(
          ['a', 'a', 'a'].map((code) => takeRecoveryCode(database.db, accountId, code)),
        );
        expect(taken.filter(Boolean)).toHaveLength(1);
        expect(await takeRecoveryCode(database.db, accountId, 'c')).toBe(false);
        expect(await takeRecoveryCode(database.db, accountId, 'b')).toBe(true);
      });

      it('take a sign-in at the provider back once', async () => {
        const flow = {
          stateHash: 's',
          browserHash: 'b',
          nonce: 'n',
          codeVerifier: 'v',
          expiresAt: later(10),
        };
        await insertProviderSignIn(database.db, flow, now);
        const taken = await Promise.all([1, 2, 3].map(() => takeProviderSignIn(database.db, 's')));
        expect(taken.filter(Boolean)).toEqual([flow]);
        await insertProviderSignIn(database.db, flow, now);
        await insertProviderSignIn(database.db, { ...flow, stateHash: 't' }, later(11));
        expect(await takeProviderSignIn(database.db, 's'), 'forgotten after its time').toBeUndefined();
      });

      it('lose the sessions that have ended, and on demand all', async () => {
        for (const [tokenHash, minutes] of [
          ['over', 5],
          ['live', 600],
        ] as const) {
          await insertSession(database.db, {
            tokenHash,
            accountId,
            via: 'password',
            device: 'Firefox on Windows',
            network: '192.0.2.*',
            now,
            expiresAt: later(minutes),
          });
        }
        await deleteEndedSessions(database.db, later(6), later(-30));
        expect(await readSession(database.db, 'over')).toBeUndefined();
        expect(await readSession(database.db, 'live')).toMatchObject({ accountId, lastSeenAt: now });
        await deleteEndedSessions(database.db, later(7), later(1));
        expect(await readSession(database.db, 'live'), 'idle').toBeUndefined();
        await insertSession(database.db, {
          tokenHash: 'x',
          accountId,
          via: 'password',
          device: 'Firefox on Windows',
          network: null,
          now,
          expiresAt: later(600),
        });
        expect(await deleteSessionsOf(database.db, accountId)).toBe(1);
      });
    },
  );
}
