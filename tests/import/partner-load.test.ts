import { readdirSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import { withdrawBatch } from '../../data-import/load/end-batch.ts';
import type { FileReport, ImportKind } from '../../data-import/report.ts';
import type { Database } from '../../server/db/database.ts';
import { readLayerDatasets } from '../../server/db/queries/layer-datasets.ts';
import { sharedDataMissing, sharedFile } from '../support/shared-data.ts';
import { testDatabases } from '../support/test-databases.ts';
import { databaseState } from './support/database-state.ts';
import { loadPartnerBase } from './support/partner-base.ts';
import { type TempFiles, tempFiles } from './support/temp-files.ts';
import { workbook } from './support/workbook.ts';

const CALLS = 'incident_ref,call_datetime,problem_group,outcome,lsoa21cd';

function calls(rows: readonly (readonly [ref: string, day: string])[]): string {
  const lines = rows.map(([ref, day]) => `${ref},${day}T12:00,assault,See and Treat,E01999001`);
  return `${[CALLS, ...lines].join('\n')}\n`;
}

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `loading partner files on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      let files: TempFiles;
      beforeAll(async () => {
        files = tempFiles();
        database = await place.open();
        await loadPartnerBase(database, files);
      });
      afterAll(async () => {
        await database?.close();
        await place.remove();
        files?.remove();
      });

      async function load(
        kind: ImportKind,
        name: string,
        content: string | Buffer,
        options: Partial<Parameters<typeof importFiles>[1]> = {},
      ): Promise<FileReport> {
        const report = await importFiles(database, {
          kind,
          paths: [files.put(name, content)],
          synthetic: true,
          ...options,
        });
        return report.files[0];
      }

      async function eventsByMonth(source: string): Promise<Record<string, number>> {
        const { rows } = await sql<{ month: number; n: number }>`
          select month_no as month, count(*)::int as n from event e join dataset d using (dataset_id)
          where d.slug = ${`ambulance-${source}-synthetic`} group by 1`.execute(database.db);
        return Object.fromEntries(
          rows.map(({ month, n }) => [`${Math.floor(month / 12)}-${(month % 12) + 1}`, n]),
        );
      }

      it('replaces the months that a file has, and leaves the others of the same source alone', async () => {
        const source = 'reissue';
        const first = await load(
          'ambulance',
          'a.csv',
          calls([
            ['1', '2026-01-05'],
            ['2', '2026-01-06'],
            ['3', '2026-02-05'],
          ]),
          { source },
        );
        expect(await eventsByMonth(source)).toEqual({ '2026-1': 2, '2026-2': 1 });
        const second = await load(
          'ambulance',
          'b.csv',
          calls([
            ['3', '2026-02-05'],
            ['4', '2026-02-06'],
            ['5', '2026-03-01'],
          ]),
          { source },
        );
        expect(second.notes.join(' ')).toContain('Replaces 1 event of');
        expect(await eventsByMonth(source)).toEqual({ '2026-1': 2, '2026-2': 2, '2026-3': 1 });
        const states = await database.db
          .selectFrom('import_batch')
          .select(['batch_id', 'state'])
          .where('batch_id', 'in', [first.batchId as number, second.batchId as number])
          .orderBy('batch_id')
          .execute();
        expect(states.map(({ state }) => state)).toEqual(['live', 'live']);
        await load(
          'ambulance',
          'c.csv',
          calls([
            ['6', '2026-01-05'],
            ['7', '2026-01-07'],
          ]),
          { source },
        );
        const replaced = await database.db
          .selectFrom('import_batch')
          .select('state')
          .where('batch_id', '=', first.batchId as number)
          .executeTakeFirstOrThrow();
        expect(replaced.state).toBe('replaced');
      });

      it('does not let the straggler of a month wipe the month', async () => {
        const source = 'straggler';
        const january = Array.from({ length: 5 }, (_, i) => [`j${i}`, `2026-01-0${i + 1}`] as const);
        await load('ambulance', 'jan.csv', calls(january), { source });
        const report = await load(
          'ambulance',
          'feb.csv',
          calls([
            ['f1', '2026-02-01'],
            ['late', '2026-01-31'],
          ]),
          { source },
        );
        expect(report.rows).toMatchObject({ read: 2, accepted: 1, rejected: 1 });
        expect(report.reasons.map(({ code }) => code)).toContain('month-held');
        expect(await eventsByMonth(source)).toEqual({ '2026-1': 5, '2026-2': 1 });
      });

      it('keeps the months a supplier sent apart from those it did not', async () => {
        const source = 'gap';
        await load(
          'ambulance',
          'gap.csv',
          calls([
            ['1', '2026-01-05'],
            ['2', '2026-03-06'],
          ]),
          { source },
        );
        const { rows } = await sql<{ month_no: number }>`
          select month_no from supply_month s join dataset d using (dataset_id)
          where d.slug = 'ambulance-gap-synthetic' order by 1`.execute(database.db);
        expect(rows.map(({ month_no }) => month_no - 2026 * 12)).toEqual([0, 2]);
      });

      it('takes the months of a withdrawn file back to "not supplied", and leaves the others', async () => {
        const source = 'withdrawn';
        const rows = [
          ['1', '2026-01-05'],
          ['2', '2026-02-06'],
        ] as const;
        const first = await load('ambulance', 'w1.csv', calls(rows), { source });
        await load(
          'ambulance',
          'w2.csv',
          calls([
            ['3', '2026-03-06'],
            ['4', '2026-04-06'],
          ]),
          { source },
        );
        await withdrawBatch(database, {
          batchId: first.batchId as number,
          reason: 'sent by mistake',
          by: 'a test',
        });
        expect(await eventsByMonth(source)).toEqual({ '2026-3': 1, '2026-4': 1 });
        const { rows: supplied } = await sql<{ month_no: number }>`
          select month_no from supply_month s join dataset d using (dataset_id)
          where d.slug = 'ambulance-withdrawn-synthetic' order by 1`.execute(database.db);
        expect(supplied.map(({ month_no }) => month_no - 2026 * 12)).toEqual([2, 3]);
      });

      it('counts rows that say only their LSOA in the wards that come later', async () => {
        await load(
          'ambulance',
          'early.csv',
          `${CALLS.replace('lsoa21cd', 'lsoa11cd')}\n1,2026-01-05T12:00,assault,See and Treat,E01888001\n`,
          { source: 'early' },
        );
        const wardOf = async () => {
          const { rows } = await sql<{ code: string | null }>`
            select w.code from event e join dataset d using (dataset_id) left join area w on w.area_id = e.ward_id
            where d.slug = 'ambulance-early-synthetic'`.execute(database.db);
          return rows.map(({ code }) => code);
        };
        expect(await wardOf()).toEqual([null]);
        const lookup = await load('lookup', 'later.csv', 'LSOA11CD,WD24CD\nE01888001,E05999002\n');
        expect(lookup.eventsReassigned).toBe(1);
        expect(await wardOf()).toEqual(['E05999002']);
      });

      it('replaces a register whole', async () => {
        const sheet = (names: readonly string[]) =>
          `premises name,postcode\n${names.map((name) => `${name},TN1 1AA`).join('\n')}\n`;
        await load('premises', 'one.csv', sheet(['The Ship', 'The Anchor']), { source: 'register' });
        const report = await load('premises', 'two.csv', sheet(['The Anchor', 'The Lugger', 'The Mermaid']), {
          source: 'register',
        });
        const names = await database.db
          .selectFrom('place')
          .innerJoin('dataset', 'dataset.dataset_id', 'place.dataset_id')
          .select(['name', 'batch_id'])
          .where('slug', '=', 'premises-register-synthetic')
          .orderBy('row_no')
          .execute();
        expect(names.map(({ name }) => name)).toEqual(['The Anchor', 'The Lugger', 'The Mermaid']);
        expect(names.every(({ batch_id }) => batch_id === report.batchId)).toBe(true);
      });

      it('saves a column map for its source and uses it the next month, on a sheet that names alone would not read', async () => {
        const map = {
          columns: { when: 'Wann', problem: 'Was', outcome: 'Wie', lsoa: 'Wo' },
          values: { outcome: { ja: 'See and Convey' } },
        };
        const sheet = (day: string) => `Wann,Was,Wie,Wo\n${day},assault,ja,E01999002\n`;
        const alone = await load('ambulance', 'm0.csv', sheet('01/01/2026'), { source: 'mapped' });
        expect(alone.refusal?.code).toBe('header-wrong');
        await load('ambulance', 'm1.csv', sheet('01/01/2026'), {
          source: 'mapped',
          columnMap: map,
          saveMapAs: 'mapped',
        });
        const next = await load('ambulance', 'm2.csv', sheet('01/02/2026'), { source: 'mapped' });
        expect(next.status).toBe('imported');
        expect(next.notes.join(' ')).toContain('by the saved map');
        const renamed = await load('ambulance', 'm3.csv', sheet('01/03/2026').replace('Was', 'Wass'), {
          source: 'mapped',
        });
        expect(renamed.refusal).toMatchObject({ code: 'column-map-differs', column: 'Was' });
        expect(renamed.refusal?.hint).toContain('"Wass"');
      });

      it('finds the sheet of a saved map though it is named by another month, and says which it read', async () => {
        const book = (month: string, day: string, heading = 'Was') =>
          workbook({
            Guide: [['How to read this file'], ['Wann', 'is the day']],
            [month]: [
              ['Wann', heading, 'Wie', 'Wo'],
              [day, 'assault', 'See and Treat', 'E01999002'],
            ],
          });
        const columnMap = {
          sheet: 'June',
          columns: { when: 'Wann', problem: 'Was', outcome: 'Wie', lsoa: 'Wo' },
        };
        const source = 'sheets';
        await load('ambulance', 'june.xlsx', book('June', '01/06/2026'), {
          source,
          columnMap,
          saveMapAs: source,
        });
        const july = await load('ambulance', 'july.xlsx', book('July', '01/07/2026'), { source });
        expect(july.refusal).toBeNull();
        expect(july.notes).toContain('Sheet "July".');
        // A map that is given by hand means its sheet; and a saved one still wants its columns.
        const given = await load('ambulance', 'aug.xlsx', book('August', '01/08/2026'), {
          source,
          columnMap,
        });
        expect(given.refusal?.code).toBe('sheet-missing');
        const other = await load('ambulance', 'sept.xlsx', book('September', '01/09/2026', 'Wass'), {
          source,
        });
        expect(other.refusal).toMatchObject({ code: 'column-map-differs', column: 'Was' });
      });

      it('writes nothing, not even the map, when the detected map is not confirmed', async () => {
        const before = await databaseState(database);
        const asked: unknown[] = [];
        const report = await load('premises', 'ask.csv', 'premises name,postcode\nThe Ship,TN1 1AA\n', {
          source: 'asked',
          saveMapAs: 'asked',
          confirmMap: async ({ map, rows }) => {
            asked.push(map.columns, rows);
            return false;
          },
        });
        expect(asked).toEqual([{ name: 'premises name', postcode: 'postcode' }, [['The Ship', 'TN1 1AA']]]);
        expect(report.refusal?.code).toBe('map-not-confirmed');
        expect(await databaseState(database)).toEqual(before);
        expect(
          await database.db.selectFrom('column_map').select('source').where('source', '=', 'asked').execute(),
        ).toEqual([]);
      });

      it('keeps a map that is confirmed for the source, and asks no more', async () => {
        const confirm = { source: 'confirmed', confirmMap: async () => true };
        await load('premises', 'yes.csv', 'premises name,postcode\nThe Ship,TN1 1AA\n', confirm);
        const again = await load('premises', 'next.csv', 'premises name,postcode\nThe Boat,TN1 1AA\n', {
          source: 'confirmed',
          confirmMap: async () => false,
        });
        expect(again.refusal).toBeNull();
        expect(again.notes.join(' ')).toContain('by the saved map');
      });

      it('reads the sheet of a workbook that has the table, below its titles, with line breaks in headings', async () => {
        const report = await load(
          'housing',
          'register.xlsx',
          workbook({
            'Read me': [['Housing licences'], ['Prepared by the council']],
            Register: [
              ['Public register', null, null],
              [null],
              [
                'Licence\nRef',
                'Type of\nlicence',
                'Post\ncode',
                'Licence start',
                'Max occupants',
                'Licence holder',
              ],
              ['SEL/1', 'Selective', 'TN1 1AA', { date: '2024-04-01T00:00:00' }, 4, 'Ann Invented'],
              ['HMO/1', 'HMO', 'TN1 1AA', '01/05/2024', 6, 'Ben Invented'],
            ],
          }),
          { source: 'workbook' },
        );
        expect(report.refusal).toBeNull();
        expect(report.notes).toContain('Sheet "Register".');
        expect(report.notes).toContain('1 title row above the header skipped.');
        expect(report.notes.join(' ')).toContain('Dropped, because they name people: Licence holder.');
        const rows = await database.db
          .selectFrom('place')
          .select(['row_no', 'valid_from', 'attributes', 'placed_by'])
          .where('batch_id', '=', report.batchId as number)
          .orderBy('row_no')
          .execute();
        expect(rows).toEqual([
          {
            row_no: 4,
            valid_from: '2024-04-01',
            placed_by: 'o',
            attributes: { occupants: 4, households: null, storeys: null },
          },
          {
            row_no: 5,
            valid_from: '2024-05-01',
            placed_by: 'o',
            attributes: { occupants: 6, households: null, storeys: null },
          },
        ]);
      });

      it('keeps LSOA and dates of a postcode when a file that knows neither follows', async () => {
        await load(
          'postcodes',
          'dated.csv',
          'pcds,dointr,doterm,oseast1m,osnrth1m,osgrdind,lsoa21\nTN2 2AA,198001,202001,660500,165500,1,E01999001\n',
        );
        await load(
          'postcodes',
          'cpo.csv',
          '"TN2 2AA",10,660600,165600,"E92000001","","","","E07999001","E05999001"\n',
        );
        const row = await database.db
          .selectFrom('postcode')
          .selectAll()
          .where('pcd', '=', 'TN22AA')
          .executeTakeFirstOrThrow();
        // Code-Point Open has live postcodes only, so it is live again.
        expect(row).toMatchObject({
          x: 660600,
          y: 165600,
          lsoa21: 'E01999001',
          introduced_month_no: 1980 * 12,
          terminated_month_no: null,
        });
      });

      it('loads a partner nobody foresaw without code, as a layer of its own and closed by default', async () => {
        const report = await load(
          'points',
          'fire.csv',
          'date,category,easting,northing\n01/02/2026,Arson,660500,165500\n',
          { source: 'fire-service' },
        );
        const layers = await readLayerDatasets(database.db);
        expect(layers.find(({ slug }) => slug === report.dataset)).toMatchObject({
          layer: 'fire-service',
          sensitivityClass: 'partner-crime',
          timePrecision: 'day',
        });
      });

      it('never lets stop and search become a layer of an analysis', async () => {
        const report = await load(
          'stop-search',
          'stops.csv',
          'Type,Date,Latitude,Longitude,Object of search,Outcome\nPerson search,2026-01-01T10:00:00+00:00,51.33,1.73,Drugs,Nothing found\n',
        );
        expect(report.status).toBe('imported');
        const layers = await readLayerDatasets(database.db);
        expect(layers.map(({ layer }) => layer)).not.toContain('stop-search');
      });

      it('does not let the command line call health data open', async () => {
        const report = await load('ambulance', 'open.csv', calls([['1', '2026-01-05']]), {
          source: 'open',
          terms: { sensitivity_class: 'open' },
        });
        expect(report.refusal?.code).toBe('class-fixed');
      });
    },
  );
}

describe.skipIf(sharedDataMissing)(
  `real registers and tables${sharedDataMissing ? ` (missing: ${sharedDataMissing})` : ''}`,
  () => {
    const [place] = testDatabases();
    let database: Database;
    beforeAll(async () => {
      database = await place.open();
    });
    afterAll(async () => {
      await database?.close();
      await place.remove();
    });
    async function load(kind: ImportKind, ...path: string[]): Promise<FileReport> {
      const report = await importFiles(database, { kind, paths: [sharedFile(...path)], synthetic: true });
      return report.files[0];
    }

    it('every CT postcode of Code-Point Open is there, with the coordinates of the file', async () => {
      const report = await load('postcodes', 'postcodes', 'codepoint_ct.csv');
      expect(report.rows).toMatchObject({ read: 14650, accepted: 14650 });
      const row = await database.db
        .selectFrom('postcode')
        .selectAll()
        .where('pcd', '=', 'CT11AD')
        .executeTakeFirstOrThrow();
      expect(row).toMatchObject({ x: 616698, y: 159398 });
    });
    it('the nine premises of the LGA schema are read, and nobody who holds a licence is in the database', async () => {
      const report = await load('premises', 'licensing', 'premises_licences_lga_schema_sample.csv');
      expect(report.rows).toMatchObject({ read: 9, accepted: 9 });
      const { rows } = await sql<{
        text: string;
      }>`select string_agg(p::text, ' ') as text from place p`.execute(database.db);
      expect(rows[0].text).toContain('Didsbury Tennis Club');
      for (const holder of ['Cibar', 'Lawn Tennis', 'name removed', '509 Parrs'])
        expect(rows[0].text).not.toContain(holder);
      const report2 = await database.db
        .selectFrom('import_batch')
        .select('report')
        .where('batch_id', '=', report.batchId as number)
        .executeTakeFirstOrThrow();
      expect(JSON.stringify(report2.report)).not.toContain('Cibar');
    });
    it.each([
      ['imd2015_lsoa11_kent.csv', 2015, 3, 1065],
      ['imd2019_lsoa11_kent.csv', 2019, 16, 1065],
      ['imd2025_lsoa21_kent.csv', 2025, 24, 1107],
    ])('%s is edition %i with %i measures of %i LSOAs', async (name, year, measures, lsoas) => {
      const report = await load('deprivation', 'imd', name);
      expect(report.rows).toMatchObject({ read: lsoas, accepted: lsoas });
      const { rows } = await sql<{ measures: number; lsoas: number }>`
      select count(distinct measure)::int as measures, count(distinct code)::int as lsoas from area_measure
      where reference_year = ${year}`.execute(database.db);
      expect(rows[0]).toEqual({ measures, lsoas });
    });
    it('the deprivation of E01016016 in 2025 is as published: rank 3,801, score 43.088, barriers to housing score 35.342', async () => {
      const rows = await database.db
        .selectFrom('area_measure')
        .select(['measure', 'value'])
        .where('code', '=', 'E01016016')
        .where('reference_year', '=', 2025)
        .where('measure', 'in', ['imd-rank', 'imd-score', 'imd-barriers-score'])
        .orderBy('measure')
        .execute();
      expect(rows).toEqual([
        { measure: 'imd-barriers-score', value: 35.342 },
        { measure: 'imd-rank', value: 3801 },
        { measure: 'imd-score', value: 43.088 },
      ]);
    });
    it('the hospitals of England are services of the type hospital', async () => {
      const report = await load('services', 'hospitals22_england.geojson');
      expect(report.rows).toMatchObject({ read: 1061, accepted: 1061 });
      expect(report.categories.hospital).toBeGreaterThan(700);
    });
    it('returns about single children are refused whole, whatever they are imported as', async () => {
      for (const name of readdirSync(sharedFile('placements')))
        for (const kind of ['placements', 'missing'] as const) {
          const before = await databaseState(database);
          const report = await load(kind, 'placements', name);
          expect(report.status).toBe('refused');
          expect(await databaseState(database)).toEqual(before);
        }
    });
  },
);
