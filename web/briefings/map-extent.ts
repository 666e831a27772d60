import { toGrid } from '../map/national-grid.ts';
import type { Camera } from '../state/view.ts';

/** A rectangle of the National Grid, metres. */
export interface Extent {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Room around an area that is shown whole, as a part of its width. */
const MARGIN = 0.04;
/** Metres a pixel at zoom 0 on the equator, tiles of 512 px: the circumference of Web Mercator over 512. */
const METRES_PER_PX_AT_0 = 40_075_016.686 / 512;
/** Height of the map on an analyst's screen, pixels: what a camera shows from top to bottom. */
const SCREEN_HEIGHT_PX = 680;

/**
 * The part of the grid that a printed map shows: the whole area where no camera is kept, else what the camera showed
 * on a screen. Widened or heightened to `aspect` (width over height), never cut.
 * @param bbox west, south, east, north, degrees
 */
export function extentOf(
  bbox: readonly [number, number, number, number],
  camera: Camera | null,
  aspect: number,
): Extent {
  const inner = camera ? extentOfCamera(camera) : extentOfBox(bbox);
  const [width, height] = [inner.east - inner.west, inner.north - inner.south];
  const halfWidth = Math.max(width, height * aspect) / 2;
  const halfHeight = halfWidth / aspect;
  const [x, y] = [(inner.east + inner.west) / 2, (inner.north + inner.south) / 2];
  return { west: x - halfWidth, east: x + halfWidth, south: y - halfHeight, north: y + halfHeight };
}

function extentOfCamera({ lon, lat, zoom }: Camera): Extent {
  const [x, y] = toGrid(lon, lat);
  const half = ((METRES_PER_PX_AT_0 * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom) * (SCREEN_HEIGHT_PX / 2);
  return { west: x - half, east: x + half, south: y - half, north: y + half };
}

function extentOfBox([west, south, east, north]: readonly [number, number, number, number]): Extent {
  const corners = [west, east].flatMap((lon) => [south, north].map((lat) => toGrid(lon, lat)));
  const xs = corners.map((c) => c[0]);
  const ys = corners.map((c) => c[1]);
  const margin = (Math.max(...xs) - Math.min(...xs)) * MARGIN;
  return {
    west: Math.min(...xs) - margin,
    east: Math.max(...xs) + margin,
    south: Math.min(...ys) - margin,
    north: Math.max(...ys) + margin,
  };
}

/** The longest of 1, 2 or 5 times a power of ten metres that is at most `mostM`. */
export function scaleBarM(mostM: number): number {
  const power = 10 ** Math.floor(Math.log10(mostM));
  return power * ([5, 2].find((step) => step * power <= mostM) ?? 1);
}
