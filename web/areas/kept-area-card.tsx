import '../styles/areas.css';
import { useSignal } from '@preact/signals';
import type { OperationBody } from '../../server/contract/workspace.ts';
import { mayKeep } from '../access/session.ts';
import { ServiceError, toServiceError } from '../api/service-error.ts';
import { removeSaved } from '../briefings/saved-client.ts';
import { SHARED_WORDS } from '../briefings/sharing-choice.tsx';
import { chooseKept } from '../state/choose-kept.ts';
import { keptArea } from '../state/kept-areas.ts';
import { suppliedReach } from '../state/resolve-view.ts';
import { loadSavedPlaces, saidOfPlaces } from '../state/saved-places.ts';
import { change, district, layer, resolved } from '../state/store.ts';
import { isKeptAreaCode } from '../state/studied-area.ts';
import { formatDay, formatDays, formatMeasure } from '../words/format.ts';
import { beforeAndDuring } from './before-during.ts';
import { openDesk } from './desk-state.ts';

/** When an operation ran; beside a comparison of its months, that they were rounded. */
function OperationWords({ days }: { days: OperationBody }) {
  const wanted = resolved.value;
  const reach = layer.value && suppliedReach(layer.value);
  const periods = reach && beforeAndDuring(days, reach);
  const isCompared =
    wanted?.mode === 'change' &&
    periods !== null &&
    typeof periods !== 'string' &&
    periods.during.from === wanted.from &&
    periods.during.to === wanted.to &&
    periods.before.from === wanted.beforeFrom;
  return <p>{isCompared ? periods.words : `It ran ${formatDays(days.from, days.to)}.`}</p>;
}

/** What is known of the kept area shown: its versions, who made it, who may read it; and what may be done with it. */
export default function KeptAreaCard() {
  const asking = useSignal(false);
  const code = resolved.value?.area ?? null;
  const found = isKeptAreaCode(code) ? keptArea(code) : null;
  if (!found || found === 'on its way' || found instanceof ServiceError) return null;
  const { item, place } = found;
  const versions = Array.from({ length: item.latestVersion }, (_, i) => item.latestVersion - i);
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      saidOfPlaces.value = 'Link copied. It opens this map for those who may read the area.';
    } catch {
      saidOfPlaces.value = 'The link could not be copied. Copy the address of this page instead.';
    }
  };
  const remove = async () => {
    try {
      await removeSaved(item.id);
      change({ area: district.peek()?.code ?? null });
      await loadSavedPlaces();
      saidOfPlaces.value = `${item.name} is removed. Links to it still open.`;
    } catch (cause) {
      const { message, hint } = toServiceError(cause);
      saidOfPlaces.value = `${message} ${hint}`;
    }
  };
  return (
    <section class="kept-area" aria-label={`About ${item.name}`}>
      {item.description !== '' && <p>{item.description}</p>}
      {item.kind === 'operation' && <OperationWords days={item.body as OperationBody} />}
      <p class="quiet">
        {formatMeasure(place.areaKm2)} km² of land. By{' '}
        {item.own ? 'you' : `${item.madeBy}, ${item.organisation}`}, {formatDay(item.savedAt)}. Read by{' '}
        {SHARED_WORDS[item.sharedWith].toLowerCase()}.
      </p>
      {versions.length > 1 && (
        <label class="field">
          <span>Version</span>
          <select
            value={item.version}
            onChange={(event) => void chooseKept(`study-area:${item.id}:${event.currentTarget.value}`)}
          >
            {versions.map((version) => (
              <option key={version} value={version}>
                {version}
                {version === item.latestVersion ? ' (latest)' : ''}
              </option>
            ))}
          </select>
        </label>
      )}
      <p class="desk-row">
        {mayKeep() && (
          <button
            type="button"
            onClick={() =>
              openDesk({ kind: item.kind === 'operation' ? 'operation' : 'study-area', from: item })
            }
          >
            {item.own ? 'Change' : 'Change a copy'}
          </button>
        )}
        <button type="button" onClick={copyLink}>
          Copy link
        </button>
        {item.own && (
          <button
            type="button"
            aria-expanded={asking.value}
            onClick={() => {
              asking.value = !asking.value;
            }}
          >
            Remove
          </button>
        )}
      </p>
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
    </section>
  );
}
