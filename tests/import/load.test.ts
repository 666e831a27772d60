import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportOptions, importFiles } from '../../data-import/import-files.ts';
import type { ImportReport } from '../../data-import/report.ts';
import { toLonLat } from '../../data-import/steps/national-grid.ts';
import type { Database } from '../../server/db/database.ts';
import { testDatabases } from '../support/test-databases.ts';
import { databaseState } from './support/database-state.ts';
import { crimeId, type PoliceRow, policeFile, policeRow } from './support/police-rows.ts';
import { tempFiles } from './support/temp-files.ts';

/** A square with a vertex every 50 m: detailed by any measure. */
function detailedSquare(x: number, y: number, size: number): number[][] {
  const n = size / 50;
  const side = (at: (i: number) => number[]) => Array.from({ length: n }, (_, i) => at(i * 50));
  const ring = [
    ...side((d) => [x + d, y]),
    ...side((d) => [x + size, y + d]),
    ...side((d) => [x + size - d, y + size]),
    ...side((d) => [x, y + size - d]),
  ];
  return [...ring, ring[0]];
}

const coarseSquare = (x: number, y: number, size: number): number[][] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

function boundaryFile(year: string, areas: Record<string, number[][][]>, district = 'E07000114'): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: Object.entries(areas).map(([code, rings]) => ({
      type: 'Feature',
      properties: {
        [`WD${year}CD`]: code,
        [`WD${year}NM`]: `Ward ${code.slice(-1)}`,
        [`LAD${year}CD`]: district,
        [`LAD${year}NM`]: 'Thanet',
      },
      geometry: { type: 'Polygon', coordinates: rings },
    })),
  });
}

/** A row at a place of the National Grid. */
function at(x: number, y: number, row: PoliceRow = {}): PoliceRow {
  const [lon, lat] = toLonLat(x, y);
  return { lon: lon.toFixed(7), lat: lat.toFixed(7), ...row };
}

