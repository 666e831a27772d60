import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SampleManifest } from '../../data-import/sample/generate-sample-district.ts';
import type { PlantedPlace } from '../../data-import/sample/planted-place.ts';
import { samplePartners } from '../../data-import/sample/write-partner-files.ts';
import {
  containsPoint,
  generateInTemporaryFolder,
  readCsv,
  readFeatures,
  readStreetRows,
  type SampleFeature,
  type StreetRow,
} from './sample-files.ts';

const SHARED_DATA = join(import.meta.dirname, '../../../shared/data');
type Row = Record<string, string>;

let directory: string;
let manifest: SampleManifest;
let lsoas: SampleFeature[];
let crime: StreetRow[];
let postcodes: Map<string, Row>;
let wardOfLsoa: Map<string, string>;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ directory, manifest, remove } = await generateInTemporaryFolder({ include: samplePartners }));
  lsoas = await readFeatures(directory, 'lsoa21_ravensand.geojson');
  crime = await readStreetRows(manifest);
  postcodes = new Map((await rowsOf('postcodes')).map((row) => [row.pcds, row]));
  const lookup = await rowsOf('lookup');
  wardOfLsoa = new Map(lookup.map((row) => [row.LSOA21CD, row.WD25CD]));
});
afterAll(() => remove());

describe('partner files of the synthetic district', () => {
  test('only what is asked for is written, and asking changes no other file', async () => {
    const alone = await generateInTemporaryFolder({ include: ['services'] });
    try {
      const kinds = new Set(alone.manifest.files.map((file) => file.kind));
      expect([...kinds]).toEqual(['boundaries', 'lookup', 'population', 'deprivation', 'police', 'services']);
      for (const file of alone.manifest.files) {
        const twin = join(directory, file.path.slice(alone.directory.length));
        expect(await readFile(file.path, 'utf8'), file.path).toBe(await readFile(twin, 'utf8'));
      }
    } finally {
      await alone.remove();
    }
  });

  test('every file says its true number of rows', async () => {
    for (const file of manifest.files.filter(({ kind }) => kind !== 'boundaries' && kind !== 'police')) {
      expect((await readCsv(file.path)).length, file.path).toBe(file.rows);
      expect(file.rows).toBeGreaterThan(0);
    }
  });

  test('no file holds a child, and every aggregate count is hidden or rounded', async () => {
    const placements = await rowsOf('placements');
    expect(Object.keys(placements[0]).join()).toBe(
      'period,area_type,area_code,placing_authority,placement_type,age_band,count',
    );
    const missing = await rowsOf('missing');
    expect(Object.keys(missing[0]).join()).toBe('period,area_type,area_code,looked_after,age_band,count');
    for (const row of [...placements, ...missing]) expect(row.count).toMatch(/^(c|0|\d*[05])$/);
  });

  test.skipIf(!existsSync(SHARED_DATA))(
    'the licence register has the 36 columns of the real one (../shared/data)',
    async () => {
      const real = await readFile(
        join(SHARED_DATA, 'licensing/premises_licences_lga_schema_sample.csv'),
        'utf8',
      );
      const [first] = await rowsOf('premises');
      expect(Object.keys(first).join()).toBe(real.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0]);
    },
  );
});

describe('postcodes', () => {
  test('are unique, shaped like postcodes, and lie in the LSOA they name', () => {
    const shapes = new Map(lsoas.map((lsoa) => [lsoa.properties.LSOA21CD, lsoa.geometry.coordinates]));
    expect(postcodes.size).toBe(manifest.files.find((file) => file.kind === 'postcodes')!.rows);
    for (const row of postcodes.values()) {
      expect(row.pcds).toMatch(/^RV\d{1,2} \d[A-Z]{2}$/);
      expect(row.pcd7).toHaveLength(7);
      expect(containsPoint(shapes.get(row.lsoa21cd)!, Number(row.long), Number(row.lat))).toBe(true);
    }
  });

  test('place every licence and every service', async () => {
    const rows = [...(await rowsOf('premises')), ...(await rowsOf('housing')), ...(await rowsOf('services'))];
    for (const row of rows) {
      const postcode = (row.POSTCODE ?? row.Postcode ?? row.postcode).trim();
      expect(postcodes.has(postcode), postcode).toBe(true);
    }
  });
});

