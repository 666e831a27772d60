import { computed, effect, signal } from '@preact/signals';
import type { AreasResult } from '../../server/contract/areas.ts';
import type { ServicePlace, ServicesResult } from '../../server/contract/services.ts';
import { areasPath, fetchAreas, fetchServices, servicesPath } from '../api/client.ts';
import { toServiceError } from '../api/service-error.ts';
import { LSOA_BOUNDARIES, LSOA_RATES, placesMessage } from '../state/places-on-top.ts';
import { createResource } from '../state/resource.ts';
import { catalogue, change, district, view } from '../state/store.ts';
import { formatCount } from '../words/format.ts';

/** Services of the district on screen. */
export const services = createResource<ServicesResult>(toServiceError);
/** LSOA boundaries of the district, once they are chosen. */
export const lsoaBoundaries = createResource<AreasResult>(toServiceError);

const chosen = computed(() => new Set(view.value.places));

/** The services on the map, in the table's order. */
export const shownPlaces = computed((): readonly ServicePlace[] =>
  (services.state.value.data?.places ?? []).filter(({ kind }) => chosen.value.has(kind)),
);
export const wantsLsoas = computed(() => chosen.value.has(LSOA_BOUNDARIES));

/** The newest LSOA boundaries that can be drawn; null where none are held. */
export const lsoaSet = computed(
  () =>
    (catalogue.state.value.data?.areaSets ?? [])
      .filter(({ family, withGeometry }) => family === 'lsoa' && withGeometry > 0)
      .sort((a, b) => b.boundaryYear - a.boundaryYear)[0] ?? null,
);

/** The service that the table or a click points out. */
export const pointedOut = signal<ServicePlace | null>(null);

/** Puts a kind on the map, or takes it off. */
export function showKind(kind: string, on: boolean): void {
  const kinds = new Set(view.peek().places);
  if (on) kinds.add(kind);
  else kinds.delete(kind);
  if (pointedOut.peek()?.kind === kind) pointedOut.value = null;
  change({ places: [...kinds].sort() });
}

/** What a service is, in one line: "Harbour Surgery · GP practice, Harbour". */
export function sayPlace({ name, kind, ward }: ServicePlace): string {
  const label = services.state.peek().data?.kinds.find((k) => k.kind === kind)?.label ?? kind;
  return `${name} · ${label}${ward ? `, ${ward}` : ''}`;
}

effect(() => {
  const at = district.value;
  if (!at) return;
  const path = servicesPath({ area: at.code });
  void services.want(path, (signal) => fetchServices(path, signal));
});

effect(() => {
  const at = district.value;
  const set = lsoaSet.value;
  if (!at || !set || !(wantsLsoas.value || chosen.value.has(LSOA_RATES))) return;
  const path = areasPath({ family: set.family, boundaryYear: set.boundaryYear, district: at.code });
  void lsoaBoundaries.want(path, (signal) => fetchAreas(path, signal));
});

effect(() => {
  const data = services.state.value.data;
  if (!data) return;
  const kinds = data.kinds.filter(({ kind }) => chosen.value.has(kind));
  const said = kinds.map(({ label, places }) => `${label} ${formatCount(places)}`);
  if (wantsLsoas.value) said.push('boundaries of LSOAs');
  if (chosen.value.has(LSOA_RATES)) said.push('rates by LSOA, in place of the figures below');
  placesMessage.value =
    said.length === 0 ? 'No places on top of the map.' : `On top of the map: ${said.join(', ')}.`;
});
