import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';

const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { version?: string }>;
};
const numbers = (version: string) => version.split('.').map(Number);
const isOlder = (a: string, b: string) => {
  const [left, right] = [numbers(a), numbers(b)];
  const at = left.findIndex((part, i) => part !== right[i]);
  return at >= 0 && left[at]! < right[at]!;
};

describe('faults that docs/security.md lists', () => {
  const rows = [
    ...readFileSync(join(projectRoot, 'docs/security.md'), 'utf8').matchAll(
      /^\| `([^`]+)` \|.*\| ([\d., ]+) \|$/gm,
    ),
  ];

  it('are listed', () => {
    expect(rows.length).toBeGreaterThan(5);
  });

  it.each(rows.map(([, name, fixed]) => [name!, fixed!.split(', ')] as const))(
    '%s: every locked version is fixed (%j)',
    (name, fixed) => {
      const locked = Object.entries(packages).flatMap(([path, { version }]) =>
        path.endsWith(`node_modules/${name}`) && version ? [version] : [],
      );
      expect(locked, 'it is in the lock file').not.toEqual([]);
      for (const version of locked) {
        // Each major has its own fix; a major after the last one listed has it from the start.
        const own = fixed.find((one) => numbers(one)[0] === numbers(version)[0]) ?? fixed.at(-1)!;
        expect(isOlder(version, own), `${name} ${version} against ${own}`).toBe(false);
      }
    },
  );
});

describe.skipIf(process.platform === 'win32')('the check of shipped packages', () => {
  let bin: string;
  beforeAll(() => {
    bin = mkdtempSync(join(tmpdir(), 'wardlight-npm-'));
  });
  afterAll(() => rmSync(bin, { recursive: true, force: true }));

  /** Run it beside an npm that answers this. */
  const check = (answer: object) => {
    writeFileSync(join(bin, 'answer.json'), JSON.stringify(answer));
    writeFileSync(join(bin, 'npm'), `#!/bin/sh\ncat '${join(bin, 'answer.json')}'\n`);
    chmodSync(join(bin, 'npm'), 0o755);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(projectRoot, 'scripts/audit-packages.mjs')],
      {
        encoding: 'utf8',
        env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
      },
    );
    return { status, said: stdout + stderr };
  };
  const advisory = (severity: string) => ({
    vulnerabilities: {
      leftpad: {
        name: 'leftpad',
        severity,
        via: [{ source: 1, title: 'Pads the wrong side', url: 'https://example.org', severity, range: '<2' }],
      },
    },
    metadata: { vulnerabilities: { [severity]: 1 } },
  });

  it('fails on a high or a critical fault and names it', () => {
    for (const severity of ['high', 'critical']) {
      const { status, said } = check(advisory(severity));
      expect(status).toBe(1);
      expect(said).toMatch(/leftpad: Pads the wrong side/);
    }
  });

  it('lets a moderate one pass and counts it', () => {
    const { status, said } = check(advisory('moderate'));
    expect([status, said]).toEqual([
      0,
      'Known faults of packages: none high or critical (1 moderate, 0 low).\n',
    ]);
  });

  it('claims nothing where the registry has no advisories', () => {
    const { status, said } = check({ message: '405 Method Not Allowed', error: {} });
    expect(status).toBe(0);
    expect(said).toMatch(/NOT CHECKED.*405 Method Not Allowed/);
  });
});