for (const engine of testDatabases())
  describe.skipIf(engine.missing)(`importer on the ${engine.name} database`, () => {
    const files = tempFiles();
    let database: Database;
    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(async () => {
      await database?.close();
      await engine.remove();
      files.remove();
    });

    const run = (kind: ImportOptions['kind'], path: string, more: Partial<ImportOptions> = {}) =>
      importFiles(database, { kind, paths: [path], ...more });
    const importText = (kind: ImportOptions['kind'], name: string, text: string | Buffer) =>
      run(kind, files.put(name, text));

    /** Events of one supplier: line, ward, method, outcome. */
    async function eventsOf(supplier: string) {
      return database.db
        .selectFrom('event')
        .innerJoin('import_batch', 'import_batch.batch_id', 'event.batch_id')
        .leftJoin('area as ward', 'ward.area_id', 'event.ward_id')
        .leftJoin('area as lsoa', 'lsoa.area_id', 'event.lsoa_id')
        .leftJoin('outcome', 'outcome.outcome_id', 'event.outcome_id')
        .leftJoin('place_name', 'place_name.place_id', 'event.place_id')
        .select([
          'event.row_no as line',
          'ward.code as ward',
          'event.ward_method as method',
          'lsoa.code as lsoa',
          'lsoa.boundary_year as lsoaYear',
          'outcome.label as outcome',
          'place_name.name as place',
          'occurred_from as from',
          'occurred_to as to',
        ])
        .where('supplier', '=', supplier)
        .where('state', '=', 'live')
        .orderBy('event.row_no')
        .execute();
    }
    const versionOf = async () =>
      (await database.db.selectFrom('data_version').select('version').executeTakeFirstOrThrow()).version;

    it('stores a month with its period, names, LSOAs of the right vintage, and no Crime ID anywhere', async () => {
      const before = await versionOf();
      const report = await importText(
        'police',
        '2018-12-alpha-street.csv',
        policeFile([
          at(636500, 170500, {
            id: crimeId(1),
            month: '2018-12',
            type: 'Drugs',
            outcome: 'Local resolution',
            lsoa: 'E01099001',
          }),
          { month: '2018-12', lon: '', lat: '', lsoa: '', location: '' },
        ]),
      );
      expect(report).toMatchObject({ exitCode: 0, rows: { read: 2, accepted: 2, notMapped: 1 } });
      expect(await versionOf()).toBe(before + 1);
      expect(await eventsOf('alpha')).toEqual([
        {
          line: 2,
          ward: null,
          method: null,
          lsoa: 'E01099001',
          lsoaYear: 2011,
          outcome: 'Local resolution',
          place: 'On or near High Street',
          from: '2018-12-01 00:00:00',
          to: '2019-01-01 00:00:00',
        },
        expect.objectContaining({ line: 3, lsoa: null, outcome: null, place: null }),
      ]);
      const all = JSON.stringify(await database.db.selectFrom('import_batch').selectAll().execute());
      expect(all).not.toContain(crimeId(1));
    });

    it('takes a new LSOA code of 2021 or later as LSOA 2021', async () => {
      await importText(
        'police',
        '2023-05-alpha-street.csv',
        policeFile([{ month: '2023-05', lsoa: 'E01099002' }]),
      );
      const year = (await eventsOf('alpha')).find(({ lsoa }) => lsoa === 'E01099002')?.lsoaYear;
      expect(year).toBe(2021);
    });

    it('says "already loaded" for the same file, under any name, and changes nothing', async () => {
      const text = policeFile([{ month: '2020-01' }, { month: '2020-01' }]);
      await importText('police', '2020-01-beta-street.csv', text);
      const before = await databaseState(database);
      for (const name of ['2020-01-beta-street.csv', 'copy of it.csv']) {
        const report = await importText('police', name, text);
        expect(report.files[0].status).toBe('already-loaded');
        expect(report.exitCode).toBe(0);
      }
      expect(await databaseState(database)).toEqual(before);
    });

    it('replaces a month that is published again, and only that month of that force', async () => {
      const row = { id: crimeId(7), type: 'Burglary', month: '2020-02' };
      const first = policeFile([
        { ...row, outcome: 'Under investigation' },
        { ...row, id: crimeId(8) },
      ]);
      await importText('police', '2020-02-gamma-street.csv', first);
      await importText('police', '2020-03-gamma-street.csv', policeFile([{ month: '2020-03' }]));
      await importText('police', '2020-02-delta-street.csv', policeFile([{ month: '2020-02' }]));
      const second = policeFile([{ ...row, outcome: 'Local resolution' }]);
      const report = await importText('police', '2020-02-gamma-street.csv', second);
      expect(report.files[0].notes.join(' ')).toContain('Replaces 2 events');
      expect(
        (await eventsOf('gamma')).map(({ from, outcome }) => `${from.slice(0, 7)} ${outcome}`).sort(),
      ).toEqual(['2020-02 Local resolution', '2020-03 null']);
      expect(await eventsOf('delta')).toHaveLength(1);
      const batches = await database.db
        .selectFrom('import_batch')
        .select(['state', 'replaced_by'])
        .where('supplier', '=', 'gamma')
        .where('month_no', '=', 2020 * 12 + 1)
        .orderBy('batch_id')
        .execute();
      expect(batches.map(({ state }) => state)).toEqual(['replaced', 'live']);
      // The first version again is a re-issue too, not "already loaded".
      expect((await importText('police', '2020-02-gamma-street.csv', first)).files[0].status).toBe(
        'imported',
      );
    });

    it('keeps the row with an outcome where an earlier one had none, and the books still balance', async () => {
      const row = { id: crimeId(9), type: 'Drugs', month: '2020-04' };
      const report = await importText(
        'police',
        '2020-04-epsilon-street.csv',
        policeFile([
          { ...row, lon: '', lat: '' },
          { ...row, outcome: 'Local resolution' },
          { month: '2020-04', type: 'Piracy' },
        ]),
      );
      expect(report.rows).toEqual({ read: 3, accepted: 1, rejected: 1, duplicate: 1, notMapped: 0 });
      expect(report.files[0].categories).toEqual({ drugs: 1 });
      expect(report.exitCode).toBe(2);
      expect((await eventsOf('epsilon')).map(({ line }) => line)).toEqual([3]);
    });

    it('leaves nothing behind after a dry run', async () => {
      const path = files.put('2020-05-zeta-street.csv', policeFile([{ month: '2020-05' }]));
      const before = await databaseState(database);
      const report = await run('police', path, { dryRun: true });
      expect(report).toMatchObject({ exitCode: 0, dryRun: true, rows: { accepted: 1 } });
      expect(report.files[0].status).toBe('checked');
      expect(await databaseState(database)).toEqual(before);
    });

    it('keeps synthetic data in a dataset of its own', async () => {
      const path = files.put('2020-06-eta-street.csv', policeFile([{ month: '2020-06' }]));
      await run('police', path, { synthetic: true });
      const datasets = await database.db
        .selectFrom('dataset')
        .select(['slug', 'synthetic'])
        .where('kind', '=', 'police')
        .orderBy('slug')
        .execute();
      expect(datasets).toEqual([
        { slug: 'police-street', synthetic: false },
        { slug: 'police-street-synthetic', synthetic: true },
      ]);
    });

    it('counts events again when wards arrive, better wards replace simplified ones, and coarser ones are refused', async () => {
      const rows = [at(650100, 170250), at(650900, 170250), at(655000, 170250)].map((row) => ({
        ...row,
        month: '2020-07',
        lsoa: 'E01099010',
      }));
      await importText('police', '2020-07-theta-street.csv', policeFile(rows));
      const wards = async () =>
        (await eventsOf('theta')).map(({ ward, method }) => (ward ? `${ward} ${method}` : null));
      expect(await wards()).toEqual([null, null, null]);

      // Simplified wards are for drawing: events get one by lookup from their LSOA.
      const simplified = boundaryFile('22', {
        E05000001: [coarseSquare(650000, 170000, 1000)],
        E05000002: [coarseSquare(651000, 170000, 1000)],
      });
      const drawn = await importText('boundaries', 'w22.geojson', simplified);
      expect([drawn.exitCode, drawn.files[0].eventsReassigned]).toEqual([0, 0]);
      // The lookup is of 2017, the set of 2022: the same ward code is the same ward.
      const linked = await importText('lookup', 'l.csv', 'lsoa11_code,ward17_code\nE01099010,E05000002\n');
      expect(linked.files[0].eventsReassigned).toBe(3);
      expect(await wards()).toEqual(['E05000002 l', 'E05000002 l', 'E05000002 l']);

      // Detailed wards of another year are counted in, where they reach.
      const detailed = boundaryFile('23', {
        E05000011: [detailedSquare(650000, 170000, 500)],
        E05000012: [detailedSquare(650500, 170000, 500)],
      });
      const counted = await importText('boundaries', 'w23.geojson', detailed);
      expect(counted.files[0].notes.join(' ')).toContain('detailed enough to count with');
      expect(counted.files[0].eventsReassigned).toBe(2);
      expect(await wards()).toEqual(['E05000011 p', 'E05000012 p', 'E05000002 l']);

      // Events that come later are counted the same way.
      await importText('police', '2020-07-iota-street.csv', policeFile([...rows, { ...rows[0] }]));
      const later = (await eventsOf('iota')).map(({ ward, method }) => `${ward} ${method}`);
      expect(later).toEqual(['E05000011 p', 'E05000012 p', 'E05000002 l', 'E05000011 p']);

      const before = await databaseState(database);
      const coarse = await importText(
        'boundaries',
        'w23c.geojson',
        boundaryFile('23', { E05000012: [coarseSquare(650500, 170000, 900)] }),
      );
      expect([coarse.exitCode, coarse.files[0].refusal?.code]).toEqual([1, 'coarser-than-loaded']);
      expect(await databaseState(database)).toEqual(before);
    });

    it('repairs a self-intersecting ring to polygons and reports it', async () => {
      const bowtie = [
        [660000, 170000],
        [661000, 171000],
        [661000, 170000],
        [660000, 171000],
        [660000, 170000],
      ];
      const report = await importText(
        'boundaries',
        'bow.geojson',
        boundaryFile('21', { E05000021: [bowtie] }),
      );
      expect(report.files[0].reasons.map(({ code, count }) => [code, count])).toEqual([['ring-repaired', 1]]);
      const { area_m2 } = await database.db
        .selectFrom('area')
        .select('area_m2')
        .where('code', '=', 'E05000021')
        .executeTakeFirstOrThrow();
      // Two triangles of a quarter of a square kilometre each.
      expect(area_m2).toBeCloseTo(500_000, 3);
    });

    it('keeps an area whose district got a new code: vintages stand side by side', async () => {
      for (const [year, district] of [
        ['19', 'E08000016'],
        ['20', 'E08000038'],
      ])
        await importText(
          'boundaries',
          `w${year}.geojson`,
          boundaryFile(year, { E05000031: [coarseSquare(440000, 400000, 1000)] }, district),
        );
      const rows = await database.db
        .selectFrom('area')
        .select(['boundary_year', 'district_code'])
        .where('code', '=', 'E05000031')
        .orderBy('boundary_year')
        .execute();
      expect(rows).toEqual([
        { boundary_year: 2019, district_code: 'E08000016' },
        { boundary_year: 2020, district_code: 'E08000038' },
      ]);
    });

    it('replaces population of the same areas and year, and lists codes that match no area', async () => {
      const table = (people: number) => `LSOA11CD,Total\nE01099010,${people}\nE01099999,${people}\n`;
      const first = await importText('population', 'mid2019.csv', table(10));
      expect(first.files[0].notes.join(' ')).toContain('1 code matches no area that is loaded: E01099999');
      await importText('population', 'mid2019 corrected.csv', table(11));
      await importText('population', 'mid2020.csv', table(12));
      const values = await database.db
        .selectFrom('area_measure')
        .select(['reference_year', 'value'])
        .where('code', '=', 'E01099010')
        .orderBy('reference_year')
        .execute();
      expect(values).toEqual([
        { reference_year: 2019, value: 11 },
        { reference_year: 2020, value: 12 },
      ]);
    });

    const good = policeFile([{ month: '2021-01' }]);
    const refused: [string, ImportOptions['kind'], string, string | Buffer, string][] = [
      [
        'a picture as CSV',
        'police',
        '2021-01-x-street.csv',
        Buffer.from('89504e470d0a1a0a00', 'hex'),
        'binary',
      ],
      ['a wrong header', 'police', '2021-01-x-street.csv', 'a,b\n1,2\n', 'header-wrong'],
      [
        'half a line',
        'police',
        '2021-01-x-street.csv',
        `${good}${policeRow({ month: '2021-01' }).slice(0, 40)}`,
        'file-cut-off',
      ],
      [
        'a line of 10 MB',
        'police',
        '2021-01-x-street.csv',
        `${good}${'x'.repeat(10_000_000)}`,
        'line-too-long',
      ],
      [
        'mixed encodings',
        'police',
        '2021-01-x-street.csv',
        Buffer.concat([
          Buffer.from(policeFile([{ month: '2021-01', location: 'Café' }])),
          Buffer.from(`${policeRow({ month: '2021-01', location: 'Café' })}\n`, 'latin1'),
        ]),
        'encoding-mixed',
      ],
      [
        'two months, the second after rows were sent',
        'police',
        '2021-01-x-street.csv',
        policeFile([...Array(30_000).fill({ month: '2021-01' }), { month: '2021-02' }]),
        'month-mixed',
      ],
      ['a name of another month', 'police', '2021-02-x-street.csv', good, 'month-differs-from-name'],
      [
        'no row that can be used',
        'police',
        '2021-01-x-street.csv',
        policeFile([{ month: '2021-01', type: 'Piracy' }]),
        'nothing-accepted',
      ],
      ['no row', 'police', '2021-01-x-street.csv', policeFile([]), 'empty'],
      ['a GeoJSON that is none', 'boundaries', 'x.geojson', '{"hello":', 'json-malformed'],
      [
        'a truncated download',
        'boundaries',
        'x.geojson',
        JSON.stringify({
          ...JSON.parse(boundaryFile('25', { E05000041: [coarseSquare(440000, 400000, 1000)] })),
          exceededTransferLimit: true,
        }),
        'download-truncated',
      ],
      [
        'an area without extent',
        'boundaries',
        'x.geojson',
        boundaryFile('25', {
          E05000041: [
            [
              [440000, 400000],
              [440100, 400100],
              [440200, 400200],
              [440000, 400000],
            ],
          ],
        }),
        'geometry-not-area',
      ],
      ['a lookup with one code', 'lookup', 'x.csv', 'LSOA21CD,name\nE01000001,x\n', 'header-wrong'],
      [
        'population without a year',
        'population',
        'people.csv',
        'LSOA21CD,Total\nE01000001,1\n',
        'year-unknown',
      ],
    ];
    it.each(refused)(
      'refuses %s with one error, exit code 1 and an unchanged database',
      async (_, kind, name, content, code) => {
        const before = await databaseState(database);
        const report = await importText(kind, name, content);
        expect([report.exitCode, report.files[0].status, report.files[0].refusal?.code]).toEqual([
          1,
          'refused',
          code,
        ]);
        expect(report.files[0].refusal?.hint).toBeTruthy();
        expect(await databaseState(database)).toEqual(before);
      },
    );

    it('says which kind a file looks like that was imported as another', async () => {
      const asLookup = await importText('lookup', 'a.csv', policeFile([{}]));
      expect(asLookup.files[0].refusal?.hint).toContain('"police"');
      const asPolice = await importText('police', 'b.csv', 'lsoa11_code,ward17_code\nE01000001,E05000001\n');
      expect(asPolice.files[0].refusal?.hint).toContain('"lookup"');
      const wards = boundaryFile('25', { E05000041: [coarseSquare(440000, 400000, 1000)] });
      expect((await importText('population', 'c.csv', wards)).files[0].refusal?.hint).toContain(
        '"boundaries"',
      );
    });

    it('refuses a missing file and an empty folder, and a bad file undoes no good one', async () => {
      expect(await run('police', `${files.folder}/nowhere.csv`)).toMatchObject({
        exitCode: 1,
        files: [{ refusal: { code: 'file-missing' } }],
      });
      mkdirSync(join(files.folder, 'empty'));
      expect(await run('police', join(files.folder, 'empty'))).toMatchObject({ exitCode: 1, files: [] });
      const mixed: ImportReport = await importFiles(database, {
        kind: 'police',
        paths: [files.put('2021-03-y-street.csv', 'nonsense'), files.put('2021-01-y-street.csv', good)],
      });
      expect(mixed.files.map(({ file, status }) => [file, status])).toEqual([
        ['2021-01-y-street.csv', 'imported'],
        ['2021-03-y-street.csv', 'refused'],
      ]);
      expect(mixed.exitCode).toBe(2);
      expect(await eventsOf('y')).toHaveLength(1);
    });
  });
