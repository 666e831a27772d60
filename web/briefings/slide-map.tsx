import { useEffect, useMemo } from 'preact/hooks';
import { ringsOfArea } from '../areas/draft-shape.ts';
import { sayScope } from '../panels/finding.tsx';
import { placesOnMap } from '../places/place-on-map.ts';
import { screen } from '../state/screen.ts';
import { contextAreas } from '../state/store.ts';
import { wardsStudied } from '../state/studied-area.ts';
import { BACKDROP_PIXELS, backdropOf } from './backdrop.ts';
import { extentOf } from './map-extent.ts';
import { MapFigure } from './map-figure.tsx';
import { notAsKept } from './not-as-kept.ts';
import { SlideLegend } from './slide-legend.tsx';
import type { SlideScene } from './use-slide-scene.ts';

interface Props {
  of: SlideScene;
  /** Width over height. */
  aspect: number;
  /** Words above the map: which of two it is. */
  caption: string | null;
  /** Whether the legend stands under the map. */
  withLegend: boolean;
}

/** One map of a slide and its legend; what is wrong where it cannot be drawn. */
export function SlideMap({ of, aspect, caption, withLegend }: Props) {
  const { scene } = of;
  const wards = of.areas.value;
  const area = scene.studyArea.value;
  const { camera } = of.view;
  const bbox = area?.bbox.join(' ');
  const extent = useMemo(
    () => (area ? extentOf(area.bbox as unknown as [number, number, number, number], camera, aspect) : null),
    [bbox, camera, aspect],
  );
  const studyWards = useMemo(() => area && wardsStudied(area), [area?.level, area?.code]);
  const drawn = useMemo(() => (area ? ringsOfArea(area) : []), [area?.code]);
  const context = contextAreas.state.value.data;
  const around = useMemo(() => {
    const own = scene.district.value?.code;
    return context && { ...context, features: context.features.filter((f) => f.id !== own) };
  }, [context, scene.district.value?.code]);
  const places = useMemo(
    () => placesOnMap(of.services.value, of.view.places),
    [of.services.value, of.view.places],
  );
  useEffect(() => {
    if (!extent || !wards) return undefined;
    let isCurrent = true;
    void backdropOf(extent, wards, BACKDROP_PIXELS.slide).then((backdrop) => {
      if (isCurrent) of.backdrop.value = backdrop;
    });
    return () => {
      isCurrent = false;
    };
  }, [of, extent, wards]);
  const lost = notAsKept(of);
  if (lost)
    return (
      <div class="slide-problem">
        <p>
          <strong>This view cannot be shown as it was kept.</strong> {lost}
        </p>
      </div>
    );
  const error = scene.figures.value.error;
  if (error)
    return (
      <div class="slide-problem">
        <p>
          <strong>{error.message}</strong> {error.hint}
        </p>
      </div>
    );
  if (of.state.value === 'failed')
    return (
      <p class="slide-problem">The map of this view cannot be drawn: its boundaries or data are missing.</p>
    );
  return (
    <figure class="slide-map">
      {caption !== null && <figcaption>{caption}</figcaption>}
      {wards && extent && of.state.value === 'ready' ? (
        <MapFigure
          wards={wards}
          context={around}
          studyWards={studyWards}
          cells={scene.cells.value}
          fills={of.fills.value}
          filled={of.rates.value?.areas ?? null}
          extent={extent}
          backdrop={of.backdrop.value?.picture ?? null}
          places={places}
          drawn={drawn}
          namedFirst={scene.wardLayer.state.value.data?.wards.map((ward) => ward.code) ?? []}
          fontSize={screen.value === 'phone' ? 30 : caption === null ? 16 : 24}
          label={`Map. ${sayScope(scene) ?? ''}, ${area?.name ?? ''}. The sentence and the legend say what it shows.`}
        />
      ) : (
        <p class="slide-waiting">Loading the map</p>
      )}
      {withLegend && (
        <div class="slide-legend">
          <SlideLegend of={of} />
        </div>
      )}
    </figure>
  );
}
