import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../server/app.ts';
import { type BasemapSettings, openBasemap } from '../../server/basemap/basemap.ts';
import type { Role } from '../../server/contract/access.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import { projectRoot } from '../../server/project-root.ts';
import { folderHolding } from './fixtures/copy-of.ts';
import { SAMPLE_DISTRICT } from './fixtures/sample-district.ts';
import { signInAs } from './sign-in.ts';

export interface TestApp {
  readonly url: string;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Every browser that comes without a session of its own is signed in with this role; null: nobody is. Default analyst. */
  readonly signedInAs?: Role | null;
  /** What its database holds: the synthetic district, or nothing. Default the district. */
  readonly holds?: 'synthetic' | 'nothing';
  /** A map below the figures. Default none. */
  readonly basemap?: BasemapSettings;
}

/** The real service on the embedded database, with the synthetic district unless it begins with nothing, on a free port, with the built map. */
export async function startTestApp({
  signedInAs = 'analyst',
  holds = 'synthetic',
  basemap,
}: TestAppOptions = {}): Promise<TestApp> {
  if (!existsSync(join(projectRoot, 'dist/web/index.html'))) {
    const built = spawnSync(
      process.execPath,
      [join(projectRoot, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
      {
        cwd: projectRoot,
        encoding: 'utf8',
      },
    );
    if (built.status !== 0) throw new Error(`The map could not be built:\n${built.stdout}${built.stderr}`);
  }
  const dataDirectory =
    holds === 'synthetic'
      ? await folderHolding(SAMPLE_DISTRICT)
      : mkdtempSync(join(tmpdir(), 'wardlight-test-'));
  const database = await openDatabase({ dataDirectory });
  const app = await buildApp({ database, basemap: basemap ? await openBasemap(basemap) : null });
  if (signedInAs) {
    const { headers } = await signInAs(app, signedInAs);
    app.server.prependListener('request', (request) => {
      if (!/\bwardlight=./.test(request.headers.cookie ?? '')) request.headers.cookie = headers.cookie;
    });
  }
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('The service did not say where it listens.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      await app.close();
      await database.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
