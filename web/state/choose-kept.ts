import { ServiceError } from '../api/service-error.ts';
import { keptArea, wantKeptArea } from './kept-areas.ts';
import { saidOfPlaces } from './saved-places.ts';
import { choose } from './store.ts';
import type { View } from './view.ts';

/** Makes a kept area the study area, with what else is to change. It is fetched first, so that the old map stays until then. */
export async function chooseKept(code: string, also: Partial<View> = {}): Promise<void> {
  await wantKeptArea(code);
  const found = keptArea(code);
  if (found instanceof ServiceError) saidOfPlaces.value = `${found.message} ${found.hint}`;
  else choose({ ...also, area: code });
}
