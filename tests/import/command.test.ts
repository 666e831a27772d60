import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { testDatabases } from '../support/test-databases.ts';
import { policeFile } from './support/police-rows.ts';
import { tempFiles } from './support/temp-files.ts';

/** One engine suffices, the quicker to open: what differs between them is behind openDatabase. */
const [embedded, server] = testDatabases();
const engine = server.missing ? embedded : server;

describe('the import command', () => {
  const files = tempFiles();
  let target: string[] = [];
  beforeAll(async () => {
    const { url, dataDirectory } = await engine.location();
    target = url ? ['--database-url', url] : ['--data', dataDirectory as string];
  });
  afterAll(async () => {
    await engine.remove();
    files.remove();
  });

  const run = (...words: string[]) => {
    const main = join(projectRoot, 'dist/data-import/main.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words, ...target], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it('ends with 0, 2 and 1: all accepted, something rejected, nothing written', () => {
    const good = files.put('2024-01-one-street.csv', policeFile([{ month: '2024-01' }]));
    const mixed = files.put(
      '2024-02-one-street.csv',
      policeFile([{ month: '2024-02' }, { month: '2024-02', type: 'Piracy' }]),
    );
    const bad = files.put('2024-03-one-street.csv', 'nonsense');
    expect(run('police', good)).toMatchObject({ status: 0, stderr: '' });
    const rejected = run('police', mixed);
    expect(rejected.status).toBe(2);
    expect(rejected.stdout).toContain('2 rows read = 1 accepted + 1 rejected + 0 duplicate');
    expect(rejected.stdout).toMatch(/rejected 1: "Piracy" .*\[category-unknown\] first at line 3/);
    const refused = run('police', bad);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(/REFUSED.*\[header-wrong\].*What to do: /s);
    const missing = run('police', join(files.folder, 'nowhere.csv'));
    expect(missing).toMatchObject({ status: 1 });
    expect(missing.stdout).toContain('[file-missing]');
  });

  it('prints the report as JSON and nothing else with --json', () => {
    const file = files.put('2024-04-one-street.csv', policeFile([{ month: '2024-04' }]));
    const { status, stdout } = run('police', file, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'police', exitCode: 0, rows: { read: 1, accepted: 1 } });
  });

  it('takes the street files of a folder in the order of months and names what it left alone', () => {
    const folder = tempFiles();
    folder.put('2024-06-two-street.csv', policeFile([{ month: '2024-06' }]));
    folder.put('2024-05-two-street.csv', policeFile([{ month: '2024-05' }]));
    folder.put('2024-05-two-outcomes.csv', 'x');
    folder.put('README.txt', 'x');
    const report = JSON.parse(run('police', folder.folder, '--json').stdout);
    folder.remove();
    expect(report.files.map((file: { month: string }) => file.month)).toEqual(['2024-05', '2024-06']);
    expect(report.skipped).toHaveLength(2);
  });

  it('refuses a misspelt option before it opens anything', () => {
    const { status, stderr } = run('police', 'x.csv', '--dryrun');
    expect(status).toBe(1);
    expect(stderr).toContain('Did you mean "--dry-run"?');
  });
});
