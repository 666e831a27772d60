import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import {
  generateSampleDistrict,
  type SampleDistrictOptions,
  type SampleManifest,
} from '../../data-import/sample/generate-sample-district.ts';
import { toNationalGrid } from '../../data-import/steps/national-grid.ts';

export type Ring = [number, number][];

export interface SampleFeature {
  properties: Record<string, string | number>;
  geometry: { type: string; coordinates: Ring[] };
}

export interface StreetRow {
  id: string;
  month: string;
  lon: string;
  lat: string;
  /** EPSG:27700, absent where the row has no location. */
  position: [number, number] | undefined;
  location: string;
  lsoaCode: string;
  category: string;
  outcome: string;
}

/** Generates into a folder of its own; `remove` deletes it. */
export async function generateInTemporaryFolder(
  options: Omit<SampleDistrictOptions, 'directory'>,
): Promise<{ directory: string; manifest: SampleManifest; remove: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'wardlight-sample-'));
  const manifest = await generateSampleDistrict({ directory, ...options });
  return { directory, manifest, remove: () => rm(directory, { recursive: true }) };
}

export async function readCsv(path: string): Promise<Record<string, string>[]> {
  return parse(await readFile(path, 'utf8'), { columns: true });
}

export async function readFeatures(directory: string, file: string): Promise<SampleFeature[]> {
  return JSON.parse(await readFile(join(directory, 'boundaries', file), 'utf8')).features;
}

export async function readStreetRows(manifest: SampleManifest): Promise<StreetRow[]> {
  const police = manifest.files.filter((file) => file.kind === 'police');
  const months = await Promise.all(police.map((file) => readCsv(file.path)));
  return months.flat().map((row) => ({
    id: row['Crime ID'],
    month: row.Month,
    lon: row.Longitude,
    lat: row.Latitude,
    position: row.Longitude === '' ? undefined : toNationalGrid(Number(row.Longitude), Number(row.Latitude)),
    location: row.Location,
    lsoaCode: row['LSOA code'],
    category: row['Crime type'],
    outcome: row['Last outcome category'],
  }));
}

/** Area in m2 on the National Grid: outer ring less holes, whichever way they run. */
export function areaM2(rings: readonly Ring[]): number {
  return rings.reduce((sum, ring, index) => {
    const projected = ring.map(([lon, lat]) => toNationalGrid(lon, lat));
    const [x0, y0] = projected[0];
    let twice = 0;
    for (let i = 1; i < projected.length; i++) {
      twice += (projected[i - 1][0] - x0) * (projected[i][1] - y0);
      twice -= (projected[i][0] - x0) * (projected[i - 1][1] - y0);
    }
    return sum + (index === 0 ? 1 : -1) * Math.abs(twice / 2);
  }, 0);
}

/** Even-odd rule over all rings. */
export function containsPoint(rings: readonly Ring[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}
