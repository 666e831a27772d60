import { existsSync } from 'node:fs';
import { chromium, type Locator, type Page } from 'playwright-core';
import { startTestApp } from '../support/start-test-app.ts';
import { findViolations } from './find-violations.ts';

/** What the tests of the import wizard know of a browser. They speak of a data steward; only this file speaks of Playwright. */

const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export interface ImportStage {
  /** A data steward with a window of their own at the import page. */
  steward(width?: number): Promise<Steward>;
  /** Errors on the page, refused scripts and styles. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** @param holds what the service holds when it starts: the synthetic district, or nothing */
export async function openImportStage(holds: 'synthetic' | 'nothing' = 'synthetic'): Promise<ImportStage> {
  const executablePath = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path !== '' && existsSync(path),
  );
  const app = await startTestApp({ signedInAs: 'data-steward', holds });
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: FLAGS });
  const complaints: string[] = [];
  return {
    complaints,
    async steward(width = 1440) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      page.setDefaultTimeout(60_000);
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        const expected = /Failed to load resource|GPU stall|GL Driver Message/.test(message.text());
        if (['error', 'warning'].includes(message.type()) && !expected) complaints.push(message.text());
      });
      await page.goto(`${app.url}/#data/import`);
      if (holds === 'synthetic') await page.getByText('This service holds the synthetic district').waitFor();
      else await page.getByLabel('What is in the file').waitFor();
      return new Steward(page);
    },
    async close() {
      await browser.close();
      await app.close();
    },
  };
}

export class Steward {
  private readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** Says what is in the file and chooses it; comes back when it waits for the next word, or is refused. */
  async brings(kind: string, name: string, content: string | Buffer): Promise<Incoming> {
    await this.page.getByLabel('What is in the file').selectOption({ label: kind });
    await this.page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
    const incoming = new Incoming(this.page, this.page.getByRole('article', { name, exact: true }).first());
    await incoming.settles();
    return incoming;
  }

