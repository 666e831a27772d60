import { gunzipSync } from 'node:zlib';
import type { BasemapStyle } from '../contract/basemap.ts';
import { PmtilesFile } from './pmtiles-file.ts';
import { PmtilesError, type TileType } from './pmtiles-format.ts';
import { pictureLayer, quietLayers } from './quiet-layers.ts';

/** What an installation set: docs/deployment.md, Basemap. */
export interface BasemapSettings {
  /** Path of a .pmtiles file, or a path of this very address that answers with a MapLibre style. */
  readonly from: string;
  /** Who must be named beside the map; undefined takes what the file says of itself. */
  readonly attribution: string | undefined;
}

/** A map drawn below the figures. */
export interface Basemap {
  readonly style: BasemapStyle;
  /** null where the tiles come from elsewhere at this address. */
  readonly tiles: PmtilesFile | null;
  close(): Promise<void>;
}

/** What an answer with a tile says that it is. */
export const TILE_MEDIA_TYPES: Readonly<Record<TileType, string>> = {
  unknown: 'application/octet-stream',
  mvt: 'application/x-protobuf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
};

/**
 * What is wrong with a setting, before anything is opened: in words, or null.
 *
 * @param from the value of BASEMAP
 */
export function basemapProblem({ from, attribution }: BasemapSettings): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(from) || from.startsWith('//'))
    return `BASEMAP must be a .pmtiles file, or a path of this very address such as /tiles/style.json; saw "${from}". Another host would learn which areas are looked at, and the page asks none.`;
  if (from.endsWith('.pmtiles')) return null;
  if (!from.startsWith('/') || !from.endsWith('.json'))
    return `BASEMAP must end in .pmtiles (a file) or begin with / and end in .json (a style at this address); saw "${from}".`;
  if (!attribution)
    return 'BASEMAP names a style, and BASEMAP_ATTRIBUTION is not set: say whose map it is, as its licence asks.';
  return null;
}

/**
 * Open the basemap of an installation.
 *
 * @throws PmtilesError in words where the file cannot be used or nobody is named for it
 */
export async function openBasemap(settings: BasemapSettings): Promise<Basemap> {
  const problem = basemapProblem(settings);
  if (problem) throw new PmtilesError(problem);
  const { from, attribution } = settings;
  if (!from.endsWith('.pmtiles'))
    return {
      style: { styleUrl: from, attribution: attribution ?? '' },
      tiles: null,
      close: async () => undefined,
    };
  const tiles = await PmtilesFile.open(from);
  try {
    return { style: styleOf(tiles, from, attribution), tiles, close: () => tiles.close() };
  } catch (error) {
    await tiles.close();
    throw error;
  }
}

function styleOf({ header, metadata }: PmtilesFile, from: string, named: string | undefined): BasemapStyle {
  const { tileType, tileCompression, bounds, minimumZoom, maximumZoom } = header;
  if (tileType === 'unknown')
    throw new PmtilesError(
      `The basemap ${from} cannot be used. It does not say what its tiles are (MVT, PNG, JPEG, WebP or AVIF).`,
    );
  if (tileCompression !== 'gzip' && tileCompression !== 'none')
    throw new PmtilesError(
      `The basemap ${from} cannot be used. Its tiles are packed as ${tileCompression}; gzip and none are sent to browsers.`,
    );
  const attribution = named ?? plainText(metadata.attribution);
  if (attribution === '')
    throw new PmtilesError(
      `The basemap ${from} does not say whose map it is. Set BASEMAP_ATTRIBUTION to what its licence asks, such as "© OpenStreetMap contributors".`,
    );
  const layers = tileType === 'mvt' ? quietLayers(layerNames(metadata.vector_layers)) : [pictureLayer()];
  if (layers.length === 0)
    throw new PmtilesError(
      `The basemap ${from} has none of the layers that are drawn. Seen: ${layerNames(metadata.vector_layers).join(', ') || 'none'}. Use tiles of the Protomaps or OpenMapTiles schema, or serve a style of your own at this address and name it in BASEMAP.`,
    );
  return {
    attribution,
    style: {
      version: 8,
      sources: {
        basemap: {
          type: tileType === 'mvt' ? 'vector' : 'raster',
          tiles: ['basemap/{z}/{x}/{y}'],
          minzoom: minimumZoom,
          maxzoom: maximumZoom,
          bounds: [...bounds],
          ...(tileType === 'mvt' ? {} : { tileSize: 256 }),
        },
      },
      layers,
    },
  };
}

function layerNames(vectorLayers: unknown): string[] {
  if (!Array.isArray(vectorLayers)) return [];
  return vectorLayers.flatMap((layer: unknown) =>
    typeof layer === 'object' && layer !== null && 'id' in layer && typeof layer.id === 'string'
      ? [layer.id]
      : [],
  );
}

/** Attributions come as HTML with links to other hosts; only their words are shown. */
function plainText(html: unknown): string {
  if (typeof html !== 'string') return '';
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&copy;', '©')
    .replaceAll('&amp;', '&')
    .trim();
}

/** A tile for a reader who takes no packed answers. */
export function unpackedTile(bytes: Buffer): Buffer {
  return gunzipSync(bytes, { maxOutputLength: 64 * 2 ** 20 });
}
