import { CoincidenceLegend } from '../charts/coincidence-legend.tsx';
import { EmergingMeanings } from '../charts/emerging-meanings.tsx';
import { Legend } from '../charts/legend.tsx';
import { figureFacts } from '../state/figure-facts.ts';
import type { Scene, ShownWards } from '../state/scene.ts';

/** The legend that belongs to a map of a slide. */
export function SlideLegend({ scene, fills }: { scene: Scene; fills: ShownWards | null }) {
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
