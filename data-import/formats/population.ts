import { type AreaFamily, areaColumnPairs } from '../steps/area-column.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { matchHeader } from '../steps/match-header.ts';
import { readTable, type Table } from '../steps/read-table.ts';
import type { RowTally } from '../steps/row-tally.ts';

export type Sex = 'all' | 'female' | 'male';

/** People of one area, age band and sex. */
export interface PopulationRow {
  readonly code: string;
  /** Years, inclusive. */
  readonly ageFrom: number;
  /** Years, exclusive; 999 = no upper end. */
  readonly ageTo: number;
  readonly sex: Sex;
  readonly people: number;
}

/** People of one kind of area in one year. */
export interface PopulationTable {
  readonly family: AreaFamily;
  readonly boundaryYear: number;
  readonly referenceYear: number;
  readonly yearBecause: string;
  readonly rows: readonly PopulationRow[];
}

export interface PopulationOptions {
  readonly fileName: string;
  /** Reference year given by the user; wins over the file name. */
  readonly year?: number | undefined;
}

/** Width of the bands that single years of age are added up to. */
const BAND_YEARS = 5;
const OLDEST = 90;
const NO_UPPER_END = 999;
const AGE_COLUMN = /^(?:([fm])|age[ _]?)?(\d{1,2})(\+| and over| and above)?$/i;
const TIDY = ['area_code', 'area_type', 'year', 'age_band', 'sex', 'population'] as const;
const HINT =
  'Accepted are ONS tables by single year of age (an area code, Total or total_population, then 0 to 90+ or F0 to F90 and M0 to M90), and a tidy table with the columns area_code,area_type,year,age_band,sex,population.';

/**
 * Read a population table: ONS by single year of age, or tidy. Single years are stored as the total and bands of five years
 * (0 to 4, ..., 85 to 89, 90 and over), by sex where the file has it: a thousand areas times 182 single ages would be
 * rows nobody asks for.
 *
 * @returns one table a kind of area and year
 * @throws ImportRefusedError header-wrong, year-unknown, nothing-accepted and the faults of readTable
 */
export function readPopulation(
  bytes: Buffer,
  tally: RowTally,
  options: PopulationOptions,
): PopulationTable[] {
  const table = readTable(bytes, (row) => isTidy(row) || areaColumnPairs(row).length > 0, HINT);
  const tables = isTidy(table.header) ? readTidy(table, tally) : [readByAge(table, tally, options)];
  if (tally.accepted === 0)
    throw new ImportRefusedError(
      'nothing-accepted',
      'No row of the file could be used.',
      table.header.join(','),
      HINT,
    );
  return tables;
}

function isTidy(row: readonly string[]): boolean {
  return row.some((name) => /^area_code$/i.test(name));
}

function readByAge({ header, rows }: Table, tally: RowTally, options: PopulationOptions): PopulationTable {
  const [area] = areaColumnPairs(header);
  const codeAt = header.indexOf(area.codeColumn);
  const totalAt = header.findIndex((name) => /^(total|total_population|all ages|all persons)$/i.test(name));
  const ages = header.flatMap((name, i) => {
    const match = AGE_COLUMN.exec(name.trim());
    const sex: Sex = match?.[1] ? (/f/i.test(match[1]) ? 'female' : 'male') : 'all';
    return match ? [{ at: i, age: Number(match[2]), sex }] : [];
  });
  if (totalAt < 0 && ages.length === 0)
    throw new ImportRefusedError(
      'header-wrong',
      'The table has neither a total nor ages.',
      header.join(','),
      HINT,
      { line: 1 },
    );
  const { year, because } = referenceYear(options);
  const out: PopulationRow[] = [];
  const lines = new Map<string, number>();
  for (const { line, fields } of rows) {
    const code = fields[codeAt] ?? '';
    if (fields.length !== header.length || code === '') {
      tally.reject(
        line,
        area.codeColumn,
        'row-incomplete',
        'A row has too few or too many columns, or no area code.',
      );
      continue;
    }
    if (lines.has(code)) {
      tally.reject(
        line,
        area.codeColumn,
        'area-code-repeated',
        'The area has a row already; the first one is kept.',
      );
      continue;
    }
    const counts = ages.map(({ at }) => peopleOf(fields[at]));
    const stated = totalAt < 0 ? undefined : peopleOf(fields[totalAt]);
    const bad = counts.indexOf(undefined);
    if (bad >= 0 || (totalAt >= 0 && stated === undefined)) {
      const column = header[bad >= 0 ? ages[bad].at : totalAt];
      tally.reject(line, column, 'number-wrong', 'A count of people is not a whole number of zero or more.');
      continue;
    }
    lines.set(code, line);
    tally.accept();
    // A file with both sexes and persons would count everyone twice.
    const bySex = ages.some(({ sex }) => sex !== 'all');
    let sum = 0;
    const bands = new Map<string, PopulationRow>();
    ages.forEach(({ age, sex }, i) => {
      const people = counts[i] as number;
      if (!bySex || sex !== 'all') sum += people;
      for (const bandSex of sex === 'all' || ages.some((a) => a.sex === 'all')
        ? [sex]
        : [sex, 'all' as const])
        addTo(bands, code, age, bandSex, people);
    });
    const total = stated ?? sum;
    if (ages.length > 0 && total !== sum)
      tally.note(
        line,
        header[totalAt],
        'total-differs',
        `The stated total differs from the sum of ages (first seen: ${total}, ages add up to ${sum}); the stated total is kept.`,
      );
    out.push({ code, ageFrom: 0, ageTo: NO_UPPER_END, sex: 'all', people: total }, ...bands.values());
    for (const sex of bySex ? (['female', 'male'] as const) : [])
      out.push({
        code,
        ageFrom: 0,
        ageTo: NO_UPPER_END,
        sex,
        people: ages.reduce((n, column, i) => (column.sex === sex ? n + (counts[i] as number) : n), 0),
      });
  }
  return {
    family: area.family,
    boundaryYear: area.boundaryYear,
    referenceYear: year,
    yearBecause: because,
    rows: out,
  };
}

