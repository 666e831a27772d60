import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';

/** Which imports the linter refuses, and which it must let through. */
const REFUSED: readonly [file: string, imported: string][] = [
  ['server/stats/x.ts', '../db/database.ts'],
  ['server/stats/x.ts', 'node:fs'],
  ['server/stats/weights/x.ts', '../../analyses/service.ts'],
  ['server/disclosure/x.ts', '../db/database.ts'],
  ['server/analyses/x.ts', '../routes/figures.ts'],
  ['server/analyses/x.ts', 'fastify'],
  ['server/db/queries/x.ts', '../../analyses/service.ts'],
  ['server/routes/x.ts', '../stats/local-g.ts'],
  ['server/routes/x.ts', '../db/database.ts'],
  ['server/contract/x.ts', '../errors.ts'],
  ['web/map/x.ts', '../../server/stats/local-g.ts'],
  ['web/map/x.ts', '../../data-import/report.ts'],
  ['data-import/steps/x.ts', '../load/batch.ts'],
  ['data-import/formats/x.ts', '../../server/db/database.ts'],
];
const ALLOWED: readonly [file: string, imported: string][] = [
  ['server/analyses/x.ts', '../stats/local-g.ts'],
  ['server/routes/x.ts', '../analyses/service.ts'],
  ['web/map/x.ts', '../../server/contract/hot-spots.ts'],
  ['data-import/load/x.ts', '../../server/db/database.ts'],
];

describe('dependencies point inwards', () => {
  const refusedFiles = lintAll([...REFUSED, ...ALLOWED]);
  it.each(REFUSED.map((pair, i) => [...pair, i] as const))('%s may not import %s', (_file, _imported, i) => {
    expect(refusedFiles).toContain(probeName(REFUSED[i][0], i));
  });
  it.each(ALLOWED.map((pair, i) => [...pair, i + REFUSED.length] as const))(
    '%s may import %s',
    (file, _imported, i) => {
      expect(refusedFiles).not.toContain(probeName(file, i));
    },
  );
});

function probeName(file: string, i: number): string {
  return file.replace(/x\.ts$/, `probe-${i}.ts`);
}

/** Lint one probe file a pair under the project's own rules; returns the probes with a forbidden import. */
function lintAll(pairs: readonly (readonly [file: string, imported: string])[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-lint-'));
  try {
    const {
      vcs: _vcs,
      files: _files,
      $schema: _schema,
      ...rules
    } = JSON.parse(readFileSync(join(projectRoot, 'biome.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(rules));
    for (const [i, [file, imported]] of pairs.entries()) {
      const path = join(folder, probeName(file, i));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `import { x } from '${imported}';\nx();\n`);
    }
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(projectRoot, 'node_modules/@biomejs/biome/bin/biome'),
        'lint',
        '--reporter=github',
        '--max-diagnostics=none',
        '.',
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    return stdout
      .split('\n')
      .filter((line) => line.includes('noRestrictedImports'))
      .map((line) => /(?:server|web|data-import)\/[\w/.-]*probe-\d+\.ts/.exec(line)?.[0] ?? line);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
