import '../styles/areas.css';
import { useSignal } from '@preact/signals';
import type { OperationBody, SavedItem } from '../../server/contract/workspace.ts';
import { mayKeep } from '../access/session.ts';
import { toServiceError } from '../api/service-error.ts';
import { removeSaved } from '../briefings/saved-client.ts';
import { chooseKept } from '../state/choose-kept.ts';
import { suppliedReach } from '../state/resolve-view.ts';
import {
  areaCode,
  loadSavedPlaces,
  operations,
  saidOfPlaces,
  showOperations,
} from '../state/saved-places.ts';
import { choose, district, layer, resolved } from '../state/store.ts';
import { formatDays } from '../words/format.ts';
import { beforeAndDuring } from './before-during.ts';
import { openDesk } from './desk-state.ts';

/** Interventions and operations: where and when; to be drawn, shown, compared, changed and removed. */
export default function OperationsList() {
  const all = operations.value;
  return (
    <>
      {all.length === 0 ? (
        <p class="quiet">None kept yet. An operation is an area with its days, such as a Street Week.</p>
      ) : (
        <>
          <label class="tick">
            <input
              type="checkbox"
              checked={showOperations.value}
              onChange={(event) => {
                showOperations.value = event.currentTarget.checked;
              }}
            />
            <span>Show on the map and over the months</span>
          </label>
          <ul class="operation-list">
            {all.map((item) => (
              <Operation key={item.id} item={item} />
            ))}
          </ul>
        </>
      )}
      {mayKeep() && (
        <p class="desk-row">
          <button type="button" onClick={() => openDesk({ kind: 'operation', from: null })}>
            Draw an operation
          </button>
        </p>
      )}
    </>
  );
}

function Operation({ item }: { item: SavedItem & { body: OperationBody } }) {
  const asking = useSignal(false);
  const reach = layer.value && suppliedReach(layer.value);
  const periods = reach ? beforeAndDuring(item.body, reach) : 'No month of this layer was supplied.';
  const compare = async () => {
    if (typeof periods === 'string') return;
    const { during, before } = periods;
    await chooseKept(areaCode(item), {
      mode: 'change',
      ...during,
      beforeFrom: before.from,
      beforeTo: before.to,
      tab: 'cells',
    });
    saidOfPlaces.value = `${item.name}: before and during.`;
  };
  const remove = async () => {
    try {
      await removeSaved(item.id);
      if (resolved.peek()?.area === areaCode(item)) choose({ area: district.peek()?.code ?? null });
      await loadSavedPlaces();
      saidOfPlaces.value = `${item.name} is removed.`;
    } catch (cause) {
      const { message, hint } = toServiceError(cause);
      saidOfPlaces.value = `${message} ${hint}`;
    }
  };
  return (
    <li>
      <p>
        <strong>{item.name}</strong>
        <br />
        <span class="quiet">
          {formatDays(item.body.from, item.body.to)}
          {item.own ? '' : `. By ${item.madeBy}, ${item.organisation}`}
        </span>
      </p>
      <p class="desk-row">
        <button
          type="button"
          disabled={typeof periods === 'string'}
          aria-describedby={typeof periods === 'string' ? `because-operation-${item.id}` : undefined}
          aria-label={`Before and during ${item.name}`}
          onClick={compare}
        >
          Before and during
        </button>
        {mayKeep() && (
          <button
            type="button"
            aria-label={`Change ${item.own ? '' : 'a copy of '}${item.name}`}
            onClick={() => openDesk({ kind: 'operation', from: item })}
          >
            {item.own ? 'Change' : 'Change a copy'}
          </button>
        )}
        {item.own && (
          <button
            type="button"
            aria-label={`Remove ${item.name}`}
            aria-expanded={asking.value}
            onClick={() => {
              asking.value = !asking.value;
            }}
          >
            Remove
          </button>
        )}
      </p>
      {typeof periods === 'string' && (
        <p id={`because-operation-${item.id}`} class="quiet">
          No comparison: {periods}
        </p>
      )}
      {asking.value && (
        <p class="saved-confirm">
          {item.name} leaves every list, also those of others.{' '}
          <button type="button" onClick={remove}>
            Remove it
          </button>{' '}
          <button
            type="button"
            onClick={() => {
              asking.value = false;
            }}
          >
            Keep it
          </button>
        </p>
      )}
    </li>
  );
}
