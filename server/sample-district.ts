import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImportOptions, importFiles } from '../data-import/import-files.ts';
import { generateSampleDistrict } from '../data-import/sample/generate-sample-district.ts';
import { noiseColumnMap } from '../data-import/sample/write-noise.ts';
import { samplePartners } from '../data-import/sample/write-partner-files.ts';
import type { Database } from './db/database.ts';

/** In the order an importer needs them: areas, then what finds places, then what is placed. */
const KINDS = [
  'boundaries',
  'lookup',
  'population',
  'deprivation',
  'postcodes',
  'police',
  'ambulance',
  'ed-assault',
  'placements',
  'missing',
  'area-measures',
  'premises',
  'housing',
  'services',
  'points',
] as const;
/** What a council publishes openly, where its kind is shared by others who do not. */
const READING: Partial<
  Record<(typeof KINDS)[number], Pick<ImportOptions, 'source' | 'columnMap' | 'terms'>>
> = {
  'area-measures': { terms: { title: 'Median house prices', sensitivity_class: 'open' } },
  points: {
    source: 'noise-complaints',
    columnMap: noiseColumnMap,
    terms: { title: 'Noise complaints', sensitivity_class: 'open' },
  },
};
/** Written beside the database once the sample is loaded whole. */
const MARKER = 'sample-district.loaded';

/**
 * Create the synthetic district in a new data folder: written as partners' files, loaded by the importer. A start that was
 * interrupted goes on where it stopped; a folder with anybody's own data is left alone.
 *
 * @param onProgress share of the work done, 0 to 1
 * @returns whether anything was loaded
 */
export async function ensureSampleDistrict(
  database: Database,
  dataDirectory: string,
  onProgress: (share: number) => void,
): Promise<boolean> {
  const marker = join(dataDirectory, MARKER);
  if (existsSync(marker)) return false;
  const own = await database.db
    .selectFrom('dataset')
    .select('slug')
    .where('synthetic', '=', false)
    .limit(1)
    .executeTakeFirst();
  if (own) return false;
  const directory = mkdtempSync(join(tmpdir(), 'wardlight-sample-'));
  try {
    const { files } = await generateSampleDistrict({ directory, include: samplePartners });
    let filesDone = 0;
    for (const kind of KINDS) {
      const paths = files.filter((file) => file.kind === kind).map(({ path }) => path);
      const report = await importFiles(database, {
        kind,
        paths,
        synthetic: true,
        ...READING[kind],
        importedBy: 'the sample district',
        onProgress: ({ fileIndex, bytesRead, bytes }) =>
          onProgress((filesDone + fileIndex + bytesRead / Math.max(1, bytes)) / files.length),
      });
      if (report.exitCode !== 0) {
        const [problem] = report.files.flatMap((file) => file.problems);
        throw new Error(
          `The sample district could not be loaded: ${problem?.message ?? `${kind} was refused`}`,
        );
      }
      filesDone += paths.length;
    }
    writeFileSync(marker, '');
    return true;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
