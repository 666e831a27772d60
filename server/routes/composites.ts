import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { AnalysisService } from '../analyses/service.ts';
import {
  CompositePreview,
  CompositeProfile,
  CompositeProfiles,
  CompositeResult,
  Ingredients,
  IngredientsQuery,
  NewProfile,
  ProfileParams,
  ProfileResultQuery,
  VliQuery,
  VliResult,
} from '../contract/composites.ts';
import { Problem } from '../contract/shared.ts';
import { askerOf, EVERY_ROLE } from '../plugins/access.ts';
import { recordAction, recordUse } from '../plugins/audit.ts';
import { replyTagged } from './tagged-reply.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 503: Problem };
const config = { access: EVERY_ROLE, scope: 'figures' } as const;
const WRITERS = ['analyst', 'data-steward'] as const;

/** Composites of measures, the Vulnerable Localities Index, and saved profiles. */
export function compositeRoutes(service: AnalysisService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/composites/ingredients',
      {
        config,
        schema: {
          tags: ['composites'],
          summary: 'What a composite can be built from here, and what must not stand together',
          querystring: IngredientsQuery,
          response: { 200: Ingredients, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(
          request,
          reply,
          'composites.ingredients',
          await service.for(askerOf(request)).ingredients(request.query),
        ),
    );
    app.get(
      '/api/composites/vulnerable-localities',
      {
        config,
        schema: {
          tags: ['composites'],
          summary: 'Vulnerable Localities Index with its six parts; VLI-like where open data stands in',
          querystring: VliQuery,
          response: { 200: VliResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(
          request,
          reply,
          'composites.vulnerable-localities',
          await service.for(askerOf(request)).vulnerableLocalities(request.query),
        ),
    );
    app.post(
      '/api/composites/preview',
      {
        config,
        schema: {
          tags: ['composites'],
          summary:
            'Compute a composite without saving it: parts, total, rank, and how ranks move with the recipe',
          body: CompositePreview,
          response: { 200: CompositeResult, ...problems },
        },
      },
      async (request, reply) => {
        const tagged = await service.for(askerOf(request)).composite(request.body);
        await recordUse(request, reply, 'composites.preview', tagged.about);
        return tagged.make();
      },
    );
    app.get(
      '/api/composites',
      {
        config,
        schema: {
          tags: ['composites'],
          summary: 'Saved profiles, every version',
          response: { 200: CompositeProfiles, ...problems },
        },
      },
      async (request) => service.for(askerOf(request)).profiles(),
    );
    app.post(
      '/api/composites',
      {
        config: { access: WRITERS },
        schema: {
          tags: ['composites'],
          summary: 'Save a profile; the same name again becomes its next version',
          body: NewProfile,
          response: { 201: CompositeProfile, ...problems },
        },
      },
      async (request, reply) => {
        const asker = askerOf(request);
        const saved = await service.for(asker).saveProfile(request.body, asker.username);
        await recordAction(request, 'composites.save', saved.slug);
        return reply.code(201).send(saved);
      },
    );
    app.get(
      '/api/composites/:slug/result',
      {
        config,
        schema: {
          tags: ['composites'],
          summary: 'Compute a saved profile',
          params: ProfileParams,
          querystring: ProfileResultQuery,
          response: { 200: CompositeResult, ...problems },
        },
      },
      async (request, reply) =>
        replyTagged(
          request,
          reply,
          'composites.result',
          await service.for(askerOf(request)).profileResult(request.params.slug, request.query),
        ),
    );
  };
}
