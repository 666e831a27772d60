import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../server/analyses/catalogue.ts';
import { HoldingsReader } from '../../server/analyses/holdings.ts';
import { Releases } from '../../server/analyses/releases.ts';
import { ResultCache } from '../../server/analyses/result-cache.ts';
import { buildApp } from '../../server/app.ts';
import type { Database } from '../../server/db/database.ts';
import { EVERY_ROLE } from '../../server/plugins/access.ts';
import { replyTagged } from '../../server/routes/tagged-reply.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

const QUESTION = '/api/long-question?of=a%20thing';
const place = testDatabases()[0]!;

describe.skipIf(place.missing !== null)('how much of a question is done', () => {
  let database: Database;
  let app: FastifyInstance;
  let analyst: SignedIn;
  let another: SignedIn;
  /** The work of the long question, in the test's hand. */
  let tell: ((done: number, total: number) => void) | null = null;
  let finish: (answer: string) => void = () => undefined;
  beforeAll(async () => {
    database = await place.open();
    const agreement = { permittedRoles: ['analyst'], permittedOrganisations: ['test-partner'] };
    await loadTinyDistrict(database, [
      { slug: 'crime', layer: 'crime', events: [40, 60] },
      { slug: 'fires', layer: 'fires', events: [4, 6] },
      { slug: 'ambulance', layer: 'ambulance', sensitivityClass: 'health', agreement, events: [400, 600] },
    ]);
    app = await buildApp({ database });
    const results = new ResultCache<string>(2);
    const schema = { querystring: Type.Object({ of: Type.String() }) };
    app.get('/api/long-question', { config: { access: EVERY_ROLE }, schema }, (request, reply) =>
      replyTagged(request, reply, 'long-question', {
        etag: '"long"',
        about: { marking: 'OFFICIAL', datasets: [], filters: {}, dataVersion: 1, area: null, period: null },
        share: () => results.share('long'),
        make: (signal) =>
          results.get(
            'long',
            (_nobodyWaits, tellDone) =>
              new Promise((resolve) => {
                tell = tellDone;
                finish = resolve;
              }),
            signal,
          ),
      }),
    );
    analyst = await signInAs(app, 'analyst');
    another = await signInAs(app, 'analyst');
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place.remove();
  });
  const shareFor = async (who: SignedIn, question = QUESTION): Promise<unknown> => {
    const response = await who.inject({ url: `/api/progress?question=${encodeURIComponent(question)}` });
    expect(response.statusCode).toBe(200);
    return response.json();
  };

  it('is told to who asked, while it is worked on, and to nobody else', async () => {
    expect(await shareFor(analyst)).toEqual({ share: null });
    const answer = analyst.inject({ url: QUESTION });
    // An injected request begins when it is waited for.
    void answer.then(() => undefined);
    await expect.poll(() => tell !== null).toBe(true);
    expect(await shareFor(analyst)).toEqual({ share: null });
    tell!(3, 12);
    expect(await shareFor(analyst)).toEqual({ share: 0.25 });
    expect(await shareFor(another)).toEqual({ share: null });
    expect(await shareFor(analyst, '/api/long-question?of=another')).toEqual({ share: null });
    finish('the answer');
    expect((await answer).statusCode).toBe(200);
    expect(await shareFor(analyst)).toEqual({ share: null });
  });

  it('is asked about by an address of the API', async () => {
    const response = await analyst.inject({ url: '/api/progress?question=elsewhere' });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'invalid-parameter', field: 'question' });
  });

  it('is no look at figures, and not recorded as one', async () => {
    const { entries } = await app.access.audit.page({ limit: 100 });
    expect(entries.filter(({ subject }) => subject?.includes('progress'))).toEqual([]);
  });

  it('goes by layers for the catalogue, which waits for what may be released of each', async () => {
    const asker = { roles: ['analyst'], organisation: { slug: 'test-partner', name: 'Test' } } as const;
    const holdings = await new HoldingsReader(database).read(asker, '2026-02-01');
    const told: [number, number][] = [];
    await catalogue(database, holdings, new Releases(database), '0', (done, total) =>
      told.push([done, total]),
    );
    expect(told).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });
});
