import { CoincidenceLegend } from '../charts/coincidence-legend.tsx';
import { EmergingMeanings } from '../charts/emerging-meanings.tsx';
import { Legend } from '../charts/legend.tsx';
import { kindsOnMap, placesOnMap } from '../places/place-on-map.ts';
import { PlaceSymbolMark } from '../places/place-symbols.tsx';
import { figureFacts } from '../state/figure-facts.ts';
import { formatCount, keepUnits } from '../words/format.ts';
import { saidOf } from './drawn-rates.ts';
import type { SlideScene } from './use-slide-scene.ts';

/** The legend that belongs to a map of a slide: its fills, what must be read with them, and the services on top. */
export function SlideLegend({ of }: { of: SlideScene }) {
  const places = placesOnMap(of.services.value, of.view.places);
  const note = saidOf(null, of.rates.value)?.note ?? '';
  const error = of.ratesError.value;
  return (
    <>
      <FiguresLegend of={of} />
      {note !== '' && <p class="slide-note">{keepUnits(note)}</p>}
      {error && <p class="slide-note">No rates by LSOA: {error.message}</p>}
      {places.length > 0 && (
        <ul class="slide-places" aria-label="On top of the map">
          {kindsOnMap(places).map(({ kind, label, count }) => (
            <li key={kind}>
              <PlaceSymbolMark kind={kind} /> {label}: {formatCount(count)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function FiguresLegend({ of: { scene, fills, rates } }: { of: SlideScene }) {
  if (!rates.value && figureFacts(scene)?.notComputable)
    return <p class="quiet">No classes: the statistic cannot be computed here.</p>;
  if (fills.value) return <Legend classes={fills.value.classes} />;
  const shown = scene.cells.value;
  if (!shown) return null;
  if (shown.mode === 'coincidence') return <CoincidenceLegend result={shown.result} />;
  return (
    <>
      <Legend classes={shown.classes} />
      {shown.mode === 'emerging' && <EmergingMeanings result={shown.result} />}
    </>
  );
}
