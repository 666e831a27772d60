import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { RequestError } from '../errors.ts';

const nothing = Type.Object({}, { additionalProperties: false });

/** Addresses whose parameters are another's to choose: a provider adds its own on the way back. */
const OPEN_ADDRESSES: readonly string[] = ['/api/sign-in/provider/callback'];

/**
 * What no page sends is refused before a handler sees it: parameters at an address that takes none, and text that no database
 * stores (U+0000, half a surrogate pair), wherever it stands. Register before any route.
 */
export function registerStrictRequests(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/') || route.url.startsWith('/api/docs')) return;
    if (OPEN_ADDRESSES.includes(route.url) || route.schema?.querystring !== undefined) return;
    route.schema = { ...route.schema, querystring: nothing };
  });
  app.addHook('preValidation', async ({ params, query, body }) => {
    for (const given of [params, query, body]) {
      const field = findUnstorable(given);
      if (field === null) continue;
      throw new RequestError('invalid-parameter', {
        detail: 'The request holds a character that no text has: U+0000, or half of a surrogate pair.',
        hint: 'Send text as UTF-8.',
        field,
      });
    }
  });
}

/** Whether a database stores the text: no U+0000, no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

/** Where the first text lies that no database stores, as keys with dots between; null where there is none. */
function findUnstorable(value: unknown, path: readonly string[] = []): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : path.join('.');
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return null;
  for (const [key, part] of Object.entries(value)) {
    if (!isStorable(key)) return path.join('.');
    const found = findUnstorable(part, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
