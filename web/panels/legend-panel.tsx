import { CoincidenceLegend } from '../charts/coincidence-legend.tsx';
import { EmergingMeanings } from '../charts/emerging-meanings.tsx';
import { Legend } from '../charts/legend.tsx';
import { Lazily } from '../lazily.tsx';
import { NorthArrow } from '../map/map-tools.tsx';
import { basemapAttribution } from '../state/basemap-attribution.ts';
import { figureFacts } from '../state/figure-facts.ts';
import { hasPlaces, ratesShown } from '../state/places-on-top.ts';
import type { Scene, ShownWards } from '../state/scene.ts';
import { isOpen, screen } from '../state/screen.ts';
import { compare, main, mode, other, otherWards, shownWards, studyArea } from '../state/store.ts';
import { sayScope } from './finding.tsx';
import { MethodLink } from './method-link.tsx';

const loadPlacesLegend = () => import('../places/places-legend.tsx');

/** Legend bottom left, or below two maps; north and sources bottom right. On a phone the legend is a sheet. */
export function LegendPanel() {
  const open = isOpen.legend.value;
  const facts = figureFacts(main);
  const isPair = compare.value !== null;
  const isPhone = screen.value === 'phone';
  return (
    <>
      <div class="legends" data-compare={compare.value ?? 'none'} hidden={!open}>
        <section id="legend" class="legend-panel" aria-label="Legend" tabIndex={-1} hidden={!open || !facts}>
          {isPair && <p class="legend-scope">{sayScope(main)}</p>}
          {studyArea.value?.level === 'drawn' && (
            <p class="legend-scope">
              {studyArea.value.name}
              {mode.value === 'wards' && ', the whole wards that it touches'}
            </p>
          )}
          {!ratesShown.value && <SceneLegend scene={main} wards={shownWards.value} />}
          {isPair && isPhone && (
            <>
              <p class="legend-scope">{sayScope(other)}</p>
              <SceneLegend scene={other} wards={otherWards.value} />
            </>
          )}
          {hasPlaces.value && <Lazily load={loadPlacesLegend} />}
          <MethodLink />
        </section>
        {isPair && !isPhone && (
          <section
            class="legend-panel legend-second"
            aria-label="Legend of the second map"
            hidden={!open || other.figures.value.data === null}
          >
            <p class="legend-scope">{sayScope(other)}</p>
            <SceneLegend scene={other} wards={otherWards.value} />
          </section>
        )}
      </div>
      <NorthArrow />
      <div class="map-foot">
        {!isPhone && (
          <p>
            {facts?.sources
              .map((s) => s.attribution)
              .filter(unique)
              .join(' ')}
          </p>
        )}
        {basemapAttribution.value !== '' && <p>{basemapAttribution.value}</p>}
      </div>
    </>
  );
}

function SceneLegend({ scene, wards }: { scene: Scene; wards: ShownWards | null }) {
  const facts = figureFacts(scene);
  if (facts?.notComputable) return <p class="quiet">No classes: the statistic cannot be computed here.</p>;
  if (wards) return <Legend classes={wards.classes} />;
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

function unique<T>(value: T, at: number, all: readonly T[]): boolean {
  return all.indexOf(value) === at;
}