describe('ambulance pick-ups', () => {
  test('mental-health pick-ups gather in three places, in two of which crime gathers too', async () => {
    const { coincidingWithCrime, differingFromCrime, mentalHealthGroups } =
      manifest.truth.partners.ambulance!;
    const pickUps = (await rowsOf('ambulance')).filter((row) =>
      mentalHealthGroups.includes(row.problem_group),
    );
    const places = [...coincidingWithCrime, ...differingFromCrime];
    expect(places).toHaveLength(3);
    for (const place of places) {
      const inWard = pickUps.filter((row) => wardOfLsoa.get(row.lsoa21cd) === place.wardCode);
      expect(pickUpsWithin(inWard, place) / inWard.length, place.wardName).toBeGreaterThan(0.5);
      // A sixteenth would be an even share of the wards.
      expect(inWard.length / pickUps.length).toBeGreaterThan(0.12);
    }
    const crimesForEach = (place: PlantedPlace): number =>
      crimesWithin(place) / pickUpsWithin(pickUps, place);
    for (const place of coincidingWithCrime) {
      expect(crimesForEach(place)).toBeGreaterThan(3 * crimesForEach(differingFromCrime[0]));
    }
  });

  test('times are to the hour, coordinates to 100 m, and those without a place are counted', async () => {
    const rows = await rowsOf('ambulance');
    expect(rows.length).toBe(manifest.truth.partners.ambulance!.rows);
    for (const row of rows) {
      expect(row.call_datetime).toMatch(/^20\d\d-\d\d-\d\dT\d\d:00$/);
      expect(row.easting).toMatch(/^(\d{4}00)?$/);
    }
    expect(new Set(rows.map((row) => row.incident_ref)).size).toBe(rows.length);
    const unplaced = rows.filter((row) => row.easting === '' && row.lsoa21cd === '');
    expect(unplaced.length).toBe(manifest.truth.partners.ambulance!.unplacedRows);
    expect(unplaced.length).toBeGreaterThan(0);
  });

  test('assaults come at night and at weekends, other calls by day', async () => {
    const nightShare = (rows: Row[]): number =>
      rows.filter((row) => {
        const hour = Number(row.call_datetime.slice(11, 13));
        return hour >= 22 || hour < 4;
      }).length / rows.length;
    const rows = await rowsOf('ambulance');
    const assaults = rows.filter((row) => row.problem_group.startsWith('assault'));
    expect(nightShare(assaults)).toBeGreaterThan(0.45);
    expect(nightShare(rows.filter((row) => row.problem_group === 'other'))).toBeLessThan(0.2);
    const atWeekend = assaults.filter((row) => [0, 5, 6].includes(new Date(row.call_datetime).getDay()));
    expect(atWeekend.length / assaults.length).toBeGreaterThan(0.55);
  });
});

describe('noise complaints', () => {
  const at = ({ Logged: logged }: Row) => {
    const [day, month, year] = logged.split(' ')[0].split('/').map(Number);
    return {
      weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
      hour: Number(logged.slice(11, 13)),
    };
  };
  const near = (rows: Row[], { centresM, radiusM }: PlantedPlace) =>
    rows.filter(({ Easting, Northing }) =>
      centresM.some(([x, y]) => Math.hypot(Number(Easting) - x, Number(Northing) - y) <= radiusM),
    );

  test('times are to the minute, places to 100 m, and nobody is named', async () => {
    const rows = await rowsOf('points');
    expect(Object.keys(rows[0]).join()).toBe('Case Ref,Logged,Nature of complaint,Easting,Northing');
    expect(rows.length).toBe(manifest.truth.partners.noise!.rows);
    for (const row of rows) {
      expect(row.Logged).toMatch(/^[0-3]\d\/[01]\d\/20\d\d [0-2]\d:[0-5]\d$/);
      expect(`${row.Easting} ${row.Northing}`).toMatch(/^\d{4}00 \d{4}00$/);
    }
    expect(new Set(rows.map(({ Logged }) => Logged.slice(-2))).size).toBe(60);
  });

  test('on Friday and Saturday nights the seafront leads, in the whole week the building site', async () => {
    const { seafront, buildingSite } = manifest.truth.partners.noise!;
    const rows = await rowsOf('points');
    expect(near(rows, buildingSite).length).toBeGreaterThan(near(rows, seafront).length);
    const nights = rows.filter((row) => {
      const { weekday, hour } = at(row);
      return (weekday === 5 || weekday === 6) && (hour >= 22 || hour < 4);
    });
    expect(nights.length).toBeGreaterThan(150);
    expect(near(nights, seafront).length).toBeGreaterThan(0.3 * nights.length);
    expect(near(nights, buildingSite).length).toBeLessThan(0.05 * nights.length);
  });
});

