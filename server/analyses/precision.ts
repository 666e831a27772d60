import type { LocationPrecision, SensitivityClass } from '../db/tables.ts';
import { DEFAULT_POLICIES } from '../disclosure/policy.ts';

export const CELL_SIZES_M = [100, 250, 500, 1000, 2000] as const;
export const BANDWIDTHS_M = [200, 400, 800] as const;
/** More cells than this are refused: a map finer than a screen answers no question. */
export const MAXIMUM_CELLS = 250_000;
/** Study areas up to this size default to 250 m cells, larger ones to 500 m. */
const TOWN_KM2 = 200;

/**
 * The finest honest cell for data of this precision, and why.
 * Snapped police points stand for a catchment of eight or more addresses and are wrong at street level (Tompson et al.
 * 2015, CaGIS 42:97-111), so nothing finer than 250 m; codes of areas need cells of their own size.
 */
export function minimumCellSize(
  precision: LocationPrecision,
  sensitivity: SensitivityClass,
): { minimumM: number; because: string } {
  const byPrecision: Record<LocationPrecision, { minimumM: number; because: string }> = {
    exact: { minimumM: 100, because: 'Exact positions are shown in cells of at least 100 m.' },
    snapped: {
      minimumM: 250,
      because:
        'Police open data moves each crime to a nearby map point, so cells finer than 250 m would show the map points and not the crime.',
    },
    postcode: { minimumM: 250, because: 'Postcodes place an event to within about 250 m.' },
    lsoa: {
      minimumM: 500,
      because: 'The data names an LSOA only, so cells finer than 500 m would be invented.',
    },
    ward: { minimumM: 2000, because: 'The data names a ward only: use the ward layer.' },
    district: { minimumM: 2000, because: 'The data names a district only: use the district figures.' },
    none: { minimumM: 2000, because: 'The data has no location.' },
  };
  const own = byPrecision[precision];
  const { minimumCellM } = DEFAULT_POLICIES[sensitivity];
  if (own.minimumM < minimumCellM) {
    return {
      minimumM: minimumCellM,
      because:
        sensitivity === 'housing'
          ? `Registers of homes are shown in cells of at least ${minimumCellM} m, about the size of an LSOA, so that no home can be picked out.`
          : `Data about people is shown in cells of at least ${minimumCellM} m.`,
    };
  }
  return own;
}

/** The cell size used where none is asked for, and why. */
export function defaultCellSize(areaKm2: number, minimumM: number): { cellSizeM: number; because: string } {
  const wanted = areaKm2 <= TOWN_KM2 ? 250 : 500;
  if (wanted < minimumM)
    return { cellSizeM: minimumM, because: `The data supports no cell finer than ${minimumM} m.` };
  return {
    cellSizeM: wanted,
    because:
      wanted === 250
        ? `250 m suits a study area of up to ${TOWN_KM2} km²: about a few streets a cell.`
        : `500 m suits a study area of more than ${TOWN_KM2} km².`,
  };
}
