import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrative URL of a PostgreSQL server with PostGIS, or why there is none. */
    testServerUrl: string | null;
    testServerMissing: string;
  }
}

const root = new URL('../../', import.meta.url).pathname;

/**
 * Before every run: workers need compiled code, and the database tests want a PostgreSQL server beside the embedded
 * database. TEST_DATABASE_URL names one; else a throwaway cluster is started where the binaries are installed.
 */
export default function setup(project: TestProject): (() => void) | undefined {
  // Emits even where types do not hold; the type check is a step of its own and fails there.
  spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
  });
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
