import proj4 from 'proj4';
import { BRITISH_NATIONAL_GRID_PROJ4 } from '../contract/british-national-grid.ts';

const toDegrees = proj4(BRITISH_NATIONAL_GRID_PROJ4, 'EPSG:4326');

/** A lattice cell as a GeoJSON polygon, EPSG:4326, seven decimals (1 cm), counter-clockwise as RFC 7946 asks. */
export function cellPolygon(
  column: number,
  row: number,
  cellSizeM: number,
): { type: 'Polygon'; coordinates: number[][][] } {
  const corners = [
    [column, row],
    [column + 1, row],
    [column + 1, row + 1],
    [column, row + 1],
    [column, row],
  ];
  const ring = corners.map(([c, r]) =>
    toDegrees.forward([c * cellSizeM, r * cellSizeM]).map((degrees) => Number(degrees.toFixed(7))),
  );
  return { type: 'Polygon', coordinates: [ring] };
}
