import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenDatabaseOptions, openDatabase } from '../../server/db/open-database.ts';
import { ensureSampleDistrict } from '../../server/sample-district.ts';
import { onceARun } from './once-a-run.ts';
import { SAMPLE_ON_SERVER } from './sample-on-server.ts';

/** A new data folder that holds the synthetic district: a copy of the one that is loaded once a run. */
export async function sampleDistrictFolder(): Promise<string> {
  const template = await onceARun('sample-district-embedded', async (folder) => {
    const directory = join(folder, 'sample-district');
    await load({ dataDirectory: directory }, directory);
    return directory;
  });
  const copy = mkdtempSync(join(tmpdir(), 'wardlight-sample-'));
  cpSync(template, copy, { recursive: true });
  return copy;
}

/**
 * Name of a database of a PostgreSQL server that holds the synthetic district, loaded once a run, to be copied with
 * `create database ... template`.
 *
 * @param createEmpty makes an empty one
 */
export function sampleDistrictDatabase(
  createEmpty: () => Promise<{ name: string; url: string }>,
): Promise<string> {
  return onceARun(SAMPLE_ON_SERVER, async () => {
    const { name, url } = await createEmpty();
    const markers = mkdtempSync(join(tmpdir(), 'wardlight-sample-'));
    await load({ url }, markers);
    rmSync(markers, { recursive: true, force: true });
    return name;
  });
}

async function load(options: OpenDatabaseOptions, folder: string): Promise<void> {
  const database = await openDatabase(options);
  try {
    await ensureSampleDistrict(database, folder, () => undefined);
  } finally {
    await database.close();
  }
}
