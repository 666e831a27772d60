import { useEffect } from 'preact/hooks';
import { MapView } from './map/map-view.tsx';
import { Announcer } from './panels/announcer.tsx';
import { ChoicesPanel } from './panels/choices-panel.tsx';
import { Finding } from './panels/finding.tsx';
import { LegendPanel } from './panels/legend-panel.tsx';
import { NoData } from './panels/no-data.tsx';
import { ProblemCard } from './panels/problem-card.tsx';
import { ReadingPanel } from './panels/reading-panel.tsx';
import { SheetBar } from './panels/sheet-bar.tsx';
import { TimeStrip } from './panels/time-strip.tsx';
import { goBackToAnswered, onTheirWay } from './state/answered.ts';
import { titlePage } from './state/place.ts';
import { closeSheet, screen } from './state/screen.ts';
import { catalogue, district, mode, resolved, select, studyArea } from './state/store.ts';
import { MODE_WORDS } from './words/methods.ts';
import { WorkingLine } from './working-line.tsx';

/** Explore: choices, map, reading, months. */
export function ExplorePage() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !closeSheet()) select(null);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const title = MODE_WORDS[mode.value].label;
  const name = district.value?.name;
  useEffect(() => titlePage(title, name), [title, name]);

  const { data, error } = catalogue.state.value;
  if (!resolved.value)
    return (
      <main class="alone">
        {error ? (
          <ProblemCard error={error} />
        ) : data ? (
          <NoData catalogue={data} />
        ) : (
          <>
            <p class="start-message">Loading the district</p>
            <WorkingLine of={[catalogue.state.value]} what="Working out what may be shown" />
          </>
        )}
      </main>
    );
  return (
    <main class="room">
      <h1 class="visually-hidden">
        {title}, {studyArea.value?.name}
      </h1>
      {screen.value === 'phone' && <Finding compact />}
      <ChoicesPanel />
      <div class="stage">
        <MapView />
        <WorkingLine of={onTheirWay.value} onCancel={goBackToAnswered} />
        <LegendPanel />
        {screen.value !== 'phone' && <TimeStrip />}
      </div>
      <ReadingPanel />
      {screen.value === 'phone' && <SheetBar />}
      <Announcer />
    </main>
  );
}
