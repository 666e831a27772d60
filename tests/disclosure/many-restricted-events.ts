import { sql } from 'kysely';
import type { Database } from '../../server/db/database.ts';
import type { TinyDataset } from '../support/tiny-district.ts';

/** January 2024. */
export const FIRST_MONTH = 2024 * 12;

/** For loadTinyDistrict: a layer of health data that analysts of the trust may see. */
export const RESTRICTED: TinyDataset = {
  slug: 'ambulance',
  layer: 'ambulance',
  sensitivityClass: 'health',
  agreement: { permittedRoles: ['analyst'], permittedOrganisations: ['trust'] },
  events: [1, 1],
};

/** Events of RESTRICTED spread over categories, months and both wards' 32 cells of 500 m, the same each time. */
export async function loadManyRestrictedEvents(
  database: Database,
  { events, categories, months }: { events: number; categories: number; months: number },
): Promise<void> {
  await database.loadTransaction(async ({ db }) => {
    await sql`
      insert into category (layer, slug, label)
      select 'ambulance', 'kind-' || n, 'Kind ' || n from generate_series(1, ${categories}::integer) n`.execute(
      db,
    );
    // Chance by md5, the same in every run; most events in few categories and few cells, as in life.
    await sql`
      insert into event (batch_id, row_no, dataset_id, category_id, month_no, occurred_from, occurred_to, x, y, ward_id, ward_method)
      select b.batch_id, 1000 + n, b.dataset_id, c.category_id, ${FIRST_MONTH}::integer + floor(${months}::integer * u.month),
        '2024-01-10', '2024-01-11', 600000 + 2000 * w.at + floor(2000 * u.x ^ 2), 160000 + floor(2000 * u.y ^ 2), w.area_id, 'p'
      from generate_series(1, ${events}::integer) n
      cross join lateral (
        select ${chance('c')} as category, ${chance('m')} as month, ${chance('x')} as x, ${chance('y')} as y, ${chance('w')} as ward
      ) u
      join (select batch_id, dataset_id from import_batch limit 1) b on true
      join (select category_id, row_number() over (order by category_id) - 1 as at from category where slug like 'kind-%') c
        on c.at = floor(${categories}::integer * u.category ^ 2)
      join (select area_id, row_number() over (order by code) - 1 as at from area) w on w.at = floor(2 * u.ward)`.execute(
      db,
    );
    await sql`
      insert into supply_month (dataset_id, supplier, month_no, status, events)
      select dataset_id, 'Test', ${FIRST_MONTH}::integer + n, 'supplied', ${Math.round(events / months)}::integer
      from dataset, generate_series(0, ${months - 1}::integer) n
      on conflict do nothing`.execute(db);
    await sql`update data_version set version = version + 1, changed_at = now()`.execute(db);
  });
}

/** A number in [0, 1) for row n. */
function chance(salt: string) {
  return sql`(('x' || substr(md5(${salt}::text || n), 1, 7))::bit(28)::integer / 268435456.0)::float8`;
}
