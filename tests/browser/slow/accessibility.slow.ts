import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../../server/contract/access.ts';
import { browserMissing, openStage, type Reader, type Stage } from '../driver.ts';

/** Every page for everybody: axe, a phone, 1280 px at 400 % (320 px), the system's own colours, no outside host. */
const MAPS = [
  '',
  '?stat=density',
  '?view=wards&tab=wards',
  '?view=coincidence',
  '?view=change',
  '?view=emerging',
  '?layer=ambulance&tab=method',
  '?stat=count&compare=side',
  '?stat=count&compare=swipe',
] as const;

/** Pages beside the map. axe has been over the ward pages in their own tests, at two widths; here it leaves them out. */
const PAGES: readonly { of: string; as: Role; withAxe: boolean; addresses: readonly string[] }[] = [
  {
    of: 'wards',
    as: 'viewer',
    withAxe: false,
    addresses: [
      '#wards',
      '#wards/E05999001',
      '#wards/composite',
      '#wards/vulnerable-localities',
      '#wards/need',
      '#wards/risk-factors',
      '#wards/weights',
    ],
  },
  {
    of: 'an analyst',
    as: 'analyst',
    withAxe: true,
    addresses: ['#briefings', '#briefings/new', '#briefings/999', '#account', '#accounts', '#nowhere'],
  },
  {
    of: 'a data steward',
    as: 'data-steward',
    withAxe: true,
    addresses: ['#data', '#data/import', '#data/sharing', '#data/batches'],
  },
  { of: 'an auditor', as: 'auditor', withAxe: true, addresses: ['#audit'] },
  { of: 'an administrator', as: 'administrator', withAxe: true, addresses: ['#accounts'] },
];
const PHONE = [390, 844] as const;
const AT_400_PER_CENT = [320, 256] as const;

describe.skipIf(browserMissing !== '')(`every page for everybody${browserMissing}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ signedInAs: null });
  });
  afterAll(async () => {
    await stage?.close();
  });

  /** What is wrong with the page as it is: for axe, on a phone, and magnified to 400 %. */
  const faults = async (reader: Reader, withAxe = true): Promise<string[]> => {
    const found = withAxe ? await reader.accessibilityViolations() : [];
    for (const [width, height] of [PHONE, AT_400_PER_CENT]) {
      await reader.turnsWindowTo(width, height);
      const over = await reader.overhangPx();
      if (over > 0) found.push(`${over} px wider than a window of ${width} px`);
    }
    await reader.turnsWindowTo(1280, 800);
    return found;
  };

  test('the way in', async () => {
    const reader = await (await stage.reader('')).arrivesAtSignIn();
    expect(await faults(reader)).toEqual([]);
  });

  test.each(MAPS)('the map at "%s"', async (address) => {
    const reader = await (await stage.reader(address, { as: 'analyst' })).arrives();
    expect(await faults(reader)).toEqual([]);
  });

  test('the map when the service refuses the question', async () => {
    const reader = await (await stage.reader('', { as: 'viewer' })).arrives();
    await reader.serviceRefuses('hot-spots', {
      status: 422,
      code: 'too-many-cells',
      detail: 'This would be 2 million cells.',
      hint: 'Choose larger cells.',
    });
    await reader.switchesTo('Count');
    expect(await reader.reads('Figures')).toContain('Choose larger cells.');
    expect(await faults(reader)).toEqual([]);
  });

  test.each(PAGES)('the pages of $of', { timeout: 120_000 }, async ({ as, withAxe, addresses }) => {
    const reader = await (await stage.reader(addresses[0], { as, lessMotion: true })).arrivesAtPage();
    const found: Record<string, string[]> = {};
    for (const address of addresses) {
      await reader.goesToPage(address);
      expect(await reader.heading()).not.toBe('');
      expect(await reader.somethingMoves()).toBe(false);
      found[address] = await faults(reader, withAxe);
    }
    expect(found).toEqual(Object.fromEntries(addresses.map((address) => [address, []])));
  });

  test('in the system’s own colours figures keep theirs, on white, and the focus is drawn as an outline', async () => {
    const reader = await stage.reader('#wards/E05999001', { as: 'viewer', forcedColours: true });
    await reader.arrivesAtPage();
    await reader.goesToPage('#wards/E05999001');
    expect(await reader.chartGrounds()).toEqual(['rgb(255, 255, 255)']);
    await reader.types('Tab', 'Tab');
    expect(await reader.focusIsOutlined()).toBe(true);
  });

  test('no window ever asked another host for anything, and no browser complained', () => {
    const elsewhere = stage.asked.filter(
      (address) => !/^(data|blob):/.test(address) && !address.startsWith(`${stage.url}/`),
    );
    expect(stage.asked.length).toBeGreaterThan(100);
    expect(elsewhere).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });
});
