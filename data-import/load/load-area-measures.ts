import { parseSuppliedCount } from '../kinds/area-count-kind.ts';
import { AREA_MEASURES_TABLE } from '../kinds/area-measures.ts';
import { OPEN_TERMS, PARTNER_TERMS } from '../kinds/event-kind.ts';
import type { FieldReader } from '../kinds/place-fields.ts';
import { leftOut, type RowFault, rejected } from '../kinds/row-reading.ts';
import { areaColumn } from '../steps/area-column.ts';
import { counted } from '../steps/counted.ts';
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
import { tableResult } from './table-result.ts';

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
      const figures =
        wide.length === 0
          ? [{ column: table.nameOf('value'), name: field('measure'), text: field('value') }]
          : wide.map(([column, name]) => ({
              column,
              name,
              text: fields[table.columnOf(`measure:${column}`) ?? -1] ?? '',
            }));
      const reading = readFigures(field, figures, {
        givenYear: given.year,
        fileName: file.name,
        codes,
        headerYear,
      });
      if ('fault' in reading) {
        const { verdict, code, message } = reading.fault;
        const column = table.nameOf(reading.fault.field) || reading.fault.field;
        if (verdict === 'left-out') tally.leaveOut(line, column, code, message);
        else tally.reject(line, column, code, message);
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
      if (reading.withoutFigure !== undefined)
        tally.note(
          line,
          reading.withoutFigure,
          'figure-missing',
          'Some figures of the row are hidden by their sender or missing (*, c, .., -): the others are kept.',
        );
      for (const value of fresh) values.set(keyOf(value), value);
    }
  }
  refuseNothing(tally, AREA_MEASURES_TABLE.hint);
  const all = [...values.values()];
  await writeAreaValues(given, dataset.datasetId, batchId, all);
  const measures = [...new Set(all.map(({ measure }) => measure))];
  return tableResult({
    batchId,
    dataset: dataset.slug,
    supplier: dataset.supplier,
    notes: [
      `${counted(all.length, 'figure')} of ${counted(measures.length, 'measure')}: ${measures.slice(0, 20).join(', ')}.`,
      ...(await unmatchedNote(db, all)),
      ...table.notes,
    ],
  });
}

/** Marks of "there is none" besides those of a hidden count. */
const MISSING = /^(?:-|–|\.{1,3}|:|n\/?a|\[?z\]?|null)?$/i;

interface Figure {
  readonly column: string;
  /** What it is called, with its unit. */
  readonly name: string;
  readonly text: string;
}

/** What a row's figures are about, and they; `withoutFigure` is the first column whose figure is hidden or missing. */
function readFigures(
  field: FieldReader,
  figures: readonly Figure[],
  from: {
    readonly givenYear: number | undefined;
    readonly fileName: string;
    readonly codes: AreaCodes;
    readonly headerYear: number | undefined;
  },
): { values: AreaValue[]; withoutFigure: string | undefined } | { fault: RowFault } {
  const code = field('areaCode');
  const area = from.codes.familyOf(
    code,
    areaColumn(`${field('areaType')}cd`)?.boundaryYear ?? from.headerYear,
  );
  if (!area) return rejected('areaCode', 'area-unknown', 'An area code is not one of England or Wales.');
  const period = field('period') === '' ? undefined : parsePeriod(field('period'));
  if (field('period') !== '' && !period)
    return rejected('period', 'period-wrong', 'The period is not one that is read, such as 2026 or 2026-09.');
  const named = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(from.fileName)?.[1];
  const referenceYear = period
    ? Number(period.from.slice(0, 4))
    : (from.givenYear ?? (named ? Number(named) : undefined));
  if (referenceYear === undefined)
    return rejected(
      'period',
      'year-unknown',
      'Neither a column nor the file name says the year: give it with the file (--year).',
    );
  const ageText = field('age');
  const age = ageText === '' || /^all/i.test(ageText) ? { ageFrom: 0, ageTo: 999 } : parseAgeBand(ageText);
  if (!age) return rejected('age', 'age-wrong', 'An age band is not one such as 18-24, 65+ or all.');
  const sex = /^f/i.test(field('sex')) ? 'female' : /^m/i.test(field('sex')) ? 'male' : 'all';
  const values: AreaValue[] = [];
  let withoutFigure: string | undefined;
  for (const { column, name, text } of figures) {
    const measure = measureSlug(name);
    if (measure === '') return rejected('measure', 'measure-unknown', 'A row does not say what it measures.');
    const value = parseNumber(text.trim().replace(/\s*%$/, ''));
    if (value !== undefined) values.push({ ...area, code, measure, referenceYear, ...age, sex, value });
    else if (!isNoFigure(text.trim())) return rejected(column, 'number-wrong', 'A figure is not a number.');
    else if (text.trim() !== '') withoutFigure ??= column;
  }
  if (values.length > 0) return { values, withoutFigure };
  return leftOut(
    'value',
    'no-figure',
    'The figure is hidden by its sender or missing (*, c, .., -): nothing is held of the row.',
  );
}

function isNoFigure(text: string): boolean {
  return MISSING.test(text) || parseSuppliedCount(text) === null;
}

/** 'Median rent (£)' as 'median-rent-gbp': the unit is part of what a figure is called. */
function measureSlug(name: string): string {
  return slugOf(name.replaceAll('%', ' percent ').replaceAll('£', ' GBP ')).slice(0, 80);
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
