import proj4 from 'proj4';
import { BRITISH_NATIONAL_GRID_PROJ4 } from '../contract/british-national-grid.ts';
import type { DrawnShape, OperationBody, SavedItem, StudyAreaBody } from '../contract/workspace.ts';
import type { Database } from '../db/database.ts';
import { clipToWards, polygonFault } from '../db/queries/drawn-area.ts';
import { drawnAreaRule } from '../disclosure/drawn-area-rule.ts';
import { DEFAULT_POLICIES } from '../disclosure/policy.ts';
import { RequestError } from '../errors.ts';
import type { Holdings } from './holdings.ts';
import type { StudyArea } from './selection.ts';
import { listed, threeDigits } from './words.ts';

/** How a kept study area is named as an area: study-area:12, or study-area:12:3 for its third version. */
const REFERENCE = /^study-area:(\d{1,9})(?::(\d{1,9}))?$/;
const LARGEST_KM2 = 1_000;
const CIRCLE_CORNERS = 64;

const grid = proj4('EPSG:4326', BRITISH_NATIONAL_GRID_PROJ4);

/** Which kept study area a code names; null for the code of a district or ward. */
export function drawnAreaReference(code: string | undefined): { id: number; version: number | null } | null {
  const match = code === undefined ? null : REFERENCE.exec(code);
  return match && { id: Number(match[1]), version: match[2] === undefined ? null : Number(match[2]) };
}

/** A kept study area, or the area of a kept operation, at the version it was opened at. */
export async function keptStudyArea(
  database: Database,
  holdings: Holdings,
  item: SavedItem,
): Promise<StudyArea> {
  const { id, kind, name, body } = item;
  if (kind !== 'study-area' && kind !== 'operation') {
    throw refused(
      `${name} is a ${kind}, which has no area of its own.`,
      `study-area:${id}`,
      'Name a study area or an operation.',
    );
  }
  const { area } = body as StudyAreaBody | OperationBody;
  return drawnStudyArea(database, holdings, { code: areaCodeOf(item), name: areaNameOf(item) }, area);
}

/** How a kept area is named as the parameter area, at its version. */
export function areaCodeOf({ id, version }: Pick<SavedItem, 'id' | 'version'>): string {
  return `study-area:${id}:${version}`;
}

/** How every result names a kept area: figures of two versions must never be taken for one another. */
export function areaNameOf({ name, version }: Pick<SavedItem, 'name' | 'version'>): string {
  return `${name} (version ${version})`;
}

/**
 * A drawn shape as a study area: cut to the wards that events are counted with, so that its cells are land.
 *
 * @param code what the asker called it
 * @throws RequestError invalid-parameter: crossing itself, too large, too small, or outside every district held
 */
export async function drawnStudyArea(
  { db }: Database,
  holdings: Holdings,
  { code, name }: { code: string; name: string },
  shape: DrawnShape,
): Promise<StudyArea> {
  if (shape.shape === 'wards') return areaOfWards(holdings, { code, name }, shape.codes);
  const ring =
    shape.shape === 'polygon' ? shape.ring.map(toGrid) : circle(toGrid(shape.centre), shape.radiusM);
  const wkt = `POLYGON((${[...ring, ring[0]].map(([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}`).join(', ')}))`;
  if (ring.some(([x, y]) => !(x > 0 && x < 700_000 && y > 0 && y < 1_300_000))) {
    throw refused('The area reaches outside Great Britain.', name, 'Draw it within the district.');
  }
  const fault = await polygonFault(db, wkt);
  if (fault !== null) {
    throw refused('The outline of the area crosses itself.', fault, 'Draw it again with corners in order.');
  }
  const wardIds = holdings.districts.flatMap(({ wardAreas }) => wardAreas.map(({ areaId }) => areaId));
  const clipped = await clipToWards(db, wkt, wardIds);
  const district = holdings.districts.find(({ districtCode }) => districtCode === clipped?.districtCode);
  if (!clipped || !district) {
    throw refused(
      'The area lies in none of the districts held.',
      name,
      `Districts held: ${listed(holdings.districts.slice(0, 5).map((d) => d.districtName))}.`,
    );
  }
  const areaKm2 = clipped.areaM2 / 1e6;
  if (areaKm2 > LARGEST_KM2) {
    throw refused(
      `The area covers more than ${LARGEST_KM2} km².`,
      `${threeDigits(areaKm2)} km²`,
      'Draw a smaller one, or use the district.',
    );
  }
  const { minimumKm2, because } = drawnAreaRule(DEFAULT_POLICIES.open);
  if (minimumKm2 !== null && areaKm2 < minimumKm2) {
    throw refused(
      `The area covers less than ${minimumKm2} km² of land. ${because}`,
      `${threeDigits(areaKm2)} km²`,
      'Draw a larger one.',
    );
  }
  return {
    code,
    name,
    level: 'drawn',
    district,
    wardIds: clipped.wardIds,
    areaKm2,
    drawn: { polygons: clipped.polygons, wkt: clipped.wkt },
  };
}

function areaOfWards(
  { districts }: Holdings,
  named: { code: string; name: string },
  codes: readonly string[],
): StudyArea {
  for (const district of districts) {
    const wards = district.wardAreas.filter((ward) => codes.includes(ward.code));
    if (wards.length === 0) continue;
    if (wards.length < new Set(codes).size) {
      const missing = codes.filter((code) => !wards.some((ward) => ward.code === code));
      throw refused(
        'Some wards of the area are not in the boundaries that events are counted with.',
        missing.join(', '),
        'Save the area again with today’s wards.',
      );
    }
    return {
      ...named,
      level: 'drawn',
      district,
      wardIds: wards.map(({ areaId }) => areaId),
      areaKm2: wards.reduce((sum, { areaM2 }) => sum + areaM2, 0) / 1e6,
    };
  }
  throw refused(
    'None of the wards of the area is held.',
    codes.slice(0, 5).join(', '),
    'Save the area again with today’s wards.',
  );
}

function toGrid(lonLat: readonly number[]): [number, number] {
  const [lon, lat] = lonLat;
  if (!(lon > -10 && lon < 3 && lat > 49 && lat < 61)) {
    throw refused(
      'A corner of the area lies outside Great Britain.',
      `${lon}, ${lat}`,
      'Corners are [longitude, latitude] in degrees.',
    );
  }
  return grid.forward([lon, lat]) as [number, number];
}

/** A circle as a 64-gon of the same area, so that rates per square kilometre are not 0.16 % off. */
function circle([x, y]: [number, number], radiusM: number): [number, number][] {
  const step = (2 * Math.PI) / CIRCLE_CORNERS;
  const radius = radiusM * Math.sqrt(step / Math.sin(step));
  return Array.from({ length: CIRCLE_CORNERS }, (_, i) => [
    x + radius * Math.cos(i * step),
    y + radius * Math.sin(i * step),
  ]);
}

function refused(detail: string, seen: string, hint: string): RequestError {
  return new RequestError('invalid-parameter', { detail, seen, hint, field: 'area' });
}