  /** Chooses a file that does not get as far as a look; returns what is said of it. */
  async bringsInVain(kind: string, name: string, content: Buffer): Promise<string> {
    await this.page.getByLabel('What is in the file').selectOption({ label: kind });
    await this.page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: content });
    return plain(await this.page.getByRole('alert').filter({ hasText: name }).innerText());
  }

  async opensPart(part: string, heading: string): Promise<string> {
    await this.page.getByRole('link', { name: part, exact: true }).click();
    const section = this.page.locator('section').filter({
      has: this.page.getByRole('heading', { level: 2, name: heading }),
    });
    await section.locator('article, tbody tr').first().waitFor();
    return plain(await section.innerText());
  }

  /** How well a dataset of the list is placed and recorded. */
  async opensQuality(dataset: string): Promise<string> {
    const card = this.page.locator('article.dataset').filter({
      has: this.page.getByRole('heading', { level: 3, name: dataset }),
    });
    await card.locator('summary').click();
    await card
      .getByText(/break in recording|times its level|does not let you see/)
      .first()
      .waitFor();
    return plain(await card.innerText());
  }

  /** Goes to the map, waits until its address is whole, and opens a page from there. Returns the page's heading. */
  async goesByTheMapTo(page: string): Promise<string> {
    await this.page.getByRole('link', { name: 'Explore', exact: true }).click();
    await this.page.waitForURL(/\?area=[^#]*$/);
    await this.page.locator('.finding-lead').first().waitFor({ state: 'attached' });
    await this.page.getByRole('link', { name: page, exact: true }).click();
    return plain(await this.page.locator('main.page h1').innerText());
  }

  async goesBackToImport(): Promise<void> {
    await this.page.getByRole('link', { name: 'Import a file', exact: true }).click();
    await this.page.getByLabel('What is in the file').waitFor();
  }

  async reads(): Promise<string> {
    return plain(await this.page.locator('body').innerText());
  }

  async violations(): Promise<string[]> {
    return findViolations(this.page);
  }

  /** How far the page is wider than the window, pixels. */
  async overhangPx(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  }

  async leaves(): Promise<void> {
    await this.page.close();
  }
}

/** One file on its way in. */
export class Incoming {
  private readonly page: Page;
  private readonly card: Locator;
  constructor(page: Page, card: Locator) {
    this.page = page;
    this.card = card;
  }

  /** Waits until nothing more happens to it by itself. */
  async settles(): Promise<void> {
    const at = (state: string) => this.card.and(this.page.locator(`[data-state="${state}"]`));
    const resting = ['ready', 'done', 'refused', 'failed', 'cancelled'].map(at);
    await resting.reduce((either, one) => either.or(one)).waitFor();
    if (await at('ready').count()) await this.card.getByRole('button', { name: /^(Check|Commit)/ }).waitFor();
  }

  async reads(): Promise<string> {
    return plain(await this.card.innerText());
  }

  /** The step that it stands at; null where it has none left. */
  async step(): Promise<string | null> {
    const step = this.card.locator('[aria-current="step"]');
    return (await step.count()) === 0 ? null : plain(await step.innerText());
  }

  /** Each column of the first rows with what it is read as. */
  async columns(): Promise<string[]> {
    return (await this.card.locator('thead th').allInnerTexts()).map(plain);
  }

  async firstRows(): Promise<number> {
    return this.card.locator('tbody tr').count();
  }

  async chooses(field: string, column: string): Promise<void> {
    await this.card.getByRole('combobox', { name: field, exact: true }).selectOption({ label: column });
  }

  async writes(field: RegExp, text: string): Promise<void> {
    await this.card.getByLabel(field).fill(text);
  }

  async value(field: RegExp): Promise<string> {
    return this.card.getByLabel(field).inputValue();
  }

  async picks(field: string, choice: string | RegExp): Promise<void> {
    const box = this.card.getByRole('combobox', { name: field, exact: true });
    const option = box.locator('option').filter({ hasText: choice });
    await box.selectOption({ value: (await option.getAttribute('value')) ?? '' });
  }

  /** Whether something of this name can be filled in or chosen. */
  async asksFor(field: string): Promise<boolean> {
    return (await this.card.getByLabel(field, { exact: true }).count()) > 0;
  }

  /** Presses a button that asks the service for nothing. */
  async uses(button: RegExp): Promise<void> {
    await this.card.getByRole('button', { name: button }).click();
  }

  async ticks(box: RegExp): Promise<void> {
    await this.card.getByRole('checkbox', { name: box }).check();
  }

  async mayPress(button: RegExp): Promise<boolean> {
    const found = this.card.getByRole('button', { name: button });
    return (await found.count()) === 1 && (await found.isEnabled());
  }

  /** Presses a button and waits until nothing more happens by itself. */
  async presses(button: RegExp): Promise<void> {
    await this.card.getByRole('button', { name: button }).click();
    await this.card.and(this.page.locator(':not([data-state="ready"])')).waitFor();
    await this.settles();
  }

  /** Presses Check and comes back when its words are there, whether it passed or not. */
  async checks(): Promise<void> {
    await this.card.getByRole('button', { name: 'Check all rows' }).click();
    await this.card
      .getByRole('button', { name: /^Commit/ })
      .or(this.card.getByRole('alert'))
      .first()
      .waitFor();
  }

  /** Starts to load it and cancels as soon as its progress is seen to move; how far it was then, share of the file. */
  async checksAndCancels(): Promise<number> {
    await this.card.getByRole('button', { name: 'Check all rows' }).click();
    const bar = await this.card.locator('progress').elementHandle();
    const moved = await this.page.waitForFunction((at) => {
      const { position } = at as HTMLProgressElement;
      return position > 0 ? position : false;
    }, bar);
    const share = Number(await moved.jsonValue());
    await this.card.getByRole('button', { name: 'Cancel' }).click();
    await this.card.and(this.page.locator('[data-state="cancelled"]')).waitFor();
    return share;
  }
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
