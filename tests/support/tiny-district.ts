import { sql } from 'kysely';
import type { Database } from '../../server/db/database.ts';
import type { SensitivityClass } from '../../server/db/tables.ts';

export interface TinyDataset {
  readonly slug: string;
  readonly layer: string;
  readonly sensitivityClass?: SensitivityClass;
  readonly agreement?: Record<string, unknown>;
  readonly synthetic?: boolean;
  /** Events in each of the two wards, in January 2026. */
  readonly events: readonly [number, number];
}

/** District E07000001 with two square wards, and datasets of one category each: enough to ask for any figure. */
export async function loadTinyDistrict(database: Database, datasets: readonly TinyDataset[]): Promise<void> {
  await database.loadTransaction(async ({ db }) => {
    const { rows: wards } = await sql<{ area_id: number }>`
      with s as (
        insert into area_set (level, family, boundary_year, vertex_spacing_m, simplified)
        values ('ward', 'wd', 2025, 50, false) returning area_set_id
      )
      insert into area (area_set_id, code, boundary_year, name, district_code, area_m2, geom)
      select area_set_id, code, 2025, name, 'E07000001', 4000000,
        st_setsrid(st_multi(st_makeenvelope(x, 160000, x + 2000, 162000)), 27700)
      from s, (values ('E05000001', 'Harbour', 600000), ('E05000002', 'Hill', 602000)) as w (code, name, x)
      order by code returning area_id`.execute(db);
    const january = 2026 * 12;
    for (const { slug, layer, events, ...rest } of datasets) {
      const { rows } = await sql<{ dataset_id: number; batch_id: number; category_id: number }>`
        with d as (
          insert into dataset (slug, title, kind, layer, location_precision, time_precision, sensitivity_class, owner, licence,
            attribution, agreement, synthetic)
          values (${slug}, ${slug}, 'test', ${layer}, 'exact', 'day', ${rest.sensitivityClass ?? 'open'}, 'Test', 'Test', 'Test',
            ${JSON.stringify(rest.agreement ?? {})}::jsonb, ${rest.synthetic ?? true})
          returning dataset_id
        ), b as (
          insert into import_batch (dataset_id, supplier, month_no, file_name, file_sha256, file_bytes, rows_read, rows_accepted,
            rows_rejected, rows_duplicate, report, imported_by)
          select dataset_id, 'Test', ${january}::smallint, ${slug}, repeat('0', 64), 0, 0, 0, 0, 0, '{}', 'test' from d
          returning batch_id
        ), c as (
          insert into category (layer, slug, label) values (${layer}, ${slug}, ${slug}) returning category_id
        )
        select * from d, b, c`.execute(db);
      const { dataset_id, batch_id, category_id } = rows[0]!;
      await sql`insert into supply_month (dataset_id, supplier, month_no, status, events)
        values (${dataset_id}, 'Test', ${january}, 'supplied', ${events[0] + events[1]})`.execute(db);
      for (const [i, count] of events.entries()) {
        await sql`
          insert into event (batch_id, row_no, dataset_id, category_id, month_no, occurred_from, occurred_to, x, y, ward_id, ward_method)
          select ${batch_id}, n, ${dataset_id}, ${category_id}, ${january}, '2026-01-10', '2026-01-11',
            ${600_100 + 2_000 * i} + (n * 97) % 1800, 160100 + (n * 61) % 1800, ${wards[i]!.area_id}, 'p'
          from generate_series(1, ${count}::integer) as n`.execute(db);
      }
    }
    await sql`update data_version set version = version + 1, changed_at = now()`.execute(db);
  });
}
