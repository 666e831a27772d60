import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { renderDocument, type Shelf } from '../documents.ts';
import { RequestError } from '../errors.ts';

const SHELVES: readonly Shelf[] = ['methods', 'data-contracts'];

/** Method notes and data contracts as pages of the app, so that a figure's definition is one click away. */
export const documentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  for (const shelf of SHELVES) {
    app.get(
      `/${shelf}/:name?`,
      {
        config: { access: 'public' },
        schema: {
          tags: ['documents'],
          summary: `A page of docs/${shelf}`,
          params: Type.Object({ name: Type.Optional(Type.String({ maxLength: 80 })) }),
        },
      },
      async (request, reply) => {
        const name = request.params.name ?? '';
        const page = renderDocument(shelf, name);
        if (page === null) {
          throw new RequestError('not-found', {
            detail: `There is no page called ${name.slice(0, 80)}.`,
            hint: `The pages are listed at /${shelf}/.`,
          });
        }
        return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
      },
    );
  }
};
