import type { TableSpec } from '../steps/column-map.ts';
import { normalisedName } from '../steps/column-map.ts';

/** A column of a deprivation table: which measure its numbers are. */
export interface DeprivationColumn {
  readonly at: number;
  readonly column: string;
  /** imd-rank, imd-income-score ... */
  readonly measure: string;
}

/** Domains by how the files of 2015, 2019 and 2025 and their re-exports name them; the first match wins. */
const DOMAINS: readonly { readonly slug: string; readonly names: RegExp }[] = [
  { slug: 'idaci', names: /idaci|affecting children/ },
  { slug: 'idaopi', names: /idaopi|affecting older/ },
  { slug: 'children-young-people', names: /^children and young people/ },
  { slug: 'adult-skills', names: /^adult skills/ },
  { slug: 'geographical-barriers', names: /^geographical barriers/ },
  { slug: 'wider-barriers', names: /^wider barriers/ },
  { slug: 'indoors', names: /^indoors/ },
  { slug: 'outdoors', names: /^outdoors/ },
  { slug: '', names: /^(?:index of multiple deprivation )?imd\b/ },
  { slug: 'income', names: /^income\b/ },
  { slug: 'employment', names: /^employment\b/ },
  { slug: 'education', names: /^education\b/ },
  { slug: 'health', names: /^health\b/ },
  { slug: 'crime', names: /^crime\b/ },
  { slug: 'barriers', names: /^(?:barriers|housing and (?:access|services))\b/ },
  { slug: 'environment', names: /^(?:living )?environment\b/ },
];

export const DEPRIVATION_TABLE: TableSpec = {
  hint: 'A table of the Indices of Deprivation: an LSOA code and columns of scores, ranks or deciles by domain (File 7 of 2019 or 2025 as published, or re-exported).',
  needs: [['lsoa']],
  fields: [
    {
      name: 'lsoa',
      says: 'LSOA code',
      names: [
        'lsoa code (2011)',
        'lsoa code (2021)',
        'lsoa11cd',
        'lsoa21cd',
        'lsoa11_code',
        'lsoa21_code',
        'lsoa code',
      ],
    },
    {
      name: 'district',
      says: 'district code, which tells the edition',
      names: [],
      pattern: /^(?:local authority district code \d{4}|lad ?\d\d ?(?:cd|code))$/,
    },
  ],
};

/** The score, rank and decile columns of a header; population denominators and names are not measures. */
export function deprivationColumns(header: readonly string[]): DeprivationColumn[] {
  const taken = new Set<string>();
  return header.flatMap((column, at) => {
    const name = normalisedName(column);
    const kind = /\b(score|rank|decile)\b/.exec(name)?.[1];
    const domain = DOMAINS.find(({ names }) => names.test(name));
    if (!kind || !domain) return [];
    const measure = ['imd', domain.slug, kind].filter(Boolean).join('-');
    if (taken.has(measure)) return [];
    taken.add(measure);
    return [{ at, column, measure }];
  });
}

/** LSOA vintage of the code column; 2011 where a plain "LSOA code" does not say and the edition is before 2025. */
export function lsoaYearOf(column: string, edition: number | undefined): number {
  const year = /(?:20)?(11|21)\b|(?:20)?(11|21)/.exec(normalisedName(column));
  if (year) return 2000 + Number(year[1] ?? year[2]);
  return edition !== undefined && edition >= 2025 ? 2021 : 2011;
}

/** The edition: given, else by the year of the district codes (2013 is that of 2015, 2024 of 2025), else by the file's name. */
export function editionOf(
  given: number | undefined,
  districtColumn: string | undefined,
  fileName: string,
  lsoaColumn: string,
): { edition: number; because: string } | undefined {
  if (given !== undefined) return { edition: given, because: 'it was given' };
  const digits = /(\d{4}|\d{2})/.exec(normalisedName(districtColumn ?? ''))?.[1];
  const districtYear = digits && (digits.length === 4 ? Number(digits) : 2000 + Number(digits));
  if (districtYear) {
    const edition = districtYear <= 2015 ? 2015 : districtYear <= 2021 ? 2019 : 2025;
    return { edition, because: `its district codes are of ${districtYear}` };
  }
  const named = /(?:imd|iod|deprivation|id)[-_ ]?(20\d\d)/i.exec(fileName);
  if (named) return { edition: Number(named[1]), because: 'the file name says so' };
  return /21/.test(lsoaColumn) ? { edition: 2025, because: 'its LSOAs are of 2021' } : undefined;
}
