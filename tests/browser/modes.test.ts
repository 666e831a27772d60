import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CoincidenceResult } from '../../server/contract/coincidence.ts';
import { browserMissing, openStage, type Reader, type Stage } from './driver.ts';

/** Two categories of one layer, so that the tests do not depend on which partner data the sample holds. */
const TWO_LAYERS = '?view=coincidence&layer=crime&categories=drugs&with=crime&with-categories=violent-crime';
/** #3b4994 at the opacity of cells on the land, between its rules: both, 99 % sure. */
const BOTH: [number, number, number] = [82, 94, 159];

describe.skipIf(browserMissing !== '')(`two layers, two periods, two maps${browserMissing}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ signedInAs: null });
  });
  afterAll(async () => {
    await stage?.close();
  });
  const inspector = async (address: string, ...how: unknown[]): Promise<Reader> => {
    const reader = await stage.reader(address, ...(how as [object?]));
    await reader.arrivesAtSignIn();
    await reader.signsInAs('Viewer');
    return reader;
  };

  test('an inspector signs in, is named, and lands on the view of the link, where two layers coincide', async () => {
    const reader = await stage.reader(TWO_LAYERS);
    await reader.arrivesAtSignIn();
    expect(await reader.accessibilityViolations()).toEqual([]);
    await reader.signsInAs('Viewer');
    expect(await reader.signedInAs()).toContain('Viewer');
    expect(await reader.sentence()).toMatch(
      /^\d+ cells of [\d,]+ in .+ are hot spots for both drugs and violence/,
    );

    // The square, the list behind it, the sentence and the map say the same.
    const legend = await reader.legend();
    const both = legend
      .filter((line) => line.label.startsWith('Both'))
      .reduce((sum, line) => sum + line.count, 0);
    expect(await reader.sentence()).toContain(`${both} cells of`);
    expect(await reader.caption()).toContain(
      `of ${legend.reduce((sum, l) => sum + l.count, 0).toLocaleString('en-GB')} cells`,
    );
    expect(await reader.pixelsOf(BOTH)).toBeGreaterThan(200);
    expect((await reader.rows())[0]!.at(-1)).toBe('Both');

    await reader.picksRow(1);
    expect(await reader.card()).toMatch(
      /Hot for both .*drugs \d+ .*violence and sexual offences \d+ .*bivariate local Moran’s I/,
    );
    expect(await reader.accessibilityViolations()).toEqual([]);
    await reader.turnsTo('Method and data');
    expect(await reader.reads('Figures')).toContain('How to say it aloud');
    expect(await reader.reads('Figures')).toContain('Where two layers are hot together');
  });

  test('a session that has ended brings the way in back at the same address', async () => {
    const reader = await inspector(TWO_LAYERS);
    const before = reader.query.toString();
    await reader.sessionEnds();
    await reader.losesSession('Emerging');
    await reader.signsInAs('Viewer');
    expect(reader.query.get('view')).toBe('emerging');
    expect(before).toContain('coincidence');
  });

  test('cells that hidden counts keep from being shown are dotted, counted and named; never empty', async () => {
    const reader = await stage.reader(TWO_LAYERS);
    await reader.serviceSays<CoincidenceResult>('coincidence', (was) => {
      for (const i of [700, 701]) {
        was.cells.jointClass[i] = 4;
        Object.assign(was.cells.firstEvents, { [i]: null });
        Object.assign(was.cells.firstPAdjusted, { [i]: null });
      }
      was.summary.notShown = 2;
      return was;
    });
    await reader.arrivesAtSignIn();
    await reader.signsInAs('Viewer');
    expect(await reader.legend()).toContainEqual({
      label: 'Not shown: hidden counts could change it',
      count: 2,
    });
    await reader.sortsBy('Hot for');
    await reader.sortsBy('Hot for');
    const [first] = await reader.rows();
    expect([first![1], first!.at(-1)]).toEqual(['hidden', 'Not shown']);
  });

  test('two periods are compared by cell and by ward, and the address keeps both', async () => {
    const reader = await inspector('?view=change');
    expect(await reader.reads('Figures')).toMatch(/more|fewer|No evidence of a change/);
    expect((await reader.legend()).map((line) => line.label)).toContain('Fewer than before, 99 % sure');
    await reader.chooses('Before, from', 'Jan 2024');
    expect(reader.query.get('before-from')).toBe('2024-01');
    expect(await reader.caption()).toContain('surest change first');
    await reader.switchesTo('By ward');
    const legend = await reader.legend();
    expect(legend.reduce((sum, line) => sum + line.count, 0)).toBe((await reader.rows()).length);
    expect(await reader.accessibilityViolations()).toEqual([]);
    await reader.reloads();
    expect(await reader.value('Before, from')).toBe('2024-01');
  });

  test('the history of hot spots is drawn in groups whose classes and meanings are a step away', async () => {
    const reader = await inspector('');
    await reader.switchesTo('Emerging');
    expect(await reader.sentence()).toMatch(/have a hot-spot pattern/);
    const legend = await reader.legend();
    expect(legend.map((line) => line.label)).toContain('Newly hot');
    const patterned = legend
      .filter((line) => line.label !== 'No pattern')
      .reduce((sum, line) => sum + line.count, 0);
    expect(await reader.sentence()).toContain(`${patterned} cells`);
    await reader.opens('What the classes mean');
    expect(await reader.reads('Legend')).toContain('Hot in the last month and never before.');
    expect(await reader.accessibilityViolations()).toEqual([]);
  });

  test('any two views stand beside each other, move together, and swipe with the keyboard alone', async () => {
    const reader = await inspector('?stat=count');
    await reader.switchesTo('Side by side');
    expect(await reader.mapsAgree()).toBe(true);
    await reader.switchesTo('Second map');
    await reader.switchesTo('Emerging');
    expect(await reader.reads('Legend')).toContain('Events in each cell');
    expect(await reader.reads('Second legend')).toContain('Newly hot');
    expect(await reader.announcement()).toMatch(/^First map: .+ Second map: .+ pattern/);
    await reader.tabsTo(/^First map$/);
    await reader.types('+');
    await reader.waits();
    await expect.poll(() => reader.mapsAgree()).toBe(true);
    await reader.switchesTo('Swipe');
    await reader.tabsTo(/^Line between the two maps$/);
    expect(await reader.focusIsVisible()).toBe(true);
    await reader.types('End', 'ArrowLeft');
    expect(await reader.sliderSays('Line between the two maps')).toContain('left 93 per cent');
    expect(reader.query.get('swipe')).toBe('93');
    expect(await reader.accessibilityViolations()).toEqual([]);
    const seen = [await reader.reads('Legend'), await reader.reads('Second legend')];
    await reader.reloads();
    expect([await reader.reads('Legend'), await reader.reads('Second legend')]).toEqual(seen);
  });

  test('the period moves with the keyboard, plays until paused, and leaves one step back', async () => {
    const reader = await inspector('?from=2025-01&to=2025-03', { lessMotion: true });
    await reader.tabsTo(/^Last month of the period$/);
    await reader.types('ArrowRight');
    await reader.waits();
    expect(reader.query.get('to')).toBe('2025-04');
    expect(await reader.sliderSays('Last month of the period')).toBe('Apr 2025');
    await reader.presses('One month later');
    expect([reader.query.get('from'), reader.query.get('to')]).toEqual(['2025-02', '2025-05']);
    await reader.presses('Play');
    await expect.poll(() => reader.query.get('from'), { timeout: 15_000 }).toBe('2025-03');
    await reader.presses('Pause');
    const at = reader.query.get('from');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(reader.query.get('from')).toBe(at);
    expect(await reader.somethingMoves()).toBe(false);
    await reader.goesBack();
    expect(reader.query.get('from')).toBe('2025-01');
  });

  test('on Friday and Saturday nights the seafront stands out of the noise complaints', async () => {
    const reader = await inspector('?layer=noise-complaints');
    expect(await reader.reads('Figures')).toContain('Castle Mount and Esplanade, hold');
    await reader.opens('Time of day: every hour');
    for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Sunday']) await reader.ticks(day);
    await reader.chooses('From the hour', '22:00');
    await reader.chooses('To the end of', '03:59');
    expect([reader.query.get('days'), reader.query.get('hours')]).toEqual(['fri,sat', '22-3']);
    expect(await reader.sentence()).toContain('of all noise complaints on Fri and Sat, 22:00 to 03:59');
    expect(await reader.reads('Figures')).toMatch(/Two wards, Esplanade and \w+, hold/);
    await reader.switchesTo('Change');
    expect(await reader.sentence()).toContain('on Fri and Sat, 22:00 to 03:59');
    // Crime has no hours, so none can be chosen, and the page says why.
    await reader.chooses('Layer', 'Crime and ASB');
    expect(await reader.sentence()).not.toContain('22:00');
    expect(await reader.reads('Choices')).toContain('names the month of a crime only');
  });

  test('magnified to 400 % nothing hangs over the side, and everything can be reached', async () => {
    const reader = await inspector(TWO_LAYERS, { width: 320, height: 256 });
    expect(await reader.overhangPx()).toBeLessThanOrEqual(0);
    await reader.presses('Figures');
    expect(await reader.reads('Figures')).toContain('Hot for');
    expect(await reader.accessibilityViolations()).toEqual([]);
  });

  test('no window ever asked another host for anything, and no browser complained', () => {
    expect(
      stage.asked.filter((address) => !/^(data|blob):/.test(address) && !address.startsWith(`${stage.url}/`)),
    ).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });
});
