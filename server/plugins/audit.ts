import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import type { AuditSubject } from '../access/audit-log.ts';
import type { AuditOutcome } from '../db/access-tables.ts';
import { RequestError } from '../errors.ts';
import { isStorable } from './strict-requests.ts';

declare module 'fastify' {
  interface FastifyInstance {
    access: Access;
  }
}

const LONGEST_REASON = 500;

/**
 * Record that figures leave, before they do: where the audit cannot be written, nothing is answered. The answer carries the
 * entry's id and the marking. The asker may give a reason in the header x-wardlight-reason (percent-encoded UTF-8).
 *
 * @param action the kind of figure or export, such as hot-spots
 */
export async function recordUse(
  request: FastifyRequest,
  reply: FastifyReply,
  action: string,
  about: AuditSubject,
  format = 'json',
): Promise<void> {
  const auditId = await request.server.access.audit.write({
    action: `figures.${action}`,
    outcome: 'ok',
    asker: request.authenticated?.asker ?? null,
    address: request.ip,
    about,
    format,
    reason: reasonOf(request),
  });
  reply.header('x-wardlight-audit-id', auditId).header('x-wardlight-marking', about.marking);
}

/** Record something done that gives no figures away. */
export async function recordAction(
  request: FastifyRequest,
  action: string,
  subject?: string,
  outcome: AuditOutcome = 'ok',
): Promise<string> {
  return request.server.access.audit.write({
    action,
    outcome,
    asker: request.authenticated?.asker ?? null,
    address: request.ip,
    ...(subject === undefined ? {} : { subject }),
  });
}

/** The reason that the asker gives for a request; null where none is given. */
export function reasonOf({ headers }: FastifyRequest): string | null {
  const given = headers['x-wardlight-reason'];
  if (typeof given !== 'string' || given === '') return null;
  try {
    const reason = decodeURIComponent(given);
    if (reason.length <= LONGEST_REASON && isStorable(reason)) return reason;
  } catch {
    // Told below: the header is not percent-encoded.
  }
  throw new RequestError('invalid-parameter', {
    detail: `The header x-wardlight-reason must be percent-encoded text of at most ${LONGEST_REASON} characters.`,
    hint: 'encodeURIComponent(reason)',
    field: 'x-wardlight-reason',
  });
}
