import { DEPRIVATION_TABLE, deprivationColumns, editionOf, lsoaYearOf } from '../kinds/deprivation.ts';
import { counted } from '../steps/counted.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { parseNumber } from '../steps/parse-values.ts';
import { type AreaValue, unmatchedNote, writeAreaValues } from './area-values.ts';
import { ensureDataset, openBatch } from './batch.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { onsDataset } from './ons-dataset.ts';
import { openTable } from './open-table.ts';
import { refuseNothing } from './read-rows.ts';
import { tableResult } from './table-result.ts';

const SUPPLIER = 'mhclg';

/**
 * Load the Indices of Deprivation: scores, ranks and deciles by LSOA as measures imd-rank, imd-income-score and so on, with the
 * edition as their year. Rank 1 is the most deprived. Editions are kept side by side and are not comparable over time.
 */
export async function loadDeprivation(given: FileLoad): Promise<FileResult> {
  const { load, tally, file } = given;
  const { db } = load;
  const table = await openTable(given, 'deprivation', DEPRIVATION_TABLE);
  const columns = deprivationColumns(table.header);
  if (columns.length === 0)
    throw new ImportRefusedError(
      'header-wrong',
      'The table has no column of scores, ranks or deciles.',
      table.header.join(','),
      DEPRIVATION_TABLE.hint,
      { line: 1 },
    );
  const lsoaColumn = table.nameOf('lsoa');
  const edition = editionOf(given.year, table.map.columns.district, file.name, lsoaColumn);
  if (!edition)
    throw new ImportRefusedError(
      'year-unknown',
      'The edition of the indices is not known: neither district codes nor the file name say it.',
      file.name,
      'Give it with --year: 2015, 2019 or 2025.',
    );
  const boundaryYear = lsoaYearOf(lsoaColumn, edition.edition);
  const values: AreaValue[] = [];
  const seen = new Set<string>();
  for await (const page of table.pages) {
    for (const { line, fields } of page) {
      const code = table.reader(fields)('lsoa');
      if (!/^[EW]01\d{6}$/.test(code)) {
        tally.reject(line, lsoaColumn, 'area-unknown', 'This is not an LSOA code.');
        continue;
      }
      if (seen.has(code)) {
        tally.drop(
          line,
          lsoaColumn,
          'area-code-repeated',
          'The LSOA has a row already; the first one is kept.',
        );
        continue;
      }
      const numbers = columns.map(({ at }) => parseNumber(fields[at] ?? ''));
      const bad = numbers.indexOf(undefined);
      if (bad >= 0) {
        tally.reject(line, columns[bad].column, 'number-wrong', 'A score, rank or decile is not a number.');
        continue;
      }
      seen.add(code);
      tally.accept();
      for (const [i, { measure }] of columns.entries())
        values.push({
          family: 'lsoa',
          boundaryYear,
          code,
          measure,
          referenceYear: edition.edition,
          ageFrom: 0,
          ageTo: 999,
          sex: 'all',
          value: numbers[i] as number,
        });
    }
  }
  refuseNothing(tally, DEPRIVATION_TABLE.hint);
  const { datasetId, slug } = await ensureDataset(
    db,
    {
      ...onsDataset(
        `deprivation-${edition.edition}`,
        'deprivation',
        `Indices of Deprivation ${edition.edition}`,
      ),
      owner: 'Ministry of Housing, Communities and Local Government',
    },
    given.synthetic,
  );
  const batchId = await openBatch(db, {
    datasetId,
    supplier: SUPPLIER,
    monthNo: null,
    file,
    importedBy: given.importedBy,
  });
  await writeAreaValues(given, datasetId, batchId, values);
  return tableResult({
    batchId,
    dataset: slug,
    supplier: SUPPLIER,
    notes: [
      `Edition ${edition.edition} (${edition.because}), LSOAs of ${boundaryYear}, ${counted(columns.length, 'measure')}: ${columns.map(({ measure }) => measure).join(', ')}.`,
      ...(await unmatchedNote(db, values)),
    ],
  });
}
