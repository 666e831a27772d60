import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';

const pages = ['README.md', 'ARCHITECTURE.md', 'CONVENTIONS.md', ...markdownBelow('docs')];
const testFiles = new Set(
  readdirSync(join(projectRoot, 'tests'), { recursive: true, encoding: 'utf8' }).map((path) =>
    basename(path),
  ),
);

/** In backquotes: a file or folder of this repository, or a test by its name alone. */
const PATH = /`((?:server|web|tests|docs|sql|data-import|scripts|\.ci)\/[\w./-]*)`/g;
const TEST_NAME = /`([\w-]+\.(?:test|slow|bench)\.tsx?)`/g;
const LINK = /\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g;

describe('what the documents name', () => {
  it.each(pages)('%s: every file and test named is there', (page) => {
    const text = readFileSync(join(projectRoot, page), 'utf8');
    const missing = [
      ...[...text.matchAll(PATH)]
        .map(([, path]) => path!)
        .filter((path) => !existsSync(join(projectRoot, path))),
      ...[...text.matchAll(TEST_NAME)].map(([, name]) => name!).filter((name) => !testFiles.has(name)),
      ...[...text.matchAll(LINK)]
        .map(([, link]) => link!)
        .filter((link) => !existsSync(join(projectRoot, dirname(page), link))),
    ];
    expect(missing).toEqual([]);
  });

  it('finds them where they are named', () => {
    const threats = readFileSync(join(projectRoot, 'docs/information-governance/threat-model.md'), 'utf8');
    expect([...threats.matchAll(PATH), ...threats.matchAll(TEST_NAME)].length).toBeGreaterThan(20);
  });
});

function markdownBelow(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path));
}
