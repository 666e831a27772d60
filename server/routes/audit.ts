import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Access } from '../access/access.ts';
import {
  AuditFilter,
  AuditPage,
  AuditQuery,
  AuditQuestions,
  AuditUse,
  QuestionsQuery,
} from '../contract/audit.ts';
import { Problem } from '../contract/shared.ts';
import { recordAction } from '../plugins/audit.ts';

const problems = { 400: Problem, 401: Problem, 403: Problem };
const config = { access: ['auditor'], scope: 'audit' } as const;

/** Who looked at what, for auditors. Looking here is recorded too. */
export function auditRoutes(access: Access): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/audit',
      {
        config,
        schema: {
          tags: ['audit'],
          summary: 'Entries, newest first, a page at a time',
          querystring: AuditQuery,
          response: { 200: AuditPage, ...problems },
        },
      },
      async (request) => {
        await recordAction(request, 'audit.list', JSON.stringify(request.query));
        return access.audit.page(request.query);
      },
    );
    app.get(
      '/api/audit/export.csv',
      {
        config,
        schema: { tags: ['audit'], summary: 'Every entry of the selection as CSV', querystring: AuditFilter },
      },
      async (request, reply) => {
        const auditId = await recordAction(request, 'audit.export', JSON.stringify(request.query));
        return reply
          .header('x-wardlight-audit-id', auditId)
          .header('x-wardlight-marking', 'OFFICIAL-SENSITIVE')
          .header('content-disposition', 'attachment; filename="OFFICIAL-SENSITIVE-wardlight-audit.csv"')
          .type('text/csv; charset=utf-8')
          .send(Readable.from(access.audit.csv(request.query)));
      },
    );
    app.get(
      '/api/audit/use',
      {
        config,
        schema: {
          tags: ['audit'],
          summary: 'Which organisation looked at which area how often',
          querystring: AuditFilter,
          response: { 200: AuditUse, ...problems },
        },
      },
      async (request) => {
        await recordAction(request, 'audit.use', JSON.stringify(request.query));
        return access.audit.use(request.query);
      },
    );
    app.get(
      '/api/audit/questions',
      {
        config,
        schema: {
          tags: ['audit'],
          summary:
            'Questions of restricted layers that were widened or refused, and what they could be subtracted from',
          querystring: QuestionsQuery,
          response: { 200: AuditQuestions, ...problems },
        },
      },
      async (request) => {
        await recordAction(request, 'audit.questions', JSON.stringify(request.query));
        return { questions: await access.questions(request.query) };
      },
    );
  };
}