function addTo(bands: Map<string, PopulationRow>, code: string, age: number, sex: Sex, people: number): void {
  const ageFrom = age >= OLDEST ? OLDEST : age - (age % BAND_YEARS);
  const ageTo = age >= OLDEST ? NO_UPPER_END : ageFrom + BAND_YEARS;
  const key = `${sex}${ageFrom}`;
  const before = bands.get(key)?.people ?? 0;
  bands.set(key, { code, ageFrom, ageTo, sex, people: before + people });
}

function readTidy({ header, rows }: Table, tally: RowTally): PopulationTable[] {
  const { at, columnCount } = matchHeader(header, TIDY, HINT);
  const tables = new Map<string, PopulationTable & { rows: PopulationRow[] }>();
  const seen = new Set<string>();
  for (const { line, fields } of rows) {
    if (fields.length !== columnCount) {
      tally.reject(line, '', 'column-count', `A row does not have the ${columnCount} columns of the header.`);
      continue;
    }
    const area = areaColumnPairs([`${fields[at.area_type]}cd`])[0];
    const band = readBand(fields[at.age_band]);
    const sex = readSex(fields[at.sex]);
    const people = peopleOf(fields[at.population]);
    const year = /^\d{4}$/.test(fields[at.year]) ? Number(fields[at.year]) : undefined;
    const code = fields[at.area_code];
    const wrong = !area
      ? 'area_type'
      : !band
        ? 'age_band'
        : !sex
          ? 'sex'
          : people === undefined
            ? 'population'
            : year === undefined
              ? 'year'
              : code === ''
                ? 'area_code'
                : undefined;
    if (wrong || !area || !band || !sex || people === undefined || year === undefined) {
      tally.reject(
        line,
        wrong ?? '',
        'value-wrong',
        'A value is not of the tidy table: area_type such as lsoa21 or wd24, year 2023, age_band all, 15-19 or 90+, sex all, female or male, population a whole number.',
      );
      continue;
    }
    const key = `${area.family}${area.boundaryYear}|${year}`;
    const row = `${key}|${code}|${band.ageFrom}|${band.ageTo}|${sex}`;
    if (seen.has(row)) {
      tally.reject(
        line,
        'area_code',
        'row-repeated',
        'The same area, year, age band and sex stand on an earlier row.',
      );
      continue;
    }
    seen.add(row);
    tally.accept();
    let table = tables.get(key);
    if (!table) {
      table = {
        family: area.family,
        boundaryYear: area.boundaryYear,
        referenceYear: year,
        yearBecause: 'the column year says so',
        rows: [],
      };
      tables.set(key, table);
    }
    table.rows.push({ code, ...band, sex, people });
  }
  return [...tables.values()];
}

function readBand(text: string): { ageFrom: number; ageTo: number } | undefined {
  if (/^(all|all ages|total)$/i.test(text)) return { ageFrom: 0, ageTo: NO_UPPER_END };
  const open = /^(\d{1,3})\s*(\+|and over)$/i.exec(text);
  if (open) return { ageFrom: Number(open[1]), ageTo: NO_UPPER_END };
  const range = /^(\d{1,3})\s*(?:-|to)\s*(\d{1,3})$/i.exec(text);
  if (range && Number(range[2]) >= Number(range[1]))
    return { ageFrom: Number(range[1]), ageTo: Number(range[2]) + 1 };
  return /^\d{1,3}$/.test(text) ? { ageFrom: Number(text), ageTo: Number(text) + 1 } : undefined;
}

function readSex(text: string): Sex | undefined {
  const lower = text.toLowerCase();
  if (['all', 'persons', 'total', 'p'].includes(lower)) return 'all';
  if (['female', 'females', 'f'].includes(lower)) return 'female';
  return ['male', 'males', 'm'].includes(lower) ? 'male' : undefined;
}

/** '1,703' and '1703' are 1703; anything that is not a whole number of zero or more is undefined. */
function peopleOf(text: string): number | undefined {
  const digits = text.replaceAll(',', '').trim();
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

function referenceYear({ fileName, year }: PopulationOptions): { year: number; because: string } {
  if (year !== undefined) return { year, because: 'it was given' };
  const named = /(?<!\d)(?:mid)?[-_ ]?((?:19|20)\d{2})(?!\d)/i.exec(fileName);
  if (named) return { year: Number(named[1]), because: 'the file name says so' };
  throw new ImportRefusedError(
    'year-unknown',
    'The year of the population is not known: neither a column nor the file name says it.',
    fileName,
    'Give it with --year, for example --year 2023.',
  );
}
