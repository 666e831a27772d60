import { computed } from '@preact/signals';
import { hotSpots, isLoading, view, wardLayer } from '../state/store.ts';

/** Says to assistive tools what arrived. Waits for the answer, so that it never reads the old one out as new. */
const message = computed(() => {
  if (isLoading.value) return '';
  const failed = view.value.page === 'wards' ? wardLayer.state.value.error : hotSpots.state.value.error;
  if (failed) return `${failed.message} ${failed.hint}`;
  return view.value.page === 'wards'
    ? (wardLayer.state.value.data?.sentence ?? '')
    : (hotSpots.state.value.data?.summary.sentence ?? '');
});

export function Announcer() {
  return (
    <p class="visually-hidden" role="status" aria-live="polite">
      {message.value}
    </p>
  );
}
