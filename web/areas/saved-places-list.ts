import { signal } from '@preact/signals';
import { ServiceError } from '../api/service-error.ts';
import { listSaved } from '../briefings/saved-client.ts';
import { keptArea, wantKeptArea } from '../state/kept-areas.ts';
import { savedPlaces } from '../state/saved-places.ts';
import { choose } from '../state/store.ts';
import type { View } from '../state/view.ts';

/** What was done last with a kept area or operation, said beside their list. */
export const saidOfPlaces = signal('');

/** Loads study areas and operations anew. */
export async function loadSavedPlaces(): Promise<void> {
  const [areas, operations] = await Promise.all([listSaved('study-area'), listSaved('operation')]);
  savedPlaces.value = [...areas, ...operations];
}

/** Makes a kept area the study area, with what else is to change. It is fetched first, so that the old map stays until then. */
export async function chooseKept(code: string, also: Partial<View> = {}): Promise<void> {
  await wantKeptArea(code);
  const found = keptArea(code);
  if (found instanceof ServiceError) saidOfPlaces.value = `${found.message} ${found.hint}`;
  else choose({ ...also, area: code });
}
