import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { ON_SERVER } from './on-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrative URL of a PostgreSQL server with PostGIS, or why there is none. */
    testServerUrl: string | null;
    testServerMissing: string;
    /** A folder that lasts as long as the run, for what several test files share. */
    runFolder: string;
  }
}

const root = new URL('../../', import.meta.url).pathname;

/**
 * Before every run: workers need compiled code, and the database tests want a PostgreSQL server beside the embedded
 * database. TEST_DATABASE_URL names one; else a throwaway cluster is started where the binaries are installed.
 */
export default function setup(project: TestProject): () => Promise<void> {
  // Emits even where types do not hold; the type check is a step of its own and fails there.
  spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
  });
  const runFolder = mkdtempSync(join(tmpdir(), 'wardlight-run-'));
  project.provide('runFolder', runFolder);
  const stopServer = provideServer(project);
  return async () => {
    await dropFixtures(runFolder);
    stopServer?.();
    rmSync(runFolder, { recursive: true, force: true });
  };
}

/** The databases that those of this run were copied from, where the server is not ours to throw away. */
async function dropFixtures(runFolder: string): Promise<void> {
  const connectionString = process.env.TEST_DATABASE_URL;
  const made = readdirSync(runFolder).filter((file) => file.endsWith(`${ON_SERVER}.made`));
  if (!connectionString || made.length === 0) return;
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (const file of made) {
    const name = readFileSync(join(runFolder, file), 'utf8');
    await client.query(`drop database if exists ${client.escapeIdentifier(name)}`);
  }
  await client.end();
}

function provideServer(project: TestProject): (() => void) | undefined {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    project.provide('testServerUrl', given);
    project.provide('testServerMissing', '');
    return undefined;
  }
  const parent = mkdtempSync(join(tmpdir(), 'wardlight-'));
  // The cluster may belong to another account than ours (PostgreSQL refuses root).
  chmodSync(parent, 0o711);
  const directory = join(parent, 'pg');
  const script = join(root, 'scripts/test-cluster.sh');
  try {
    if (!existsSync('/bin/bash')) throw new Error('bash is missing');
    const url = execFileSync('bash', [script, 'start', directory], { stdio: ['ignore', 'pipe', 'pipe'] });
    project.provide('testServerUrl', url.toString().trim());
    project.provide('testServerMissing', '');
    return () => {
      execFileSync('bash', [script, 'stop', directory], { stdio: 'ignore' });
    };
  } catch (error) {
    const reason = String((error as { stderr?: Buffer }).stderr ?? (error as Error).message).trim();
    project.provide('testServerUrl', null);
    project.provide(
      'testServerMissing',
      `PostgreSQL server: ${reason} Set TEST_DATABASE_URL, or install PostgreSQL with PostGIS.`,
    );
    return undefined;
  }
}
