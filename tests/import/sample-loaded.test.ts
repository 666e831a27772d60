import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SampleManifest } from '../../data-import/sample/generate-sample-district.ts';
import type { PlantedPlace } from '../../data-import/sample/planted-place.ts';
import { samplePartners } from '../../data-import/sample/write-partner-files.ts';
import type { Database } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import { ensureSampleDistrict } from '../../server/sample-district.ts';
import { generateInTemporaryFolder } from './sample-files.ts';

describe('the synthetic district as it is loaded at first start', () => {
  let database: Database;
  let folder: string;
  let truth: SampleManifest['truth'];

  beforeAll(async () => {
    const written = await generateInTemporaryFolder({ include: samplePartners });
    truth = written.manifest.truth;
    await written.remove();
    folder = mkdtempSync(join(tmpdir(), 'wardlight-test-'));
    database = await openDatabase({ dataDirectory: folder });
    await ensureSampleDistrict(database, folder, () => undefined);
  });
  afterAll(async () => {
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function rows<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
    return (await query.execute(database.db)).rows;
  }

  it('has every partner, each in the class that its kind is given, and nothing rejected', async () => {
    const datasets = await rows(sql<{ kind: string; cls: string; rejected: number; left: number }>`
      select kind, sensitivity_class as cls, sum(rows_rejected)::int as rejected,
        coalesce(sum((select sum((r->>'count')::int) from jsonb_array_elements(b.report->'reasons') r where r->>'verdict' = 'left-out')), 0)::int as left
      from dataset d join import_batch b using (dataset_id) group by 1, 2`);
    expect(Object.fromEntries(datasets.map(({ kind, cls }) => [kind, cls]))).toMatchObject({
      ambulance: 'health',
      'ed-assault': 'health',
      placements: 'children-probation',
      missing: 'children-probation',
      premises: 'open',
      housing: 'housing',
      services: 'open',
      deprivation: 'open',
      postcodes: 'open',
      'area-measures': 'open',
      points: 'open',
    });
    for (const { kind, rejected, left } of datasets) expect([kind, rejected - left]).toEqual([kind, 0]);
  });

  it('keeps every ambulance row that is a pick-up and places all but the planted ones without a place', async () => {
    const [counted] = await rows(sql<{ events: number; left: number; nowhere: number }>`
      select (select count(*)::int from event where dataset_id = d.dataset_id) as events,
        (select sum(rows_rejected)::int from import_batch b where b.dataset_id = d.dataset_id) as left,
        (select count(*)::int from event where dataset_id = d.dataset_id and placed_by is null) as nowhere
      from dataset d where kind = 'ambulance'`);
    const planted = truth.partners.ambulance;
    expect(counted.events + counted.left).toBe(planted?.rows);
    // Those that were not pick-ups are among the planted ones too.
    expect(counted.nowhere).toBeLessThanOrEqual(planted?.unplacedRows ?? 0);
    expect(counted.nowhere).toBeGreaterThan(0.8 * (planted?.unplacedRows ?? 0));
  });

  /** Events per square metre in a planted place over those in the district. */
  async function concentrationIn(
    { centresM: [[x, y]], radiusM }: PlantedPlace,
    layer: string,
    slugs: readonly string[],
  ): Promise<number> {
    const [found] = await rows(sql<{ near: number; all: number; m2: number }>`
      select count(*) filter (where (e.x - ${x})::float8 ^ 2 + (e.y - ${y})::float8 ^ 2 <= ${radiusM}::float8 ^ 2)::int as near,
        count(*)::int as all,
        (select sum(area_m2) from area join area_set using (area_set_id) where level = 'district') as m2
      from event e join category c using (category_id) join dataset d using (dataset_id)
      where d.layer = ${layer} and e.x is not null
        and (${slugs.length} = 0 or c.slug in (select jsonb_array_elements_text(${JSON.stringify(slugs)}::text::jsonb)))`);
    return found.near / found.all / ((Math.PI * radiusM ** 2) / found.m2);
  }

  it('has mental-health pick-ups with crime in two places, and without crime in one', async () => {
    const { coincidingWithCrime = [], differingFromCrime = [] } = truth.partners.ambulance ?? {};
    expect([coincidingWithCrime.length, differingFromCrime.length]).toEqual([2, 1]);
    const mental = ['mental-health', 'overdose'];
    for (const place of coincidingWithCrime) {
      expect(await concentrationIn(place, 'ambulance', mental)).toBeGreaterThan(4);
      expect(await concentrationIn(place, 'crime', [])).toBeGreaterThan(4);
    }
    for (const place of differingFromCrime) {
      const health = await concentrationIn(place, 'ambulance', mental);
      expect(health).toBeGreaterThan(4);
      expect(await concentrationIn(place, 'crime', [])).toBeLessThan(health / 3);
    }
  });

  it('has noise complaints whose hours are the file’s own, busiest where they were planted', async () => {
    const [noise] = await rows(sql<{ precision: string; place: string; title: string; events: number }>`
      select time_precision as precision, location_precision as place, title,
        (select count(*)::int from event where dataset_id = d.dataset_id) as events
      from dataset d where layer = 'noise-complaints'`);
    expect(noise).toEqual({
      precision: 'hour',
      place: 'postcode',
      title: 'Noise complaints (synthetic)',
      events: truth.partners.noise?.rows,
    });
    for (const place of [truth.partners.noise?.seafront, truth.partners.noise?.buildingSite])
      expect(await concentrationIn(place!, 'noise-complaints', [])).toBeGreaterThan(4);
  });

  it('has selective licences in two wards only, and placements where homes are cheapest', async () => {
    const wards = await rows(sql<{ code: string }>`
      select distinct w.code from place p join category c using (category_id) join area w on w.area_id = p.ward_id
      where c.layer = 'housing' and c.slug = 'selective'`);
    expect(wards.map(({ code }) => code).sort()).toEqual(
      [...(truth.partners.housing?.selectiveWards ?? [])].sort(),
    );
    const cheapest = new Set(truth.partners.placements?.cheapestLsoas);
    const counts = await rows(sql<{ code: string; children: number }>`
      select code, sum(count)::int as children from area_count
      where measure = 'children-placed' and family = 'lsoa' and count is not null
      group by code order by children desc limit 12`);
    expect(counts.filter(({ code }) => cheapest.has(code)).length).toBeGreaterThanOrEqual(11);
  });

  it('names nobody: no holder, manager or supervisor of the files is in any row', async () => {
    for (const table of ['place', 'event', 'area_count', 'category', 'place_name'] as const) {
      const [found] = await rows(sql<{ n: number }>`
        select count(*)::int as n from ${sql.table(table)} t where t::text like '%(invented)%' or t::text like '%Leisure%Ltd%'`);
      expect([table, found.n]).toEqual([table, 0]);
    }
  });
});
