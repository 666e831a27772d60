import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../contract/shared.ts';
import { type ErrorCode, errorTable, RequestError, type RequestErrorDetails } from '../errors.ts';
import { nearestWord } from '../nearest-word.ts';

/** Errors leave as RFC 9457 problem bodies: the asker's own in full, ours without their cause. */
export function registerProblemBodies(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { code, details } = explain(error, request);
    if (errorTable[code].status >= 500) request.log.error({ err: error }, 'request failed');
    return sendProblem(reply, code, details);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, 'not-found', {
      detail: 'There is nothing at this address.',
      seen: `${request.method} ${request.url.split('?')[0]}`,
      hint: 'The API is described at /api/docs.',
    }),
  );
}

/** Answer with a problem body. */
export function sendProblem(
  reply: FastifyReply,
  code: ErrorCode,
  details: RequestErrorDetails,
): FastifyReply {
  const { status, title } = errorTable[code];
  const problem: Problem = { type: `/api/docs/errors#${code}`, title, status, code, ...details };
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

function explain(
  error: FastifyError,
  request: FastifyRequest,
): { code: ErrorCode; details: RequestErrorDetails } {
  if (error instanceof RequestError) return { code: error.code, details: error.details };
  if (error.validation) return explainValidation(error, request);
  if (error.code === '57014') {
    return {
      code: 'query-too-long',
      details: {
        detail: 'The question took longer to answer than is allowed, and was stopped.',
        hint: 'Ask for a smaller area, a shorter period or larger cells.',
      },
    };
  }
  if (error.statusCode === 413) {
    return {
      code: 'body-too-large',
      details: { detail: 'The request body is larger than this address takes.' },
    };
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return {
      code: 'invalid-parameter',
      details: {
        detail: `The request could not be read: ${STATUS_CODES[error.statusCode] ?? 'bad request'}.`,
      },
    };
  }
  return {
    code: 'internal',
    details: {
      detail: 'Something went wrong on our side. Nothing was changed.',
      hint: `Try again; if it stays, tell whoever runs this service the number ${request.id}.`,
    },
  };
}

type ValidationProblem = NonNullable<FastifyError['validation']>[number];

function explainValidation(
  error: FastifyError,
  request: FastifyRequest,
): { code: ErrorCode; details: RequestErrorDetails } {
  const problems = tellingProblems(error.validation ?? []);
  const where = error.validationContext ?? 'request';
  const schema = request.routeOptions.schema?.[where as 'querystring'] as
    | { properties?: Record<string, { description?: string }> }
    | undefined;
  const known = Object.keys(schema?.properties ?? {});
  const unknown = problems.flatMap(({ params }) => (params?.additionalProperties ?? []) as string[])[0];
  if (unknown !== undefined) {
    const near = nearestWord(unknown, known);
    return {
      code: 'unknown-parameter',
      details: {
        detail: `The parameter ${unknown} is not known at this address.`,
        seen: unknown,
        hint: `${near ? `Did you mean ${near}? ` : ''}Known: ${known.join(', ') || 'none'}.`,
        field: unknown,
      },
    };
  }
  const missing = problems.flatMap(({ params }) => (params?.requiredProperties ?? []) as string[])[0];
  const field = missing ?? (problems[0]?.instancePath.replace(/^\//, '').replaceAll('/', '.') || where);
  const given = request[where === 'querystring' ? 'query' : 'body'] as Record<string, unknown> | undefined;
  const seen = missing === undefined ? given?.[field] : undefined;
  return {
    code: 'invalid-parameter',
    details: {
      detail: missing
        ? `The parameter ${field} is missing.`
        : `The parameter ${field} cannot be used: it ${whatIsWrong(problems)}.`,
      ...(seen === undefined ? {} : { seen: String(seen).slice(0, 100) }),
      hint: schema?.properties?.[field]?.description ?? 'The parameters are described at /api/docs.',
      field,
    },
  };
}

/**
 * Where a value may have several shapes, each shape that it has not complains. The one that it was meant to have is that
 * which fits it furthest: its complaint lies deepest.
 */
function tellingProblems(problems: readonly ValidationProblem[]): readonly ValidationProblem[] {
  if (!problems.some(({ keyword }) => keyword === 'anyOf')) return problems;
  const depthOf = ({ instancePath }: ValidationProblem) => instancePath.split('/').length;
  const deepest = Math.max(...problems.map(depthOf));
  return problems.filter((problem) => depthOf(problem) === deepest && problem.keyword !== 'anyOf');
}

/** One of several allowed words reads better as their list than as the first that did not match. */
function whatIsWrong(problems: readonly ValidationProblem[]): string {
  const allowed = problems
    .filter(({ keyword }) => keyword === 'const')
    .map(({ params }) => String(params?.allowedValue));
  return allowed.length > 1
    ? `must be one of ${allowed.join(', ')}`
    : (problems[0]?.message ?? 'is not valid');
}
