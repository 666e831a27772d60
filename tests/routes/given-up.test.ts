import type { FastifyInstance } from 'fastify';
import type { KyselyPlugin } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { Database } from '../../server/db/database.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

const PATIENCE = { timeout: 10_000 };

/** Work for answers waits at its first query until it is let go on or given up. */
function gate() {
  const works: AbortSignal[] = [];
  let open: () => void = () => undefined;
  let opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const waitAt = (signal: AbortSignal): KyselyPlugin => ({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      await Promise.race([
        opened,
        new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
      ]);
      return result;
    },
  });
  return {
    works,
    over: (database: Database): Database => ({
      ...database,
      until: (signal) => {
        works.push(signal);
        const bound = database.until(signal);
        return { ...bound, db: bound.db.withPlugin(waitAt(signal)) };
      },
    }),
    letGo: () => open(),
    shut: () => {
      works.length = 0;
      opened = new Promise((resolve) => {
        open = resolve;
      });
    },
  };
}

for (const place of testDatabases()) {
  describe.skipIf(place.missing !== null)(`questions that are given up, ${place.name}`, () => {
    const { works, over, letGo, shut } = gate();
    let database: Database;
    let app: FastifyInstance;
    let analyst: SignedIn;
    let origin: string;
    beforeAll(async () => {
      database = await place.open();
      await loadTinyDistrict(database, [{ slug: 'crime', layer: 'crime', events: [40, 60] }]);
      app = await buildApp({ database: over(database) });
      analyst = await signInAs(app, 'analyst');
      await app.listen({ host: '127.0.0.1', port: 0 });
      const address = app.server.address();
      origin = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
    });
    afterEach(shut);
    afterAll(async () => {
      letGo();
      await app?.close();
      await database?.close();
      await place.remove();
    });
    const ask = (path: string, signal?: AbortSignal) =>
      fetch(`${origin}${path}`, { headers: { ...analyst.headers }, ...(signal ? { signal } : {}) });

    it('stop the work for their answer, and the next who asks is answered', async () => {
      const leaves = new AbortController();
      const left = ask('/api/hot-spots?layer=crime&cellSizeM=250', leaves.signal);
      await expect.poll(() => works.length, PATIENCE).toBe(1);
      leaves.abort();
      await expect(left).rejects.toThrow(/abort/i);
      await expect.poll(() => works[0].aborted, PATIENCE).toBe(true);
      letGo();
      const again = await ask('/api/hot-spots?layer=crime&cellSizeM=250');
      expect(((await again.json()) as HotSpotResult).summary.events).toBe(100);
    });

    // The embedded engine has one connection, and the work that waits holds it.
    if (place.name === 'embedded') return;
    it('go on where somebody else waits for the same answer', async () => {
      const leaves = new AbortController();
      const path = '/api/wards?layer=crime';
      const left = ask(path, leaves.signal);
      await expect.poll(() => works.length, PATIENCE).toBe(1);
      const stayed = ask(path);
      // Both are on record as looks before either waits for the answer.
      await expect
        .poll(async () => {
          const { entries } = await app.access.audit.page({ action: 'figures.wards', limit: 10 });
          return entries.length;
        }, PATIENCE)
        .toBe(2);
      leaves.abort();
      await expect(left).rejects.toThrow(/abort/i);
      letGo();
      const answer = await stayed;
      expect(((await answer.json()) as WardLayerResult).district.events).toBe(100);
      expect(works).toHaveLength(1);
      expect(works[0].aborted).toBe(false);
    });
  });
}
