import { computed, useSignal } from '@preact/signals';
import { Lazily } from '../lazily.tsx';
import { figureFacts } from '../state/figure-facts.ts';
import { hasPlacesTable } from '../state/places-on-top.ts';
import { isOpen, screen, toggleSheet } from '../state/screen.ts';
import { change, figures, main, mode, resolved, view, wardAreas, wardLayer } from '../state/store.ts';
import type { Mode, ReadingTab } from '../state/view.ts';
import { CellsTable } from './cells-table.tsx';
import { ChangedWardsTab } from './changed-wards-tab.tsx';
import { Finding } from './finding.tsx';
import { KeyFigures } from './key-figures.tsx';
import { MethodTab } from './method-tab.tsx';
import { PeriodNotes } from './period-notes.tsx';
import { ProblemCard } from './problem-card.tsx';
import { WardsTab } from './wards-tab.tsx';

const loadPlacesTable = () => import('../places/places-table.tsx');
const loadKeepBar = () => import('../briefings/keep-bar.tsx');

/** Two layers and histories are about cells alone. */
function tabsOf(shown: Mode): { tab: ReadingTab; label: string }[] {
  const tabs: { tab: ReadingTab; label: string }[] = [
    { tab: 'cells', label: shown === 'hot-spots' || shown === 'wards' ? 'Hottest cells' : 'Cells' },
    { tab: 'wards', label: 'Wards' },
    { tab: 'method', label: 'Method and data' },
  ];
  if (shown === 'wards') return tabs.slice(1);
  return shown === 'coincidence' || shown === 'emerging' ? tabs.filter(({ tab }) => tab !== 'wards') : tabs;
}

const tabs = computed(() => {
  const own = tabsOf(mode.value);
  const method = own.at(-1)!;
  return hasPlacesTable.value
    ? [...own.slice(0, -1), { tab: 'places' as const, label: 'Places' }, method]
    : own;
});
/** The tab of the address, or the first where the mode does not have it. */
const shownTab = computed(
  () => tabs.value.find(({ tab }) => tab === view.value.tab)?.tab ?? tabs.value[0]!.tab,
);

/** Folded away below the figures; its chunk comes when it is opened, since the map needs the first bytes. */
function KeepOrExport() {
  const open = useSignal(false);
  return (
    <details
      class="keep-or-export"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>Keep this view, or export it</summary>
      {open.value && <Lazily load={loadKeepBar} />}
    </details>
  );
}

/** The reading: the sentence, three key figures, and the tables that say the same as the map. */
export function ReadingPanel() {
  const error = figures.value.error ?? wardLayer.state.value.error ?? wardAreas.state.value.error;
  const shown = resolved.value && shownTab.value;
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
      {figures.value.data && <KeepOrExport />}
      <div class="tabs" role="tablist" aria-label="Figures" onKeyDown={onTabKey}>
        {tabs.value.map(({ tab, label }) => (
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
        {shown === 'wards' && (mode.value === 'change' ? <ChangedWardsTab /> : <WardsTab />)}
        {shown === 'places' && <Lazily load={loadPlacesTable} />}
        {shown === 'method' && <MethodTab />}
      </div>
    </section>
  );
}

function NotComputableNote() {
  if (!figureFacts(main)?.notComputable) return null;
  return (
    <div class="note" role="note">
      <p>The statistic needs more than this choice holds. What was recorded can still be shown.</p>
      <button type="button" onClick={() => change({ mode: 'hot-spots', statistic: 'count' })}>
        Show counts instead
      </button>
    </div>
  );
}

/** Left and right arrows, Home and End go through the tabs, as assistive tools expect. */
function onTabKey(event: KeyboardEvent): void {
  const all = tabs.value;
  const at = all.findIndex((t) => t.tab === shownTab.value);
  const to =
    event.key === 'ArrowRight'
      ? (at + 1) % all.length
      : event.key === 'ArrowLeft'
        ? (at + all.length - 1) % all.length
        : event.key === 'Home'
          ? 0
          : event.key === 'End'
            ? all.length - 1
            : -1;
  if (to < 0) return;
  event.preventDefault();
  change({ tab: all[to]!.tab });
  document.getElementById(`tab-${all[to]!.tab}`)?.focus();
}
