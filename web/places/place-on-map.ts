import type { ServicesResult } from '../../server/contract/services.ts';

/** A service as a drawing has it: where it is, its symbol's kind, and what the kind is called. */
export interface PlaceOnMap {
  /** Degrees. */
  lon: number;
  lat: number;
  kind: string;
  label: string;
}

/** The services of the kinds that a view puts on top, for drawings. */
export function placesOnMap(result: ServicesResult | null, kinds: readonly string[]): readonly PlaceOnMap[] {
  const labels = new Map(result?.kinds.map(({ kind, label }) => [kind, label]));
  return (result?.places ?? [])
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ lon, lat, kind }) => ({ lon, lat, kind, label: labels.get(kind) ?? kind }));
}

/** Each kind once with its label and how many there are, in the order of the labels. */
export function kindsOnMap(places: readonly PlaceOnMap[]): { kind: string; label: string; count: number }[] {
  const kinds = new Map<string, { kind: string; label: string; count: number }>();
  for (const { kind, label } of places) {
    const known = kinds.get(kind);
    if (known) known.count++;
    else kinds.set(kind, { kind, label, count: 1 });
  }
  return [...kinds.values()].sort((a, b) => (a.label < b.label ? -1 : 1));
}
