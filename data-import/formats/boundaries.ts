import { type AreaColumnPair, areaColumnPairs } from '../steps/area-column.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { toNationalGrid } from '../steps/national-grid.ts';
import type { RowTally } from '../steps/row-tally.ts';
import { measureVertexDetail, type VertexDetail } from '../steps/vertex-detail.ts';

/** One area of a boundary file, its rings in metres of EPSG:27700. */
export interface BoundaryArea {
  /** Position of the feature in the file, from 1. */
  readonly feature: number;
  readonly code: string;
  readonly name: string;
  readonly districtCode: string | null;
  readonly districtName: string | null;
  /** Polygons of rings of [x0, y0, x1, y1, ...], closed. */
  readonly polygons: readonly (readonly Float64Array[])[];
}

export interface BoundaryFile {
  readonly family: AreaColumnPair['family'];
  readonly boundaryYear: number;
  /** Family and year of the district column, where there is one. */
  readonly district: AreaColumnPair | undefined;
  readonly crs: 'EPSG:4326' | 'EPSG:27700';
  readonly crsBecause: string;
  readonly areas: readonly BoundaryArea[];
  readonly detail: VertexDetail;
}

type Json = Record<string, unknown>;

/**
 * Read a GeoJSON FeatureCollection of areas of any ONS vintage.
 *
 * @param tally every feature is entered; rings that had to be closed are noted
 * @throws ImportRefusedError json-malformed, geojson-not, download-truncated, area-code-missing, area-code-repeated, crs-unknown, geometry-not-area
 */
export function readBoundaries(text: string, tally: RowTally): BoundaryFile {
  const collection = parseCollection(text);
  const features = collection.features as Json[];
  const first = propertiesOf(features[0]);
  const pairs = areaColumnPairs(Object.keys(first));
  if (pairs.length === 0)
    throw new ImportRefusedError(
      'area-code-missing',
      'The features have no area code.',
      Object.keys(first).join(','),
      'Boundaries carry a property such as WD24CD, LAD24CD, LSOA21CD or MSOA21CD (any case). Service points such as hospitals are not boundaries.',
    );
  const [pair] = pairs;
  const district = pairs.find(({ family }) => family === 'lad' && family !== pair.family);
  const { crs, because } = findCrs(collection, features);
  const toGrid = crs === 'EPSG:4326' ? toNationalGrid : (x: number, y: number): [number, number] => [x, y];
  const lines = new Map<string, number>();
  const areas = features.map((feature, i): BoundaryArea => {
    const properties = propertiesOf(feature);
    const code = textOf(properties[pair.codeColumn]);
    if (code === '')
      throw new ImportRefusedError(
        'area-code-missing',
        `Feature ${i + 1} has no ${pair.codeColumn}.`,
        JSON.stringify(properties),
        'Every area needs its code. Fetch the file again, or remove the feature.',
        { line: i + 1, column: pair.codeColumn },
      );
    const before = lines.get(code);
    if (before !== undefined)
      throw new ImportRefusedError(
        'area-code-repeated',
        `Features ${before} and ${i + 1} have the same code.`,
        code,
        'An area is one feature (a MultiPolygon where it has islands). Dissolve the file by code.',
        { line: i + 1, column: pair.codeColumn },
      );
    lines.set(code, i + 1);
    const polygons = readPolygons(feature.geometry as Json | null, i + 1, toGrid, tally);
    tally.accept();
    return {
      feature: i + 1,
      code,
      name: (pair.nameColumn && textOf(properties[pair.nameColumn])) || code,
      districtCode: (district && textOf(properties[district.codeColumn])) || null,
      districtName: (district?.nameColumn && textOf(properties[district.nameColumn])) || null,
      polygons,
    };
  });
  return {
    family: pair.family,
    boundaryYear: pair.boundaryYear,
    district,
    crs,
    crsBecause: because,
    areas,
    detail: measureVertexDetail(areas.flatMap((area) => area.polygons.flat())),
  };
}

/** An area as WKB (EWKB without SRID): a MultiPolygon, little endian. */
export function toWkb(polygons: BoundaryArea['polygons']): Buffer {
  const size = polygons.reduce(
    (sum, rings) => sum + 9 + rings.reduce((ringSum, ring) => ringSum + 4 + 8 * ring.length, 0),
    9,
  );
  const wkb = Buffer.alloc(size);
  let at = wkb.writeUInt8(1, 0);
  at = wkb.writeUInt32LE(6, at);
  at = wkb.writeUInt32LE(polygons.length, at);
  for (const rings of polygons) {
    at = wkb.writeUInt8(1, at);
    at = wkb.writeUInt32LE(3, at);
    at = wkb.writeUInt32LE(rings.length, at);
    for (const ring of rings) {
      at = wkb.writeUInt32LE(ring.length / 2, at);
      for (const value of ring) at = wkb.writeDoubleLE(value, at);
    }
  }
  return wkb;
}

