import { existsSync } from 'node:fs';
import { chromium, type Locator, type Page } from 'playwright-core';
import { startTestApp } from '../support/start-test-app.ts';
import { findViolations } from './find-violations.ts';

/** What the tests of the ward pages know of a browser: pages of words, tables and forms, without a map. */

const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export interface WardStage {
  reader(address: string, size?: { width: number; height: number }): Promise<PageReader>;
  /** Errors on the page, refused scripts and styles. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openWardStage(): Promise<WardStage> {
  const executablePath = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path !== '' && existsSync(path),
  );
  const app = await startTestApp();
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: FLAGS });
  const complaints: string[] = [];
  return {
    complaints,
    async reader(address, viewport = { width: 1440, height: 900 }) {
      const page = await browser.newPage({ viewport });
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        const expected = /Failed to load resource/.test(message.text());
        if (['error', 'warning'].includes(message.type()) && !expected) complaints.push(message.text());
      });
      await page.goto(`${app.url}/${address}`);
      const reader = new PageReader(page);
      await reader.settles();
      return reader;
    },
    async close() {
      await browser.close();
      await app.close();
    },
  };
}

export class PageReader {
  private readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until the figures have come and no newer ones are on their way. */
  async settles(): Promise<void> {
    await this.page.locator('.report-body:not([data-loading="true"]), .report .problem').first().waitFor();
    await this.page.locator('.report .start-message').waitFor({ state: 'detached' });
    // A chart is drawn once its column has a width.
    await this.page.waitForFunction(() => !document.querySelector('.chart-box:empty'));
  }

  async heading(): Promise<string> {
    return plain(await this.page.locator('main h1').innerText());
  }

  async lead(): Promise<string> {
    return plain(await this.page.locator('.report-lead').innerText());
  }

  async reads(): Promise<string> {
    return plain(await this.page.locator('main').innerText());
  }

  /** Rows of the first table below a heading, cells as text; tables that are folded away too. */
  async table(heading: string): Promise<string[][]> {
    const rows = this.section(heading).locator('table').first().locator('tbody tr');
    const texts = await rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')),
    );
    return texts.map((cells) => cells.map(plain));
  }

  /** How many charts stand below a heading. */
  async charts(heading: string): Promise<number> {
    return this.section(heading).locator('svg[role="img"]').count();
  }

  async chooses(list: string, option: string): Promise<void> {
    await this.page.getByRole('combobox', { name: list, exact: true }).selectOption({ label: option });
    await this.settlesAfterChange();
  }

  async writes(box: string, text: string): Promise<void> {
    await this.page.getByLabel(box).first().fill(text);
    await this.page.getByLabel(box).first().blur();
    await this.settlesAfterChange();
  }

  async ticks(box: string): Promise<void> {
    await this.page.getByLabel(box).click();
    await this.settlesAfterChange();
  }

  async presses(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button }).click();
  }

  async follows(link: string): Promise<void> {
    await this.page.getByRole('link', { name: link, exact: true }).first().click();
    await this.settlesAfterChange();
  }

  /** Waits for words to appear anywhere on the page and gives the line they stand in. */
  async sees(words: RegExp): Promise<string> {
    const line = this.page.locator('main').getByText(words).first();
    await line.waitFor();
    return plain(await line.innerText());
  }

  async goesBack(): Promise<void> {
    await this.page.goBack();
    await this.settlesAfterChange();
  }

  async reloads(): Promise<void> {
    await this.page.reload();
    await this.settles();
  }

  get address(): string {
    return new URL(this.page.url()).hash;
  }

  async title(): Promise<string> {
    return this.page.title();
  }

  async accessibilityViolations(): Promise<string[]> {
    return findViolations(this.page);
  }

  /** How far the page is wider than the window, pixels. */
  async overhangPx(): Promise<number> {
    return this.page.evaluate(() => {
      const main = document.querySelector('main.page')!;
      return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth);
    });
  }

  /** What is visible on paper: folded tables too. */
  async onPaper(): Promise<{ hiddenTables: number; forms: number; cutOff: boolean }> {
    await this.page.emulateMedia({ media: 'print' });
    const seen = await this.page.evaluate(() => {
      const shown = (element: Element) => element.checkVisibility({ contentVisibilityAuto: true });
      const main = document.querySelector('main.page')!;
      return {
        hiddenTables: [...document.querySelectorAll('main table')].filter((table) => !shown(table)).length,
        forms: [...document.querySelectorAll('main form, main select')].filter(shown).length,
        cutOff: getComputedStyle(main).overflowY !== 'visible' || main.clientHeight < main.scrollHeight,
      };
    });
    await this.page.emulateMedia({ media: null });
    return seen;
  }

  /** Presses Tab until something with this name has the focus, then Enter. */
  async opensByKeyboard(name: RegExp): Promise<void> {
    for (let i = 0; i < 200; i++) {
      await this.page.keyboard.press('Tab');
      const text = await this.page.evaluate(() => document.activeElement?.textContent ?? '');
      if (!name.test(text)) continue;
      await this.page.keyboard.press('Enter');
      return;
    }
    throw new Error(`Nothing named ${name} takes the focus within 200 presses of Tab.`);
  }

  private section(heading: string): Locator {
    return this.page
      .locator('section')
      .filter({ has: this.page.getByRole('heading', { name: heading, level: 2 }) });
  }

  private async settlesAfterChange(): Promise<void> {
    await this.page.waitForTimeout(150);
    await this.settles();
  }
}

/** Text with ordinary spaces and without joiners, as a person would type it. */
function plain(text: string): string {
  return text
    .replace(/\u2060/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
