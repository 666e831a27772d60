import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A value that proves by possession: 256 random bits, so that a plain hash is enough to keep it by. */
export function newBearer(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of it. */
export function bearerHash(bearer: string): string {
  return createHash('sha256').update(bearer).digest('hex');
}

/** The token against forged requests that belongs to a session: only who can read the session's answers knows it. */
export function csrfTokenOf(sessionBearer: string): string {
  return createHmac('sha256', sessionBearer).update('wardlight csrf').digest('base64url');
}
