import { isOpen, screen, toggleSheet } from '../state/screen.ts';
import { change, hotSpots, resolved, view, wardAreas, wardLayer } from '../state/store.ts';
import type { ReadingTab } from '../state/view.ts';
import { CellsTable } from './cells-table.tsx';
import { Finding } from './finding.tsx';
import { KeyFigures } from './key-figures.tsx';
import { MethodTab } from './method-tab.tsx';
import { PeriodNotes } from './period-notes.tsx';
import { ProblemCard } from './problem-card.tsx';
import { WardsTab } from './wards-tab.tsx';

const TABS: { tab: ReadingTab; label: string }[] = [
  { tab: 'cells', label: 'Hottest cells' },
  { tab: 'wards', label: 'Wards' },
  { tab: 'method', label: 'Method and data' },
];

/** The reading: the sentence, three key figures, and the tables that say the same as the map. */
export function ReadingPanel() {
  const error = hotSpots.state.value.error ?? wardLayer.state.value.error ?? wardAreas.state.value.error;
  const shown = resolved.value && view.value.tab;
  return (
    <section
      id="reading"
      class="panel reading"
      aria-label="Figures"
      tabIndex={-1}
      hidden={!isOpen.reading.value}
    >
      {screen.value === 'phone' && (
        <header class="sheet-head">
          <h2>Figures</h2>
          <button type="button" onClick={() => toggleSheet('reading', false)}>
            Close
          </button>
        </header>
      )}
      {error && <ProblemCard error={error} />}
      <Finding />
      <NotComputableNote />
      <KeyFigures />
      <PeriodNotes />
      <div class="tabs" role="tablist" aria-label="Figures" onKeyDown={onTabKey}>
        {TABS.map(({ tab, label }) => (
          <button
            key={tab}
            id={`tab-${tab}`}
            type="button"
            role="tab"
            aria-selected={tab === shown}
            aria-controls="tab-panel"
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => change({ tab })}
          >
            {label}
          </button>
        ))}
      </div>
      <div id="tab-panel" class="tab-panel" role="tabpanel" aria-labelledby={`tab-${shown}`}>
        {shown === 'cells' && <CellsTable />}
        {shown === 'wards' && <WardsTab />}
        {shown === 'method' && <MethodTab />}
      </div>
    </section>
  );
}

function NotComputableNote() {
  const state = view.value.page === 'hot-spots' ? hotSpots.state.value.data?.notComputable : null;
  if (!state) return null;
  return (
    <div class="note" role="note">
      <p>The statistic needs more than this choice holds. What was recorded can still be shown.</p>
      <button type="button" onClick={() => change({ statistic: 'count' })}>
        Show counts instead
      </button>
    </div>
  );
}

/** Left and right arrows, Home and End go through the tabs, as assistive tools expect. */
function onTabKey(event: KeyboardEvent): void {
  const at = TABS.findIndex((t) => t.tab === view.value.tab);
  const to =
    event.key === 'ArrowRight'
      ? (at + 1) % TABS.length
      : event.key === 'ArrowLeft'
        ? (at + TABS.length - 1) % TABS.length
        : event.key === 'Home'
          ? 0
          : event.key === 'End'
            ? TABS.length - 1
            : -1;
  if (to < 0) return;
  event.preventDefault();
  change({ tab: TABS[to]!.tab });
  document.getElementById(`tab-${TABS[to]!.tab}`)?.focus();
}
