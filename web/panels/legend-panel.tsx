import { Legend } from '../charts/legend.tsx';
import { NorthArrow } from '../map/map-tools.tsx';
import { isOpen, screen } from '../state/screen.ts';
import { hotSpots, layer, shownCells, shownWards, view } from '../state/store.ts';

/** Legend bottom left, north and sources bottom right. On a phone the legend is a sheet. */
export function LegendPanel() {
  const shown = view.value.page === 'wards' ? shownWards.value : shownCells.value;
  const open = isOpen.legend.value;
  const notComputable = view.value.page === 'hot-spots' ? hotSpots.state.value.data?.notComputable : null;
  return (
    <>
      <section id="legend" class="legend-panel" aria-label="Legend" tabIndex={-1} hidden={!open || !shown}>
        {shown && !notComputable && <Legend classes={shown.classes} />}
        {notComputable && <p class="quiet">No classes: the statistic cannot be computed here.</p>}
      </section>
      <NorthArrow />
      <div class="map-foot">
        {screen.value !== 'phone' && (
          <p>
            {layer.value?.sources
              .map((s) => s.attribution)
              .filter(unique)
              .join(' ')}
          </p>
        )}
      </div>
    </>
  );
}

function unique<T>(value: T, at: number, all: readonly T[]): boolean {
  return all.indexOf(value) === at;
}
