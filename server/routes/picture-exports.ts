import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Access } from '../access/access.ts';
import { pictureSubject } from '../access/picture-subject.ts';
import { PictureExport, PictureRecord } from '../contract/picture-exports.ts';
import { Problem } from '../contract/shared.ts';
import { RequestError } from '../errors.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { reasonOf } from '../plugins/audit.ts';

/** Pictures, prints and slides are made in the browser: the page says so here first, and prints the id that it is given. */
export function pictureExportRoutes({ audit }: Access): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/api/exports/pictures',
      {
        config: { access: EVERY_ROLE },
        schema: {
          tags: ['exports'],
          summary: 'Record that a picture, a print or slides of figures leave the page',
          body: PictureExport,
          response: { 200: PictureRecord, 400: Problem, 401: Problem, 403: Problem },
        },
      },
      async (request, reply) => {
        const { format, what } = request.body;
        const asker = askerOf(request);
        const ids = [...new Set(request.body.looks)];
        const looks = await audit.looksOf(asker.accountId, ids);
        const known = new Set(looks.map(({ auditId }) => auditId));
        const missing = ids.find((id) => !known.has(id));
        if (missing !== undefined) {
          throw new RequestError('invalid-parameter', {
            detail:
              'A picture is made of answers that this account was given; one of these is not among them.',
            seen: missing,
            hint: 'Send the x-wardlight-audit-id of each answer. Load the figures again after signing in as somebody else.',
            field: 'looks',
          });
        }
        const about = pictureSubject(looks, what);
        const auditId = await audit.write({
          action: 'export.picture',
          outcome: 'ok',
          asker,
          address: request.ip,
          about,
          format,
          reason: reasonOf(request),
        });
        reply.header('x-wardlight-audit-id', auditId).header('x-wardlight-marking', about.marking);
        return { auditId, marking: about.marking };
      },
    );
  };
}
