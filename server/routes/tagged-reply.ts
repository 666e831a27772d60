import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tagged } from '../analyses/service.ts';
import { askerOf } from '../plugins/access.ts';
import { recordUse } from '../plugins/audit.ts';

/**
 * Answer with a tagged result, or 304 where the asker has it already. Either is a look at the figures, and is recorded first.
 * Where the asker goes away (a page that cancels, or asks for something else), the work for the answer stops.
 *
 * Open figures may lie in the browser's own cache, to be asked for again by their tag; anything marked higher is stored nowhere.
 *
 * @param action the kind of figure, for the audit
 */
export async function replyTagged<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  action: string,
  tagged: Tagged<T>,
): Promise<T> {
  await recordUse(request, reply, action, tagged.about);
  reply
    .header('etag', tagged.etag)
    .header('cache-control', tagged.about.marking === 'OFFICIAL' ? 'private, no-cache' : 'no-store')
    .header('vary', 'cookie, authorization');
  const held = request.headers['if-none-match'];
  if (held?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === tagged.etag)) {
    // The framework takes the reply itself for "already answered", whatever the handler's type.
    return reply.code(304).send() as unknown as T;
  }
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new Error('The asker went away before the answer was made.'));
  });
  const ended = request.server.underWay.begin(askerOf(request).accountId, request.url, tagged.share);
  try {
    return await tagged.make(gone.signal);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
    // Nobody is there to be told.
    return reply.hijack() as unknown as T;
  } finally {
    ended();
  }
}
