import { ExplorePage } from './explore-page.tsx';
import { PageOutlet } from './page-outlet.tsx';
import { MarkingBar } from './panels/marking-bar.tsx';
import { TopBar } from './panels/top-bar.tsx';
import { isExploring } from './state/place.ts';
import { isOpen, screen, setPanel } from './state/screen.ts';
import { isLoading } from './state/store.ts';

/** The application for who is signed in: marking, top bar, and the page that the address names. */
export function App() {
  return (
    <div
      class="app"
      data-screen={screen.value}
      data-choices={isOpen.choices.value}
      data-legend={isOpen.legend.value}
      data-reading={isOpen.reading.value}
      data-loading={isExploring.value && isLoading.value}
    >
      <button type="button" class="skip" onClick={skip}>
        {isExploring.value ? 'Skip to the figures' : 'Skip to the page'}
      </button>
      <header class="head">
        <MarkingBar />
        <TopBar />
        <div class="progress" aria-hidden="true" />
      </header>
      {isExploring.value ? <ExplorePage /> : <PageOutlet />}
    </div>
  );
}

function skip(): void {
  if (!isExploring.value) {
    document.querySelector<HTMLElement>('#page h1')?.focus();
    return;
  }
  setPanel('reading', true);
  document.getElementById('reading')?.focus();
}
