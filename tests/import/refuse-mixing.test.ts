import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseMixing } from '../../data-import/load/refuse-mixing.ts';
import type { Database } from '../../server/db/database.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

describe('real and synthetic data', () => {
  const [place] = testDatabases();
  let database: Database;
  beforeAll(async () => {
    database = await place.open();
  });
  afterAll(async () => {
    await database?.close();
    await place.remove();
  });

  it('are kept apart: the second kind is refused with a way out, the first goes on', async () => {
    await refuseMixing(database, false);
    await refuseMixing(database, true);
    await loadTinyDistrict(database, [{ slug: 'made-up', layer: 'crime', synthetic: true, events: [3, 4] }]);
    await refuseMixing(database, true);
    await expect(refuseMixing(database, false)).rejects.toMatchObject({
      code: 'synthetic-mixed',
      seen: 'made-up',
      hint: expect.stringContaining('WARDLIGHT_DATA'),
    });
  });
});