function parseCollection(text: string): Json {
  let collection: Json;
  try {
    collection = JSON.parse(text) as Json;
  } catch (error) {
    throw new ImportRefusedError(
      'json-malformed',
      'The file is not JSON: it was cut off or is another kind of file.',
      (error as Error).message,
      'Fetch the GeoJSON again. Shapefiles and KML are converted first, for example with "ogr2ogr -f GeoJSON".',
    );
  }
  if (collection?.type !== 'FeatureCollection' || !Array.isArray(collection.features))
    throw new ImportRefusedError(
      'geojson-not',
      'The file is JSON but not a GeoJSON FeatureCollection.',
      text.slice(0, 100),
      'ArcGIS services give GeoJSON with f=geojson (f=json is another format); TopoJSON is converted first.',
    );
  const nested = collection.properties as Json | undefined;
  if (collection.exceededTransferLimit === true || nested?.exceededTransferLimit === true)
    throw new ImportRefusedError(
      'download-truncated',
      'The download was cut off by the service: it says exceededTransferLimit.',
      `${collection.features.length} features`,
      'Fetch the remaining pages with resultOffset and join them, or use the full download.',
    );
  if (collection.features.length === 0)
    throw new ImportRefusedError(
      'geojson-not',
      'The file has no features.',
      text.slice(0, 100),
      'Fetch it again.',
    );
  return collection;
}

function propertiesOf(feature: Json | undefined): Json {
  return (feature?.properties ?? {}) as Json;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

function findCrs(collection: Json, features: readonly Json[]): { crs: BoundaryFile['crs']; because: string } {
  const box = extentOf(features);
  const seen = `x ${box[0]} to ${box[2]}, y ${box[1]} to ${box[3]}`;
  const isLonLat = box[0] >= -15 && box[2] <= 8 && box[1] >= 45 && box[3] <= 65;
  const isGrid = box[0] >= -10_000 && box[2] <= 800_000 && box[1] >= -10_000 && box[3] <= 1_400_000;
  const named = JSON.stringify(collection.crs ?? null);
  const stated = /CRS84|4326/.test(named) ? 'EPSG:4326' : /27700/.test(named) ? 'EPSG:27700' : undefined;
  if (collection.crs && !stated)
    throw new ImportRefusedError(
      'crs-unknown',
      'The coordinate reference system is not one that is read.',
      named,
      'Export the boundaries in EPSG:4326 (longitude, latitude) or EPSG:27700 (British National Grid).',
    );
  if (isLonLat && stated !== 'EPSG:27700')
    return {
      crs: 'EPSG:4326',
      because: stated ? 'the file says so' : `the coordinates are degrees: ${seen}`,
    };
  // Any place in Britain has a grid coordinate beyond 360 metres in one axis, so metres cannot be taken for degrees.
  const tooLarge = Math.max(Math.abs(box[2]), Math.abs(box[3])) > 360;
  if (isGrid && tooLarge && stated !== 'EPSG:4326')
    return {
      crs: 'EPSG:27700',
      because: stated ? 'the file says so' : `the coordinates are metres: ${seen}`,
    };
  const swapped = box[0] >= 45 && box[2] <= 65 && box[1] >= -15 && box[3] <= 8;
  throw new ImportRefusedError(
    'crs-unknown',
    swapped
      ? 'Latitude and longitude are swapped: GeoJSON has longitude first.'
      : stated
        ? `The file says ${stated}, but its coordinates do not lie in Great Britain by it.`
        : 'The file does not say its coordinate reference system, and its coordinates fit none that is read.',
    seen,
    'Export the boundaries in EPSG:4326 (longitude, latitude) or EPSG:27700 (British National Grid).',
  );
}

function extentOf(features: readonly Json[]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (typeof value[0] !== 'number') {
      for (const part of value) visit(part);
      return;
    }
    box[0] = Math.min(box[0], value[0]);
    box[1] = Math.min(box[1], value[1]);
    box[2] = Math.max(box[2], value[0]);
    box[3] = Math.max(box[3], value[1]);
  };
  for (const feature of features) visit((feature?.geometry as Json | null)?.coordinates);
  return box;
}

function readPolygons(
  geometry: Json | null,
  feature: number,
  toGrid: (x: number, y: number) => [number, number],
  tally: RowTally,
): Float64Array[][] {
  const refuse = (what: string) =>
    new ImportRefusedError(
      'geometry-not-area',
      `Feature ${feature} is not an area: ${what}.`,
      JSON.stringify(geometry).slice(0, 100),
      'Boundaries are Polygons or MultiPolygons with at least three corners a ring.',
      { line: feature },
    );
  const type = geometry?.type;
  if (type !== 'Polygon' && type !== 'MultiPolygon') throw refuse(`its geometry is ${type ?? 'missing'}`);
  const polygons = (type === 'Polygon' ? [geometry?.coordinates] : geometry?.coordinates) as number[][][][];
  if (!Array.isArray(polygons) || polygons.length === 0) throw refuse('it has no rings');
  return polygons.map((rings) => {
    if (!Array.isArray(rings) || rings.length === 0) throw refuse('a polygon has no rings');
    return rings.map((ring) => {
      if (!Array.isArray(ring)) throw refuse('a ring is not a list of positions');
      const grid: number[] = [];
      for (const position of ring) {
        if (!Array.isArray(position) || !Number.isFinite(position[0]) || !Number.isFinite(position[1]))
          throw refuse('a position is not two numbers');
        grid.push(...toGrid(position[0], position[1]));
      }
      const n = grid.length;
      if (n >= 2 && (grid[0] !== grid[n - 2] || grid[1] !== grid[n - 1])) {
        grid.push(grid[0], grid[1]);
        tally.note(feature, 'geometry', 'ring-closed', 'A ring did not end where it began; it was closed.');
      }
      if (grid.length < 8) throw refuse('a ring has fewer than three corners');
      return Float64Array.from(grid);
    });
  });
}
