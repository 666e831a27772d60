import { effect } from '@preact/signals';
import { resolved, view } from './store.ts';
import { formatView, parseView, type View } from './view.ts';

/** The smoothing distance is part of the address only while something is smoothed. */
function withoutUnused(of: View): View {
  return of.statistic === 'density' ? of : { ...of, bandwidthM: null };
}

/** What a step back undoes: the questions asked, not each move of the map or look at another cell. */
function question(of: View): string {
  return formatView({ ...of, camera: null, selection: null, tab: 'cells' });
}

/**
 * Keeps the address bar and the view the same, both ways. A new question makes a history entry; moving the map,
 * selecting and changing tabs rewrite the current one. Call once.
 */
export function bindAddress(): void {
  let lastQuestion: string | null = null;
  effect(() => {
    const shown = withoutUnused(resolved.value ?? view.value);
    const address = `${window.location.pathname}${formatView(shown)}`;
    const asked = question(shown);
    if (address !== window.location.pathname + window.location.search) {
      const isNew = lastQuestion !== null && resolved.value !== null && asked !== lastQuestion;
      window.history[isNew ? 'pushState' : 'replaceState'](null, '', address);
    }
    if (resolved.value) lastQuestion = asked;
  });
  window.addEventListener('popstate', () => {
    const back = parseView(window.location.search);
    lastQuestion = question(back);
    view.value = back;
  });
}
