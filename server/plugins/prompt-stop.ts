import type { FastifyInstance } from 'fastify';

/** How often it is looked whether the last answer has left, milliseconds. */
const LOOK_AGAIN_MS = 50;

/**
 * Lets the service stop as soon as the answers on their way have left. Browsers open connections ahead of use; one that has
 * sent nothing yet counts as busy, and would hold the stop up until its time for headers is over, a minute later.
 */
export function registerPromptStop(app: FastifyInstance): void {
  let answering = 0;
  app.server.on('request', (_request, response) => {
    answering++;
    response.once('close', () => {
      answering--;
    });
  });
  app.addHook('preClose', async () => {
    if (!app.server.listening) return;
    const look = setInterval(() => {
      if (answering === 0) app.server.closeAllConnections();
    }, LOOK_AGAIN_MS);
    app.server.once('close', () => clearInterval(look));
  });
}
