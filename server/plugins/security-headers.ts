import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/**
 * Everything a page needs comes from this service: no other host is ever asked, since where someone looks is sensitive.
 * The map draws with canvases and a worker of its own, hence blob: for workers and images.
 */
export async function registerSecurityHeaders(
  app: FastifyInstance,
  { secure = false }: { secure?: boolean } = {},
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    // Plain HTTP on loopback is how it runs out of the box; where browsers come over TLS they are to stay there.
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('permissions-policy', 'geolocation=(), camera=(), microphone=(), payment=()');
  });
}
