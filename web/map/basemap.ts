import type { LayerSpecification, Map as MapLibreMap, SourceSpecification } from 'maplibre-gl';
import type { BasemapStyle } from '../../server/contract/basemap.ts';
import { basemapAttribution } from '../state/basemap-attribution.ts';
import type { DistrictMap } from './district-map.ts';
import { GROUND } from './map-colours.ts';

interface Style {
  sources?: Record<string, SourceSpecification>;
  layers?: LayerSpecification[];
}

let asked: Promise<{ style: Style; attribution: string } | null> | null = null;

/**
 * Lays the installation's map below the figures, where it has one: under the wards' lines, with the land left clear. Names no
 * font, so that MapLibre draws words with the reader's own; addresses of another host are refused by the page's policy.
 */
export async function layBasemap(district: DistrictMap): Promise<void> {
  asked ??= fetchBasemap();
  const basemap = await asked;
  if (!basemap) return;
  await district.lend((map) => {
    addBelow(map, basemap.style);
  });
  basemapAttribution.value = basemap.attribution;
}

async function fetchBasemap(): Promise<{ style: Style; attribution: string } | null> {
  const answer = await getJson<BasemapStyle>('basemap/style.json');
  if (!answer || answer.attribution === '') return null;
  const { attribution, style, styleUrl } = answer;
  const drawn = styleUrl === undefined ? (style as Style | undefined) : await getJson<Style>(styleUrl);
  return drawn ? { attribution, style: drawn } : null;
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

function addBelow(map: MapLibreMap, { sources = {}, layers = [] }: Style): void {
  for (const [name, source] of Object.entries(sources)) map.addSource(name, withWholeAddresses(source));
  // Words of the ground give way to the names of wards: they lie below them, and are placed after them.
  for (const layer of layers) if (layer.type !== 'background') map.addLayer(withoutFont(layer), 'land');
  map.setLayoutProperty('context-land', 'visibility', 'none');
  // Wards outside the study area stay veiled.
  map.setPaintProperty('land', 'fill-opacity', ['case', ['has', 'ground'], 0.6, 0]);
  map.setPaintProperty('land', 'fill-color', GROUND.dimmed);
}

/** Tiles are fetched by a worker, which does not know the page's address. */
function withWholeAddresses(source: SourceSpecification): SourceSpecification {
  const whole = (path: string) => decodeURI(new URL(path, document.baseURI).href);
  if ('tiles' in source && source.tiles) return { ...source, tiles: source.tiles.map(whole) };
  if ('url' in source && typeof source.url === 'string')
    return { ...source, url: whole(source.url) } as SourceSpecification;
  return source;
}

function withoutFont(layer: LayerSpecification): LayerSpecification {
  if (layer.type !== 'symbol' || !layer.layout?.['text-font']) return layer;
  const { 'text-font': _, ...layout } = layer.layout;
  return { ...layer, layout };
}
