import { useSignal } from '@preact/signals';
import { Lazily } from '../lazily.tsx';
import { view } from '../state/store.ts';

const loadTicks = () => import('../places/places-ticks.tsx');

/** Places on top of the cells: services as symbols, LSOA lines. Their chunk comes when they are wanted. */
export function PlacesChoice() {
  const { places } = view.value;
  const open = useSignal(places.length > 0);
  return (
    <details
      class="places"
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>Places on top{places.length > 0 ? `: ${places.length} shown` : ''}</summary>
      {open.value && <Lazily load={loadTicks} />}
    </details>
  );
}
