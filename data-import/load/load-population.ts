import type { Kysely } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import { type PopulationTable, readPopulation } from '../formats/population.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { ensureDataset, openBatch, replaceEmptied } from './batch.ts';
import { copyRows } from './copy-text.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { ONS_SUPPLIER, onsDataset } from './ons-dataset.ts';
import { readWhole } from './source-file.ts';

const COLUMNS = [
  'dataset_id',
  'batch_id',
  'family',
  'boundary_year',
  'code',
  'measure',
  'reference_year',
  'age_from',
  'age_to',
  'sex',
  'value',
] as const;
/** Codes named in the report; the count is complete. */
const CODES_LISTED = 20;

/**
 * Load a population table of one kind of area. Areas of the file get their people of that year anew; areas of other files of
 * the same year keep theirs. Codes that no loaded area has are kept and listed: their boundaries may come later.
 */
export async function loadPopulation(given: FileLoad): Promise<FileResult> {
  const { file, tally } = given;
  const { db } = given.load;
  const tables = readPopulation(await readWhole(file), tally, { fileName: file.name, year: given.year });
  given.onBytes(file.bytes);
  const sets = [...new Set(tables.map(({ family, boundaryYear }) => `${family}${boundaryYear}`))];
  if (sets.length > 1)
    throw new ImportRefusedError(
      'area-type-mixed',
      'The table has areas of more than one kind.',
      sets.join(', '),
      'Import one file for each kind and vintage of area.',
    );
  const [{ family, boundaryYear }] = tables;
  const { datasetId, slug } = await ensureDataset(
    db,
    onsDataset(
      `population-${sets[0]}`,
      'population',
      `Resident population of ${family.toUpperCase()} ${boundaryYear}`,
    ),
    given.synthetic,
  );
  const batchId = await openBatch(db, {
    datasetId,
    supplier: ONS_SUPPLIER,
    monthNo: null,
    file,
    importedBy: given.importedBy,
  });
  for (const table of tables) await writeTable(given, table, datasetId, batchId);
  await replaceEmptied(db, datasetId, batchId, 'area_measure');
  return {
    batchId,
    dataset: slug,
    supplier: ONS_SUPPLIER,
    monthNo: null,
    notMapped: 0,
    categories: {},
    notes: [
      ...tables.map(
        ({ referenceYear, yearBecause, rows }) =>
          `Population of ${referenceYear} (${yearBecause}), ${rows.length} figures by area, five-year age band and sex.`,
      ),
      ...(await listUnmatched(db, tables)),
    ],
    eventsReassigned: 0,
    flagged: [],
  };
}

async function writeTable(
  { load }: FileLoad,
  { family, boundaryYear, referenceYear, rows }: PopulationTable,
  datasetId: number,
  batchId: number,
): Promise<void> {
  const codes = [...new Set(rows.map(({ code }) => code))];
  for (let i = 0; i < codes.length; i += 10_000)
    await load.db
      .deleteFrom('area_measure')
      .where('measure', '=', 'population')
      .where('family', '=', family)
      .where('boundary_year', '=', boundaryYear)
      .where('reference_year', '=', referenceYear)
      .where('dataset_id', '=', datasetId)
      .where('code', 'in', codes.slice(i, i + 10_000))
      .execute();
  await copyRows(
    load,
    'area_measure',
    COLUMNS,
    rows.map(({ code, ageFrom, ageTo, sex, people }) => [
      datasetId,
      batchId,
      family,
      boundaryYear,
      code,
      'population',
      referenceYear,
      ageFrom,
      ageTo,
      sex,
      people,
    ]),
  );
}

async function listUnmatched(db: Kysely<Tables>, tables: readonly PopulationTable[]): Promise<string[]> {
  const [{ family, boundaryYear }] = tables;
  const known = await db
    .selectFrom('area')
    .innerJoin('area_set', 'area_set.area_set_id', 'area.area_set_id')
    .select('code')
    .where('family', '=', family)
    .where('area_set.boundary_year', '=', boundaryYear)
    .execute();
  const knownCodes = new Set(known.map(({ code }) => code));
  const unmatched = [...new Set(tables.flatMap(({ rows }) => rows.map(({ code }) => code)))].filter(
    (code) => !knownCodes.has(code),
  );
  if (unmatched.length === 0) return [];
  const more = unmatched.length > CODES_LISTED ? ` and ${unmatched.length - CODES_LISTED} more` : '';
  return [
    `${unmatched.length} codes match no area of ${family}${boundaryYear} that is loaded: ${unmatched.slice(0, CODES_LISTED).join(', ')}${more}. They are kept, and count once a lookup or boundaries bring the area.`,
  ];
}
