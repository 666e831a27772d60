import type { MonthNo } from '../../server/contract/month-no.ts';
import type { TableSpec } from '../steps/column-map.ts';
import { toNationalGrid } from '../steps/national-grid.ts';
import { normalisedPostcode, parseNumber } from '../steps/parse-values.ts';
import { monthText } from '../steps/parse-when.ts';
import type { FieldReader } from './place-fields.ts';
import { type RowReading, rejected } from './row-reading.ts';

/** A postcode and where it is. */
export interface PostcodeRow {
  readonly pcd: string;
  readonly x: number | null;
  readonly y: number | null;
  readonly lsoa11: string | null;
  readonly lsoa21: string | null;
  readonly introduced: MonthNo | null;
  readonly terminated: MonthNo | null;
  /** 1 within the building ... 9 none. */
  readonly quality: number;
}

/** The columns of Code-Point Open, which has no header row, by the names in its Doc folder. */
const CODE_POINT_HEADER = [
  'Postcode',
  'Positional_quality_indicator',
  'Eastings',
  'Northings',
  'Country_code',
  'NHS_regional_HA_code',
  'NHS_HA_code',
  'Admin_county_code',
  'Admin_district_code',
  'Admin_ward_code',
];

export const POSTCODES_TABLE: TableSpec = {
  hint: 'Code-Point Open (no header row), the ONS Postcode Directory, or the National Statistics Postcode Lookup, old or new headers.',
  needs: [['postcode'], ['easting', 'latitude'], ['northing', 'longitude']],
  fields: [
    { name: 'postcode', says: 'postcode', names: ['pcds', 'pcd7', 'pcd', 'postcode', 'pcd8', 'pcd2', 'PC'] },
    { name: 'easting', says: 'easting, metres', names: ['east1m', 'oseast1m', 'eastings', 'easting', 'EA'] },
    {
      name: 'northing',
      says: 'northing, metres',
      names: ['north1m', 'osnrth1m', 'northings', 'northing', 'NO'],
    },
    { name: 'quality', says: 'positional quality, 1 to 9', names: ['gridind', 'osgrdind'] },
    {
      name: 'codePointQuality',
      says: 'positional quality, 10 to 90',
      names: ['Positional_quality_indicator', 'PQ'],
    },
    { name: 'latitude', says: 'latitude', names: ['lat', 'latitude'] },
    { name: 'longitude', says: 'longitude', names: ['long', 'longitude'] },
    { name: 'introduced', says: 'month introduced', names: ['dointr'] },
    { name: 'terminated', says: 'month terminated', names: ['doterm'] },
    { name: 'lsoa11', says: 'LSOA 2011', names: ['lsoa11', 'lsoa11cd'] },
    { name: 'lsoa21', says: 'LSOA 2021', names: ['lsoa21', 'lsoa21cd'] },
  ],
};

/** The header of a file that has none: ten columns, a postcode first and numbers after it. */
export function codePointHeader(firstRow: readonly string[]): readonly string[] | undefined {
  const [postcode, quality, x, y] = firstRow;
  return firstRow.length === CODE_POINT_HEADER.length &&
    normalisedPostcode(postcode) !== undefined &&
    [quality, x, y].every((text) => /^\d+$/.test(text))
    ? CODE_POINT_HEADER
    : undefined;
}

const NO_GRID_REFERENCE = 9;
/** Code-Point Open: 90 is no coordinates; 10 within the building, 60 the sector's mean. */
const CODE_POINT_STEP = 10;

/** One row of any of the postcode files. Northern Ireland's grid is another: its postcodes are kept without a place. */
export function readPostcode(field: FieldReader): RowReading<PostcodeRow> {
  const pcd = normalisedPostcode(field('postcode'));
  if (!pcd) return rejected('postcode', 'postcode-wrong', 'This is not a postcode.');
  const codePoint = Number(field('codePointQuality'));
  const quality = field('quality') ? Number(field('quality')) : codePoint ? codePoint / CODE_POINT_STEP : 1;
  if (!(quality >= 1 && quality <= 9 && Number.isInteger(quality)))
    return rejected(
      'quality',
      'quality-wrong',
      'The positional quality is not a number of 1 to 9 (Code-Point: 10 to 90).',
    );
  let x = parseNumber(field('easting')) ?? null;
  let y = parseNumber(field('northing')) ?? null;
  const [lon, lat] = [parseNumber(field('longitude')), parseNumber(field('latitude'))];
  if (x === null && lon !== undefined && lat !== undefined && lat < 62) [x, y] = toNationalGrid(lon, lat);
  const usable = quality !== NO_GRID_REFERENCE && !/^(BT|GY|JE|IM)\d/.test(pcd);
  const onGrid = x !== null && y !== null && x > 0 && x < 700_000 && y > 0 && y < 1_300_000;
  return {
    row: {
      pcd,
      x: usable && onGrid ? Math.round(x as number) : null,
      y: usable && onGrid ? Math.round(y as number) : null,
      lsoa11: lsoaCode(field('lsoa11')),
      lsoa21: lsoaCode(field('lsoa21')),
      introduced: monthText(field('introduced')) ?? null,
      terminated: monthText(field('terminated')) ?? null,
      quality,
    },
    notes:
      usable && onGrid
        ? []
        : [
            {
              field: 'easting',
              code: 'not-on-grid',
              message: 'A postcode has no place on the National Grid of Great Britain: it finds nothing.',
            },
          ],
  };
}

/** E01 and W01 codes; pseudo codes of Scotland, Northern Ireland and the islands find no LSOA. */
function lsoaCode(text: string): string | null {
  return /^[EW]01\d{6}$/.test(text) ? text : null;
}

export const UPRNS_TABLE: TableSpec = {
  hint: 'OS Open UPRN or an extract of it: UPRN, X_COORDINATE, Y_COORDINATE.',
  needs: [['uprn'], ['easting'], ['northing']],
  fields: [
    { name: 'uprn', says: 'unique property reference number', names: ['UPRN'] },
    { name: 'easting', says: 'easting, metres', names: ['X_COORDINATE', 'easting', 'x'] },
    { name: 'northing', says: 'northing, metres', names: ['Y_COORDINATE', 'northing', 'y'] },
  ],
};
