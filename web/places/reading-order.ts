/** Height of a line of the map, degrees of latitude: about 550 m. */
const LINE_DEGREES = 0.005;

/**
 * Places as an eye reads a page: lines from north to south, and from west to east within each. Places on one spot keep
 * their order.
 */
export function inReadingOrder<Place extends { readonly lon: number; readonly lat: number }>(
  places: readonly Place[],
): Place[] {
  const lineOf = ({ lat }: Place) => Math.floor(lat / LINE_DEGREES);
  return [...places].sort((a, b) => lineOf(b) - lineOf(a) || a.lon - b.lon || b.lat - a.lat);
}

/** The one after (1) or before (-1) in a list, round its end; from nowhere the first or the last. Undefined in an empty list. */
export function nextIn<Item>(list: readonly Item[], from: Item | null, by: 1 | -1): Item | undefined {
  const at = from === null ? -1 : list.indexOf(from);
  if (at < 0) return by > 0 ? list[0] : list.at(-1);
  return list[(at + by + list.length) % list.length];
}
