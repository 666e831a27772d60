import proj4 from 'proj4';
import { BRITISH_NATIONAL_GRID_PROJ4 } from '../../server/contract/british-national-grid.ts';

const nationalGrid = proj4('EPSG:4326', BRITISH_NATIONAL_GRID_PROJ4);

/** [easting, northing] in metres of EPSG:27700 from degrees. */
export function toGrid(lon: number, lat: number): [number, number] {
  const [x, y] = nationalGrid.forward([lon, lat]);
  return [x!, y!];
}

/** [lon, lat] in degrees from metres of EPSG:27700. */
export function toLonLat(x: number, y: number): [number, number] {
  const [lon, lat] = nationalGrid.inverse([x, y]);
  return [lon!, lat!];
}

const LETTERS = 'ABCDEFGHJKLMNOPQRSTUVWXYZ';

/**
 * The National Grid reference to 100 m, truncated as map readers do: (635250, 170250) is 'TR 352 702'.
 * Ordnance Survey, "A guide to coordinate systems in Great Britain", 2020, section 7. '' outside the lettered squares.
 */
export function gridReference(x: number, y: number): string {
  const e100km = Math.floor(x / 100_000);
  const n100km = Math.floor(y / 100_000);
  if (e100km < 0 || e100km > 6 || n100km < 0 || n100km > 12) return '';
  const first = 19 - n100km - ((19 - n100km) % 5) + Math.floor((e100km + 10) / 5);
  const second = (((19 - n100km) * 5) % 25) + (e100km % 5);
  const digits = (metres: number) => String(Math.floor((metres % 100_000) / 100)).padStart(3, '0');
  return `${LETTERS[first]}${LETTERS[second]} ${digits(x)} ${digits(y)}`;
}
