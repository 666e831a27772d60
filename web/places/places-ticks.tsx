import { LSOA_BOUNDARIES, LSOA_RATES } from '../state/places-on-top.ts';
import { change, view } from '../state/store.ts';
import { formatCount } from '../words/format.ts';
import { PlaceSymbolMark } from './place-symbols.tsx';
import { lsoaSet, services, showKind } from './services-store.ts';

/** Kinds of service and LSOA lines, to be put on top of the map. */
export default function PlacesTicks() {
  const { data, error } = services.state.value;
  const set = lsoaSet.value;
  const on = new Set(view.value.places);
  return (
    <>
      <ul class="ticks" aria-label="Places on top">
        {data?.kinds.map(({ kind, label, places }) => (
          <li key={kind}>
            <label>
              <input
                type="checkbox"
                checked={on.has(kind)}
                onChange={(event) => showKind(kind, event.currentTarget.checked)}
              />
              <span>
                <PlaceSymbolMark kind={kind} /> {label}
              </span>
              <span class="number">{formatCount(places)}</span>
            </label>
          </li>
        ))}
        {[
          { name: LSOA_RATES, label: 'Rates by LSOA, in place of the figures' },
          { name: LSOA_BOUNDARIES, label: 'Boundaries of LSOAs' },
        ].map(({ name, label }) => (
          <li key={name}>
            <label>
              <input
                type="checkbox"
                checked={on.has(name)}
                disabled={set === null}
                onChange={(event) => showKind(name, event.currentTarget.checked)}
              />
              <span>{label}</span>
              <span class="number">{set === null ? 'not loaded' : set.boundaryYear}</span>
            </label>
          </li>
        ))}
      </ul>
      {on.size > 0 && (
        <button type="button" onClick={() => change({ places: [] })}>
          Take everything off
        </button>
      )}
      <p class="quiet" role={error ? 'alert' : undefined}>
        {error
          ? `The services could not be loaded. ${error.hint}`
          : data && data.kinds.length === 0
            ? 'No register of services has been imported yet.'
            : 'Licensed premises and licensed homes are layers: choose them above to see their density. Children’s homes, refuges and approved premises are never shown as points.'}
      </p>
    </>
  );
}
