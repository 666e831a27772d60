import { createServer, request } from 'node:http';

/** A file of a web server, by its path: '/tiles/style.json'. */
export interface ServedFile {
  readonly type: string;
  readonly body: Buffer | string;
}

/**
 * A web server before the service, under one address, as an installation has that brings tiles of its own: files by their path,
 * everything else from the service with the headers as they came.
 */
export async function openFrontDoor(
  behind: string,
  files: ReadonlyMap<string, ServedFile>,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((asked, answer) => {
    const path = (asked.url ?? '/').split('?')[0]!;
    const file = files.get(path);
    if (file) {
      answer.writeHead(200, { 'content-type': file.type }).end(file.body);
      return;
    }
    const passed = request(
      new URL(asked.url ?? '/', behind),
      { method: asked.method, headers: asked.headers },
      (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
      },
    );
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('The front door did not say where it listens.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
