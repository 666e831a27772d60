import type { CatalogueLayer } from '../../server/contract/catalogue.ts';
import { catalogue, edited } from './store.ts';

/** The layer whose months are chosen from: of a register set against events, the events. null while nothing is known. */
export function timedLayer(): CatalogueLayer | null {
  const { layer, resolved } = edited.value;
  const second = catalogue.state.value.data?.layers.find((l) => l.layer === resolved.value?.secondLayer);
  return layer.value?.isRegister && second ? second : layer.value;
}
