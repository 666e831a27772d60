import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { type Basemap, TILE_MEDIA_TYPES, unpackedTile } from '../basemap/basemap.ts';
import { BasemapStyle, TileParams } from '../contract/basemap.ts';
import { Problem } from '../contract/shared.ts';
import { EVERY_ROLE } from '../plugins/access.ts';

const config = { access: EVERY_ROLE } as const;
const problems = { 400: Problem, 401: Problem, 403: Problem };

/**
 * The map below the figures, from a file of this installation. Not under /api: moving a map asks for hundreds of tiles, which
 * are files of the page and no figures.
 */
export function basemapRoutes(basemap: Basemap | null): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/basemap/style.json',
      {
        config,
        schema: {
          tags: ['basemap'],
          summary: 'How the map below the figures is drawn; no style where the installation has none',
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: BasemapStyle, ...problems },
        },
      },
      async (_request, reply) => {
        reply.header('cache-control', 'private, no-cache');
        return basemap?.style ?? { attribution: '' };
      },
    );
    app.get(
      '/basemap/:z/:x/:y',
      {
        config,
        schema: {
          tags: ['basemap'],
          summary: 'One tile; 204 where the file has none',
          params: TileParams,
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: Type.Any(), 204: Type.Any(), 304: Type.Any(), ...problems },
        },
      },
      async (request, reply) => {
        const { z, x, y } = request.params;
        const tiles = basemap?.tiles ?? null;
        reply
          .header('cache-control', 'private, max-age=86400')
          .header('vary', 'cookie, authorization, accept-encoding');
        const etag = `"${tiles?.changedAt.toString(36) ?? 'none'}-${z}-${x}-${y}"`;
        reply.header('etag', etag);
        if (request.headers['if-none-match'] === etag) return reply.code(304).send();
        const tile = await tiles?.tile(z, x, y);
        if (!tiles || !tile) return reply.code(204).send();
        const { tileType, tileCompression } = tiles.header;
        reply.type(TILE_MEDIA_TYPES[tileType]);
        if (tileCompression !== 'gzip') return reply.send(tile);
        if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(unpackedTile(tile));
        return reply.header('content-encoding', 'gzip').send(tile);
      },
    );
  };
}
