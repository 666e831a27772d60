import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewSavedItem, SavedItem } from '../../server/contract/workspace.ts';
import { browserMissing, openStage, type Stage } from './driver.ts';

const SLIDES = [
  {
    title: 'Where crime concentrates',
    address: '',
    chart: 'months',
    sentence: '',
    ask: 'Agree the first Street Week.',
  },
  {
    title: 'Burglary by ward',
    address: 'view=wards&categories=burglary',
    chart: 'wards',
    sentence: 'Two wards hold more than their share.',
    ask: '',
  },
  { title: 'Rates by small area', address: 'places=lsoa-rates', chart: 'none', sentence: '', ask: '' },
] as const;

/** A session of its own through the service; the reader of the test stays who they are. */
async function signIn(url: string, role: string): Promise<{ cookie: string; csrfToken: string }> {
  const signedIn = await fetch(`${url}/api/sign-in/demonstration`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'wardlight=nobody' },
    body: JSON.stringify({ role }),
  });
  if (!signedIn.ok) throw new Error(`The ${role} cannot sign in: ${await signedIn.text()}`);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const { csrfToken } = (await signedIn.json()) as { csrfToken: string };
  return { cookie, csrfToken };
}

/** Keeps things for an analyst, as the page does; gives the numbers they are kept under. */
async function analystKeeps(url: string, items: readonly NewSavedItem[]): Promise<number[]> {
  const { cookie, csrfToken } = await signIn(url, 'analyst');
  const ids: number[] = [];
  for (const item of items) {
    const kept = await fetch(`${url}/api/saved`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, 'x-csrf-token': csrfToken },
      body: JSON.stringify(item),
    });
    if (!kept.ok) throw new Error(`It was not kept: ${await kept.text()}`);
    ids.push(((await kept.json()) as SavedItem).id);
  }
  return ids;
}

/** What the auditor finds under an id. */
async function auditEntry(url: string, id: string): Promise<{ action: string } | undefined> {
  const { cookie } = await signIn(url, 'auditor');
  const answer = await fetch(`${url}/api/audit?limit=50`, { headers: { cookie } });
  if (!answer.ok) throw new Error(`The auditor is refused: ${await answer.text()}`);
  const { entries } = (await answer.json()) as { entries: { auditId: string; action: string }[] };
  return entries.find(({ auditId }) => auditId === id);
}

