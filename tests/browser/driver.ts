import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import type { Role } from '../../server/contract/access.ts';
import { openFrontDoor, type ServedFile } from '../support/front-door.ts';
import { startTestApp, type TestAppOptions } from '../support/start-test-app.ts';
import { type Box, type Colour, countPixels, type PixelCount } from './count-pixels.ts';
import { findViolations } from './find-violations.ts';

/** Everything the tests know of a browser. They speak of readers; only this file speaks of Playwright. */

const CANDIDATES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executable = CANDIDATES.find((path) => path !== '' && existsSync(path)) ?? null;
/** Why browser tests cannot run here; '' where they can. Named so that the end of a run says it. */
export const browserMissing =
  executable === null ? ' (missing: Chromium; install the package chromium or set CHROMIUM)' : '';

const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const PATIENCE_MS = 40_000;

export interface ReaderOptions {
  /** Default 1280 by 800. */
  width?: number;
  height?: number;
  /** The system asks for less movement. */
  lessMotion?: boolean;
  /** The system has colours of its own for everything, as Windows' high contrast. */
  forcedColours?: boolean;
  /** Signed in from the start as this person of the synthetic district; needs a stage where nobody is. */
  as?: Role;
}

/** The service and one browser, shared by all tests of a file. */
export interface Stage {
  readonly url: string;
  /** A person with a window of their own, who has opened an address of the map ('' is the front page). */
  reader(address?: string, options?: ReaderOptions): Promise<Reader>;
  /** Every address that any window asked for. */
  readonly asked: readonly string[];
  /** What browsers complained about: errors on the page, refused scripts and styles. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** The service with its synthetic district. Everybody is an analyst unless `signedInAs` says otherwise; null: nobody is signed in. */
export async function openStage({
  beside,
  ...options
}: TestAppOptions & {
  /** Files of a web server before the service, under the same address, by their path. Default none. */
  beside?: ReadonlyMap<string, ServedFile>;
} = {}): Promise<Stage> {
  const app = await startTestApp(options);
  const front = beside ? await openFrontDoor(app.url, beside) : null;
  const url = front?.url ?? app.url;
  const browser = await chromium.launch({ executablePath: executable!, args: FLAGS });
  const asked: string[] = [];
  const complaints: string[] = [];
  const open: BrowserContext[] = [];
  return {
    url,
    asked,
    complaints,
    async reader(
      address = '',
      { width = 1280, height = 800, lessMotion = false, forcedColours = false, as } = {},
    ) {
      for (const old of open.splice(0)) await old.close();
      const context = await browser.newContext({
        viewport: { width, height },
        reducedMotion: lessMotion ? 'reduce' : 'no-preference',
        forcedColors: forcedColours ? 'active' : 'none',
      });
      if (as) await context.addCookies(await cookiesOf(url, as));
      open.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      page.on('request', (request) => asked.push(request.url()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // A refused request of a test about failures is logged by the browser itself; the page shows it.
        const expected = /Failed to load resource|GPU stall|GL Driver Message/.test(message.text());
        if (['error', 'warning'].includes(message.type()) && !expected) complaints.push(message.text());
      });
      return new Reader(page, `${url}/${address}`);
    },
    async close() {
      await browser.close();
      await front?.close();
      await app.close();
    },
  };
}

/** The cookies of somebody who has just signed in as a role of the synthetic district. */
async function cookiesOf(url: string, role: Role): Promise<{ name: string; value: string; url: string }[]> {
  const signedIn = await fetch(`${url}/api/sign-in/demonstration`, {
    method: 'POST',
    // A cookie of its own, so that this is not taken for whom the stage signs in.
    headers: { 'content-type': 'application/json', cookie: 'wardlight=nobody' },
    body: JSON.stringify({ role }),
  });
  if (!signedIn.ok) throw new Error(`Nobody can sign in as ${role}: ${await signedIn.text()}`);
  return signedIn.headers.getSetCookie().map((line) => {
    const [name = '', ...value] = line.split(';')[0]!.split('=');
    return { name, value: value.join('='), url };
  });
}

export interface LegendLine {
  label: string;
  count: number;
}

export class Reader {
  private readonly page: Page;
  private readonly address: string;

  constructor(page: Page, address: string) {
    this.page = page;
    this.address = address;
  }

  /** For drivers of one part of the page. */
  get window(): Page {
    return this.page;
  }

