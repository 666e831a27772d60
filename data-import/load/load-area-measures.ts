import { AREA_MEASURES_TABLE } from '../kinds/area-measures.ts';
import { OPEN_TERMS, PARTNER_TERMS } from '../kinds/event-kind.ts';
import type { FieldReader } from '../kinds/place-fields.ts';
import { areaColumn } from '../steps/area-column.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { parsePeriod } from '../steps/parse-period.ts';
import { parseAgeBand, parseNumber, slugOf } from '../steps/parse-values.ts';
import { AreaCodes } from './area-codes.ts';
import { type AreaValue, unmatchedNote, writeAreaValues } from './area-values.ts';
import { openBatch } from './batch.ts';
import type { FileLoad, FileResult } from './file-load.ts';
import { yearOf } from './header-vintages.ts';
import { openTable } from './open-table.ts';
import { ensurePartnerDataset } from './partner-dataset.ts';
import { refuseNothing } from './read-rows.ts';

/**
 * Load any numbers about areas, tidy or wide. What they may be shown to is for the source to say: they are partner data unless
 * the terms given with the file say that they are open.
 */
export async function loadAreaMeasures(given: FileLoad): Promise<FileResult> {
  const { load, tally, file } = given;
  const { db } = load;
  const table = await openTable(given, 'area-measures', AREA_MEASURES_TABLE);
  const wide = Object.entries(table.map.measures ?? {});
  if (
    wide.length === 0 &&
    table.map.columns.measure === undefined &&
    table.map.constants?.measure === undefined
  )
    throw new ImportRefusedError(
      'measure-unknown',
      'Nothing says what the figures measure.',
      table.header.join(','),
      'Name the measure in a column called measure, or as a constant of the column map, with its unit.',
    );
  const terms = given.terms?.sensitivity_class === 'open' ? OPEN_TERMS : PARTNER_TERMS;
  const dataset = await ensurePartnerDataset(
    given,
    'area-measures',
    {
      title: 'Area measures',
      supplier: 'partner',
      sensitivity_class: 'partner-crime',
      owner: 'Partner',
      ...terms,
    },
    false,
  );
  const batchId = await openBatch(db, {
    datasetId: dataset.datasetId,
    supplier: dataset.supplier,
    monthNo: null,
    file,
    importedBy: given.importedBy,
  });
  const codes = await AreaCodes.open(db);
  const headerYear = yearOf(table.nameOf('areaCode'));
  const values = new Map<string, AreaValue>();
  for await (const page of table.pages) {
    for (const { line, fields } of page) {
      const field = table.reader(fields);
      const reading = readFigures(
        field,
        wide.map(([column, slug]) => ({
          slug,
          text: fields[table.columnOf(`measure:${column}`) ?? -1] ?? '',
        })),
        given.year,
        file.name,
        codes,
        headerYear,
      );
      if ('fault' in reading) {
        tally.reject(line, table.nameOf(reading.fault[0]), reading.fault[1], reading.fault[2]);
        continue;
      }
      const fresh = reading.values.filter((value) => !values.has(keyOf(value)));
      if (fresh.length === 0) {
        tally.drop(
          line,
          table.nameOf('areaCode'),
          'figure-repeated',
          'The same area, measure, year, age band and sex stand on an earlier row; that row is kept.',
        );
        continue;
      }
      tally.accept();
      for (const value of fresh) values.set(keyOf(value), value);
    }
  }
  refuseNothing(tally, AREA_MEASURES_TABLE.hint);
  const all = [...values.values()];
  await writeAreaValues(given, dataset.datasetId, batchId, all);
  const measures = [...new Set(all.map(({ measure }) => measure))];
  return {
    batchId,
    dataset: dataset.slug,
    supplier: dataset.supplier,
    monthNo: null,
    notMapped: 0,
    categories: {},
    notes: [
      `${all.length} figures of ${measures.length} measure${measures.length === 1 ? '' : 's'}: ${measures.slice(0, 20).join(', ')}.`,
      ...(await unmatchedNote(db, all)),
      ...table.notes,
    ],
    eventsReassigned: 0,
    flagged: [],
  };
}

type Fault = readonly [field: string, code: string, message: string];

function readFigures(
  field: FieldReader,
  wide: readonly { readonly slug: string; readonly text: string }[],
  givenYear: number | undefined,
  fileName: string,
  codes: AreaCodes,
  headerYear: number | undefined,
): { values: AreaValue[] } | { fault: Fault } {
  const code = field('areaCode');
  const area = codes.familyOf(code, areaColumn(`${field('areaType')}cd`)?.boundaryYear ?? headerYear);
  if (!area) return { fault: ['areaCode', 'area-unknown', 'An area code is not one of England or Wales.'] };
  const period = field('period') === '' ? undefined : parsePeriod(field('period'));
  if (field('period') !== '' && !period)
    return {
      fault: ['period', 'period-wrong', 'The period is not one that is read, such as 2026 or 2026-09.'],
    };
  const named = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(fileName)?.[1];
  const referenceYear = period
    ? Number(period.from.slice(0, 4))
    : (givenYear ?? (named ? Number(named) : undefined));
  if (referenceYear === undefined)
    return { fault: ['period', 'year-unknown', 'Neither a column, --year nor the file name says the year.'] };
  const ageText = field('age');
  const age = ageText === '' || /^all/i.test(ageText) ? { ageFrom: 0, ageTo: 999 } : parseAgeBand(ageText);
  if (!age) return { fault: ['age', 'age-wrong', 'An age band is not one such as 18-24, 65+ or all.'] };
  const sex = /^f/i.test(field('sex')) ? 'female' : /^m/i.test(field('sex')) ? 'male' : 'all';
  const figures = wide.length > 0 ? wide : [{ slug: field('measure'), text: field('value') }];
  const values: AreaValue[] = [];
  for (const { slug, text } of figures) {
    const value = parseNumber(text.trim());
    const measure = slugOf(slug).slice(0, 80);
    if (measure === '')
      return { fault: ['measure', 'measure-unknown', 'A row does not say what it measures.'] };
    if (value === undefined) {
      if (wide.length > 0 && text.trim() === '') continue;
      return { fault: ['value', 'number-wrong', 'A figure is not a number.'] };
    }
    values.push({ ...area, code, measure, referenceYear, ...age, sex, value });
  }
  return values.length > 0 ? { values } : { fault: ['value', 'number-wrong', 'A row has no figure.'] };
}

function keyOf({
  measure,
  family,
  boundaryYear,
  code,
  referenceYear,
  ageFrom,
  ageTo,
  sex,
}: AreaValue): string {
  return [measure, family, boundaryYear, code, referenceYear, ageFrom, ageTo, sex].join('|');
}
