import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import type { Database } from '../../server/db/database.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { testDatabases } from '../support/test-databases.ts';
import { databaseState } from './support/database-state.ts';
import { fuzzImport, type SeedFile, seedFiles } from './support/fuzz-import.ts';
import { mutateFile } from './support/mutate-file.ts';
import { tempFiles } from './support/temp-files.ts';

// 10,000 of them: tests/import/slow/fuzz.slow.ts.
for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `mutated files on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
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

      it('begin with a valid file of every kind of the synthetic district', async () => {
        expect(seeds.length).toBeGreaterThanOrEqual(16);
        for (const { kind, name, bytes } of seeds) {
          const { files: reports } = await importFiles(database, {
            kind,
            paths: [files.put(name, bytes)],
            dryRun: true,
            synthetic: true,
            year: 2024,
          });
          expect([kind, reports[0].status, reports[0].refusal]).toEqual([
            kind,
            expect.stringMatching(/checked|already-loaded/),
            null,
          ]);
        }
      });

      it('never crash the importer, never unbalance its books, never leave a row behind', async () => {
        const { refused, accepted, codes } = await fuzzImport(database, files, seeds, {
          runs: 200,
          seed: 20_261_121,
          stateEvery: 50,
        });
        // Both happen, for many reasons: else the mutations would try nothing.
        expect(refused).toBeGreaterThan(20);
        expect(accepted).toBeGreaterThan(20);
        expect(codes.size).toBeGreaterThan(5);
      });

      it('imported for good, leave their whole batch or nothing', async () => {
        const random = seededRandom(7);
        for (let run = 0; run < 40; run++) {
          const { kind, name, bytes } = seeds[run % seeds.length];
          const before = await databaseState(database);
          const { files: reports } = await importFiles(database, {
            kind,
            paths: [files.put(name, mutateFile(bytes, random).bytes)],
            synthetic: true,
            year: 2024,
          });
          const [{ status, batchId, rows }] = reports;
          if (status !== 'imported') {
            expect(await databaseState(database)).toEqual(before);
            continue;
          }
          const batch = await database.db
            .selectFrom('import_batch')
            .selectAll()
            .where('batch_id', '=', batchId)
            .executeTakeFirstOrThrow();
          expect(batch).toMatchObject({
            state: 'live',
            rows_read: rows.read,
            rows_accepted: rows.accepted,
            rows_rejected: rows.rejected,
            rows_duplicate: rows.duplicate,
          });
          if (kind !== 'police') continue;
          const stored = await database.db
            .selectFrom('event')
            .where('batch_id', '=', batchId)
            .select('row_no')
            .execute();
          expect(stored).toHaveLength(rows.accepted);
        }
      });
    },
  );
}
