import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { account, mayKeep } from '../access/session.ts';
import { Lazily } from '../lazily.tsx';
import { areaCode, loadSavedPlaces, operations, saidOfPlaces } from '../state/saved-places.ts';
import { resolved, studyArea } from '../state/store.ts';

const loadCard = () => import('../areas/kept-area-card.tsx');
const loadOperations = () => import('../areas/operations-list.tsx');

/** Roles that read what others keep. */
const READERS = ['viewer', 'analyst', 'data-steward', 'administrator'];

/** Below the study area: what is known of the one shown, the way to draw one, and the operations. Loaded as it is opened. */
export function AreaTools() {
  const mayRead = account.value?.roles.some((role) => READERS.includes(role)) ?? false;
  const isOfOperation = operations.value.some((item) => areaCode(item) === resolved.value?.area);
  const opened = useSignal(false);
  useEffect(() => {
    // Without the list the map still works; what was kept can be opened by its link.
    if (mayRead) loadSavedPlaces().catch(() => undefined);
  }, [mayRead]);
  if (!mayRead) return null;
  return (
    <div class="area-tools">
      {studyArea.value?.level === 'drawn' && <Lazily load={loadCard} />}
      {mayKeep() && (
        <p>
          <button type="button" onClick={drawArea}>
            Draw an area
          </button>
        </p>
      )}
      {(mayKeep() || operations.value.length > 0) && (
        <details
          class="operations"
          open={isOfOperation || opened.value}
          onToggle={(event) => {
            opened.value = event.currentTarget.open;
          }}
        >
          <summary>Operations{operations.value.length > 0 && ` (${operations.value.length})`}</summary>
          {opened.value && <Lazily load={loadOperations} />}
        </details>
      )}
      <p role="status" class="quiet">
        {saidOfPlaces.value}
      </p>
    </div>
  );
}

function drawArea(): void {
  void import('../areas/desk-state.ts').then(({ openDesk }) => openDesk({ kind: 'study-area', from: null }));
}
