import type { FieldSpec } from '../steps/column-map.ts';

/** The ways a row can say where it was, best first. A row may have several; the first that can be used is. */
export const PLACE_FIELDS: readonly FieldSpec[] = [
  {
    name: 'longitude',
    says: 'longitude, degrees',
    names: ['longitude', 'long', 'lon', 'lng', 'location longitude'],
  },
  { name: 'latitude', says: 'latitude, degrees', names: ['latitude', 'lat', 'location latitude'] },
  {
    name: 'easting',
    says: 'easting, metres',
    names: [
      'easting',
      'eastings',
      'geox',
      'x',
      'x_coordinate',
      'east',
      'osgb_e',
      'bng_e',
      'oseast1m',
      'east1m',
    ],
    pattern: /^(?:\w+ )?eastings?$/,
  },
  {
    name: 'northing',
    says: 'northing, metres',
    names: [
      'northing',
      'northings',
      'geoy',
      'y',
      'y_coordinate',
      'north',
      'osgb_n',
      'bng_n',
      'osnrth1m',
      'north1m',
    ],
    pattern: /^(?:\w+ )?northings?$/,
  },
  {
    name: 'postcode',
    says: 'postcode, or an address that ends with one',
    names: [
      'postcode',
      'post code',
      'pcds',
      'pcd',
      'premises postcode',
      'property postcode',
      'incident postcode',
    ],
    pattern:
      /^(?:(?:premises|property|site|incident|location|address|licensed|school|establishment|practice) )*post(?:al)? ?code$/,
  },
  { name: 'uprn', says: 'unique property reference number', names: ['uprn', 'property uprn'] },
  {
    name: 'lsoa',
    says: 'LSOA code',
    names: ['lsoa21cd', 'lsoa11cd', 'lsoa code', 'lsoa'],
    // Where it happened; never where somebody lives.
    pattern:
      /^lsoa ?(?:20)?(?:11|21)? ?(?:cd|code)?(?: (?:20)?(?:11|21))?(?: of (?:the )?(?:incident|assault|pick ?up))?$/,
  },
  {
    name: 'ward',
    says: 'ward code',
    names: ['ward code', 'wardcode', 'wd cd'],
    pattern: /^(?:wd|ward) ?(?:20)?\d\d ?(?:cd|code)$/,
  },
];

/** At least one way to find a place. */
export const SOME_PLACE: readonly string[] = ['longitude', 'easting', 'postcode', 'uprn', 'lsoa', 'ward'];

/** What a row says of its place, as the file spells it; blank where it does not. */
export interface PlaceClues {
  readonly longitude: string;
  readonly latitude: string;
  readonly easting: string;
  readonly northing: string;
  readonly postcode: string;
  readonly uprn: string;
  readonly lsoa: string;
  readonly ward: string;
}

/** Reads one field of the row at hand: trimmed, a constant where the map has one, '' where the file has no such column. */
export type FieldReader = (field: string) => string;

export function placeClues(field: FieldReader): PlaceClues {
  return {
    longitude: field('longitude'),
    latitude: field('latitude'),
    easting: field('easting'),
    northing: field('northing'),
    postcode: field('postcode'),
    uprn: field('uprn'),
    lsoa: field('lsoa'),
    ward: field('ward'),
  };
}
