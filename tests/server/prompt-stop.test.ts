import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { registerPromptStop } from '../../server/plugins/prompt-stop.ts';

it('a stop waits for the answer on its way, and not for a connection that has asked nothing', async () => {
  const app = Fastify();
  registerPromptStop(app);
  let answer: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    app.get('/', async () => {
      resolve();
      await new Promise<void>((go) => {
        answer = go;
      });
      return 'answered';
    });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  const answered = fetch(`http://127.0.0.1:${port}/`).then((response) => response.text());
  await asked;

  let isStopped = false;
  const stopped = app.close().then(() => {
    isStopped = true;
  });
  // Long enough for several looks at whether anything is still being answered.
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(isStopped).toBe(false);
  answer();
  expect(await answered).toBe('answered');
  // Node itself would wait a minute for the silent connection.
  await expect.poll(() => isStopped, { timeout: 10_000 }).toBe(true);
  await stopped;
  silent.destroy();
});
