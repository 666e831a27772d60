import type { LayerSpecification, Map as MapLibreMap, SourceSpecification } from 'maplibre-gl';
import type { BasemapStyle } from '../../server/contract/basemap.ts';
import { basemapAttribution } from '../state/basemap-attribution.ts';
import type { DistrictMap } from './district-map.ts';
import { GROUND } from './map-colours.ts';

/** As much of a MapLibre style as is drawn. */
export interface GroundStyle {
  sources?: Record<string, SourceSpecification>;
  layers?: LayerSpecification[];
}

/** The installation's map below the figures, and who must be named for it. */
interface GroundMap {
  style: GroundStyle;
  attribution: string;
}

let asked: Promise<GroundMap | null> | null = null;

/** The installation's own map, asked for once; null where it has none or it cannot be had. */
export function groundMap(): Promise<GroundMap | null> {
  asked ??= fetchBasemap();
  return asked;
}

/**
 * Lays the installation's map below the figures, where it has one: under the wards' lines, with the land left clear. Names no
 * font, so that MapLibre draws words with the reader's own; addresses of another host are refused by the page's policy.
 */
export async function layBasemap(district: DistrictMap): Promise<void> {
  const basemap = await groundMap();
  if (!basemap) return;
  await district.lend((map) => {
    addBelow(map, basemap.style);
  });
  basemapAttribution.value = basemap.attribution;
}

async function fetchBasemap(): Promise<GroundMap | null> {
  const answer = await getJson<BasemapStyle>('basemap/style.json');
  if (!answer || answer.attribution === '') return null;
  const { attribution, style, styleUrl } = answer;
  const drawn =
    styleUrl === undefined ? (style as GroundStyle | undefined) : await getJson<GroundStyle>(styleUrl);
  return drawn ? { attribution, style: readyToDraw(drawn) } : null;
}

/** null where it cannot be had: the product's own ground is there already. */
async function getJson<T>(path: string): Promise<T | null> {
  try {
    const response = await fetch(new URL(path, document.baseURI), { credentials: 'same-origin' });
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}

/** Before the names of a style's sources and layers: a style may call one "land", and so does the product. */
const OWN = 'ground-';

/** Whole addresses, names of its own, no font, and no background: the sea and the land of the product are there already. */
function readyToDraw({ sources = {}, layers = [] }: GroundStyle): GroundStyle {
  return {
    sources: Object.fromEntries(
      Object.entries(sources).map(([name, source]) => [`${OWN}${name}`, withWholeAddresses(source)]),
    ),
    layers: layers
      .filter(({ type }) => type !== 'background')
      .map(withoutFont)
      .map((layer) => ({
        ...layer,
        id: `${OWN}${layer.id}`,
        ...('source' in layer ? { source: `${OWN}${layer.source}` } : {}),
      })) as LayerSpecification[],
  };
}

function addBelow(map: MapLibreMap, { sources = {}, layers = [] }: GroundStyle): void {
  for (const [name, source] of Object.entries(sources)) map.addSource(name, source);
  // Words of the ground give way to the names of wards: they lie below them, and are placed after them.
  for (const layer of layers) map.addLayer(layer, 'land');
  map.setLayoutProperty('context-land', 'visibility', 'none');
  // Wards outside the study area stay veiled.
  map.setPaintProperty('land', 'fill-opacity', ['case', ['has', 'ground'], 0.6, 0]);
  map.setPaintProperty('land', 'fill-color', GROUND.dimmed);
}

/** Tiles are fetched by a worker, which does not know the page's address. */
function withWholeAddresses(source: SourceSpecification): SourceSpecification {
  const whole = (path: string) => decodeURI(new URL(path, document.baseURI).href);
  if ('tiles' in source && source.tiles) return { ...source, tiles: source.tiles.map(whole) };
  if ('data' in source && typeof source.data === 'string') return { ...source, data: whole(source.data) };
  if ('url' in source && typeof source.url === 'string')
    return { ...source, url: whole(source.url) } as SourceSpecification;
  return source;
}

function withoutFont(layer: LayerSpecification): LayerSpecification {
  if (layer.type !== 'symbol' || !layer.layout?.['text-font']) return layer;
  const { 'text-font': _, ...layout } = layer.layout;
  return { ...layer, layout };
}
