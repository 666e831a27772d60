import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { Role } from '../contract/access.ts';
import { renderDocument, type Shelf } from '../documents.ts';
import { RequestError } from '../errors.ts';
import { EVERY_ROLE } from '../plugins/access.ts';

/** What the pages say is for anybody, but for how the service is defended. */
const SHELVES: readonly { shelf: Shelf; access: 'public' | readonly Role[] }[] = [
  { shelf: 'methods', access: 'public' },
  { shelf: 'data-contracts', access: 'public' },
  { shelf: 'information-governance', access: EVERY_ROLE },
];

/** Method notes, data contracts and governance as pages of the app, so that what a word means is one click away. */
export const documentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  for (const { shelf, access } of SHELVES) {
    app.get(
      `/${shelf}/:name?`,
      {
        config: { access },
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
