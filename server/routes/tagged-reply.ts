import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tagged } from '../analyses/service.ts';

/** Answer with a tagged result, or 304 where the asker has it already. */
export async function replyTagged<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  tagged: Tagged<T>,
): Promise<T> {
  reply.header('etag', tagged.etag).header('cache-control', 'private, no-cache');
  const held = request.headers['if-none-match'];
  if (held?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === tagged.etag)) {
    // The framework takes the reply itself for "already answered", whatever the handler's type.
    return reply.code(304).send() as unknown as T;
  }
  return tagged.make();
}
