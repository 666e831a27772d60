import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../project-root.ts';
import { EmbeddedEngine } from './embedded-engine.ts';

/**
 * Put a fresh database into `clusterDirectory` unless one is there. Creating one takes about ten seconds, copying one a
 * twentieth of a second, so the first is kept as a template beside the installed packages, named after their versions.
 * Where the template cannot be kept (a read-only installation), the database is created in place.
 */
export async function prepareCluster(clusterDirectory: string): Promise<void> {
  if (existsSync(join(clusterDirectory, 'PG_VERSION'))) return;
  const template = join(projectRoot, 'node_modules', '.cache', 'wardlight', `cluster-${packageVersions()}`);
  if (!existsSync(join(template, 'PG_VERSION')) && !(await createTemplate(template))) return;
  mkdirSync(dirname(clusterDirectory), { recursive: true });
  const draft = `${clusterDirectory}.${randomUUID()}`;
  cpSync(template, draft, { recursive: true });
  rmSync(clusterDirectory, { recursive: true, force: true });
  renameSync(draft, clusterDirectory);
}

async function createTemplate(template: string): Promise<boolean> {
  const draft = `${template}.${randomUUID()}`;
  try {
    mkdirSync(dirname(template), { recursive: true });
    mkdirSync(draft);
  } catch {
    return false;
  }
  removeAbandonedDrafts(dirname(template));
  const engine = new EmbeddedEngine(draft, 0);
  try {
    await engine.open();
    await engine.query('create extension if not exists postgis', [], { timeoutMs: 0 });
    await engine.script('checkpoint');
  } finally {
    await engine.close();
  }
  try {
    renameSync(draft, template);
  } catch {
    // Another process was first: its template is as good.
    rmSync(draft, { recursive: true, force: true });
  }
  return existsSync(join(template, 'PG_VERSION'));
}

/** Drafts of processes that were killed while they made a template; older than the newest few. */
function removeAbandonedDrafts(directory: string): void {
  const drafts = readdirSync(directory).filter((name) => /^cluster-.*\.[0-9a-f-]{36}$/.test(name));
  if (drafts.length > 4) {
    for (const name of drafts.slice(0, -1)) rmSync(join(directory, name), { recursive: true, force: true });
  }
}

function packageVersions(): string {
  const require = createRequire(import.meta.url);
  return ['@electric-sql/pglite', '@electric-sql/pglite-postgis']
    .map((name) => {
      const path = require.resolve(name);
      const root = path.slice(0, path.lastIndexOf(name) + name.length);
      return (require(join(root, 'package.json')) as { version: string }).version;
    })
    .join('-');
}
