import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import { generateSampleDistrict } from '../../data-import/sample/generate-sample-district.ts';
import { buildApp } from '../../server/app.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import { CoincidenceResult } from '../../server/contract/coincidence.ts';
import type { DataQuality } from '../../server/contract/data-quality.ts';
import { HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { Batches } from '../../server/contract/imports.ts';
import type { MeasuresResult } from '../../server/contract/measures.ts';
import { ServicesResult } from '../../server/contract/services.ts';
import type { Problem } from '../../server/contract/shared.ts';
import { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { WeightTables } from '../../server/contract/weights.ts';
import type { Database } from '../../server/db/database.ts';
import { isWithheldPlace } from '../../server/disclosure/withheld-places.ts';
import { readCsv } from '../support/read-csv.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';

const TERMS = {
  agreement: 'KMISA-TEST-1',
  permittedRoles: ['analyst'],
  permittedOrganisations: ['test-partner'],
  expiresOn: '2999-12-31',
};
/** Names of lists that councils publish, and one of each kind that no list should hold. */
const PROTECTED = [
  ["Children's home", 'Beech House'],
  ['Residential', 'Sunnyside Childrens Home'],
  ['Approved premises', 'Castle House'],
  ['Refuge', 'Harbour Women’s Refuge'],
  ['Supported accommodation', 'Kite Lodge'],
] as const;

it('a place that protects the people in it is told by its type or its name; a place open to the public is not', () => {
  for (const [type, name] of PROTECTED) expect(isWithheldPlace(`${type} ${name}`), name).toBe(true);
  for (const name of [
    "Foundry Children's Centre",
    'Foster Road Surgery',
    'Homes Farm School',
    'Secure Storage GP Practice',
    'St Mildred Nursing Home GP',
  ])
    expect(isWithheldPlace(name), name).toBe(false);
});

const [place] = testDatabases();
describe(`registers and counts by area on the ${place!.name} database`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'wardlight-places-'));
  let database: Database;
  let app: FastifyInstance;
  let analyst: SignedIn;
  let stranger: SignedIn;
  let servicesFile = '';
  beforeAll(async () => {
    database = await place!.open();
    const { files } = await generateSampleDistrict({
      directory,
      months: 12,
      include: ['postcodes', 'ambulance', 'premises', 'housing', 'services', 'placements', 'missing'],
    });
    const load = async (kind: string, paths: string[]) => {
      const report = await importFiles(database, { kind: kind as 'services', paths, synthetic: true });
      expect(report.exitCode, JSON.stringify(report.files.flatMap((file) => file.problems)[0])).toBe(0);
      return report;
    };
    const pathsOf = (wanted: string) => files.filter(({ kind }) => kind === wanted).map(({ path }) => path);
    for (const kind of [
      'boundaries',
      'lookup',
      'population',
      'postcodes',
      'police',
      'ambulance',
      'premises',
      'housing',
      'placements',
      'missing',
    ])
      await load(kind, pathsOf(kind));
    const [header, first, ...rest] = readFileSync(pathsOf('services')[0]!, 'utf8').trim().split('\n');
    const columns = header!.split(',');
    const made = PROTECTED.map(([type, name], i) =>
      first!
        .split(',')
        .map((value, at) =>
          /type/.test(columns[at]!)
            ? type
            : /name/.test(columns[at]!)
              ? name
              : /id/.test(columns[at]!)
                ? `P${i}`
                : value,
        )
        .join(','),
    );
    mkdirSync(join(directory, 'own'));
    servicesFile = join(directory, 'own', 'services.csv');
    writeFileSync(servicesFile, [header, first, ...rest, ...made].join('\n'));
    await load('services', [servicesFile]);
    await database.loadTransaction(async ({ db }) => {
      await sql`update dataset set agreement = ${JSON.stringify(TERMS)}::jsonb where sensitivity_class <> 'open'`.execute(
        db,
      );
      await sql`update data_version set version = version + 1`.execute(db);
    });
    app = await buildApp({ database });
    analyst = await signInAs(app, 'analyst');
    stranger = await signInAs(app, 'analyst', { organisation: 'another-partner' });
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place!.remove();
    rmSync(directory, { recursive: true, force: true });
  });
  const get = async <T>(url: string, asker = analyst): Promise<T> => {
    const response = await asker.inject({ url });
    expect(response.statusCode, response.body).toBe(200);
    return response.json() as T;
  };
  const refused = async (url: string, asker = analyst): Promise<Problem> => {
    const response = await asker.inject({ url });
    expect(response.statusCode, response.body).toBeGreaterThanOrEqual(400);
    return response.json() as Problem;
  };
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

  it('premises are counted whole: by cell, by ward and in the register, on the same day', async () => {
    const cells = await get<HotSpotResult>('/api/hot-spots?layer=premises&statistic=count');
    const wards = await get<WardLayerResult>('/api/wards?layer=premises');
    expect([...Value.Errors(HotSpotResult, cells)]).toEqual([]);
    expect([...Value.Errors(WardLayerResult, wards)]).toEqual([]);
    const { rows } = await sql<{ n: number }>`
      select count(*)::integer as n from place p join category c using (category_id)
      where c.layer = 'premises' and p.ward_id is not null and (p.valid_from is null or p.valid_from <= ${cells.register?.onDay}::date)
        and (p.valid_to is null or p.valid_to > ${cells.register?.onDay}::date)`.execute(database.db);
    expect(rows[0]!.n).toBeGreaterThan(200);
    expect(sum(cells.cells.events)).toBe(rows[0]!.n);
    expect(sum(wards.wards.map(({ events }) => events))).toBe(rows[0]!.n);
    expect(cells.summary.sentence).toContain('all licensed premises');
    // Places are no flow: a density is per area, and no year comes in.
    const at = cells.cells.events.indexOf(Math.max(...cells.cells.events));
    expect(cells.cells.densityPerKm2Year[at]).toBeCloseTo(
      cells.cells.events[at]! / (cells.parameters.cellSizeM / 1000) ** 2,
      9,
    );
  });

  it('a register under an agreement is counted in cells of 500 m or more, and never in a drawn area or by address', async () => {
    const { layers } = await get<Catalogue>('/api/catalogue');
    const homes = layers.find(({ layer }) => layer === 'housing')!;
    expect([homes.isRegister, homes.minimumCellSizeM]).toEqual([true, 500]);
    const result = await get<HotSpotResult>('/api/hot-spots?layer=housing');
    expect(result.parameters.cellSizeM).toBe(500);
    expect(result.disclosure?.notes.join(' ')).toMatch(/No address/);
    expect((await refused('/api/hot-spots?layer=housing&cellSizeM=250')).code).toBe('cell-too-fine');
    expect((await refused('/api/hot-spots?layer=housing&cellSizeM=750')).code).toBe('selection-not-released');
    // Cut at a ward's border cells would be finer than they may be.
    const ward = (await get<WardLayerResult>('/api/wards?layer=housing')).wards[0]!;
    const asked = await get<HotSpotResult>(`/api/hot-spots?layer=housing&area=${ward.code}`);
    expect(asked.parameters.area).toBe(result.parameters.area);
    expect(asked.chosen.find(({ parameter }) => parameter === 'area')?.because).toContain('whole district');
  });

  it('who is not named in the record of sharing sees neither the layer nor its name', async () => {
    const { layers } = await get<Catalogue>('/api/catalogue', stranger);
    expect(layers.map(({ layer }) => layer).sort()).toEqual(['crime', 'premises', 'services']);
    for (const url of [
      '/api/hot-spots?layer=housing',
      '/api/wards?layer=placements',
      '/api/wards?layer=missing',
    ]) {
      const problem = await refused(url, stranger);
      expect(problem.code).toBe('unknown-layer');
      expect(problem.hint).not.toMatch(/housing|placements|missing/);
    }
  });

  it('a register has no history', async () => {
    for (const url of [
      '/api/change?layer=premises',
      '/api/emerging?layer=premises',
      '/api/measures?layer=premises',
    ])
      expect((await refused(url)).detail, url).toMatch(/is a register|no layer/);
  });

  it('premises coincide with ambulance pick-ups in cells that both allow, over the months of the pick-ups', async () => {
    const result = await get<CoincidenceResult>('/api/coincidence?first=premises&second=ambulance');
    expect([...Value.Errors(CoincidenceResult, result)]).toEqual([]);
    expect(result.parameters.cellSizeM).toBe(500);
    const ambulance = await get<HotSpotResult>('/api/hot-spots?layer=ambulance');
    expect(result.period).toEqual(ambulance.period);
    const { both, firstOnly, secondOnly, neither, notShown, cells } = result.summary;
    expect(both + firstOnly + secondOnly + neither + notShown).toBe(cells);
  });

  it('counts that a partner added up are shown by ward, small ones hidden, and in no cell', async () => {
    for (const layer of ['missing', 'placements']) {
      const result = await get<WardLayerResult>(`/api/wards?layer=${layer}`);
      expect([...Value.Errors(WardLayerResult, result)]).toEqual([]);
      expect(result.disclosure?.hiddenBelow).toBe(10);
      expect(result.wards.every(({ events }) => events >= 10 && events % 5 === 0)).toBe(true);
      expect(result.wards.length + result.hiddenWards!.length).toBe(16);
      for (const url of [`/api/hot-spots?layer=${layer}`, `/api/coincidence?first=${layer}&second=crime`])
        expect((await refused(url)).code, url).toBe('selection-not-released');
    }
    const placed = await get<WardLayerResult>('/api/wards?layer=placements');
    expect(placed.hiddenWards!.length).toBeGreaterThan(1);
    // The whole is no key to the parts: what is missing from it is spread over more than one ward.
    expect(placed.disclosure?.notes.join(' ')).toMatch(/never a place, an address or a cell/);
    expect(placed.register?.counted).toBe('children placed');
  });

  it('harm by cell adds up to the harm of the district, and health is never added to it', async () => {
    const map = await get<HotSpotResult>('/api/hot-spots?statistic=harm');
    expect([...Value.Errors(HotSpotResult, map)]).toEqual([]);
    const { from, to } = map.parameters;
    const wards = await get<MeasuresResult>(`/api/measures?layer=crime&from=${from}&to=${to}`);
    expect(sum(map.cells.harm!) / wards.district.harm!.total).toBeCloseTo(1, 9);
    expect(map.harm?.weights).toBe(wards.weights?.name);
    // One category alone: every event weighs the same.
    const robbery = await get<HotSpotResult>('/api/hot-spots?statistic=harm&categories=robbery');
    const { tables } = await get<WeightTables>('/api/weights');
    const table = tables.find(({ name }) => name === map.harm?.weights)!;
    const weight = table.rows.find(({ category }) => category === 'robbery')!.weight!;
    expect(robbery.cells.harm).toEqual(robbery.cells.events.map((events) => events * weight));
    for (const layer of ['ambulance', 'premises'])
      expect((await refused(`/api/hot-spots?statistic=harm&layer=${layer}`)).code).toBe(
        'weights-not-for-layer',
      );
    expect((await refused('/api/hot-spots?statistic=harm&weights=nothing-such')).code).toBe(
      'unknown-weights',
    );
    expect((await refused('/api/hot-spots?statistic=count&weights=cchi-2026-derived')).code).toBe(
      'invalid-parameter',
    );
  });

  it('services are points with a name, in their ward, of kinds that are known', async () => {
    const result = await get<ServicesResult>('/api/services');
    expect([...Value.Errors(ServicesResult, result)]).toEqual([]);
    expect(sum(result.kinds.map(({ places }) => places))).toBe(result.places.length);
    expect(result.summary.places).toBe(result.places.length);
    expect(result.places.length).toBeGreaterThan(50);
    const { places } = await get<Catalogue>('/api/catalogue').then(({ studyAreas }) => ({
      places: result.places.filter(({ ward }) => studyAreas.some(({ name }) => name === ward)),
    }));
    expect(places.length).toBe(result.places.length);
  });

  it('services leave as files of the kinds on the map, each place at its point, marked and on record', async () => {
    const { places, kinds } = await get<ServicesResult>('/api/services');
    const wanted = places.filter(({ kind }) => kind === 'gp' || kind === 'school');
    const csv = await analyst.inject({ url: '/api/exports/services.csv?kinds=gp,school' });
    expect(csv.headers['content-disposition']).toMatch(
      /filename="OFFICIAL-SYNTHETIC-services-ravensand-\d{4}-\d\d-\d\d\.csv"/,
    );
    const table = readCsv(csv.body);
    expect(table.column('name')).toEqual(wanted.map(({ name }) => name));
    expect(table.column('longitude_degrees').map(Number)).toEqual(wanted.map(({ lon }) => lon));
    const file = await get<{
      wardlight: Record<string, string[]>;
      features: { properties: { kind: string }; geometry: { type: string; coordinates: number[] } }[];
    }>('/api/exports/services.geojson');
    expect(file.features.map(({ geometry }) => geometry)).toEqual(
      places.map(({ lon, lat }) => ({ type: 'Point', coordinates: [lon, lat] })),
    );
    expect(file.wardlight.Marking?.[0]).toContain('SYNTHETIC');
    expect(file.wardlight.Source?.length).toBeGreaterThan(0);
    const { entries } = await app.access.audit.page({
      auditId: String(csv.headers['x-wardlight-audit-id']),
    });
    expect(csv.body).toContain(`# Audit entry: ${entries[0]?.auditId}`);
    expect(entries[0]).toMatchObject({
      action: 'figures.services',
      format: 'csv',
      username: analyst.username,
    });
    const problem = await refused('/api/exports/services.csv?kinds=gp,schol');
    expect([problem.code, problem.hint]).toEqual(['invalid-parameter', expect.stringContaining('school')]);
    expect(kinds.map(({ kind }) => kind)).toContain('school');
  });

  it('months, points where records pile up and files imported leave as files; counts of restricted data in none of them', async () => {
    const { layers } = await get<Catalogue>('/api/catalogue');
    for (const { layer, months } of layers.filter(({ isRegister }) => !isRegister)) {
      const table = readCsv((await analyst.inject({ url: `/api/exports/months.csv?layer=${layer}` })).body);
      expect(table.column('month')).toEqual(months.map(({ month }) => month));
      expect(table.column('events'), layer).toEqual(
        months.map(({ events, hidden }) =>
          hidden ? 'hidden' : events === null ? 'not supplied' : String(events),
        ),
      );
    }
    expect((await refused('/api/exports/months.csv?layer=ambulance', stranger)).code).toBe('unknown-layer');
    expect((await refused('/api/exports/months.csv?layer=crimes')).hint).toContain('crime');

    const quality = await get<DataQuality>('/api/data-quality');
    const supply = readCsv((await analyst.inject({ url: '/api/exports/supply.csv' })).body);
    const events = supply.column('events');
    const titles = supply.column('dataset');
    for (const { title, suppliers, sensitivityClass } of quality.datasets) {
      const own = events.filter((_, i) => titles[i] === title);
      expect(own, title).toHaveLength(suppliers.reduce((n, { months }) => n + months.length, 0));
      if (sensitivityClass !== 'open')
        expect(
          own.filter((value) => !['hidden', 'not supplied'].includes(value)),
          title,
        ).toEqual([]);
    }
    const pileUps = await get<{ features: { geometry: { coordinates: number[] } }[] }>(
      '/api/exports/pile-ups.geojson',
    );
    expect(pileUps.features.map(({ geometry }) => geometry.coordinates)).toEqual(
      quality.datasets.flatMap(({ pileUps }) => pileUps.map(({ lon, lat }) => [lon, lat])),
    );
    expect(pileUps.features.length).toBeGreaterThan(0);

    const auditor = await signInAs(app, 'auditor');
    const batches = await auditor.inject({ url: '/api/exports/batches.csv' });
    expect(batches.headers['content-disposition']).toContain('OFFICIAL-SENSITIVE-files-imported.csv');
    const files = readCsv(batches.body);
    const shown = (await auditor.inject({ url: '/api/batches' })).json() as Batches;
    expect(files.column('sha256')).toEqual(shown.batches.map(({ sha256 }) => sha256));
    expect(files.column('rows_read')).toEqual(
      shown.batches.map(({ rowsRead }) => (rowsRead === null ? 'hidden' : String(rowsRead))),
    );
    expect(files.column('rows_read')).toContain('hidden');
    const { entries } = await app.access.audit.page({
      auditId: String(batches.headers['x-wardlight-audit-id']),
    });
    expect(entries[0]).toMatchObject({ action: 'batches.export', username: auditor.username });
  });

  it('rates by LSOA leave as files: the figures of the screen with their intervals, each with its boundary', async () => {
    const query = 'level=lsoa&layer=crime';
    const { areas, parameters } = await get<MeasuresResult>(`/api/measures?${query}`);
    const table = readCsv((await analyst.inject({ url: `/api/exports/measures.csv?${query}` })).body);
    expect(table.column('area_code')).toEqual(areas.map(({ code }) => code));
    expect(table.column('events').map(Number)).toEqual(areas.map(({ events }) => events));
    expect(table.column('rate_upper_95')).toEqual(
      areas.map(({ rateInterval }) => (rateInterval ? String(rateInterval.upper) : 'not supplied')),
    );
    expect(table.column(`events_${parameters.categories[0]}`).map(Number)).toEqual(
      areas.map(({ byCategory }) => byCategory[0]),
    );
    const file = await get<{ features: { properties: { area_code: string }; geometry: { type: string } }[] }>(
      `/api/exports/measures.geojson?${query}`,
    );
    expect(file.features.map(({ properties }) => properties.area_code)).toEqual(
      areas.map(({ code }) => code),
    );
    expect(file.features.every(({ geometry }) => /Polygon$/.test(geometry?.type))).toBe(true);
    // Restricted counts have no LSOAs, in files as on the screen.
    for (const layer of ['ambulance', 'missing'])
      expect((await refused(`/api/exports/measures.csv?level=lsoa&layer=${layer}`)).code, layer).toMatch(
        /not-released|invalid|no-data|unknown/,
      );
    expect((await refused('/api/exports/measures.csv?layer=ambulance', stranger)).code).toBe('unknown-layer');
  });

  it('a hidden ward is a row of the file that says so, and gives no figure', async () => {
    for (const [file, screen] of [
      ['/api/exports/wards.csv?layer=placements', '/api/wards?layer=placements'],
      [
        '/api/exports/wards.csv?layer=ambulance&categories=mental-health',
        '/api/wards?layer=ambulance&categories=mental-health',
      ],
    ] as const) {
      const { wards, hiddenWards } = await get<WardLayerResult>(screen);
      const table = readCsv((await analyst.inject({ url: file })).body);
      expect(table.column('ward_code')).toEqual([...wards, ...(hiddenWards ?? [])].map(({ code }) => code));
      const events = table.column('events');
      expect(events.slice(0, wards.length).map(Number)).toEqual(wards.map((ward) => ward.events));
      for (const name of ['events', 'share_of_district', 'events_per_1000_residents_year', 'rate_upper_95'])
        expect(new Set(table.column(name).slice(wards.length)), name).toEqual(
          new Set(hiddenWards?.length ? ['hidden'] : []),
        );
    }
  });

  it('a home, a refuge or approved premises is never a point, whatever list it came in', async () => {
    const inRegister = await sql<{
      name: string;
    }>`select p.name from place p join category c using (category_id)
      where c.layer = 'services'`.execute(database.db);
    for (const [, name] of PROTECTED) expect(inRegister.rows.map((row) => row.name)).not.toContain(name);
    // One that an older import let in stays off the map too.
    await database.loadTransaction(async ({ db }) => {
      await sql`update place p set name = 'Sunnyside Childrens Home' from category c
        where c.category_id = p.category_id and c.slug = 'youth' and p.ctid = (select min(q.ctid) from place q join category d using (category_id) where d.slug = 'youth')`.execute(
        db,
      );
      await sql`update data_version set version = version + 1`.execute(db);
    });
    const after = await get<ServicesResult>('/api/services');
    expect(after.places.map(({ name }) => name)).not.toContain('Sunnyside Childrens Home');
    expect(after.places.map(({ kind }) => kind)).not.toContain('other');
    const { body } = await analyst.inject({ url: '/api/exports/services.csv' });
    for (const [, name] of PROTECTED) expect(body).not.toContain(name);
    const cells = await get<HotSpotResult>('/api/hot-spots?layer=services&statistic=count');
    expect(sum(cells.cells.events)).toBe(after.places.length);
  });

  it('registers under an agreement are no points even where they are called services', async () => {
    await database.loadTransaction(async ({ db }) => {
      await sql`update dataset set sensitivity_class = 'children-probation', agreement = ${JSON.stringify(TERMS)}::jsonb
        where dataset_id in (select p.dataset_id from place p join category c using (category_id) where c.layer = 'services')`.execute(
        db,
      );
      await sql`update data_version set version = version + 1`.execute(db);
    });
    const after = await get<ServicesResult>('/api/services');
    expect(after.places).toEqual([]);
    expect((await refused('/api/hot-spots?layer=services')).code).toBe('unknown-layer');
  });
});
