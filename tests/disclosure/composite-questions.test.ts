import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import type { Database } from '../../server/db/database.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';
import { RESTRICTED } from './many-restricted-events.ts';

const [place] = testDatabases();

describe('a composite with a restricted rate', () => {
  let database: Database;
  let app: FastifyInstance;
  let analyst: SignedIn;
  beforeAll(async () => {
    database = await place!.open();
    await loadTinyDistrict(database, [
      { slug: 'police', layer: 'crime', events: [40, 20] },
      { ...RESTRICTED, events: [60, 90] },
    ]);
    await database.loadTransaction(async ({ db }) => {
      await sql`
        insert into area_measure (dataset_id, batch_id, family, boundary_year, code, reference_year, measure, sex, age_from, age_to, value)
        select d.dataset_id, b.batch_id, 'wd', 2025, code, 2025, 'population', 'all', 0, 999, 5000
        from dataset d join import_batch b using (dataset_id), (values ('E05000001'), ('E05000002')) w (code)
        where d.slug = 'police'`.execute(db);
    });
    app = await buildApp({ database, access: { requestLimit: { burst: 1e6, perMinute: 1e6 } } });
    analyst = await signInAs(app, 'analyst', { organisation: 'trust' });
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place!.remove();
  });

  const asked = async () => {
    const { rows } = await sql<{ layer: string; decision: string; asked: { categories: string[] | null } }>`
      select layer, decision, asked from query_history order by query_id`.execute(database.db);
    return rows;
  };
  const preview = (ingredients: readonly object[]) =>
    analyst.inject({
      method: 'POST',
      url: '/api/composites/preview',
      payload: { recipe: { level: 'ward', scale: 'z-score', ingredients } },
    });
  const crime = { kind: 'rate', layer: 'crime', weight: 1 };

  it('is a question of the restricted layer, and on record as one; one of open data alone is not', async () => {
    const open = await preview([crime, { kind: 'area-measure', measure: 'population', weight: 1 }]);
    expect(open.statusCode, open.body).toBe(200);
    expect(await asked()).toEqual([]);
    const both = await preview([crime, { kind: 'rate', layer: 'ambulance', weight: 1 }]);
    expect(both.statusCode, both.body).toBe(200);
    const rows = await asked();
    expect(rows.map(({ layer }) => layer)).toEqual(['ambulance']);
    expect(rows[0]?.asked.categories).toBeNull();
    const { entries } = await app.access.audit.page({
      username: analyst.username,
      action: 'figures',
      limit: 1,
    });
    expect(entries[0]).toMatchObject({ marking: 'OFFICIAL-SENSITIVE', datasets: 'police,ambulance' });
  });
});
