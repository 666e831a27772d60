import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { POLICE_COLUMNS } from '../../data-import/formats/police.ts';
import { POLICE_CATEGORIES } from '../../data-import/formats/police-categories.ts';
import { toLonLat } from '../../data-import/steps/national-grid.ts';
import { randomInteger, seededRandom } from '../../server/stats/random.ts';

/** An invented district: wards of 4 by 3.5 km with boundaries like 20 m ones, from a south-west corner. */
export interface BenchDistrict {
  readonly code: string;
  readonly origin: { readonly x: number; readonly y: number };
  /** Wards across and up. */
  readonly columns: number;
  readonly rows: number;
  /** First of its wards' numbers and of its LSOAs' codes. */
  readonly firstWard: number;
  readonly lsoaPrefix: string;
}

/** The size of a county: 80 by 56 km. */
export const BENCH_COUNTY: BenchDistrict = {
  code: 'E07000999',
  origin: { x: 560_000, y: 120_000 },
  columns: 20,
  rows: 16,
  firstWard: 0,
  lsoaPrefix: 'E0199',
};

const WARD = { width: 4000, height: 3500 };
const VERTEX_SPACING_M = 200;
const SNAP_POINTS = 30_000;
const LSOA_SIZE_M = 2000;
const OUTCOMES = [
  'Investigation complete; no suspect identified',
  'Unable to prosecute suspect',
  'Under investigation',
  'Status update unavailable',
  'Local resolution',
];

/** Wards that share wobbly edges vertex by vertex, in EPSG:27700. */
export async function writeBenchWards(
  path: string,
  districts: readonly BenchDistrict[] = [BENCH_COUNTY],
): Promise<void> {
  const features = districts.flatMap(wardFeatures);
  await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features }));
}

function wardFeatures({ code, origin, columns, rows, firstWard }: BenchDistrict): unknown[] {
  const wobble = (x: number, y: number) => 40 * Math.sin(x / 310) + 40 * Math.cos(y / 270);
  const corner = (column: number, row: number): [number, number] => [
    origin.x + column * WARD.width,
    origin.y + row * WARD.height,
  ];
  const edge = ([x1, y1]: [number, number], [x2, y2]: [number, number]) => {
    const n = Math.round(Math.hypot(x2 - x1, y2 - y1) / VERTEX_SPACING_M);
    return Array.from({ length: n }, (_, i) => {
      const [x, y] = [x1 + ((x2 - x1) * i) / n, y1 + ((y2 - y1) * i) / n];
      return i === 0 ? [x, y] : x1 === x2 ? [x + wobble(x, y), y] : [x, y + wobble(x, y)];
    });
  };
  const features: unknown[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const corners = [
        corner(column, row),
        corner(column + 1, row),
        corner(column + 1, row + 1),
        corner(column, row + 1),
      ];
      // Up and right edges are built in the direction of their neighbour's, and turned round.
      const bottom = edge(corners[0], corners[1]);
      const right = edge(corners[1], corners[2]);
      const top = [...edge(corners[3], corners[2]), corners[2]].reverse().slice(0, -1);
      const left = [...edge(corners[0], corners[3]), corners[3]].reverse().slice(0, -1);
      const ring = [...bottom, ...right, ...top, ...left, corners[0]];
      const number = String(firstWard + row * columns + column).padStart(4, '0');
      features.push({
        type: 'Feature',
        properties: { WD24CD: `E0509${number}`, WD24NM: `Ward ${number}`, LAD24CD: code },
        geometry: { type: 'Polygon', coordinates: [ring] },
      });
    }
  return features;
}

/**
 * A street file of one month, as data.police.uk orders it: by LSOA, 17 % anti-social behaviour without id, 2 % without a location.
 *
 * @returns bytes written
 */
export async function writeBenchPolice(
  path: string,
  month: string,
  rows: number,
  seed: number,
  { origin, columns, rows: wardRows, lsoaPrefix }: BenchDistrict = BENCH_COUNTY,
): Promise<number> {
  const width = columns * WARD.width;
  const height = wardRows * WARD.height;
  const random = seededRandom(seed);
  // The map points of a district are the same every month.
  const places = seededRandom(1);
  const points = Array.from({ length: SNAP_POINTS }, (_, i) => {
    const [x, y] = [origin.x + randomInteger(places, width), origin.y + randomInteger(places, height - 1000)];
    const [lon, lat] = toLonLat(x, y);
    const lsoa = Math.floor((x - origin.x) / LSOA_SIZE_M) * 100 + Math.floor((y - origin.y) / LSOA_SIZE_M);
    const code = `${lsoaPrefix}${String(lsoa).padStart(4, '0')}`;
    const text = `${lon.toFixed(6)},${lat.toFixed(6)},On or near Street ${i % 9000},${code},Benchshire ${String(lsoa % 999).padStart(3, '0')}A`;
    return { lsoa, text };
  }).sort((a, b) => a.lsoa - b.lsoa);
  const stream = createWriteStream(path, { highWaterMark: 1 << 20 });
  stream.write(`${POLICE_COLUMNS.join(',')}\n`);
  let bytes = 0;
  const hex = () =>
    randomInteger(random, 2 ** 31)
      .toString(16)
      .padStart(8, '0');
  for (let row = 0; row < rows; ) {
    const block: string[] = [];
    for (const end = Math.min(rows, row + 20_000); row < end; row++) {
      const isAsb = random() < 0.17;
      const place = random() < 0.02 ? ',,No Location,,' : points[Math.floor((row / rows) * SNAP_POINTS)].text;
      const id = isAsb ? '' : hex() + hex() + hex() + hex() + hex() + hex() + hex() + hex();
      const category = isAsb ? POLICE_CATEGORIES[0] : POLICE_CATEGORIES[1 + randomInteger(random, 13)];
      const outcome = isAsb ? '' : OUTCOMES[randomInteger(random, OUTCOMES.length)];
      block.push(`${id},${month},Bench Police,Bench Police,${place},${category.label},${outcome},\n`);
    }
    const text = block.join('');
    bytes += text.length;
    if (!stream.write(text)) await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
  }
  await new Promise<void>((resolve) => stream.end(() => resolve()));
  return bytes;
}
