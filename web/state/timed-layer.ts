import type { CatalogueLayer } from '../../server/contract/catalogue.ts';
import { catalogue, edited } from './store.ts';

/** The layer whose months are chosen from: of a register set against events, the events. null while nothing is known. */
export function timedLayer(): CatalogueLayer | null {
  const { layer } = edited.value;
  return (layer.value?.isRegister && layerAgainst()) || layer.value;
}

/** The layer that the first is set against; null outside coincidence. */
export function layerAgainst(): CatalogueLayer | null {
  const slug = edited.value.resolved.value?.secondLayer;
  return catalogue.state.value.data?.layers.find((l) => l.layer === slug) ?? null;
}
