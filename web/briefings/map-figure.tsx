import { useId, useMemo } from 'preact/hooks';
import { cellPathsOf, groundOf, MapDrawing, type MapParts } from './map-drawing.tsx';

/** The map of a slide: its ground and its cells are worked out again only where they changed. */
export function MapFigure(map: MapParts) {
  const id = useId();
  const { wards, filled, context, studyWards, extent, drawn, places, fontSize, cells, fills } = map;
  const ground = useMemo(
    () => groundOf(map),
    [wards, filled, context, studyWards, extent, drawn, places, fontSize],
  );
  const paths = useMemo(() => cellPathsOf(map), [cells, fills, extent]);
  return <MapDrawing {...map} id={id} ground={ground} paths={paths} />;
}
