import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { draws } from './drawing-driver.ts';
import { browserMissing, openStage, type Reader, type ReaderOptions, type Stage } from './driver.ts';

describe.skipIf(browserMissing !== '')(`study areas in a browser${browserMissing}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ signedInAs: null });
  });
  afterAll(async () => {
    await stage?.close();
  });

  /** An analyst of the synthetic district, who sees its restricted layers too. */
  const arrives = async (options?: ReaderOptions, address = ''): Promise<Reader> => {
    const analyst = await (await stage.reader(address, options)).arrivesAtSignIn();
    await analyst.signsInAs('Analyst');
    return analyst;
  };

  test('an analyst draws an area with the mouse, keeps it, and its table comes back after a reload', async () => {
    const analyst = await arrives();
    const whole = await analyst.rows();
    const desk = draws(analyst);
    await desk.opens('Draw an area');
    expect(await desk.focused()).toBe('Draw a study area');
    expect(await analyst.accessibilityViolations()).toEqual([]);
    await desk.clicksMap([0.42, 0.28], [0.5, 0.28], [0.5, 0.42], [0.42, 0.42]);
    expect(await desk.corners()).toHaveLength(4);
    expect(await desk.waitsForSize()).toMatch(/km² of land in Ravensand/);
    expect(await desk.reads()).toContain('250 m lattice');
    expect(await desk.reads()).toContain('from 0.0625 km²');
    await desk.keeps('Harbour front');

    expect(analyst.query.get('area')).toMatch(/^study-area:\d+:1$/);
    expect(await analyst.sentence()).toContain('Harbour front (version 1)');
    expect(await analyst.caption()).toContain('Harbour front (version 1)');
    expect(await analyst.reads('Legend')).toContain('Harbour front (version 1)');
    const drawn = await analyst.rows();
    expect(drawn.length).toBeGreaterThan(3);
    expect(drawn.length).toBeLessThan(whole.length);
    expect(await desk.outlinePixels()).toBeGreaterThan(200);
    expect(await analyst.accessibilityViolations()).toEqual([]);

    await analyst.reloads();
    expect(await analyst.rows()).toEqual(drawn);
    await desk.choosesArea('Ravensand (16 wards)');
    expect(await analyst.rows()).toEqual(whole);
    await desk.choosesArea('Harbour front (version 1)');
    expect(await analyst.rows()).toEqual(drawn);

    // By ward: those that it touches, whole, with the events inside it beside them.
    await analyst.switchesTo('Wards');
    expect(await analyst.sentence()).toMatch(
      /^Harbour front \(version 1\) lies in \d of 16 wards: [\d,]+ events/,
    );
    expect(await analyst.caption()).toContain('those that Harbour front (version 1) touches');
    const wards = await analyst.rows();
    expect(wards.length).toBeLessThan(16);
    const inside = wards.reduce((sum, row) => sum + Number(row[2]!.replace(',', '')), 0);
    expect(await analyst.sentence()).toContain(`${inside.toLocaleString('en-GB')} events`);
    expect(stage.complaints).toEqual([]);
  });

  test('without a pointer: the crosshair steps with the arrow keys, Enter places, Backspace takes back; a change is a version', async () => {
    const analyst = await arrives();
    const desk = draws(analyst);
    await analyst.tabsTo(/^Draw an area$/);
    await analyst.types('Enter');
    await desk.isOpen();
    await analyst.tabsTo(/^Place with the keyboard$/);
    await analyst.types('Enter');
    expect(await desk.focused()).toBe('Map');
    await analyst.types(
      'Shift+ArrowLeft',
      'Enter',
      'Shift+ArrowUp',
      'Shift+ArrowUp',
      'Enter',
      'Shift+ArrowRight',
      'Enter',
    );
    expect(await desk.announces()).toMatch(/^Corner 3 at TR \d{3} \d{3}/);
    await analyst.types('ArrowRight', 'Enter');
    expect(await desk.corners()).toHaveLength(4);
    await analyst.types('Backspace');
    expect(await desk.corners()).toHaveLength(3);
    await analyst.types('Escape');
    expect(await desk.focused()).toBe('Draw a study area');
    const size = await desk.waitsForSize();
    await analyst.tabsTo(/^Name/);
    await desk.types('By keyboard');
    await analyst.types('Enter');
    await desk.isKept('By keyboard', 1);
    expect(await desk.focused()).toBe('Study area');

    await desk.opens('Change');
    expect(await desk.corners()).toHaveLength(3);
    expect(await desk.waitsForSize()).toBe(size);
    await desk.typesCorner('TR 590 590');
    expect(await desk.corners()).toHaveLength(4);
    await desk.keepsVersion(2);
    await desk.isKept('By keyboard', 2);
    expect(analyst.query.get('area')).toMatch(/^study-area:\d+:2$/);
    await desk.choosesVersion('1');
    expect(await analyst.sentence()).toContain('By keyboard (version 1)');
  });

  test('a restricted layer over a drawn area is refused in words, with no figure of another layer under its name', async () => {
    const analyst = await arrives();
    const desk = draws(analyst);
    await desk.opens('Draw an area');
    await analyst.switchesTo('Wards');
    await desk.ticks('Harbour', 'St Mildred');
    expect(await desk.waitsForSize()).toContain('Harbour and St Mildred');
    await desk.keeps('Two wards');
    await analyst.chooses('Layer', 'Ambulance pick-ups');
    expect(await analyst.reads('Figures')).toContain(
      'a drawn area could be moved a little and subtracted from itself',
    );
    expect(await analyst.sentence()).toBe('No result to show');
    expect(await analyst.accessibilityViolations()).toEqual([]);
    await analyst.presses('Show all of Ravensand');
    expect(await analyst.sentence()).toContain('ambulance pick-ups');
  });

  test('an operation is drawn with its days, shown on map and months, and compared before and during', async () => {
    const analyst = await arrives();
    const desk = draws(analyst);
    await analyst.opens('Operations');
    await desk.opens('Draw an operation');
    await analyst.switchesTo('Circle');
    await desk.typesCentre('TR 581 578', 900);
    await desk.typesDays('2026-03-09', '2026-03-15');
    await desk.keeps('Street Week');
    expect(await analyst.reads('Months')).toContain('Street Week');
    await analyst.opens('Operations');
    await analyst.window.getByRole('button', { name: 'Before and during Street Week' }).waitFor();
    expect(await analyst.reads('Choices')).toContain('9 to 15 March 2026');
    expect(await analyst.accessibilityViolations()).toEqual([]);
    await desk.compares('Street Week');
    expect(await analyst.sentence()).toContain('in Street Week (version 1)');
    expect([analyst.query.get('from'), analyst.query.get('before-from')]).toEqual(['2026-03', '2026-02']);
    // The card of a kept area loads when one is chosen for the first time.
    await expect
      .poll(() => analyst.reads('Choices'))
      .toContain('whole months are compared, rounded outwards: Mar 2026 against Feb 2026');
    await analyst.reloads();
    expect(await analyst.sentence()).toContain('in Street Week (version 1)');
    await desk.removes('Street Week');
    expect(await analyst.reads('Choices')).not.toContain('9 to 15 March 2026');
  });

  test('a link to an area that is not shared says so, and shows the district under its own name', async () => {
    const analyst = await arrives({}, '?area=study-area:999:1');
    expect(await analyst.reads('Figures')).toContain(
      'The study area of this link cannot be shown; this is Ravensand.',
    );
    expect(await analyst.reads('Figures')).toContain('Ask whoever sent the link');
    expect(analyst.query.get('area')).toMatch(/^E\d{8}$/);
  });

  test('hours are shut with the reason where police data names the month only', async () => {
    const analyst = await arrives();
    await analyst.opens('Time of day: not offered');
    // Loaded when it is opened: its lists come with it.
    await analyst.window.getByLabel('From the hour').waitFor();
    expect(await analyst.reads('Choices')).toContain('names the month of a crime only');
    expect(await analyst.window.getByLabel('From the hour').isDisabled()).toBe(true);
    expect(await analyst.accessibilityViolations()).toEqual([]);
  });

  test('on a phone the map keeps room above the desk, and nothing is wider than the window', async () => {
    const analyst = await arrives({ width: 390, height: 844 });
    const desk = draws(analyst);
    await analyst.presses('Choices');
    await desk.opens('Draw an area');
    const map = (await analyst.placeOf('map'))!;
    expect(map.height).toBeGreaterThan(250);
    expect(await analyst.overhangPx()).toBeLessThanOrEqual(0);
    await desk.clicksMap([0.4, 0.4], [0.6, 0.4], [0.55, 0.6]);
    expect(await desk.corners()).toHaveLength(3);
    expect(await analyst.accessibilityViolations()).toEqual([]);
  });
});
