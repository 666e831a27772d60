import { type PopulationTable, readPopulation } from '../formats/population.ts';
import { counted } from '../steps/counted.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { type AreaValue, copyAreaValues, unmatchedNote } from './area-values.ts';
import { ensureDataset, openBatch, replaceEmptied } from './batch.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { ONS_SUPPLIER, onsDataset } from './ons-dataset.ts';
import { readWhole } from './source-file.ts';
import { tableResult } from './table-result.ts';

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
  for (const table of tables) await deleteYear(given, table, datasetId);
  const values = tables.flatMap(valuesOf);
  await copyAreaValues(given.load, datasetId, batchId, values);
  await replaceEmptied(db, datasetId, batchId, 'area_measure');
  return tableResult({
    batchId,
    dataset: slug,
    supplier: ONS_SUPPLIER,
    notes: [
      ...tables.map(
        ({ referenceYear, yearBecause, rows }) =>
          `Population of ${referenceYear} (${yearBecause}), ${counted(rows.length, 'figure')} by area, five-year age band and sex.`,
      ),
      ...(await unmatchedNote(db, values)),
    ],
  });
}

/** The people of the table's areas in its year, as they were known before. */
async function deleteYear(
  { load }: FileLoad,
  { family, boundaryYear, referenceYear, rows }: PopulationTable,
  datasetId: number,
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
}

function valuesOf({ family, boundaryYear, referenceYear, rows }: PopulationTable): AreaValue[] {
  return rows.map(({ people, ...row }) => ({
    ...row,
    family,
    boundaryYear,
    referenceYear,
    measure: 'population',
    value: people,
  }));
}
