import type { Feature } from 'geojson';
import { type LayerSpecification, Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { GroundStyle } from './basemap.ts';
import { layOn } from './lay-on.ts';
import { toLonLat } from './national-grid.ts';

setWorkerUrl(workerUrl);

/** A rectangle of the National Grid, metres. */
interface Rectangle {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A map as a picture that fills its rectangle, grid north up: a PNG as a data address, so that the drawing stands alone. */
export type StillGround = string;

/** Pixels across; words of the ground are as small as on a screen of that width. */
const WIDTH_PX = 1000;
/** Beyond the rectangle on each side, as a part of it: the picture is turned a little against it. */
const MARGIN = 0.02;
/** Metres a pixel at zoom 0 on the equator, tiles of 512 px. */
const METRES_PER_PX_AT_0 = 40_075_016.686 / 512;
/** Longer than a slow machine needs to draw a district. */
const PATIENCE_MS = 25_000;
const NAMES: LayerSpecification = {
  id: 'names',
  type: 'symbol',
  source: 'names',
  layout: { 'text-field': ['get', 'name'], 'text-size': 16, 'text-max-width': 7, 'text-allow-overlap': true },
  paint: { 'text-opacity': 0 },
};

/**
 * Draws the installation's map as a picture with grid north up: by MapLibre in the Web Mercator of its tiles, and laid on the
 * National Grid piece by piece.
 *
 * @param pixelRatio pixels of the picture to a thousandth of its width
 * @param names where the drawing writes names, degrees: words of the ground keep off them
 * @throws Error where tiles cannot be had, or nothing can be drawn within 25 s
 */
export async function drawStill(
  style: GroundStyle,
  rectangle: Rectangle,
  pixelRatio: number,
  names: readonly { name: string; lon: number; lat: number }[],
): Promise<StillGround> {
  const { west, south, east, north } = rectangle;
  const heightPx = Math.ceil((WIDTH_PX * (north - south)) / (east - west));
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  const [lon, lat] = toLonLat(x, y);
  const metresPerPx = ((east - west) * (1 + 2 * MARGIN)) / WIDTH_PX;
  const container = document.createElement('div');
  container.style.cssText = `position:fixed;left:-9999px;top:0;width:${WIDTH_PX}px;height:${heightPx}px`;
  container.setAttribute('aria-hidden', 'true');
  document.body.append(container);
  const map = new MapLibreMap({
    container,
    style: {
      version: 8,
      sources: {
        ...style.sources,
        names: { type: 'geojson', data: { type: 'FeatureCollection', features: names.map(pointOf) } },
      },
      layers: [...(style.layers ?? []), NAMES],
    },
    center: [lon, lat],
    zoom: Math.log2((METRES_PER_PX_AT_0 * Math.cos((lat * Math.PI) / 180)) / metresPerPx),
    bearing: gridNorthDeg(x, y),
    pixelRatio,
    interactive: false,
    attributionControl: false,
    fadeDuration: 0,
    localIdeographFontFamily: 'system-ui, sans-serif',
    renderWorldCopies: false,
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  try {
    await drawn(map);
    const laid = layOn(map.getCanvas(), pixelRatio, { width: WIDTH_PX, height: heightPx }, (part) => {
      const at = map.project(
        toLonLat(west + part.across * (east - west), north - part.down * (north - south)),
      );
      return [at.x, at.y];
    });
    return laid.toDataURL('image/png');
  } finally {
    map.remove();
    container.remove();
  }
}

/** Resolves when every tile is there and drawn; rejects with what went wrong. */
function drawn(map: MapLibreMap): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('The background map took too long.')), PATIENCE_MS);
    const end = (done: () => void) => {
      clearTimeout(late);
      done();
    };
    map.once('idle', () => end(resolve));
    map.once('error', ({ error }) => end(() => reject(error)));
  });
}

/** Degrees from true north to grid north, clockwise. */
function gridNorthDeg(x: number, y: number): number {
  const [lon, lat] = toLonLat(x, y);
  const [northLon, northLat] = toLonLat(x, y + 1000);
  return (Math.atan2((northLon - lon) * Math.cos((lat * Math.PI) / 180), northLat - lat) * 180) / Math.PI;
}

function pointOf({ name, lon, lat }: { name: string; lon: number; lat: number }): Feature {
  return { type: 'Feature', properties: { name }, geometry: { type: 'Point', coordinates: [lon, lat] } };
}
