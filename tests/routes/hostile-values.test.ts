import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { ROLES } from '../../server/contract/access.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { Database } from '../../server/db/database.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

interface Described {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly parameters: readonly { name: string; in: string; schema?: { type?: string } }[];
}

const [place] = testDatabases();

describe('values that no page would send', () => {
  let database: Database;
  let app: FastifyInstance;
  /** Holds every role, so that no refusal hides what a value would have done. */
  let everyRole: SignedIn;
  let routes: Described[];
  beforeAll(async () => {
    database = await place!.open();
    await loadTinyDistrict(database, [{ slug: 'police', layer: 'crime', events: [40, 20] }]);
    const unlimited = { burst: 1e6, perMinute: 1e6 };
    app = await buildApp({ database, access: { requestLimit: unlimited, signInLimit: unlimited } });
    everyRole = await signInAs(app, ROLES);
    const { paths } = (await app.inject({ url: '/api/docs/json' })).json() as {
      paths: Record<string, Record<string, { parameters?: Described['parameters'] }>>;
    };
    routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { parameters = [] }]) => ({
        method: method.toUpperCase() as Described['method'],
        path,
        parameters,
      })),
    );
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place!.remove();
  });

  /** The address with one parameter, in the path or behind it, set to a value; the others of the path to something harmless. */
  const addressOf = ({ path, parameters }: Described, name: string, value: string): string => {
    const at = path.replace(/\{([^}]*)\}\??/g, (_, own: string) => (own === name ? value : '1'));
    return parameters.some((one) => one.name === name && one.in === 'path') ? at : `${at}?${name}=${value}`;
  };
  const answersTo = async (values: readonly string[], which: (type: string | undefined) => boolean) => {
    const answers: { asked: string; status: number; code: string }[] = [];
    for (const route of routes) {
      for (const { name, schema } of route.parameters) {
        if (!which(schema?.type)) continue;
        for (const value of values) {
          const url = addressOf(route, name, value);
          const response = await everyRole.inject({ method: route.method, url });
          const { code } = response.headers['content-type']?.toString().includes('problem')
            ? (response.json() as Problem)
            : { code: '' };
          answers.push({ asked: `${route.method} ${url}`, status: response.statusCode, code });
        }
      }
    }
    expect(answers.length).toBeGreaterThan(values.length * 5);
    return answers;
  };

  it('numbers too large for the database are told so, and are no failure of ours', async () => {
    const isNumber = (type: string | undefined) => type === 'integer' || type === 'number';
    const huge = ['2147483648', '9007199254740993', '99999999999999999999', '-1', '1e400'];
    const answers = await answersTo(huge, isNumber);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('days that no calendar has, and ids that are none, are refused by the audit in every format', async () => {
    for (const path of ['/api/audit', '/api/audit/use', '/api/audit/export.csv']) {
      for (const asked of [
        'from=2026-99-99',
        'to=2026-13-01',
        'to=0000-00-00',
        `auditId=${'-'.repeat(36)}`,
      ]) {
        const response = await everyRole.inject({ url: `${path}?${asked}` });
        expect(response.statusCode, `${path}?${asked}`).toBe(400);
      }
    }
    expect((await everyRole.inject({ url: '/api/audit/export.csv?to=2026-02-28' })).statusCode).toBe(200);
  });

  it('a character that no text has (U+0000) is refused in every address', async () => {
    const answers = await answersTo(['%00', 'E0%007'], () => true);
    expect(answers.filter(({ status }) => status !== 400 && status !== 404)).toEqual([]);
  });

  it.each([
    ['U+0000', '\0'],
    ['half a surrogate pair', '\ud800'],
  ])('%s is refused in bodies, signed in or not, and in reasons', async (_, text) => {
    const refused = { code: 'invalid-parameter', status: 400 };
    const signIn = await app.inject({
      method: 'POST',
      url: '/api/sign-in',
      payload: { username: `a${text}b`, password: 'correct horse battery' },
    });
    expect(signIn.json()).toMatchObject(refused);
    const saved = await everyRole.inject({
      method: 'POST',
      url: '/api/saved',
      payload: { kind: 'view', deeper: { list: ['fine', text] } },
    });
    expect(saved.json()).toMatchObject({ ...refused, field: 'deeper.list.1' });
    const named = await everyRole.inject({
      method: 'POST',
      url: '/api/saved',
      payload: { [`a${text}`]: 1 },
    });
    expect(named.statusCode).toBe(400);
  });

  it('a reason with U+0000 is refused', async () => {
    const response = await everyRole.inject({
      url: '/api/catalogue',
      headers: { 'x-wardlight-reason': 'why%00' },
    });
    expect(response.json()).toMatchObject({ code: 'invalid-parameter', field: 'x-wardlight-reason' });
  });

  it('a parameter that nobody knows is refused by name at every address that is read', async () => {
    const reading = routes.filter(({ method }) => method === 'GET');
    expect(reading.length).toBeGreaterThan(40);
    for (const route of reading) {
      if (!route.path.startsWith('/api/')) continue;
      const url = addressOf(route, 'nobody-knows-this', '1');
      const response = await everyRole.inject({ url });
      expect(response.statusCode, `${url} ${response.body.slice(0, 200)}`).toBe(400);
    }
  });
});