describe.skipIf(browserMissing !== '')(`briefings in a browser${browserMissing}`, () => {
  let stage: Stage;
  let briefing = 0;
  beforeAll(async () => {
    stage = await openStage({ signedInAs: 'viewer' });
    [briefing = 0] = await analystKeeps(stage.url, [
      {
        kind: 'briefing',
        name: 'Task force, October',
        description: 'For the board',
        sharedWith: 'everyone',
        body: { slides: SLIDES.map((slide) => ({ ...slide })) },
      },
    ]);
  });
  afterAll(async () => {
    await stage?.close();
  });

  test('an inspector opens a saved briefing and steps through it by keyboard', async () => {
    const inspector = await (await stage.reader('#briefings')).arrivesAtPage();
    expect(await inspector.heading()).toBe('Briefings');
    // Somebody else's briefing is read, not changed.
    expect(await inspector.reads('Page')).not.toContain('Remove');
    expect(await inspector.accessibilityViolations()).toEqual([]);

    await inspector.tabsTo(/^Task force, October$/);
    await inspector.types('Enter');
    await inspector.waitsForHeading('Task force, October');
    expect(await inspector.accessibilityViolations()).toEqual([]);
    await inspector.tabsTo(/^Present$/);
    await inspector.types('Enter');
    await inspector.waitsForSlide('Where crime concentrates');
    const first = await inspector.reads('Page');
    expect(first).toMatch(/\d[\d,]* of \d[\d,]* cells are hot spots/);
    expect(first).toContain('We ask: Agree the first Street Week.');
    expect(first).toMatch(/OFFICIAL(-SENSITIVE)? SYNTHETIC Data to [A-Z][a-z]{2} \d{4}/);
    expect(first).toContain('Synthetic data of a district that does not exist');
    expect(first).toContain('Task force, October · 1 of 3');
    expect(first).not.toContain('Burglary by ward');
    expect(await inspector.focused()).toBe('Where crime concentrates');
    expect(await inspector.accessibilityViolations()).toEqual([]);

    await inspector.types('ArrowRight');
    await inspector.waitsForSlide('Burglary by ward');
    expect(await inspector.reads('Page')).toContain('Two wards hold more than their share.');
    expect(await inspector.focused()).toBe('Burglary by ward');
    await expect
      .poll(() => inspector.announcement())
      .toBe('Slide 2 of 3: Burglary by ward. Two wards hold more than their share.');
    // LSOAs filled by their rate; the last slide stays, Home goes back.
    await inspector.types('PageDown');
    await inspector.waitsForSlide('Rates by small area');
    const rates = await inspector.reads('Page');
    for (const part of ['Rate by LSOA', '95 % intervals: the district', 'LSOAs have rates above'])
      expect(rates).toContain(part);
    await inspector.types('PageDown');
    expect(await inspector.heading()).toBe('Rates by small area');
    await inspector.types('Home');
    await inspector.waitsForSlide('Where crime concentrates');

    await inspector.types('Escape');
    await inspector.waitsForHeading('Task force, October');
    expect(stage.complaints).toEqual([]);
  });

  test('a slide whose layer is no longer held says so, and shows nothing else under its title', async () => {
    const [lost = 0] = await analystKeeps(stage.url, [
      {
        kind: 'briefing',
        name: 'Poaching',
        description: '',
        sharedWith: 'everyone',
        body: {
          slides: [
            {
              title: 'Where poachers are',
              address: 'layer=poaching',
              chart: 'months',
              sentence: '',
              ask: '',
            },
          ],
        },
      },
    ]);
    const inspector = await (await stage.reader(`#briefings/${lost}/present`)).arrivesAtPage();
    await inspector.waitsForSlideProblem('Where poachers are');
    const slide = await inspector.reads('Page');
    expect(slide).toContain(
      'This view cannot be shown as it was kept. The layer “poaching” is not held here, or not for your role.',
    );
    expect(slide).not.toMatch(/hot spots|Crime/);
  });

  test('an analyst finds the significant hot spots of burglary in a period and exports them', async () => {
    const analyst = await (await stage.reader('', { as: 'analyst' })).arrives();
    await analyst.ticks('Burglary');
    await analyst.presses('Last quarter');
    const hot = (await analyst.legend()).filter(({ label }) =>
      /^More than expected here, 9[59] % sure/.test(label),
    );
    const count = hot.reduce((sum, line) => sum + line.count, 0);
    expect(count).toBeGreaterThan(0);
    expect(await analyst.sentence()).toMatch(new RegExp(`^${count} of [\\d,]+ cells are hot spots`));

    await analyst.opens('Keep this view, or export it');
    const table = await analyst.downloads('Table as CSV');
    expect(table.name).toMatch(/^OFFICIAL(-SENSITIVE)?-SYNTHETIC-.*\.csv$/);
    const lines = table.text.split('\r\n');
    expect(lines.filter((line) => /^"?# Audit entry: [0-9a-f-]{36}/.test(line))).toHaveLength(1);
    expect(lines.find((line) => line.includes('# Finding'))).toContain(`${count} of`);
    expect(lines.filter((line) => /more than expected, 9[59] % sure/.test(line))).toHaveLength(count);

    const map = await analyst.downloads('Map as SVG');
    for (const words of ['SYNTHETIC', 'Burglary', 'Evidence of a hot spot', 'data-scale-m', 'Audit entry'])
      expect(map.text).toContain(words);
    const said = map.text.replace(/\s+/g, ' ');
    for (const { label, count: cells } of hot) expect(said).toContain(`${label}: ${cells} cells`);
    const chart = await analyst.downloads('Ward chart as SVG');
    expect(chart.text).toMatch(/Audit entry [0-9a-f-]{36}/);
    expect(chart.text).toContain('Harbour');
    expect(await analyst.accessibilityViolations()).toEqual([]);
  });

  test('a briefing prints one slide a sheet on A4 and A3, each with the id under which the print is on record', async () => {
    const inspector = await (await stage.reader(`#briefings/${briefing}/present`)).arrivesAtPage();
    await inspector.waitsForSlide('Where crime concentrates');
    const sheets = (widthMm: number, heightMm: number) => SLIDES.map(() => ({ widthMm, heightMm }));
    expect(await inspector.prints('A4 landscape')).toEqual(sheets(297, 210));
    expect(await inspector.prints('A3 landscape')).toEqual(sheets(420, 297));
    expect(await inspector.prints('A4 portrait')).toEqual(sheets(210, 297));

    const printed = await inspector.readsPrint();
    const ids = [...printed.matchAll(/Audit entry ([0-9a-f-]{36})\./g)].map(([, id]) => id);
    expect(ids).toHaveLength(SLIDES.length);
    expect(new Set(ids).size).toBe(1);
    for (const part of [
      'Evidence of a hot spot',
      'Rate by LSOA',
      '2 km',
      'Synthetic data of a district',
      'Data to',
    ])
      expect(printed).toContain(part);
    expect(printed).not.toContain('table below');
    expect((await auditEntry(stage.url, ids[0]!))?.action).toBe('export.picture');
  });
});
