import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { AnalysisService } from '../analyses/service.ts';
import { Problem, RowNumber } from '../contract/shared.ts';
import { AreaCheck, AreaPlace, KeptArea } from '../contract/study-areas.ts';
import { askerOf } from '../plugins/access.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const BODY_LIMIT_BYTES = 64 * 1024;

/** Drawn study areas and operations as places: where they lie, how large they are, which layers answer over them. */
export function studyAreaRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/api/study-areas/check',
      {
        config: { access: ['analyst', 'data-steward', 'administrator'] },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          tags: ['workspace'],
          summary: 'Whether a drawn shape would do as a study area; nothing is kept',
          body: AreaCheck,
          response: { 200: AreaPlace, ...problems },
        },
      },
      async (request) => service.for(askerOf(request)).checkArea(request.body.area),
    );
    app.get(
      '/api/study-areas/:id',
      {
        config: { access: ['viewer', 'analyst', 'data-steward', 'administrator'] },
        schema: {
          tags: ['workspace'],
          summary: 'A kept study area or operation and the place it covers, at its latest or a named version',
          params: Type.Object({ id: RowNumber }),
          querystring: Type.Object({ version: Type.Optional(RowNumber) }, { additionalProperties: false }),
          response: { 200: KeptArea, ...problems },
        },
      },
      async (request) =>
        service.for(askerOf(request)).keptArea(request.params.id, request.query.version ?? null),
    );
  };
}
