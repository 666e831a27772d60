import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const docs = new URL('../../docs/methods/', import.meta.url);
const stats = new URL('../../server/stats/', import.meta.url);
const pages = readdirSync(docs).filter((file) => file.endsWith('.md') && file !== 'README.md');
const analyses = new URL('../../server/analyses/ward-risk/', import.meta.url);
const index = readFileSync(new URL('README.md', docs), 'utf8');

/** Pages about whole results, and the file of server/analyses/ward-risk that works each out. */
const ANALYSES: Readonly<Record<string, string>> = {
  'ward-measures': 'measures.ts',
  'harm-weights': 'harm-total.ts',
  'composite-builder': 'composite.ts',
  'risk-factors': 'risk-factors.ts',
  'need-against-provision': 'need-provision.ts',
};

const SECTIONS = [
  'The question it answers',
  'Definition',
  'When not to use it',
  'How to say it to a board',
  'Source',
  'How we check it',
];

describe('the method pages', () => {
  it.each(pages)('%s has the six sections in order, each with something in it', (page) => {
    const parts = readFileSync(new URL(page, docs), 'utf8').split(/^## /m).slice(1);
    expect(parts.map((part) => part.split('\n')[0])).toEqual(SECTIONS);
    for (const part of parts) expect(part.split('\n').slice(1).join(' ').trim().length).toBeGreaterThan(20);
  });

  it.each(pages)('%s is named after a file or folder of server/stats, or after an analysis', (page) => {
    const name = page.replace('.md', '');
    const analysis = ANALYSES[name];
    expect(
      existsSync(new URL(`${name}.ts`, stats)) ||
        existsSync(new URL(`${name}/`, stats)) ||
        (analysis !== undefined && existsSync(new URL(analysis, analyses))),
    ).toBe(true);
  });

  it.each(pages)('%s is in the index', (page) => {
    expect(index).toContain(`](${page})`);
  });

  it.each([...pages, 'README.md'])('every page that %s links to exists', (page) => {
    const text = readFileSync(new URL(page, docs), 'utf8');
    const links = [...text.matchAll(/\]\(([a-z-]+\.md)\)/g)].map((match) => match[1]);
    expect(links.filter((link) => !existsSync(new URL(link, docs)))).toEqual([]);
  });
});
