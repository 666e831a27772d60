import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserMissing } from './driver.ts';
import { openWardStage, type WardStage } from './wards-driver.ts';

const PAGES = [
  '#wards',
  '#wards/E05999001',
  '#wards/composite',
  '#wards/vulnerable-localities',
  '#wards/need',
  '#wards/risk-factors',
  '#wards/weights',
  '#wards/frozen',
] as const;
const RANKING = 'Wards in order, and how sure the order is';
const HARM = 'Harm, not only counts';

describe.skipIf(browserMissing !== '')(`ward risk in a browser${browserMissing}`, () => {
  let stage: WardStage;
  beforeAll(async () => {
    stage = await openWardStage();
  });
  afterAll(async () => {
    await stage?.close();
  });

  test.each(PAGES)(
    '%s has one heading, no violation that axe finds, and no sideways scrolling, wide and on a phone',
    async (address) => {
      for (const size of [
        { width: 1440, height: 900 },
        { width: 390, height: 844 },
      ]) {
        const reader = await stage.reader(address, size);
        expect(await reader.heading()).not.toBe('');
        expect(await reader.title()).toMatch(/^.+ – Wardlight$/);
        expect(await reader.accessibilityViolations()).toEqual([]);
        expect(await reader.overhangPx()).toBe(0);
      }
      expect(stage.complaints).toEqual([]);
    },
  );

  test('the district page leads with the finding, ranks every ward with its interval, and opens a ward by its name', async () => {
    const inspector = await stage.reader('#wards');
    expect(await inspector.lead()).toMatch(
      /^Two wards, .+ and .+, hold \d+ % \(\d+–\d+ %\) of all crime and ASB\./,
    );
    const rows = await inspector.table(RANKING);
    expect(rows).toHaveLength(16);
    for (const row of rows) {
      expect(row[1]).toMatch(/^\d+( \(\d+–\d+\))?$/);
      expect(row[5]).toMatch(/^[\d,.]+\([\d.]+–[\d.]+\)$/);
      expect(row[6]).toMatch(/Much lower|Lower|Similar|Higher|Much higher|Too few to say/);
    }
    expect(await inspector.charts('How concentrated is it?')).toBe(1);
    const reach = await inspector.table('How concentrated is it?');
    expect(reach.map((row) => row[0])).toEqual(['cells of 250 m', 'wards']);

    const first = rows[0]![0]!;
    await inspector.follows(first);
    expect(await inspector.heading()).toBe(first);
    expect(await inspector.lead()).toContain(`${first}: ${rows[0]![3]} events`);
    const there = inspector.address;
    await inspector.reloads();
    expect([inspector.address, await inspector.heading()]).toEqual([there, first]);
    await inspector.goesBack();
    expect(await inspector.heading()).not.toBe(first);
  });

  test('the victim-reported switch lowers every total, is part of the address, and the weight table is named', async () => {
    const analyst = await stage.reader('#wards');
    const totalOf = (rows: string[][]) =>
      new Map(rows.map((row) => [row[0], Number(row[2]!.split('(')[0]!.replace(/,/g, ''))]));
    const before = totalOf(await analyst.table(HARM));
    expect(await analyst.reads()).toContain(
      'Cambridge Crime Harm Index, 2026, by police.uk category (derived), version 1, in days',
    );
    await analyst.ticks('Victim-reported only');
    expect(analyst.address).toContain('victim=1');
    const after = totalOf(await analyst.table(HARM));
    expect(after.size).toBe(before.size);
    for (const [ward, total] of after) expect(total).toBeLessThan(before.get(ward)!);
    expect(await analyst.reads()).toContain('Left out, because police activity finds them');
  });

  test('the ward page says why there is no hour of the week, and what is not known', async () => {
    const reader = await stage.reader('#wards/E05999001');
    expect(await reader.reads()).toContain('there is no time of day to show');
    expect(await reader.reads()).toContain('What is not known');
    expect(await reader.charts('Is it getting worse?')).toBe(1);
    const trend = await reader.table('Is it getting worse?');
    expect(trend).toHaveLength(36);
    expect(trend[0]).toEqual([
      expect.stringMatching(/^[A-Z][a-z]{2} \d{4}$/),
      expect.anything(),
      expect.anything(),
      expect.stringMatching(/^(High|Low|Usual|Looks|Not supplied)/),
    ]);
  });

  test('every page is whole on paper: folded tables open, forms gone, nothing cut off', async () => {
    const reader = await stage.reader('#wards');
    expect(await reader.onPaper()).toEqual({ hiddenTables: 0, forms: 0, cutOff: false });
  });

  test('the table beside a chart opens by keyboard alone', async () => {
    const reader = await stage.reader('#wards/E05999001');
    expect(await reader.reads()).not.toContain('Usual variation');
    await reader.opensByKeyboard(/^The same as a table$/);
    expect(await reader.reads()).toContain('Usual variation');
  });

  test('counting crime twice is refused with the reason, and the composite comes back when the measure is taken out', async () => {
    const analyst = await stage.reader('#wards/composite');
    const before = await analyst.table('What each total is made of');
    expect(before).toHaveLength(16);
    await analyst.chooses('Add a measure', 'Deprivation: whole index, score (2025)');
    expect(await analyst.sees(/the same crime would weigh twice/)).toContain(
      'The index of multiple deprivation holds a crime domain',
    );
    await analyst.presses('Remove measure 4');
    await analyst.sees(/What each total is made of/);
    await analyst.settles();
    expect(await analyst.table('What each total is made of')).toEqual(before);
  });

  test('a weight changes the totals and the address; a recipe is saved in versions; a frozen result comes out the same', async () => {
    const analyst = await stage.reader('#wards/composite');
    const before = await analyst.table('What each total is made of');
    await analyst.writes('Weight', '5');
    expect(decodeURIComponent(analyst.address)).toContain('*5;');
    expect(await analyst.table('What each total is made of')).not.toEqual(before);
    expect(await analyst.charts('How sure is the order?')).toBe(1);

    await analyst.writes('Name. Another recipe under the same name is its next version.', 'Street harm');
    await analyst.presses('Save profile');
    await analyst.sees(/Saved: Street harm, version 1\./);
    await analyst.writes('Weight', '3');
    await analyst.presses('Save profile');
    await analyst.sees(/Saved: Street harm, version 2\./);

    await analyst.presses('Freeze result');
    expect(await analyst.sees(/^[0-9a-f]{64}$/)).toHaveLength(64);
    await analyst.presses('Compute it again and compare');
    expect(await analyst.sees(/its inputs give the same result to the byte/)).not.toBe('');

    const reader = await stage.reader('#wards/frozen');
    await reader.sees(/1 frozen result, newest first/);
    expect(await reader.reads()).toMatch(/Composite, .+Unchanged/s);
  });

  test('the index of vulnerable localities is marked VLI-like where open data stands in', async () => {
    const reader = await stage.reader('#wards/vulnerable-localities');
    expect(await reader.heading()).toContain('VLI-like');
    expect(await reader.reads()).toContain('stands in for burglary dwelling');
    expect(await reader.table('The index in its six parts')).toHaveLength(16);
  });

  test('risk factors are worded as association and judged on later months beside a map of earlier counts', async () => {
    const reader = await stage.reader('#wards/risk-factors');
    expect(await reader.lead()).toContain('This is an association');
    const terms = await reader.table('Relative risks');
    expect(terms.length).toBeGreaterThan(1);
    for (const [, risk] of terms) expect(risk).toMatch(/^[\d.]+\([\d.]+–[\d.]+\)$/);
    expect(
      (await reader.table('Does it find later events better than a map of earlier ones?')).length,
    ).toBeGreaterThan(0);
  });

  test('need lists the ward furthest from a service first', async () => {
    const reader = await stage.reader('#wards/need');
    const rows = await reader.table('Wards, furthest from a service first');
    const metres = rows.map(([, way]) => Number.parseFloat(way!) * (way!.endsWith('km') ? 1000 : 1));
    expect(metres).toEqual([...metres].sort((a, b) => b - a));
    expect(await reader.lead()).toContain(rows[0]![0]!);
  });

  test('an analyst makes a new version of a weight, with its source and reason, and the old version stays', async () => {
    const analyst = await stage.reader('#wards/weights');
    await analyst.chooses('Category', 'Robbery (now 365)');
    await analyst.writes('New weight, days', '400');
    await analyst.writes('Source of the figure', 'Force audit of robbery');
    await analyst.writes('Year of the source', '2026');
    await analyst.writes('Why it is set so', 'More robberies with a weapon here');
    await analyst.presses('Add to the new version');
    await analyst.presses('Save the new version');
    await analyst.sees(/derived\), version 2$/);
    await analyst.settles();
    const robbery = (rows: string[][]) => rows.find(([category]) => category === 'Robbery')!;
    expect(robbery(await analyst.table('derived), version 2')).slice(1, 2)).toEqual(['400']);
    await analyst.chooses(
      'Table',
      'Cambridge Crime Harm Index, 2026, by police.uk category (derived), version 1',
    );
    expect(robbery(await analyst.table('derived), version 1')).slice(1, 2)).toEqual(['365']);
  });
});
