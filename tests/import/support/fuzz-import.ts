import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { importFiles } from '../../../data-import/import-files.ts';
import type { FileReport, ImportKind } from '../../../data-import/report.ts';
import { generateSampleDistrict } from '../../../data-import/sample/generate-sample-district.ts';
import { samplePartners } from '../../../data-import/sample/write-partner-files.ts';
import type { Database } from '../../../server/db/database.ts';
import { seededRandom } from '../../../server/stats/random.ts';
import { databaseState } from './database-state.ts';
import { mutateFile } from './mutate-file.ts';
import type { TempFiles } from './temp-files.ts';

/** Rows of each seed file: enough for every branch, few enough for thousands of runs. */
const ROWS = 12;

/** Kinds that the synthetic district has no file of, or none that can be read without a column map. */
const OTHER_SEEDS = {
  outcomes: {
    name: '2026-04-ravensand-outcomes.csv',
    text:
      'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\n' +
      `${'ab12'.repeat(16)},2026-04,Ravensand Police,Ravensand Police,1.70,51.26,On or near Row,E01999062,Ravensand 001A,Local resolution\n`,
  },
  'stop-search': {
    name: '2026-04-ravensand-stop-and-search.csv',
    text:
      'Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing\n' +
      'Person search,2026-04-01T09:58:14+00:00,False,,51.26,1.70,Male,18-24,,White,Misuse of Drugs Act 1971 (section 23),Controlled drugs,A no further action disposal,,False\n',
  },
  points: {
    name: 'points.csv',
    text: 'date,easting,northing,category\n2026-04-01,661900,159200,Fly tipping\n2026-04-02,658400,158200,Needles\n',
  },
  uprns: {
    name: 'uprns.csv',
    text: 'UPRN,X_COORDINATE,Y_COORDINATE\n10012345678,661900,159200\n10012345679,658400,158200\n',
  },
} as const;

export interface SeedFile {
  readonly kind: ImportKind;
  readonly name: string;
  readonly bytes: Buffer;
}

/** One short valid file of each kind of the synthetic district, and the boundaries they are placed by. */
export async function seedFiles(files: TempFiles): Promise<SeedFile[]> {
  const manifest = await generateSampleDistrict({
    directory: join(files.folder, 'district'),
    months: 2,
    include: samplePartners,
  });
  const kinds = new Map<ImportKind, string>();
  for (const { kind, path, rows } of manifest.files)
    if (rows > 0 && !kinds.has(kind) && !(kind in OTHER_SEEDS)) kinds.set(kind, path);
  const others = Object.entries(OTHER_SEEDS).map(([kind, { name, text }]) => ({
    kind: kind as ImportKind,
    name,
    bytes: Buffer.from(text),
  }));
  const generated = [...kinds].map(([kind, path]) => {
    const text = readFileSync(path);
    if (kind === 'boundaries') return { kind, name: basename(path), bytes: shortBoundaries(text) };
    return {
      kind,
      name: basename(path),
      bytes: Buffer.from(`${text.toString().split('\n').slice(0, ROWS).join('\n')}\n`),
    };
  });
  return [...generated, ...others];
}

/**
 * Import mutated files and hold the importer to its word: a report for every file and no crash; books that balance; nothing
 * written by a dry run or a refusal; by a file that is imported, its whole batch.
 *
 * @param runs mutations, spread over the kinds
 * @param seed of everything drawn: a failure is repeated by its seed and number
 */
export async function fuzzImport(
  database: Database,
  files: TempFiles,
  seeds: readonly SeedFile[],
  { runs, seed, stateEvery }: { runs: number; seed: number; stateEvery: number },
): Promise<{ refused: number; accepted: number; codes: ReadonlySet<string> }> {
  const random = seededRandom(seed);
  const codes = new Set<string>();
  let [refused, accepted] = [0, 0];
  let before = await databaseState(database);
  for (let run = 0; run < runs; run++) {
    const { kind, name, bytes } = seeds[run % seeds.length];
    const mutated = mutateFile(bytes, random);
    const where = `seed ${seed}, run ${run}: ${kind} after ${mutated.how}`;
    const path = files.put(name, mutated.bytes);
    const { files: reports, rows } = await importFiles(database, {
      kind,
      paths: [path],
      dryRun: true,
      synthetic: true,
      year: 2024,
    }).catch((error: unknown) => {
      throw new Error(`The importer crashed, ${where}`, { cause: error });
    });
    const report = reports[0];
    expect(reports, where).toHaveLength(1);
    expect(rows.read, where).toBe(rows.accepted + rows.rejected + rows.duplicate);
    expectBalanced(report, where);
    if (report.refusal) codes.add(report.refusal.code);
    if (report.status === 'refused') refused++;
    else accepted++;
    if ((run + 1) % stateEvery === 0 || run === runs - 1) {
      const after = await databaseState(database);
      expect(after, `within ${stateEvery} runs before ${where}`).toEqual(before);
      before = after;
    }
  }
  return { refused, accepted, codes };
}

function expectBalanced({ status, rows, reasons, refusal }: FileReport, where: string): void {
  expect(['checked', 'refused', 'already-loaded'], where).toContain(status);
  expect(refusal === null, where).toBe(status !== 'refused');
  for (const value of Object.values(rows)) expect(value, where).toBeGreaterThanOrEqual(0);
  expect(rows.notMapped, where).toBeLessThanOrEqual(rows.accepted);
  if (status !== 'checked') return;
  const counted = (verdicts: readonly string[]) =>
    reasons.filter(({ verdict }) => verdicts.includes(verdict)).reduce((sum, { count }) => sum + count, 0);
  expect(counted(['rejected', 'left-out']), where).toBe(rows.rejected);
  expect(counted(['duplicate']), where).toBe(rows.duplicate);
}

function shortBoundaries(text: Buffer): Buffer {
  const collection = JSON.parse(text.toString()) as { features: unknown[] };
  return Buffer.from(JSON.stringify({ ...collection, features: collection.features.slice(0, 2) }));
}
