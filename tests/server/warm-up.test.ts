import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { Database } from '../../server/db/database.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

const PATIENCE = { timeout: 20_000 };

/** Counts the answers that are worked out: each binds the database to who waits for it. */
function countWork(database: Database): { database: Database; worked(): number } {
  let worked = 0;
  return {
    database: {
      ...database,
      until: (signal) => {
        worked++;
        return database.until(signal);
      },
    },
    worked: () => worked,
  };
}

const place = testDatabases()[0]!;

describe.skipIf(place.missing !== null)(`what first visitors would wait for, ${place.name}`, () => {
  let database: Database;
  let app: FastifyInstance;
  let worked: () => number;
  let analyst: SignedIn;
  beforeAll(async () => {
    database = await place.open();
    await loadTinyDistrict(database, [
      { slug: 'crime', layer: 'crime', events: [40, 60] },
      {
        slug: 'ambulance',
        layer: 'ambulance',
        sensitivityClass: 'health',
        agreement: { permittedRoles: ['analyst'], permittedOrganisations: ['test-partner'] },
        events: [400, 600],
      },
    ]);
    const counted = countWork(database);
    worked = counted.worked;
    app = await buildApp({ database: counted.database, warm: true });
    analyst = await signInAs(app, 'analyst');
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place.remove();
  });

  it('is worked out once the service listens, and is then there for the visitor', async () => {
    expect(worked()).toBe(0);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const kinds = (await app.access.kindsOfAskers(100)).length;
    // A catalogue and hot spots, for kinds that see different things.
    await expect.poll(worked, PATIENCE).toBeGreaterThanOrEqual(4);
    await expect.poll(() => settled(worked), PATIENCE).toBe(true);
    expect(worked()).toBeLessThanOrEqual(2 * kinds);
    const before = worked();
    const { layers } = (await analyst.inject({ url: '/api/catalogue' })).json() as Catalogue;
    expect(layers.map(({ layer }) => layer)).toEqual(expect.arrayContaining(['crime', 'ambulance']));
    await analyst.inject({ url: '/api/hot-spots?layer=crime' });
    expect(worked()).toBe(before);
  });

  it('is on nobody’s record: nothing of it left the service', async () => {
    const { entries } = await app.access.audit.page({ action: 'figures.catalogue', limit: 100 });
    // The analyst's own look of the test above.
    expect(entries).toHaveLength(1);
    expect(entries[0]?.username).toBe(analyst.username);
  });

  it('goes by kinds of accounts: one of each, those of most accounts first', async () => {
    await signInAs(app, 'analyst');
    await signInAs(app, 'viewer');
    const kinds = await app.access.kindsOfAskers(2);
    expect(kinds).toHaveLength(2);
    expect(kinds[0]).toMatchObject({ roles: ['analyst'], organisation: { slug: 'test-partner' } });
  });

  it('does not keep a service from stopping', async () => {
    const stopping = await buildApp({ database, warm: true });
    await stopping.listen({ host: '127.0.0.1', port: 0 });
    await stopping.close();
    expect(stopping.server.listening).toBe(false);
  });
});

/** Whether a count stays the same for a while. */
async function settled(count: () => number): Promise<boolean> {
  const before = count();
  await new Promise((resolve) => setTimeout(resolve, 300));
  return count() === before;
}
