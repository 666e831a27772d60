import type { Page } from 'playwright-core';
import type { Reader } from './driver.ts';

/** The desk that areas are drawn at, for a reader of the map. */
export function draws(reader: Reader): DrawingDesk {
  return new DrawingDesk(reader, reader.window);
}

export class DrawingDesk {
  private readonly reader: Reader;
  private readonly page: Page;

  constructor(reader: Reader, page: Page) {
    this.reader = reader;
    this.page = page;
  }

  async opens(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).first().click();
    await this.isOpen();
  }

  async isOpen(): Promise<void> {
    await this.page.locator('#desk-title:focus').waitFor();
    await this.page.locator('.crosshair').first().waitFor({ state: 'attached' });
    await this.reader.waits();
  }

  /** Clicks the map at shares of its width and height. */
  async clicksMap(...places: [number, number][]): Promise<void> {
    const box = (await this.page.locator('.map-surface').first().boundingBox())!;
    for (const [x, y] of places) await this.page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  }

  async corners(): Promise<string[]> {
    return this.page.locator('.corners li span').allInnerTexts();
  }

  /** What is said of the size, once the service has measured it. */
  async waitsForSize(): Promise<string> {
    const size = this.page.locator('[aria-label="What is drawn"] > p', { hasText: 'of land' });
    await size.waitFor();
    return (await size.innerText()).replace(/\s+/g, ' ');
  }

  async reads(): Promise<string> {
    return (await this.page.locator('#choices').innerText()).replace(/\s+/g, ' ');
  }

  async types(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async typesCorner(place: string): Promise<void> {
    await this.page.getByLabel('Add a corner').fill(place);
    await this.page.keyboard.press('Enter');
  }

  async typesCentre(place: string, radiusM: number): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Centre' }).fill(place);
    await this.page.keyboard.press('Enter');
    await this.page.getByLabel('Radius in metres').fill(String(radiusM));
  }

  async typesDays(first: string, last: string): Promise<void> {
    await this.page.getByLabel('First day').fill(first);
    await this.page.getByLabel('Last day').fill(last);
  }

  async ticks(...wards: string[]): Promise<void> {
    for (const ward of wards) await this.page.getByRole('checkbox', { name: ward, exact: true }).check();
  }

  /** Names what is drawn and keeps it. */
  async keeps(name: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.page.getByRole('button', { name: /^Keep the (area|operation)$/ }).click();
    await this.isKept(name, 1);
  }

  async keepsVersion(version: number): Promise<void> {
    await this.waitsForSize();
    await this.page.getByRole('button', { name: `Keep as version ${version}` }).click();
  }

  async isKept(name: string, version: number): Promise<void> {
    await this.page.getByText(`${name} is kept as version ${version}.`).waitFor();
    await this.reader.waits();
  }

  /** Compares the months of an operation with those before. */
  async compares(operation: string): Promise<void> {
    await this.page.getByRole('button', { name: `Before and during ${operation}`, exact: true }).click();
    await this.page.waitForURL(/view=change/);
    await this.reader.waits();
  }

  async removes(operation: string): Promise<void> {
    await this.page.getByRole('button', { name: `Remove ${operation}`, exact: true }).click();
    await this.page.getByRole('button', { name: 'Remove it', exact: true }).click();
    await this.page.getByText(`${operation} is removed.`).waitFor();
    await this.reader.waits();
  }

  async choosesArea(option: string): Promise<void> {
    await this.choosesIn('Study area', option);
  }

  async choosesVersion(version: string): Promise<void> {
    await this.choosesIn('Version', version);
  }

  /** What the desk told assistive tools last. */
  async announces(): Promise<string> {
    return (await this.page.locator('#choices [role="status"]').innerText()).replace(/\s+/g, ' ').trim();
  }

  /** The name of what has the focus. */
  async focused(): Promise<string> {
    await this.page.waitForFunction(() => document.activeElement !== document.body);
    return this.page.evaluate(() => {
      const at = document.activeElement!;
      const label = at instanceof HTMLSelectElement ? at.labels[0]?.querySelector('span')?.innerText : null;
      return at.getAttribute('aria-label') ?? label ?? at.textContent ?? '';
    });
  }

  /** Pixels of the map in the colour of a kept outline. */
  async outlinePixels(): Promise<number> {
    return this.reader.pixelsOf([29, 79, 145]);
  }

  private async choosesIn(list: string, option: string): Promise<void> {
    const before = this.page.url();
    await this.page.getByRole('combobox', { name: list }).selectOption({ label: option });
    await this.page.waitForURL((url) => url.href !== before);
    await this.reader.waits();
  }
}
