import { effect } from '@preact/signals';
import { isExploring, parsePlace } from './place.ts';
import { isPlaying } from './play.ts';
import { resolved, view } from './store.ts';
import { formatView, parseView, type View } from './view.ts';

/** What is not part of the question asked is not part of the address. */
function withoutUnused(of: View): View {
  return {
    ...of,
    bandwidthM: of.mode === 'hot-spots' && of.statistic === 'density' ? of.bandwidthM : null,
    secondLayer: of.mode === 'coincidence' ? of.secondLayer : null,
    secondCategories: of.mode === 'coincidence' ? of.secondCategories : [],
    beforeFrom: of.mode === 'change' ? of.beforeFrom : null,
    beforeTo: of.mode === 'change' ? of.beforeTo : null,
    against: of.compare === null ? null : of.against,
  };
}

/** What a step back undoes: the questions asked, not each move of the map or look at another cell. */
function question(of: View): string {
  return formatView({ ...of, camera: null, selection: null, tab: 'cells', swipeAt: 50 });
}

/**
 * Keeps the address bar and the view the same, both ways. A new question makes a history entry; moving the map,
 * selecting and changing tabs rewrite the current one. While another page is open the view only waits. Call once.
 */
export function bindAddress(): void {
  let lastQuestion: string | null = null;
  effect(() => {
    const shown = withoutUnused(resolved.value ?? view.value);
    const asked = question(shown);
    if (!isExploring.value) return;
    const { pathname, search, hash } = window.location;
    // On its way to a page: the browser tells of the step back or forward before it tells of the new hash.
    if (parsePlace(hash).path !== '') return;
    const address = `${pathname}${formatView(shown)}`;
    if (address !== `${pathname}${search}${hash}`) {
      const isNew = lastQuestion !== null && resolved.value !== null && asked !== lastQuestion;
      window.history[isNew && !isPlaying.peek() ? 'pushState' : 'replaceState'](null, '', address);
    }
    if (resolved.value) lastQuestion = asked;
  });
  window.addEventListener('popstate', () => {
    const back = parseView(window.location.search);
    lastQuestion = question(back);
    view.value = back;
  });
}
