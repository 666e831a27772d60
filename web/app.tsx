import { useEffect } from 'preact/hooks';
import { MapView } from './map/map-view.tsx';
import { Announcer } from './panels/announcer.tsx';
import { ChoicesPanel } from './panels/choices-panel.tsx';
import { Finding } from './panels/finding.tsx';
import { LegendPanel } from './panels/legend-panel.tsx';
import { MarkingBar } from './panels/marking-bar.tsx';
import { NoData } from './panels/no-data.tsx';
import { ProblemCard } from './panels/problem-card.tsx';
import { ReadingPanel } from './panels/reading-panel.tsx';
import { SheetBar } from './panels/sheet-bar.tsx';
import { TimeStrip } from './panels/time-strip.tsx';
import { TopBar } from './panels/top-bar.tsx';
import { closeSheet, isOpen, screen, setPanel } from './state/screen.ts';
import { catalogue, district, isLoading, resolved, select, studyArea, view } from './state/store.ts';

/** The page: marking, top bar, choices, map, reading, months. */
export function App() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !closeSheet()) select(null);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const name = district.value?.name;
  useEffect(() => {
    document.title = [view.value.page === 'wards' ? 'Wards' : 'Hot spots', name]
      .filter(Boolean)
      .join(', ')
      .concat(' – Wardlight');
  }, [view.value.page, name]);

  const { data, error } = catalogue.state.value;
  return (
    <div
      class="app"
      data-screen={screen.value}
      data-choices={isOpen.choices.value}
      data-legend={isOpen.legend.value}
      data-reading={isOpen.reading.value}
      data-loading={isLoading.value}
    >
      <button type="button" class="skip" onClick={skipToReading}>
        Skip to the figures
      </button>
      <header class="head">
        <MarkingBar />
        <TopBar />
      </header>
      <div class="progress" aria-hidden="true" />
      {resolved.value ? (
        <main class="room">
          <h1 class="visually-hidden">
            {view.value.page === 'wards' ? 'Wards' : 'Hot spots'}, {studyArea.value?.name}
          </h1>
          {screen.value === 'phone' && <Finding compact />}
          <ChoicesPanel />
          <div class="stage">
            <MapView />
            <LegendPanel />
            {screen.value !== 'phone' && <TimeStrip />}
          </div>
          <ReadingPanel />
          {screen.value === 'phone' && <SheetBar />}
        </main>
      ) : (
        <main class="alone">
          {error ? (
            <ProblemCard error={error} />
          ) : data ? (
            <NoData catalogue={data} />
          ) : (
            <p class="start-message">Loading the district</p>
          )}
        </main>
      )}
      <Announcer />
    </div>
  );
}

function skipToReading(): void {
  setPanel('reading', true);
  document.getElementById('reading')?.focus();
}
