import { toNationalGrid } from '../steps/national-grid.ts';
import { policeCategory } from './police-categories.ts';

/** A map point of the file with what stands beside it; rows at the same point share one. */
export interface PoliceSpot {
  /** Easting and northing, whole metres; null = not mapped. */
  readonly x: number | null;
  readonly y: number | null;
  readonly lsoaCode: string;
  readonly lsoaName: string;
  readonly location: string;
  readonly fault: RowFault | undefined;
  /** The loader's columns for this point as COPY fields, once resolved. */
  columns: Uint8Array | undefined;
}

/** Category and outcome; rows with the same pair share one. */
export interface PoliceKind {
  readonly category: string;
  /** Empty where the file has none. */
  readonly outcome: string;
  readonly legacy: boolean;
  readonly fault: RowFault | undefined;
  columns: Uint8Array | undefined;
}

interface RowFault {
  readonly column: string;
  readonly code: string;
  readonly message: string;
}

/** National Grid of Great Britain, metres: squares SV to JM. */
const GRID_MAX_X = 700_000;
const GRID_MAX_Y = 1_300_000;

/** A point from its fields. Blank, (0, 0) and 'No Location' are not mapped; off the National Grid is a fault. */
export function makeSpot(
  lonText: string,
  latText: string,
  location: string,
  lsoaCode: string,
  lsoaName: string,
): PoliceSpot {
  const common = {
    lsoaCode: lsoaCode.trim(),
    lsoaName: lsoaName.trim(),
    location: location.trim(),
    columns: undefined,
  };
  const nowhere = { ...common, x: null, y: null, fault: undefined };
  const [lonBlank, latBlank] = [lonText.trim() === '', latText.trim() === ''];
  if ((lonBlank && latBlank) || /^no location$/i.test(common.location)) return nowhere;
  const lon = lonBlank ? Number.NaN : Number(lonText);
  const lat = latBlank ? Number.NaN : Number(latText);
  if (!Number.isFinite(lon) || !Number.isFinite(lat))
    return {
      ...nowhere,
      fault: {
        column: Number.isFinite(lon) ? 'Latitude' : 'Longitude',
        code: 'coordinate-wrong',
        message: 'A coordinate is not a number, or one of the two is missing.',
      },
    };
  if (lon === 0 && lat === 0) return nowhere;
  const [x, y] = lat > 45 && lat < 65 && lon > -15 && lon < 8 ? toNationalGrid(lon, lat) : [-1, -1];
  if (!(x >= 0 && x < GRID_MAX_X && y >= 0 && y < GRID_MAX_Y))
    return {
      ...nowhere,
      fault: {
        column: 'Longitude',
        code: 'outside-great-britain',
        message: 'The point lies outside the National Grid of Great Britain.',
      },
    };
  return { ...common, x: Math.round(x), y: Math.round(y), fault: undefined };
}

/** A kind from its fields; an unknown category is a fault. */
export function makeKind(type: string, outcome: string): PoliceKind {
  const category = policeCategory(type);
  return {
    category: category?.slug ?? '',
    outcome: outcome.trim(),
    legacy: category?.legacy ?? false,
    fault: category
      ? undefined
      : {
          column: 'Crime type',
          code: 'category-unknown',
          message: `"${type.slice(0, 60)}" is not a category of data.police.uk.`,
        },
    columns: undefined,
  };
}
