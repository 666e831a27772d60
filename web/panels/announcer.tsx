import { computed } from '@preact/signals';
import { figureFacts } from '../state/figure-facts.ts';
import { placesMessage } from '../state/places-on-top.ts';
import { compare, figures, isLoading, main, other } from '../state/store.ts';

/** Says to assistive tools what arrived. Waits for the answer, so that it never reads the old one out as new. */
const message = computed(() => {
  if (isLoading.value) return '';
  const failed = figures.value.error;
  if (failed) return `${failed.message} ${failed.hint}`;
  const first = figureFacts(main)?.sentence ?? '';
  const second = compare.value === null ? '' : figureFacts(other)?.sentence;
  return second ? `First map: ${first} Second map: ${second}` : first;
});

export function Announcer() {
  return (
    // Not atomic: what lies on top is read out by itself when only that changed.
    <p class="visually-hidden" role="status" aria-live="polite" aria-atomic="false">
      <span>{message.value}</span> <span>{placesMessage.value}</span>
    </p>
  );
}
