import { computed, effect } from '@preact/signals';
import { figures, isLoading, other, view, wardLayer } from './store.ts';
import type { View } from './view.ts';

/** What the map may be waiting for. */
export const onTheirWay = computed(() => [figures.value, wardLayer.state.value, other.figures.value]);

/** The last view that everything had arrived for. */
let answered: View | null = null;
effect(() => {
  const { key, error } = figures.value;
  if (!isLoading.value && key !== null && error === null) answered = view.peek();
});

/**
 * Takes back the question that is on its way: the one before it, whose figures are still on the map, is asked again and is
 * there at once. Where there is none the question is given up as it stands.
 */
export function goBackToAnswered(): void {
  if (answered === null) {
    for (const { stop } of onTheirWay.peek()) stop?.();
    return;
  }
  const { camera, tab, swipeAt } = view.peek();
  view.value = { ...answered, camera, tab, swipeAt };
}
