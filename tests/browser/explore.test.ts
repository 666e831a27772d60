import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import { browserMissing, openStage, type Reader, type Stage } from './driver.ts';

/** #932306 at the opacity of cells on the land: "more than expected here, 99 % sure". */
const HOTTEST: [number, number, number] = [159, 61, 35];

describe.skipIf(browserMissing !== '')(`the map in a browser${browserMissing}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => {
    await stage?.close();
  });
  const opens = async (...how: Parameters<Stage['reader']>): Promise<Reader> =>
    (await stage.reader(...how)).arrives();

  test('an analyst who opens the address sees the hot spots of the last 12 months, in under 600 kB', async () => {
    const analyst = await opens();
    expect(await analyst.sentence()).toMatch(/^\d[\d,]* of \d[\d,]* cells are hot spots \(99 % sure for \d/);
    expect(await analyst.title()).toMatch(/^Hot spots, .+ – Wardlight$/);
    expect(await analyst.reads()).toContain('SYNTHETIC');
    expect(await analyst.reads('Choices')).toMatch(/[A-Z][a-z]{2} \d{4} – [A-Z][a-z]{2} \d{4}/);
    expect(await analyst.pixelsOf(HOTTEST)).toBeGreaterThan(500);
    expect((await analyst.rows())[0]!.at(-1)).toBe('More, 99 %');
    expect(await analyst.bytesLoaded()).toBeLessThan(600_000);

    // The legend counts every cell once, and says what the sentence and the table say.
    const legend = await analyst.legend();
    const total = legend.reduce((sum, line) => sum + line.count, 0).toLocaleString('en-GB');
    expect(await analyst.caption()).toContain(`of ${total} cells`);
    expect(await analyst.sentence()).toContain(`of ${total} cells`);
    const surest = legend.find((line) => line.label === 'More than expected here, 99 % sure')!;
    expect(await analyst.sentence()).toContain(`99 % sure for ${surest.count}`);
  });

  test('narrowing to one category changes the sentence, the legend, the table and the address', async () => {
    const analyst = await opens();
    const before = [await analyst.sentence(), await analyst.legend(), await analyst.rows()];
    await analyst.ticks('Burglary');
    const after = [await analyst.sentence(), await analyst.legend(), await analyst.rows()];
    for (const i of [0, 1, 2]) expect(after[i]).not.toEqual(before[i]);
    expect(analyst.query.get('categories')).toBe('burglary');
    expect(await analyst.caption()).toContain('Burglary');
    expect(await analyst.announcement()).toBe(after[0]);
    await analyst.goesBack();
    expect([await analyst.sentence(), await analyst.legend(), await analyst.rows()]).toEqual(before);
    expect(analyst.query.has('categories')).toBe(false);
  });

  test('reloading the page brings back the whole view', async () => {
    const analyst = await opens();
    await analyst.presses('Last quarter');
    await analyst.switchesTo('Density');
    await analyst.chooses('Cell size', '500 m');
    await analyst.ticks('Robbery');
    await analyst.picksRow(2);
    await analyst.presses('Zoom in');
    const seen = async () => [
      analyst.query.toString(),
      await analyst.sentence(),
      await analyst.legend(),
      await analyst.card(),
      await analyst.selectedRow(),
      await analyst.isTicked('Robbery'),
      await analyst.value('Cell size'),
    ];
    const before = await seen();
    expect(before[3]).toContain('2 of');
    await analyst.reloads();
    expect(await seen()).toEqual(before);
  });

  test('a choice that the data does not support is shown, disabled, with the reason, and counts have units', async () => {
    const analyst = await opens('?stat=count');
    const sizes = await analyst.options('Cell size');
    expect(sizes.filter((size) => !size.offered).map((size) => size.label)).toEqual(['100 m (too fine)']);
    expect(await analyst.reads('Choices')).toMatch(/Not offered: 100 m\. \w.{20,}/);
    expect(await analyst.reads('Legend')).toContain('Events in each cell of 250 m');
    const busiest = Math.max(...(await analyst.rows()).map((row) => Number(row[1]!.replace(/,/g, ''))));
    expect((await analyst.legend())[0]!.label).toMatch(new RegExp(`–${busiest.toLocaleString('en-GB')}$`));
    await analyst.switchesTo('Density');
    expect(await analyst.reads('Legend')).toContain('events per km² per year');
    expect(await analyst.reads('Legend')).toContain('smoothed over 400 m');
  });

  test('a cell picked in the table is outlined on the map, and clicking there picks the same one', async () => {
    const analyst = await opens();
    await analyst.picksRow(3);
    const [place] = (await analyst.rows())[2]!;
    const reference = /[A-Z]{2} \d{3} \d{3}$/.exec(place!)![0];
    expect(await analyst.card()).toContain(reference);
    const at = await analyst.selectionOnMap();
    expect(await analyst.hovers(at.x, at.y)).toContain(reference);
    await analyst.types('Escape');
    expect(await analyst.card()).toBeNull();
    await analyst.clicksMap(at);
    expect(await analyst.card()).toContain(reference);
    expect((await analyst.selectedRow())![0]).toBe(place);
  });

  test('wards can be ranked by rate, each with its interval, and the map is coloured by it', async () => {
    const officer = await opens();
    await officer.switchesTo('Wards');
    expect(await officer.sentence()).toMatch(/hold \d+ % \(\d+–\d+ %\)/);
    expect(await officer.pixelsOf(HOTTEST)).toBe(0);
    const legend = await officer.legend();
    const rows = await officer.rows();
    expect(legend.reduce((sum, line) => sum + line.count, 0)).toBe(rows.length);
    await officer.sortsBy('Rate');
    const rates = (await officer.rows()).map((row) => Number(row[3]!.split(' ')[0]!.replace(/,/g, '')));
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    for (const row of rows) expect(row[3]).toMatch(/\(.+–.+\)$/);
    await officer.picksRow(1);
    expect(await officer.card()).toContain((await officer.rows())[0]![0]);
    await officer.switchesTo('Share');
    expect(await officer.reads('Legend')).toContain('Share of the district’s events');
  });

  test('wards without a population or with too few events are neither coloured nor called zero', async () => {
    const officer = await stage.reader('?view=wards&tab=wards');
    await officer.serviceSays<WardLayerResult>('wards', (was) => {
      const [first, second] = was.wards;
      Object.assign(first!, {
        population: null,
        ratePer1000Year: null,
        rateInterval: null,
        againstDistrict: null,
      });
      Object.assign(second!, { events: 7 });
      return was;
    });
    await officer.arrives();
    const labels = (await officer.legend()).map((line) => line.label);
    expect(labels).toContain('Population not supplied');
    expect(labels).toContain('Too few to say: under 20 events');
    expect((await officer.rows())[0]![3]).toBe('not supplied');
    expect((await officer.rows())[1]![4]).toBe('Too few to say');
  });

  test('months that nobody supplied and months that look wrong are said, and never drawn as zero', async () => {
    const analyst = await stage.reader('?tab=method');
    await analyst.serviceSays<Catalogue>('catalogue', (was) => {
      const months = was.layers.find(({ layer }) => layer === 'crime')!.months;
      Object.assign(months.at(-3)!, { status: 'not-supplied', events: null, reason: 'No file.' });
      Object.assign(months.at(-2)!, { status: 'under-supplied', reason: 'Half of its neighbours.' });
      return was;
    });
    await analyst.serviceSays<HotSpotResult>('hot-spots', (was) => {
      was.period.notSupplied = ['2026-07'];
      was.period.flagged = [
        { month: '2026-08', status: 'under-supplied', reason: 'Half of its neighbours.' },
      ];
      return was;
    });
    await analyst.arrives();
    expect(await analyst.reads('Months')).toMatch(/not supplied flagged/);
    expect(await analyst.reads('Figures')).toContain('Jul 2026 was not supplied and is left out.');
    expect(await analyst.reads('Figures')).toContain('Aug 2026 breaks from the months around');
  });

  test('a statistic that cannot be computed is said with the reason, and counts are offered instead', async () => {
    const analyst = await stage.reader('?cell=2000');
    await analyst.serviceSays<HotSpotResult>('hot-spots', (was) => {
      if (was.parameters.statistic !== 'gi-star') return was;
      was.notComputable = { reason: 'too-few', detail: 'At least 30 cells are needed; there are 12.' };
      was.summary.sentence = 'Hot spots cannot be computed here. At least 30 cells are needed; there are 12.';
      Object.assign(was.cells, { z: null, p: null, pAdjusted: null, band: null });
      return was;
    });
    await analyst.arrives();
    expect(await analyst.sentence()).toContain('At least 30 cells are needed');
    expect(await analyst.pixelsOf(HOTTEST)).toBe(0);
    await analyst.presses('Show counts instead');
    expect(await analyst.reads('Legend')).toContain('Events in each cell');
  });

  test('when the service goes away the map stays and the message says what to do', async () => {
    const analyst = await opens();
    const before = await analyst.rows();
    await analyst.serviceIsSilent('hot-spots');
    await analyst.ticks('Drugs');
    expect(await analyst.reads('Figures')).toContain(
      'The service does not answer. Check that Wardlight is running',
    );
    expect(await analyst.rows()).toEqual(before);
    expect(await analyst.pixelsOf(HOTTEST)).toBeGreaterThan(500);
    await analyst.serviceRecovers();
    await analyst.presses('Try again');
    expect(await analyst.reads('Figures')).not.toContain('does not answer');
    expect(await analyst.caption()).toContain('Drugs');
  });

  test('a question that takes longer than a second says so and can be cancelled, which takes it back', async () => {
    const analyst = await opens();
    const before = await analyst.rows();
    await analyst.serviceTakesLong('hot-spots');
    await analyst.ticksWithoutWaiting('Drugs');
    expect(await analyst.workingLine()).toMatch(/^Working on the figures \d+ s Cancel$/);
    await analyst.serviceSays('progress', () => ({ share: 0.42 }));
    await expect.poll(() => analyst.workingLine()).toMatch(/^Working on the figures \d+ s 42 % done Cancel$/);
    // What is still shown goes by its own name meanwhile.
    expect(await analyst.caption()).toContain('Crime and ASB, ');
    expect(await analyst.accessibilityViolations()).toEqual([]);
    await analyst.presses('Cancel');
    await analyst.workingLineIsGone();
    // The question and its figures are those of before: nothing stands under another's name.
    expect(await analyst.isTicked('Drugs')).toBe(false);
    expect(await analyst.caption()).not.toContain('Drugs');
    expect(await analyst.rows()).toEqual(before);
    await analyst.serviceRecovers();
    await analyst.ticks('Drugs');
    expect(await analyst.caption()).toContain('Drugs');
  });

  test('a refusal of the service is shown in its words with its hint', async () => {
    const analyst = await opens();
    await analyst.serviceRefuses('hot-spots', {
      status: 422,
      code: 'too-many-cells',
      detail: 'This would be 2 million cells.',
      hint: 'Choose larger cells.',
    });
    await analyst.switchesTo('Count');
    expect(await analyst.reads('Figures')).toContain('This would be 2 million cells. Choose larger cells.');
  });

  test('without any data the page says how to bring some in', async () => {
    const steward = await stage.reader();
    await steward.serviceSays<Catalogue>('catalogue', (was) => ({
      ...was,
      layers: [],
      studyAreas: [],
      areaSets: [],
    }));
    await steward.arrivesAtMessage();
    expect(await steward.reads()).toContain('No data has been imported yet');
    expect(await steward.reads()).toContain('npm run import -- boundaries');
    expect(await steward.reads()).toContain('npm run import -- police');
    expect(await steward.accessibilityViolations()).toEqual([]);
  });

  test('where nothing answers at all the page says so', async () => {
    const steward = await stage.reader();
    await steward.serviceIsSilent('catalogue');
    await steward.arrivesAtMessage();
    expect(await steward.reads()).toContain('The service does not answer.');
  });

  test('everything can be done with the keyboard alone', async () => {
    const analyst = await opens();
    await analyst.tabsTo(/^Burglary/);
    expect(await analyst.focusIsVisible()).toBe(true);
    await analyst.types('Space');
    await analyst.waits();
    expect(analyst.query.get('categories')).toBe('burglary');

    await analyst.tabsTo(/^Map$/);
    expect(await analyst.focusIsVisible()).toBe(true);
    await analyst.types('n');
    expect(await analyst.card()).toContain('1 of');
    await analyst.types('n');
    const second = await analyst.card();
    expect(second).toContain('2 of');
    await analyst.types('Shift+ArrowRight');
    expect(await analyst.card()).not.toBe(second);
    await analyst.types('Escape');
    expect(await analyst.card()).toBeNull();
    expect(await analyst.focused()).toBe('Map');
    await analyst.types('ArrowRight');
    await expect.poll(() => analyst.query.get('at')).toMatch(/^[\d.]+,[\d.]+,[\d.]+$/);

    await analyst.tabsTo(/^Hottest cells$/);
    await analyst.types('ArrowRight');
    expect(analyst.query.get('tab')).toBe('wards');
    await analyst.tabsTo(/^Harbour$/);
    await analyst.types('Enter');
    expect(await analyst.card()).toContain('Harbour');
  });

  test('the figures are one step away for someone who does not use the map', async () => {
    const reader = await opens();
    expect(await reader.tabsTo(/^Skip to the figures$/)).toBe(1);
    await reader.types('Enter');
    expect(await reader.focused()).toBe('Figures');
  });

  test('axe finds nothing to mend in any state', async () => {
    const reader = await opens();
    expect(await reader.accessibilityViolations()).toEqual([]);
    await reader.picksRow(1);
    expect(await reader.accessibilityViolations()).toEqual([]);
    await reader.turnsTo('Method and data');
    expect(await reader.accessibilityViolations()).toEqual([]);
    await reader.switchesTo('Density');
    await reader.turnsTo('Wards');
    expect(await reader.accessibilityViolations()).toEqual([]);
    await reader.switchesTo('Wards');
    expect(await reader.accessibilityViolations()).toEqual([]);
  });

  test('a projector has room for the map and the figures, and the choices come as a drawer', async () => {
    const inspector = await opens('', { width: 1024, height: 768 });
    expect((await inspector.placeOf('map'))!.width).toBeGreaterThan(600);
    await inspector.presses('Show choices');
    expect(await inspector.reads('Choices')).toContain('Burglary');
    expect(await inspector.accessibilityViolations()).toEqual([]);
    expect(await inspector.overhangPx()).toBeLessThanOrEqual(0);
    await inspector.types('Escape');
    expect(await inspector.placeOf('choices')).toBeNull();
  });

  test('on a phone the map fills the screen, the sentence stays on top and panels are sheets', async () => {
    const officer = await opens('', { width: 390, height: 844 });
    const map = (await officer.placeOf('map'))!;
    const sentence = (await officer.placeOf('sentence'))!;
    expect(map.width).toBe(390);
    expect(map.height).toBeGreaterThan(844 * 0.55);
    expect(sentence.y + sentence.height).toBeLessThanOrEqual(map.y + 1);
    expect(await officer.overhangPx()).toBeLessThanOrEqual(0);
    expect(await officer.placeOf('figures')).toBeNull();
    for (const sheet of ['Figures', 'Choices', 'Legend']) {
      await officer.presses(sheet);
      expect(await officer.reads(sheet)).not.toBe('');
      expect(await officer.overhangPx()).toBeLessThanOrEqual(0);
      expect(await officer.accessibilityViolations()).toEqual([]);
      expect((await officer.placeOf('sentence'))!.y).toBe(sentence.y);
    }
    await officer.types('Escape');
    expect(await officer.placeOf('figures')).toBeNull();
  });

  test('nothing moves for someone whose system asks for less motion', async () => {
    const reader = await opens('', { lessMotion: true });
    await reader.types('n');
    expect(await reader.somethingMoves()).toBe(false);
  });

  test('no window ever asked another host for anything, and no browser complained', () => {
    const elsewhere = stage.asked.filter(
      (address) => !/^(data|blob):/.test(address) && !address.startsWith(`${stage.url}/`),
    );
    expect(stage.asked.length).toBeGreaterThan(50);
    expect(elsewhere).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });
});
