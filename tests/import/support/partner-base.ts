import { importFiles } from '../../../data-import/import-files.ts';
import type { Database } from '../../../server/db/database.ts';
import type { TempFiles } from './temp-files.ts';

/** South-west corner of the test district: a square of 2 km in the North Sea off Kent, metres of the National Grid. */
const [X, Y, SIDE] = [660_000, 165_000, 1000];
/** Corners every so many metres, so that the boundaries count as detailed. */
const STEP = 50;

/**
 * Two wards side by side, each of two LSOAs one above the other: E01999001 south-west, 002 north-west, 003 south-east, 004 north-east.
 * Postcodes TN1 1AA (live, in 001), TN1 1AB (in 003, ended January 2020), TN1 1AD (no grid reference); one UPRN in 002.
 */
export async function loadPartnerBase(database: Database, files: TempFiles): Promise<void> {
  const lsoas = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ].map(([column, row], i) =>
    feature({ LSOA21CD: `E0199900${i + 1}`, LSOA21NM: `Test 00${i + 1}` }, column, row, 1),
  );
  const wards = [0, 1].map((column) =>
    feature(
      { WD24CD: `E0599900${column + 1}`, WD24NM: `Ward ${column + 1}`, LAD24CD: 'E07999001' },
      column,
      0,
      2,
    ),
  );
  const lookup = ['LSOA21CD,WD24CD,LAD24CD'];
  for (let i = 1; i <= 4; i++) lookup.push(`E0199900${i},E0599900${i <= 2 ? 1 : 2},E07999001`);
  const postcodes = [
    'pcds,dointr,doterm,oseast1m,osnrth1m,osgrdind,lsoa11,lsoa21',
    'TN1 1AA,198001,,660500,0165500,1,E01888001,E01999001',
    'TN1 1AB,198001,202001,661500,0165500,1,E01888003,E01999003',
    'TN1 1AD,198001,,,,9,,',
  ];
  const steps = [
    ['boundaries', files.put('lsoa21.geojson', collection(lsoas))],
    ['boundaries', files.put('wards24.geojson', collection(wards))],
    ['lookup', files.put('lookup.csv', `${lookup.join('\n')}\n`)],
    ['postcodes', files.put('onspd.csv', `${postcodes.join('\n')}\n`)],
    ['uprns', files.put('uprns.csv', 'UPRN,X_COORDINATE,Y_COORDINATE\n100000000001,660250.00,166250.00\n')],
  ] as const;
  for (const [kind, path] of steps) {
    const report = await importFiles(database, { kind, paths: [path], synthetic: true });
    if (report.exitCode !== 0) throw new Error(`${kind}: ${JSON.stringify(report.files)}`);
  }
}

function collection(features: readonly unknown[]): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::27700' } },
    features,
  });
}

function feature(properties: Record<string, string>, column: number, row: number, rows: number): unknown {
  const [west, south] = [X + column * SIDE, Y + row * SIDE];
  const [east, north] = [west + SIDE, south + rows * SIDE];
  const ring: number[][] = [];
  for (let x = west; x < east; x += STEP) ring.push([x, south]);
  for (let y = south; y < north; y += STEP) ring.push([east, y]);
  for (let x = east; x > west; x -= STEP) ring.push([x, north]);
  for (let y = north; y > south; y -= STEP) ring.push([west, y]);
  ring.push(ring[0]);
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } };
}