describe('housing, licensing and placements', () => {
  test('selective licences lie in two wards only', async () => {
    const selective = (await rowsOf('housing')).filter((row) => row['Type of licence'] === 'Selective');
    const wards = new Set(selective.map((row) => postcodes.get(row.Postcode)!.wd25cd));
    expect([...wards].sort()).toEqual(manifest.truth.partners.housing!.selectiveWards);
    expect(wards.size).toBe(2);
  });

  test('licensed premises cluster on the seafront and by the harbour', async () => {
    const { clusters } = manifest.truth.partners.premises!;
    const positions = (await rowsOf('premises')).map((row) => postcodes.get(row.POSTCODE.trim())!);
    const inCluster = positions.filter((row) =>
      clusters.some((place) => near(place, [Number(row.east1m), Number(row.north1m)])),
    );
    expect(inCluster.length / positions.length).toBeGreaterThan(0.5);
    expect(
      positions.filter((row) => row.wd25cd === clusters[0].wardCode).length / positions.length,
    ).toBeGreaterThan(0.25);
  });

  test('placements concentrate where homes are cheapest, and missing episodes with them', async () => {
    const prices = (await rowsOf('area-measures')).toSorted((a, b) => Number(a.value) - Number(b.value));
    const cheapest = prices.slice(0, 12).map((row) => row.area_code);
    expect(manifest.truth.partners.placements!.cheapestLsoas.toSorted()).toEqual(cheapest.toSorted());
    const lsoaRows = (await rowsOf('placements')).filter((row) => row.area_type === 'lsoa');
    const missing = (await rowsOf('missing')).filter((row) => row.looked_after === 'yes');
    for (const rows of [lsoaRows, missing]) {
      const inCheapest = rows.filter((row) => cheapest.includes(row.area_code));
      const elsewhere = rows.filter((row) => !cheapest.includes(row.area_code));
      expect(meanCount(inCheapest)).toBeGreaterThan(3 * meanCount(elsewhere));
    }
  });

  test('missing episodes are higher next to the LSOAs with many placements than further away', async () => {
    const cheapest = new Set(manifest.truth.partners.placements!.cheapestLsoas);
    const missing = (await rowsOf('missing')).filter((row) => row.looked_after === 'yes');
    const vertices = new Map(
      lsoas.map((lsoa) => [
        String(lsoa.properties.LSOA21CD),
        new Set(lsoa.geometry.coordinates.flat().map(String)),
      ]),
    );
    const touches = (code: string): boolean =>
      [...cheapest].some((other) =>
        [...vertices.get(other)!].some((vertex) => vertices.get(code)!.has(vertex)),
      );
    const others = missing.filter((row) => !cheapest.has(row.area_code));
    const nextDoor = others.filter((row) => touches(row.area_code));
    const further = others.filter((row) => !touches(row.area_code));
    expect(meanCount(nextDoor)).toBeGreaterThan(1.5 * meanCount(further));
  });
});

async function rowsOf(kind: string): Promise<Row[]> {
  const files = manifest.files.filter((file) => file.kind === kind);
  return (await Promise.all(files.map((file) => readCsv(file.path)))).flat();
}

function near({ centresM, radiusM }: PlantedPlace, [x, y]: readonly [number, number]): boolean {
  return centresM.some(([cx, cy]) => Math.hypot(x - cx, y - cy) <= radiusM);
}

function pickUpsWithin(pickUps: readonly Row[], place: PlantedPlace): number {
  return pickUps.filter(
    (row) => row.easting !== '' && near(place, [Number(row.easting), Number(row.northing)]),
  ).length;
}

function crimesWithin(place: PlantedPlace): number {
  return crime.filter(({ position }) => position && near(place, position)).length;
}

/** Mean of published counts; a hidden one (1 to 4) stands for 2.5. */
function meanCount(rows: readonly Row[]): number {
  const counts = rows.map((row) => (row.count === 'c' ? 2.5 : Number(row.count)));
  return counts.reduce((a, b) => a + b, 0) / counts.length;
}