  /** Opens the address and waits until the map is drawn. */
  async arrives(): Promise<this> {
    await this.page.goto(this.address);
    return this.waits();
  }

  /** Opens the address where nobody is signed in, and waits for the way in. */
  async arrivesAtSignIn(): Promise<this> {
    await this.page.goto(this.address);
    await this.page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    return this;
  }

  /** Signs in as one of the roles of the synthetic district. */
  async signsInAs(role: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${role}`) }).click();
    await this.waits();
  }

  /** Who the top bar says is signed in. */
  async signedInAs(): Promise<string> {
    return plain(await this.page.locator('.account-menu summary').innerText());
  }

  /** From now on the service answers as if the session had ended, until the page is opened again. */
  async sessionEnds(): Promise<void> {
    await this.page.context().clearCookies();
  }

  /** Asks for something else after the session has ended, and is shown the way in. */
  async losesSession(option: string): Promise<void> {
    await this.page.getByRole('radio', { name: option, exact: true }).click({ noWaitAfter: true });
    await this.page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  }

  /** Opens what is folded away under a heading. */
  async opens(summary: string): Promise<void> {
    await this.page.locator('summary', { hasText: summary }).click();
  }

  /** Opens the address where no map is to be expected. */
  async arrivesAtMessage(): Promise<this> {
    await this.page.goto(this.address);
    await this.page.locator('main.alone h1, main.alone h2').first().waitFor();
    return this;
  }

  /** Opens the address of a page beside the map, and waits until it is there. */
  async arrivesAtPage(): Promise<this> {
    await this.page.goto(this.address);
    await this.page.locator('main.page[data-ready="true"] h1:visible').first().waitFor();
    return this;
  }

  /** Goes to another page beside the map in the same window, and waits until its heading and figures are there. */
  async goesToPage(address: string): Promise<void> {
    await this.page.goto(new URL(address, this.page.url()).href);
    // A page that is refused or does not exist has its message in place of the page.
    const there = 'main.page[data-ready="true"] h1:visible, main.page .no-data h1';
    await this.page.locator(there).first().waitFor();
    await this.page.waitForLoadState('networkidle');
  }

  /** The window becomes as large as another device's. */
  async turnsWindowTo(width: number, height: number): Promise<void> {
    await this.page.setViewportSize({ width, height });
    await this.page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
  }

  /** Presses a link or button that gives a file; its name and what it says. */
  async downloads(name: string): Promise<{ name: string; text: string }> {
    const file = this.page.waitForEvent('download');
    await this.page
      .getByRole('link', { name, exact: true })
      .or(this.page.getByRole('button', { name, exact: true }))
      .click();
    const came = await file;
    return { name: came.suggestedFilename(), text: await readFile(await came.path(), 'utf8') };
  }

  /** The heading of the page or slide on screen. */
  async heading(): Promise<string> {
    return plain(await this.page.locator('h1:visible').innerText());
  }

  async waitsForHeading(name: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  /** Waits until a slide is on screen with its map, legend and figures. */
  async waitsForSlide(title: string): Promise<void> {
    const slide = this.page.locator('.slide[data-shown="true"][data-state="ready"]');
    await slide.filter({ hasText: title }).locator('.map-figure').first().waitFor();
  }

  /** Waits for a slide that says why its map cannot be drawn. */
  async waitsForSlideProblem(title: string): Promise<void> {
    const slide = this.page.locator('.slide[data-shown="true"]').filter({ hasText: title });
    await slide.locator('.slide-problem').waitFor();
  }

  /** Sheets of paper that the page prints to, millimetres, once all that is to be printed is there. */
  async prints(paper: string): Promise<{ widthMm: number; heightMm: number }[]> {
    await this.page.getByRole('button', { name: 'Print', exact: true }).waitFor();
    await this.list('Paper').selectOption({ label: paper });
    const pdf = await this.page.pdf({ preferCSSPageSize: true, printBackground: true });
    const boxes = pdf.toString('latin1').matchAll(/\/MediaBox *\[0 0 ([\d.]+) ([\d.]+)\]/g);
    const toMm = (points: string | undefined) => Math.round((Number(points) / 72) * 25.4);
    return [...boxes].map(([, width, height]) => ({ widthMm: toMm(width), heightMm: toMm(height) }));
  }

  /** Presses Print and reads the sheets as they are when the browser is told to print. */
  async readsPrint(): Promise<string> {
    await this.page.evaluate(() => {
      window.print = () => document.documentElement.setAttribute('data-printed', '');
    });
    await this.page.getByRole('button', { name: 'Print', exact: true }).click();
    await this.page.locator('[data-printed]').waitFor();
    await this.page.emulateMedia({ media: 'print' });
    const sheets = plain(await this.page.locator('body').innerText());
    await this.page.emulateMedia({ media: null });
    return sheets;
  }

  /** Waits until everything asked for has come and is drawn. */
  async waits(): Promise<this> {
    await this.page.waitForFunction(() => {
      const surfaces = [...document.querySelectorAll<HTMLElement>('.app[data-loading="false"] .map-surface')];
      return surfaces.length > 0 && surfaces.every((surface) => surface.dataset.drawn === 'true');
    });
    await this.page.locator('.finding-lead').first().waitFor({ state: 'attached' });
    return this;
  }

  async reloads(): Promise<void> {
    await this.page.reload();
    await this.waits();
  }

  async goesBack(): Promise<void> {
    await this.page.goBack();
    await this.waits();
  }

  get query(): URLSearchParams {
    return new URL(this.page.url()).searchParams;
  }

  async title(): Promise<string> {
    return this.page.title();
  }

  /** The words on screen, or in one part of it ("Figures", "Choices", "Legend", "Months"). */
  async reads(part?: string): Promise<string> {
    const place = part === undefined ? this.page.locator('body') : this.part(part);
    return plain(await place.innerText());
  }

  async sentence(): Promise<string> {
    return plain((await this.page.locator('.finding-lead:visible').first().textContent()) ?? '');
  }

  /** What a screen reader was told last. */
  async announcement(): Promise<string> {
    return plain((await this.page.getByRole('status').textContent()) ?? '');
  }

  async legend(): Promise<LegendLine[]> {
    const rows = await this.part('Legend').locator('tbody tr').all();
    return Promise.all(
      rows.map(async (row) => ({
        label: plain(await row.locator('th').innerText()),
        count: Number((await row.locator('td').last().innerText()).replace(/[^\d]/g, '')),
      })),
    );
  }

  async caption(): Promise<string> {
    return plain(await this.table().locator('caption').innerText());
  }

  /** The table's rows as their cells' words. */
  async rows(): Promise<string[][]> {
    const rows = await this.table().locator('tbody tr').all();
    return Promise.all(
      rows.map(async (row) => (await row.locator('th, td').allInnerTexts()).map((text) => plain(text))),
    );
  }

  async sortsBy(heading: string): Promise<void> {
    await this.table().locator('thead').getByRole('button', { name: heading }).click();
  }

  /** The row that is marked as selected, or null. */
  async selectedRow(): Promise<string[] | null> {
    const row = this.table().locator('tr[data-selected="true"]');
    if ((await row.count()) === 0) return null;
    return (await row.locator('th, td').allInnerTexts()).map((text) => plain(text));
  }

  async picksRow(number: number): Promise<void> {
    await this.table()
      .locator('tbody th button')
      .nth(number - 1)
      .click();
    await this.waits();
  }

  /** The card pinned to the map, or null. */
  async card(): Promise<string | null> {
    const card = this.page.locator('.card');
    return (await card.count()) === 0 ? null : plain(await card.innerText());
  }

  async ticks(category: string): Promise<void> {
    await this.part('Choices').getByRole('checkbox', { name: category }).click();
    await this.waits();
  }

  /** Where the answer will be long in coming. */
  async ticksWithoutWaiting(category: string): Promise<void> {
    await this.part('Choices').getByRole('checkbox', { name: category }).click();
  }

  async isTicked(category: string): Promise<boolean> {
    return this.part('Choices').getByRole('checkbox', { name: category }).isChecked();
  }

  async presses(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
    await this.waits();
  }

  async follows(link: string): Promise<void> {
    await this.page.getByRole('link', { name: link, exact: true }).click();
    await this.waits();
  }

  async turnsTo(tab: string): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click();
  }

  async switchesTo(option: string): Promise<void> {
    await this.page.getByRole('radio', { name: option, exact: true }).check();
    await this.waits();
  }

  async chooses(list: string, option: string): Promise<void> {
    await this.list(list).selectOption({ label: option });
    await this.waits();
  }

  /** The options of a list, and which of them cannot be chosen. */
  async options(list: string): Promise<{ label: string; offered: boolean }[]> {
    const options = await this.list(list).locator('option').all();
    return Promise.all(
      options.map(async (option) => ({
        label: plain((await option.textContent()) ?? ''),
        offered: !(await option.isDisabled()),
      })),
    );
  }

  async value(list: string): Promise<string> {
    return this.list(list).inputValue();
  }

  async types(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Goes on with Tab until the named thing has the focus. Returns the presses it took; fails after 200. */
  async tabsTo(name: RegExp): Promise<number> {
    for (let presses = 1; presses <= 200; presses++) {
      await this.page.keyboard.press('Tab');
      if (name.test(await this.focused())) return presses;
    }
    throw new Error(`Tab does not reach ${name}.`);
  }

  /** The name of what has the focus. */
  async focused(): Promise<string> {
    return this.page.evaluate(() => {
      const at = document.activeElement;
      const label = at instanceof HTMLInputElement ? at.labels?.[0]?.innerText : null;
      return at?.getAttribute('aria-label') ?? label ?? at?.textContent ?? '';
    });
  }

  /** Whether what has the focus is visibly marked. */
  async focusIsVisible(): Promise<boolean> {
    return this.page.evaluate(() => {
      const at = document.activeElement!;
      const marked = [at, at.nextElementSibling].filter((e) => e !== null).map((e) => getComputedStyle(e));
      return marked.some((style) => style.boxShadow !== 'none' || style.outlineStyle !== 'none');
    });
  }

  /** Whether what has the focus has a drawn outline, which stays where the system takes shadows away. */
  async focusIsOutlined(): Promise<boolean> {
    return this.page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
      return outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2;
    });
  }

  /** The grounds that charts are drawn on, each once. */
  async chartGrounds(): Promise<string[]> {
    const charts = this.page.locator('main svg[role="img"]');
    await charts.first().waitFor();
    const grounds = await charts.evaluateAll((all) =>
      all.map((one) => getComputedStyle(one).backgroundColor),
    );
    return [...new Set(grounds)];
  }

  /** Moves the pointer over the map and reads the line beside it; null where there is none. */
  async hovers(x: number, y: number): Promise<string | null> {
    const box = (await this.page.locator('.map-surface').first().boundingBox())!;
    await this.page.mouse.move(box.x + x, box.y + y);
    const line = this.page.locator('.hover-line');
    return (await line.count()) === 0 ? null : plain(await line.innerText());
  }

  /** The line beside a place that lies on top of the map; null where there is none. */
  async placeLine(): Promise<string> {
    return plain(await this.page.locator('.place-line:not([hidden]) > span').first().innerText());
  }

  async clicksMap({ x, y }: { x: number; y: number }): Promise<void> {
    const box = (await this.page.locator('.map-surface').first().boundingBox())!;
    await this.page.mouse.click(box.x + x, box.y + y);
    await this.waits();
  }

  /** The middle of the outline around what is selected, in pixels of the map; the card is not searched. */
  async selectionOnMap(): Promise<{ x: number; y: number }> {
    const card = await this.page.locator('.card').boundingBox();
    const map = (await this.page.locator('.map-surface').first().boundingBox())!;
    const { sumX, sumY, count } = await this.pixels(
      [11, 12, 12],
      6,
      card && { ...card, x: card.x - map.x, y: card.y - map.y },
    );
    if (count === 0) throw new Error('No outline is drawn on the map.');
    return { x: sumX / count, y: sumY / count };
  }

  /** The value that a slider says it has. */
  async sliderSays(name: string): Promise<string> {
    const slider = this.page.getByRole('slider', { name });
    return (await slider.getAttribute('aria-valuetext')) ?? (await slider.inputValue());
  }

  /** Whether two maps show the same part of the world; null where there is one. */
  async mapsAgree(): Promise<boolean | null> {
    const seconds = await this.page.locator('.map-half[data-first="false"] .maplibregl-canvas').count();
    if (seconds === 0) return null;
    const places = await this.page
      .locator('.map-half')
      .evaluateAll((halves) =>
        halves.map((half) => half.querySelector('.maplibregl-ctrl-scale')?.textContent),
      );
    return new Set(places).size === 1;
  }

  /** How many pixels of the map have a colour, within a few steps of each channel. */
  async pixelsOf(colour: [number, number, number]): Promise<number> {
    return (await this.pixels(colour, 10, null)).count;
  }

  /** Violations that axe finds on the page as it is, one line each. */
  async accessibilityViolations(): Promise<string[]> {
    return findViolations(this.page);
  }

  /** How far the page is wider than the window, pixels. */
  async overhangPx(): Promise<number> {
    return this.page.evaluate(() => {
      const page = document.querySelector('main.page');
      const inside = page === null ? 0 : page.scrollWidth - page.clientWidth;
      return Math.max(inside, document.documentElement.scrollWidth - window.innerWidth);
    });
  }

  /** The place of a part on the screen, pixels; null where it is hidden. */
  async placeOf(
    selector: 'map' | 'sentence' | 'figures' | 'choices',
  ): Promise<{ x: number; y: number; width: number; height: number } | null> {
    const of = {
      map: '.map',
      sentence: '.finding[data-compact="true"]',
      figures: '#reading',
      choices: '#choices',
    }[selector];
    return this.page.locator(of).boundingBox();
  }

  /** Whether anything on the page moves by itself. */
  async somethingMoves(): Promise<boolean> {
    return this.page.evaluate(() => document.getAnimations().some((a) => a.playState === 'running'));
  }

  /** From now on the service's true answers of one kind arrive changed. */
  async serviceSays<T>(kind: string, change: (was: T) => T): Promise<void> {
    await this.page.route(`**/api/${kind}*`, async (route) => {
      const was = (await (await route.fetch()).json()) as T;
      await route.fulfill({ json: change(was) });
    });
  }

  /** From now on the service refuses requests of one kind with a problem body. */
  async serviceRefuses(
    kind: string,
    problem: { status: number; code: string; detail: string; hint: string },
  ): Promise<void> {
    const body = JSON.stringify({ type: 'about:blank', title: 'Refused', ...problem });
    await this.page.route(`**/api/${kind}*`, (route) =>
      route.fulfill({ status: problem.status, contentType: 'application/problem+json', body }),
    );
  }

  /** From now on nothing answers requests of one kind. */
  async serviceIsSilent(kind: string): Promise<void> {
    await this.page.route(`**/api/${kind}*`, (route) => route.abort());
  }

  /** From now on requests of one kind are not answered for as long as anybody waits. */
  async serviceTakesLong(kind: string): Promise<void> {
    await this.page.route(`**/api/${kind}*`, () => new Promise(() => undefined));
  }

  /** The line that says that something takes long. */
  async workingLine(): Promise<string> {
    const line = this.page.locator('.working-line');
    await line.waitFor();
    return plain(await line.innerText());
  }

  async workingLineIsGone(): Promise<void> {
    await this.page.locator('.working-line').waitFor({ state: 'detached' });
  }

  async serviceRecovers(): Promise<void> {
    await this.page.unrouteAll();
  }

  /** Bytes that came over the wire for the page so far, as compressed. */
  async bytesLoaded(): Promise<number> {
    return this.page.evaluate(() => {
      const entries = [
        ...performance.getEntriesByType('resource'),
        ...performance.getEntriesByType('navigation'),
      ] as PerformanceResourceTiming[];
      return entries.reduce((sum, entry) => sum + entry.transferSize, 0);
    });
  }

  private part(name: string): Locator {
    const ids: Record<string, string> = {
      Figures: '#reading',
      Choices: '#choices',
      Legend: '#legend',
      Months: '.time',
      'Map foot': '.map-foot',
      Page: '#page',
      'Map keys': '#map-keys',
      'Second legend': '.legend-second',
    };
    return this.page.locator(ids[name] ?? `[aria-label="${name}"]`);
  }

  private list(name: string): Locator {
    return this.page.getByRole('combobox', { name, exact: true });
  }

  private table(): Locator {
    return this.page.locator('#tab-panel table.figures').first();
  }

  private async pixels(colour: Colour, tolerance: number, except: Box | null): Promise<PixelCount> {
    const picture = (await this.page.locator('.map-surface').first().screenshot()).toString('base64');
    return this.page.evaluate(countPixels, { picture, colour, tolerance, except });
  }
}

/** Text with ordinary spaces and without joiners, as a person would type it. */
function plain(text: string): string {
  return text
    .replace(/\u2060/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
