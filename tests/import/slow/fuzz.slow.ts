import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../../data-import/import-files.ts';
import type { Database } from '../../../server/db/database.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { fuzzImport, type SeedFile, seedFiles } from '../support/fuzz-import.ts';
import { tempFiles } from '../support/temp-files.ts';

const RUNS = 10_000;
// The embedded one: what is proved is the importer, and its engine is on every machine.
const [place] = testDatabases();

describe('10,000 mutated files', () => {
  const files = tempFiles();
  let database: Database;
  let seeds: SeedFile[];
  beforeAll(async () => {
    seeds = await seedFiles(files);
    database = await place.open();
    for (const { kind, name, bytes } of seeds.filter(
      (seed) => seed.kind === 'boundaries' || seed.kind === 'postcodes',
    ))
      await importFiles(database, { kind, paths: [files.put(name, bytes)], synthetic: true });
  });
  afterAll(async () => {
    await database?.close();
    await place.remove();
    files.remove();
  });

  it('never crash the importer, never unbalance its books, never leave a row behind', async () => {
    const { refused, accepted } = await fuzzImport(database, files, seeds, {
      runs: RUNS,
      seed: 1,
      stateEvery: 500,
    });
    expect(refused + accepted).toBe(RUNS);
    expect(Math.min(refused, accepted)).toBeGreaterThan(RUNS / 10);
  });
});
