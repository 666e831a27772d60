import { computed } from '@preact/signals';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import { figures, isLoading, wardLayer } from './store.ts';

/** The parts of a question that the cells and the wards beside them must share. */
const SHARED = ['area', 'layer', 'categories', 'from', 'to', 'hours', 'weekdays'] as const;

/**
 * The wards to show beside the figures of the map. While either is on its way the page says that it is being updated and the
 * wards before stand. null once nothing is on its way and the two answer different questions, as when one of them failed: a
 * share of all crime must not stand beside a count of burglary.
 */
export const wardsBeside = computed((): WardLayerResult | null => {
  const { data, key } = wardLayer.state.value;
  return isLoading.value || isSameQuestion(figures.value.key, key) ? data : null;
});

/** Whether two requests ask about the same events: the same layer, categories, months, times and area. */
function isSameQuestion(one: string | null, two: string | null): boolean {
  if (one === null || two === null) return false;
  const [first, second] = [one, two].map((path) => new URLSearchParams(path.split('?')[1] ?? ''));
  return SHARED.every((name) => first!.get(name) === second!.get(name));
}
