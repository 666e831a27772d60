import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import type { ImportReport } from '../../data-import/report.ts';
import type { Database } from '../../server/db/database.ts';
import { projectRoot } from '../../server/project-root.ts';
import { testDatabases } from '../support/test-databases.ts';

const data = join(projectRoot, '../shared/data');
const hasData = existsSync(join(data, 'police'));

for (const engine of testDatabases())
  describe.skipIf(engine.missing || !hasData)(
    `five months of Kent on the ${engine.name} database${hasData ? '' : ' (skipped: ../shared/data is not there)'}`,
    () => {
      let database: Database;
      let police: ImportReport;
      const load = (kind: ImportReport['kind'], path: string) =>
        importFiles(database, { kind, paths: [join(data, path)] });
      beforeAll(async () => {
        database = await engine.open();
        await load('boundaries', 'boundaries/wards_cmwd2011_thanet_20m.geojson');
        await load('lookup', 'lookups');
        await load('population', 'population');
        police = await load('police', 'police');
      });
      afterAll(async () => {
        await database?.close();
        await engine.remove();
      });

      const wardCounts = async (family: string) => {
        const rows = await database.db
          .selectFrom('event')
          .innerJoin('area', 'area.area_id', 'event.ward_id')
          .innerJoin('area_set', 'area_set.area_set_id', 'area.area_set_id')
          .select(({ fn }) => ['area.name', fn.countAll<number>().as('events')])
          .where('family', '=', family)
          .groupBy('area.name')
          .orderBy('events', 'desc')
          .execute();
        return rows.map(({ name, events }) => [name, events] as const);
      };

      it('reads 75,735 rows, 1,418 of them not mapped, and the books balance', () => {
        expect(police.rows).toEqual({
          read: 75_735,
          accepted: 75_733,
          rejected: 0,
          duplicate: 2,
          notMapped: 1_418,
        });
        expect(police.exitCode).toBe(0);
        expect(police.files.map(({ month }) => month)).toEqual([
          '2018-10',
          '2018-11',
          '2018-12',
          '2019-01',
          '2019-02',
        ]);
      });

      it('flags 2018-11 and 2018-12 as under-supplied and no other month', async () => {
        expect(police.flagged.map(({ supplier, month, status }) => [supplier, month, status])).toEqual([
          ['kent', '2018-11', 'under-supplied'],
          ['kent', '2018-12', 'under-supplied'],
        ]);
        const stored = await database.db
          .selectFrom('supply_month')
          .select(['status', 'events'])
          .orderBy('month_no')
          .execute();
        expect(stored.map(({ status, events }) => `${events} ${status}`)).toEqual([
          '19396 supplied',
          '13817 under-supplied',
          '8438 under-supplied',
          '17791 supplied',
          '16291 supplied',
        ]);
      });

      it("counts 7,733 events in Thanet's 20 m wards, led by Margate Central", async () => {
        const counts = await wardCounts('cmwd');
        expect(counts.reduce((sum, [, events]) => sum + events, 0)).toBe(7_733);
        expect(counts.slice(0, 3)).toEqual([
          ['Margate Central', 1_015],
          ['Eastcliff', 765],
          ['Cliftonville West', 760],
        ]);
      });

      it('places every event of every mapped row in the LSOA its file names', async () => {
        const { mapped, withLsoa } = await database.db
          .selectFrom('event')
          .select(({ fn }) => [
            fn.count<number>('x').as('mapped'),
            fn.count<number>('lsoa_id').as('withLsoa'),
          ])
          .executeTakeFirstOrThrow();
        expect([mapped, withLsoa]).toEqual([74_315, 74_315]);
      });

      it('draws simplified wards without counting in them', async () => {
        const report = await load('boundaries', 'boundaries/wards22_thanet_simplified.geojson');
        expect(report.files[0].eventsReassigned).toBe(0);
        const sets = await database.db
          .selectFrom('area_set')
          .select(['family', 'boundary_year', 'simplified'])
          .where('simplified', 'is not', null)
          .orderBy('boundary_year')
          .execute();
        expect(sets).toEqual([
          { family: 'cmwd', boundary_year: 2011, simplified: false },
          { family: 'wd', boundary_year: 2022, simplified: true },
        ]);
      });

      it('repairs the one invalid ring, and tells every simplified set from the 20 m ones', async () => {
        const invalid = await load('boundaries', 'boundaries/lsoa11_one_invalid_ring.geojson');
        expect(invalid.files[0].reasons.map(({ code }) => code)).toEqual(['ring-repaired']);
        for (const [file, simplified] of [
          ['lsoa21_kent_simplified', true],
          ['lad24_kent_simplified', true],
          ['wards_cmwd2011_canterbury_20m', false],
          ['wards_cmwd2011_dover_20m', false],
        ] as const) {
          const report = await load('boundaries', `boundaries/${file}.geojson`);
          expect([file, report.files[0].notes.join(' ').includes('simplified, for drawing')]).toEqual([
            file,
            simplified,
          ]);
        }
        expect((await wardCounts('cmwd')).length).toBe(23 + 24 + 21);
      });

      it('knows every area of the lookups by name, and 1,065 LSOAs by population in two years', async () => {
        const { name } = await database.db
          .selectFrom('area')
          .select('name')
          .where('code', '=', 'E05014451')
          .executeTakeFirstOrThrow();
        expect(name).toBe('Cuxton, Halling & Riverside');
        const totals = await database.db
          .selectFrom('area_measure')
          .select(({ fn }) => ['reference_year', fn.countAll<number>().as('areas')])
          .where('age_from', '=', 0)
          .where('age_to', '=', 999)
          .groupBy('reference_year')
          .orderBy('reference_year')
          .execute();
        expect(totals).toEqual([
          { reference_year: 2019, areas: 1_065 },
          { reference_year: 2020, areas: 1_065 },
        ]);
      });
    },
  );
