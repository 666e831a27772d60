import type { AreaFeature } from '../../server/contract/areas.ts';

export type Position = [number, number];
export type Polygons = Position[][][];

/** The polygons of an area, whether it is a Polygon or a MultiPolygon; none for anything else. */
export function polygonsOf(geometry: AreaFeature['geometry']): Polygons {
  if (geometry.type === 'Polygon') return [geometry.coordinates as Position[][]];
  return geometry.type === 'MultiPolygon' ? (geometry.coordinates as Polygons) : [];
}

/**
 * The outline of areas that share their vertices: the segments that occur once. Inner borders occur twice and fall
 * away. Segments are joined into lines where they follow each other.
 */
export function outlineOf(areas: readonly AreaFeature[]): Position[][] {
  const seen = new Map<string, number>();
  const key = (a: Position, b: Position) => {
    const ends = [`${a[0].toFixed(6)} ${a[1].toFixed(6)}`, `${b[0].toFixed(6)} ${b[1].toFixed(6)}`].sort();
    return ends.join('|');
  };
  const rings = areas.flatMap((area) => polygonsOf(area.geometry).flat());
  for (const ring of rings)
    for (let i = 1; i < ring.length; i++) {
      const k = key(ring[i - 1]!, ring[i]!);
      seen.set(k, (seen.get(k) ?? 0) + 1);
    }
  const lines: Position[][] = [];
  for (const ring of rings) {
    let line: Position[] = [];
    for (let i = 1; i < ring.length; i++) {
      const once = seen.get(key(ring[i - 1]!, ring[i]!)) === 1;
      if (once) {
        if (line.length === 0) line.push(ring[i - 1]!);
        line.push(ring[i]!);
      } else if (line.length > 0) {
        lines.push(line);
        line = [];
      }
    }
    if (line.length > 0) lines.push(line);
  }
  return lines;
}
