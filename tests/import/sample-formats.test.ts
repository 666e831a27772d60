import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  generateSampleDistrict,
  type SampleManifest,
} from '../../data-import/sample/generate-sample-district.ts';
import { generateInTemporaryFolder, readCsv, readFeatures } from './sample-files.ts';

const SHARED_DATA = join(import.meta.dirname, '../../../shared/data');
const STREET_HEADER =
  'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';

let directory: string;
let manifest: SampleManifest;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ directory, manifest, remove } = await generateInTemporaryFolder({}));
});
afterAll(() => remove());

describe('files of the synthetic district', () => {
  test('the manifest names every file with its kind and its true number of rows', async () => {
    const kinds = new Map<string, number>();
    for (const { kind } of manifest.files) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    expect(Array.from(kinds, ([kind, files]) => `${kind} ${files}`)).toEqual([
      'boundaries 3',
      'lookup 1',
      'population 1',
      'deprivation 1',
      'police 36',
    ]);
    for (const file of manifest.files) {
      const text = await readFile(file.path, 'utf8');
      const rows =
        file.kind === 'boundaries' ? JSON.parse(text).features.length : text.split('\n').length - 2;
      expect(file.rows, file.path).toBe(rows);
    }
  });

  test('street files are named and headed as on data.police.uk, one a month', async () => {
    const police = manifest.files.filter((file) => file.kind === 'police');
    expect(relative(directory, police[0].path)).toBe('police/2023-10/2023-10-ravensand-street.csv');
    expect(relative(directory, police[35].path)).toBe('police/2026-09/2026-09-ravensand-street.csv');
    for (const file of police) {
      const [header, ...lines] = (await readFile(file.path, 'utf8')).split('\n');
      expect(header).toBe(STREET_HEADER);
      expect(lines.at(-1)).toBe('');
    }
  });

  test('each street row holds what the published ones hold', async () => {
    const [first] = manifest.files.filter((file) => file.kind === 'police');
    for (const row of await readCsv(first.path)) {
      expect(row['Crime ID']).toMatch(
        row['Crime type'] === 'Anti-social behaviour' ? /^$/ : /^[0-9a-f]{64}$/,
      );
      expect(row['Last outcome category'] === '').toBe(row['Crime type'] === 'Anti-social behaviour');
      expect(row.Month).toBe('2023-10');
      expect(row['Reported by']).toBe('Ravensand Constabulary (synthetic)');
      expect(row['Falls within']).toBe(row['Reported by']);
      expect(row.Context).toBe('');
      if (row.Location === 'No Location') {
        expect([row.Longitude, row.Latitude, row['LSOA code'], row['LSOA name']]).toEqual(['', '', '', '']);
      } else {
        expect(row.Longitude).toMatch(/^1\.\d{6}$/);
        expect(row.Latitude).toMatch(/^51\.\d{6}$/);
        expect(row.Location).toMatch(/^On or near [A-Z]/);
        expect(row['LSOA code']).toMatch(/^E01999\d{3}$/);
      }
    }
  });

  test('boundaries carry the property names of the Open Geography Portal and codes nobody has issued', async () => {
    const [ward] = await readFeatures(directory, 'wards25_ravensand.geojson');
    expect(ward.properties).toMatchObject({
      WD25CD: 'E05999001',
      WD25NM: 'Harbour',
      LAD25CD: 'E07999001',
      LAD25NM: 'Ravensand',
    });
    const [lsoa] = await readFeatures(directory, 'lsoa21_ravensand.geojson');
    expect(lsoa.properties).toMatchObject({ LSOA21CD: 'E01999001', LSOA21NM: 'Ravensand 001A' });
    expect(await readFeatures(directory, 'wards25_ravensand.geojson')).toHaveLength(16);
  });

  test('the lookup names a ward and the district for each LSOA of the boundary file, once', async () => {
    const rows = await readCsv(join(directory, 'lookups/lsoa21_ward25_lad25_ravensand.csv'));
    expect(Object.keys(rows[0])).toEqual(['LSOA21CD', 'LSOA21NM', 'WD25CD', 'WD25NM', 'LAD25CD', 'LAD25NM']);
    const lsoas = await readFeatures(directory, 'lsoa21_ravensand.geojson');
    expect(rows.map((row) => row.LSOA21CD)).toEqual(lsoas.map((lsoa) => lsoa.properties.LSOA21CD));
    expect(new Set(rows.map((row) => row.WD25CD)).size).toBe(16);
  });

  test('single years of age add up to the total, which is 1,000 to 3,000 in each LSOA', async () => {
    for (const row of await readCsv(join(directory, 'population/mid2024_lsoa21_ravensand.csv'))) {
      const total = Number(row.total_population);
      const ages = [...Array.from({ length: 90 }, (_, age) => String(age)), '90+'].map((age) =>
        Number(row[age]),
      );
      expect(ages.reduce((a, b) => a + b, 0)).toBe(total);
      expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
      expect(total >= 1000 && total <= 3000).toBe(true);
    }
  });

  test('deprivation ranks are national, unique, and agree with their deciles', async () => {
    const rows = await readCsv(join(directory, 'imd/imd2025_lsoa21_ravensand.csv'));
    const ranks = rows.map((row) => Number(row.IMD_rank));
    expect(new Set(ranks).size).toBe(rows.length);
    expect(Math.min(...ranks) >= 1 && Math.max(...ranks) <= 33_755).toBe(true);
    for (const row of rows) {
      expect(Number(row.IMD_decile)).toBe(Math.ceil(Number(row.IMD_rank) / 3375.5));
    }
    const byRank = rows.toSorted((a, b) => Number(a.IMD_rank) - Number(b.IMD_rank));
    const scores = byRank.map((row) => Number(row.IMD_score));
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  test.skipIf(!existsSync(SHARED_DATA))(
    'headers equal those of the real files (../shared/data)',
    async () => {
      const headerOf = async (path: string): Promise<string> =>
        (await readFile(path, 'utf8')).split(/\r?\n/, 1)[0];
      expect(await headerOf(join(directory, 'imd/imd2025_lsoa21_ravensand.csv'))).toBe(
        await headerOf(join(SHARED_DATA, 'imd/imd2025_lsoa21_kent.csv')),
      );
      expect(await headerOf(join(directory, 'population/mid2024_lsoa21_ravensand.csv'))).toBe(
        (await headerOf(join(SHARED_DATA, 'population/mid2020_lsoa11_kent.csv'))).replaceAll(
          'lsoa11',
          'lsoa21',
        ),
      );
      expect(STREET_HEADER).toBe(await headerOf(join(SHARED_DATA, 'police/2019-02-kent-street.csv')));
    },
  );
});

describe('generating again', () => {
  test('the same seed writes the same bytes, another seed does not', async () => {
    const again = await generateInTemporaryFolder({});
    const other = await generateInTemporaryFolder({ seed: 2 });
    try {
      const fingerprint = await hashOf(directory, manifest);
      expect(await hashOf(again.directory, again.manifest)).toBe(fingerprint);
      expect(await hashOf(other.directory, other.manifest)).not.toBe(fingerprint);
      expect(again.manifest.truth).toEqual(manifest.truth);
    } finally {
      await Promise.all([again.remove(), other.remove()]);
    }
  });

  test('months that cannot be meant are refused before anything is written', async () => {
    const target = join(directory, 'refused');
    await expect(generateSampleDistrict({ directory: target, lastMonth: '2026-13' })).rejects.toThrow(
      '2026-13',
    );
    await expect(generateSampleDistrict({ directory: target, months: 0 })).rejects.toThrow('got 0');
    await expect(stat(target)).rejects.toThrow('ENOENT');
  });
});

async function hashOf(root: string, { files }: SampleManifest): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(relative(root, file.path)).update(await readFile(file.path));
  return hash.digest('hex');
}
