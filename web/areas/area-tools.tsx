import '../styles/areas.css';
import { useEffect } from 'preact/hooks';
import { account } from '../access/session.ts';
import { mayKeep } from '../briefings/saved-client.ts';
import { resolved } from '../state/store.ts';
import { openDesk } from './desk-state.ts';
import { KeptAreaCard } from './kept-area-card.tsx';
import { OperationsList } from './operations-list.tsx';
import { loadSavedPlaces, saidOfPlaces } from './saved-places-list.ts';

/** Roles that read what others keep. */
const READERS = ['viewer', 'analyst', 'data-steward', 'administrator'];

/** Below the study area: draw one, what is known of the one shown, and the operations. */
export default function AreaTools() {
  const mayRead = account.value?.roles.some((role) => READERS.includes(role)) ?? false;
  useEffect(() => {
    // Without the list the map still works; what was kept can be opened by its link.
    if (mayRead) loadSavedPlaces().catch(() => undefined);
  }, [mayRead]);
  if (!mayRead || !resolved.value) return null;
  return (
    <div class="area-tools">
      <KeptAreaCard />
      {mayKeep() && (
        <p class="desk-row">
          <button type="button" onClick={() => openDesk({ kind: 'study-area', from: null })}>
            Draw an area
          </button>
        </p>
      )}
      <OperationsList />
      <p role="status" class="quiet">
        {saidOfPlaces.value}
      </p>
    </div>
  );
}
