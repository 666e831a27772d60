import { setPanel } from '../state/screen.ts';
import { change } from '../state/store.ts';

/** Opens the method: definition, what was chosen and why, and how to say it aloud. */
export function MethodLink() {
  return (
    <button
      type="button"
      class="method-link"
      onClick={() => {
        change({ tab: 'method' });
        setPanel('reading', true);
        // After the tab is there.
        requestAnimationFrame(() => document.getElementById('tab-method')?.focus());
      }}
    >
      How this is worked out
    </button>
  );
}
