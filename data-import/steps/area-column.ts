/** A column or property that names areas of one kind and vintage. */
export interface AreaColumn {
  /** The name as the file spells it. */
  readonly name: string;
  readonly family: AreaFamily;
  readonly boundaryYear: number;
  readonly part: 'code' | 'name';
}

export type AreaFamily = 'lsoa' | 'wd' | 'cmwd' | 'msoa' | 'lad';
export type AreaFamilyLevel = 'ward' | 'lsoa' | 'msoa' | 'district';

/** Which level of the map a family of areas belongs to: census merged wards are wards. */
export const LEVEL_OF_FAMILY: Readonly<Record<AreaFamily, AreaFamilyLevel>> = {
  lsoa: 'lsoa',
  wd: 'ward',
  cmwd: 'ward',
  msoa: 'msoa',
  lad: 'district',
};

/** Finest first: a file with wards and districts in its rows is a file of wards. */
export const FAMILIES: readonly AreaFamily[] = ['lsoa', 'wd', 'cmwd', 'msoa', 'lad'];

const SPELLINGS: Readonly<Record<string, AreaFamily>> = {
  wd: 'wd',
  ward: 'wd',
  cmwd: 'cmwd',
  lsoa: 'lsoa',
  msoa: 'msoa',
  lad: 'lad',
  ltla: 'lad',
};

/** WD24CD, lad11nm, cmwd11cd: a family, two digits of the boundary year, cd or nm. */
const PUBLISHED = /^(wd|lad|lsoa|msoa|cmwd)(\d\d)(cd|nm)$/i;
/** lsoa11_code, ltla24_name, ward17_code: as statistics packages re-export them. */
const RE_EXPORTED = /^(wd|ward|lad|ltla|lsoa|msoa|cmwd)(\d\d)_(code|name)$/i;
/** LSOA 2021 Code, LAD 2023 Name, Ward 2023 Code: the headings of ONS workbooks. */
const HEADING = /^(ward|lad|lsoa|msoa) (\d{4}) (code|name)$/i;

/** What area column a name is, or undefined. Two-digit years below 70 are of this century. */
export function areaColumn(name: string): AreaColumn | undefined {
  const trimmed = name.trim();
  const match = PUBLISHED.exec(trimmed) ?? RE_EXPORTED.exec(trimmed) ?? HEADING.exec(trimmed);
  if (!match) return undefined;
  const year = Number(match[2]);
  return {
    name,
    family: SPELLINGS[match[1].toLowerCase()],
    boundaryYear: year >= 100 ? year : year < 70 ? 2000 + year : 1900 + year,
    part: /^c/i.test(match[3]) ? 'code' : 'name',
  };
}

/** The area columns among names, codes paired with their name column. */
export interface AreaColumnPair {
  readonly family: AreaFamily;
  readonly boundaryYear: number;
  readonly codeColumn: string;
  readonly nameColumn: string | undefined;
}

/** Code columns of a header, finest family first, each with its name column where there is one. */
export function areaColumnPairs(names: readonly string[]): AreaColumnPair[] {
  const columns = names.flatMap((name) => areaColumn(name) ?? []);
  return columns
    .filter((column) => column.part === 'code')
    .map(({ name, family, boundaryYear }) => ({
      family,
      boundaryYear,
      codeColumn: name,
      nameColumn: columns.find(
        (c) => c.part === 'name' && c.family === family && c.boundaryYear === boundaryYear,
      )?.name,
    }))
    .sort((a, b) => FAMILIES.indexOf(a.family) - FAMILIES.indexOf(b.family));
}

/** 'E05005081', 'W01000001', 'S13002999', '95AA01S1': an area code as the ONS writes them. */
export function looksLikeAreaCode(text: string): boolean {
  return /^[EWSNKLMJ]\d{8}$/.test(text) || /^[A-Z0-9]{6,10}$/.test(text);
}
