import { CoincidenceLegend } from '../charts/coincidence-legend.tsx';
import { EmergingMeanings } from '../charts/emerging-meanings.tsx';
import { Legend } from '../charts/legend.tsx';
import { kindsOnMap, type PlaceOnMap } from '../places/place-on-map.ts';
import { PlaceSymbolMark } from '../places/place-symbols.tsx';
import { figureFacts } from '../state/figure-facts.ts';
import type { Scene, ShownWards } from '../state/scene.ts';
import { formatCount } from '../words/format.ts';

interface Props {
  scene: Scene;
  fills: ShownWards | null;
  /** Services on top of the map. */
  places: readonly PlaceOnMap[];
}

/** The legend that belongs to a map of a slide. */
export function SlideLegend({ scene, fills, places }: Props) {
  return (
    <>
      <FiguresLegend scene={scene} fills={fills} />
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

function FiguresLegend({ scene, fills }: Pick<Props, 'scene' | 'fills'>) {
  if (figureFacts(scene)?.notComputable)
    return <p class="quiet">No classes: the statistic cannot be computed here.</p>;
  if (fills) return <Legend classes={fills.classes} />;
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
