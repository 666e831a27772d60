/**
 * Land that figures of a restricted class are released for. Wards and cells both tile a district, and cells nest. Events
 * known by the code of an area only are in a ward and in no cell: they have a place of their own beside the cells.
 */
export type ReleasedPlace =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'district'; readonly district: string }
  | { readonly kind: 'ward'; readonly district: string; readonly ward: number }
  | {
      readonly kind: 'cell';
      readonly district: string;
      readonly cellSizeM: number;
      readonly column: number;
      readonly row: number;
    }
  | { readonly kind: 'no-cell'; readonly district: string };

/** Column and row of events that are known by the code of an area only. */
export const NO_CELL = -1;

/** A name for the place, different for each. */
export function placeKey(place: ReleasedPlace): string {
  switch (place.kind) {
    case 'everywhere':
      return 'e';
    case 'district':
      return `d${place.district}`;
    case 'ward':
      return `w${place.ward}`;
    case 'cell':
      return `c${place.district}/${place.cellSizeM}/${place.column}/${place.row}`;
    case 'no-cell':
      return `n${place.district}`;
  }
}

/** The next larger place that holds this one; null for everywhere. */
export function largerPlace(place: ReleasedPlace, latticeM: readonly number[]): ReleasedPlace | null {
  if (place.kind === 'everywhere') return null;
  if (place.kind === 'district') return { kind: 'everywhere' };
  const { district } = place;
  if (place.kind === 'cell') {
    const coarser = latticeM[latticeM.indexOf(place.cellSizeM) + 1];
    if (coarser !== undefined) {
      const times = coarser / place.cellSizeM;
      return {
        kind: 'cell',
        district,
        cellSizeM: coarser,
        column: Math.floor(place.column / times),
        row: Math.floor(place.row / times),
      };
    }
  }
  return { kind: 'district', district };
}
