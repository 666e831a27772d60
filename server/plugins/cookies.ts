import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccessOptions } from '../access/access-options.ts';

/** Whether browsers reach the service over TLS: then cookies are Secure, and their names say that they are this host's own. */
export function isSecure({ publicUrl }: AccessOptions, request: FastifyRequest): boolean {
  return publicUrl ? publicUrl.startsWith('https:') : request.protocol === 'https';
}

/** Name of the session's cookie. */
export function sessionCookie(options: AccessOptions, request: FastifyRequest): string {
  return isSecure(options, request) ? '__Host-wardlight' : 'wardlight';
}

/** Name of the cookie that ties a browser to its sign-in at the provider. */
export function providerCookie(options: AccessOptions, request: FastifyRequest): string {
  return `${sessionCookie(options, request)}-provider`;
}

/** One cookie of a Cookie header (RFC 6265 section 5.4); null where it is not there, or there twice with two values. */
export function readCookie(header: string | undefined, name: string): string | null {
  const values = new Set(
    (header ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${name}=`))
      .map((pair) => pair.slice(name.length + 1)),
  );
  const [value] = values;
  return values.size === 1 && value !== '' ? value : null;
}

/** Set a cookie that no script reads. Lax is for the return from a provider, which comes from another site. */
export function writeCookie(
  reply: FastifyReply,
  options: AccessOptions,
  request: FastifyRequest,
  {
    name,
    value,
    seconds,
    sameSite,
  }: { name: string; value: string; seconds: number; sameSite: 'Strict' | 'Lax' },
): void {
  const secure = isSecure(options, request) ? '; Secure' : '';
  reply.header(
    'set-cookie',
    `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure}`,
  );
}

/** Take the session's cookie away. */
export function clearCookie(reply: FastifyReply, options: AccessOptions, request: FastifyRequest): void {
  writeCookie(reply, options, request, {
    name: sessionCookie(options, request),
    value: '',
    seconds: 0,
    sameSite: 'Strict',
  });
}
