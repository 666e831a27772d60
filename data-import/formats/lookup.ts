import {
  type AreaColumnPair,
  type AreaFamily,
  areaColumnPairs,
  looksLikeAreaCode,
} from '../steps/area-column.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { readTable } from '../steps/read-table.ts';
import type { RowTally } from '../steps/row-tally.ts';

/** One area lies (or mostly lies) in another, or became it. */
export interface LookupPair {
  readonly fromFamily: AreaFamily;
  readonly fromYear: number;
  readonly fromCode: string;
  readonly toFamily: AreaFamily;
  readonly toYear: number;
  readonly toCode: string;
  /** U unchanged, S split, M merged, X irregular; null for nesting. */
  readonly changeCode: string | null;
}

export interface KnownArea {
  readonly family: AreaFamily;
  readonly boundaryYear: number;
  readonly code: string;
  readonly name: string;
  readonly districtCode: string | null;
}

export interface LookupFile {
  readonly pairs: readonly LookupPair[];
  readonly areas: readonly KnownArea[];
  /** Families and years of the columns, finest first. */
  readonly columns: readonly AreaColumnPair[];
}

const HINT =
  'A lookup has at least two code columns, such as LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM or lsoa11_code,lsoa21_code,change_code.';
const CHANGE_COLUMN = /^(change_code|chgind|change code|change indicator)$/i;

/**
 * Read a lookup between areas: LSOA 2011 to LSOA 2021 to district, LSOA to ward to district, with raw ONS headers or re-exported ones.
 * Every pair of code columns gives pairs from the finer to the coarser; two vintages of one family from the older to the newer,
 * with the change code. The district of a finer area is kept with it.
 *
 * @throws ImportRefusedError header-wrong and the faults of readTable
 */
export function readLookup(bytes: Buffer, tally: RowTally): LookupFile {
  const { header, rows } = readTable(bytes, (row) => areaColumnPairs(row).length >= 2, HINT);
  const columns = areaColumnPairs(header).sort((a, b) =>
    a.family === b.family ? a.boundaryYear - b.boundaryYear : 0,
  );
  refuseTwice(columns);
  const at = new Map(header.map((name, i) => [name, i]));
  const changeAt = header.findIndex((name) => CHANGE_COLUMN.test(name));
  const district = columns.find(({ family }) => family === 'lad');
  const pairs = new Map<string, LookupPair>();
  const areas = new Map<string, KnownArea>();
  const seen = new Set<string>();
  for (const { line, fields } of rows) {
    if (fields.length !== header.length) {
      tally.reject(
        line,
        '',
        'column-count',
        `A row does not have the ${header.length} columns of the header.`,
      );
      continue;
    }
    const codes = columns.map(({ codeColumn }) => fields[at.get(codeColumn)!]);
    const wrong = codes.findIndex((code) => !looksLikeAreaCode(code));
    if (wrong >= 0) {
      tally.reject(
        line,
        columns[wrong].codeColumn,
        codes[wrong] === '' ? 'area-code-missing' : 'area-code-wrong',
        codes[wrong] === '' ? 'An area code is missing.' : 'A value is not an area code such as E01016125.',
      );
      continue;
    }
    const changeCode = changeAt < 0 ? null : fields[changeAt].toUpperCase().slice(0, 1) || null;
    const key = codes.join('|');
    if (seen.has(key)) {
      tally.drop(line, columns[0].codeColumn, 'row-repeated', 'The same codes stand on an earlier row.');
      continue;
    }
    seen.add(key);
    tally.accept();
    const districtCode = district ? fields[at.get(district.codeColumn)!] : null;
    columns.forEach((column, i) => {
      const { family, boundaryYear, nameColumn } = column;
      areas.set(`${family}${boundaryYear}|${codes[i]}`, {
        family,
        boundaryYear,
        code: codes[i],
        name: (nameColumn && fields[at.get(nameColumn)!]) || codes[i],
        districtCode: family === 'lad' ? null : districtCode,
      });
      for (let j = i + 1; j < columns.length; j++) {
        const to = columns[j];
        pairs.set(`${i}|${j}|${codes[i]}|${codes[j]}`, {
          fromFamily: family,
          fromYear: boundaryYear,
          fromCode: codes[i],
          toFamily: to.family,
          toYear: to.boundaryYear,
          toCode: codes[j],
          changeCode: family === to.family ? changeCode : null,
        });
      }
    });
  }
  if (tally.accepted === 0)
    throw new ImportRefusedError(
      'nothing-accepted',
      'No row of the file could be used.',
      header.join(','),
      HINT,
    );
  return { pairs: [...pairs.values()], areas: [...areas.values()], columns };
}

/** Two columns of one family and vintage would say two things of the same area. */
function refuseTwice(columns: readonly AreaColumnPair[]): void {
  const names = columns.map(({ family, boundaryYear }) => `${family}${boundaryYear}`);
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice < 0) return;
  throw new ImportRefusedError(
    'header-wrong',
    `The table has two columns of ${names[twice]} codes.`,
    columns.map(({ codeColumn }) => codeColumn).join(','),
    'Remove one of them.',
    { line: 1, column: columns[twice].codeColumn },
  );
}
