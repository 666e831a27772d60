import type { Browser, Page } from 'playwright-core';
import { buildApp } from '../../../server/app.ts';
import { signInAs } from '../../support/sign-in.ts';
import type { BenchWorld } from './bench-world.ts';
import { median, type Row } from './table.ts';

const PATIENCE_MS = 60_000;
/** From opening the address to a map that is drawn and takes keys. */
const FIRST_VISIT_BUDGET_MS = 2_000;
/** Browsers without anything of the page in their cache. */
const FIRST_VISITS = 5;
/** Clicks at this size bring service and page to working temperature and are not counted. */
const WARMING_CELL_M = 1000;

/** One change of a filter, as the page's own clock saw it; milliseconds since the page was opened. */
interface Change {
  readonly clicked: number;
  /** New cells went into a frame. */
  readonly drawn: number;
  /** The frame after that one begins: the other is on screen. */
  readonly shown: number;
  readonly asked: number;
  readonly answered: number;
}

/**
 * From the click on a category to the new map on screen, in the real page against the real service. Every click makes
 * a selection that nobody asked for before.
 *
 * @param clicks at most one fewer than there are categories
 */
export async function measurePage(
  world: BenchWorld,
  browser: Browser,
  budgetMs: number,
  clicks: number,
): Promise<Row[]> {
  const app = await buildApp({ database: world.database, warm: true });
  const { headers } = await signInAs(app, 'analyst');
  app.server.prependListener('request', (request) => {
    request.headers.cookie ??= headers.cookie;
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const bound = app.server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  const area = world.area === null ? '' : `area=${world.area}&`;
  const address = `http://127.0.0.1:${port}/?${area}layer=crime`;
  const rows = await measureFirstVisits(browser, address);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    for (const cellSizeM of [WARMING_CELL_M, 250, 500]) {
      await page.goto(`${address}&cell=${cellSizeM}`);
      await page.locator('[data-drawn="true"]').first().waitFor({ timeout: PATIENCE_MS });
      await page.evaluate(WATCH_CHANGES);
      await settle(page);
      const boxes = page.getByRole('list', { name: 'Categories' }).getByRole('checkbox');
      const count = Math.min(clicks, (await boxes.count()) - 2);
      const cpuBefore = process.cpuUsage();
      const threadTime = await threadClock(page);
      const pageBefore = await threadTime();
      const changes: Change[] = [];
      // The first box is "every category"; each further tick adds one to the selection.
      for (let i = 1; i <= count; i++) {
        await boxes.nth(i).scrollIntoViewIfNeeded();
        await settle(page);
        await boxes.nth(i).click();
        changes.push(await nextChange(page, i));
      }
      if (cellSizeM === WARMING_CELL_M) continue;
      const { user, system } = process.cpuUsage(cpuBefore);
      const pageMs = (await threadTime()) - pageBefore;
      const took = changes.map(({ clicked, shown }) => shown - clicked);
      rows.push({
        name: `click on a category to the new map, ${cellSizeM} m`,
        n: count,
        medianMs: median(took),
        worstMs: Math.max(...took),
        cpuMs: (user + system) / 1000 / count,
        splits: {
          'before asking': median(changes.map(({ clicked, asked }) => asked - clicked)),
          service: median(changes.map(({ asked, answered }) => answered - asked)),
          'to the frame': median(changes.map(({ answered, drawn }) => drawn - answered)),
          'on screen': median(changes.map(({ drawn, shown }) => shown - drawn)),
        },
        note: `CPU is of the service; the page's thread ${(pageMs / count).toFixed(0)}, with settling`,
        budgetMs,
      });
    }
    return rows;
  } finally {
    await context.close();
    await app.close();
  }
}

/** The very first visit after the start, which waits for what the service works out then, and those of other browsers after it. */
async function measureFirstVisits(browser: Browser, address: string): Promise<Row[]> {
  const times: number[] = [];
  for (let i = 0; i <= FIRST_VISITS; i++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const openedAt = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.locator('[data-drawn="true"]').first().waitFor({ timeout: PATIENCE_MS });
    times.push(performance.now() - openedAt);
    await context.close();
  }
  const [first, ...others] = times;
  return [
    { name: 'first visit right after the start', n: 1, medianMs: first, worstMs: first },
    {
      name: 'first visit of a browser, to the drawn map',
      n: others.length,
      medianMs: median(others),
      worstMs: Math.max(...others),
      budgetMs: FIRST_VISIT_BUDGET_MS,
    },
  ];
}

/** Runs in the page: notes each click and the cells drawn after it. */
const WATCH_CHANGES = `
  window.changes = [];
  let clicked = 0;
  document.addEventListener('click', (event) => { if (clicked === 0) clicked = event.timeStamp; }, { capture: true });
  new PerformanceObserver((list) => {
    if (clicked === 0) return;
    const asked = performance.getEntriesByType('resource')
      .filter(({ name, startTime }) => name.includes('/api/hot-spots') && startTime >= clicked).at(-1);
    const drawn = list.getEntriesByName('cells-drawn').at(-1)?.startTime;
    if (drawn === undefined || asked === undefined || asked.responseEnd > drawn) return;
    const change = { clicked, drawn, asked: asked.startTime, answered: asked.responseEnd };
    clicked = 0;
    performance.clearResourceTimings();
    requestAnimationFrame((shown) => window.changes.push({ ...change, shown: Math.max(shown, drawn) }));
  }).observe({ type: 'mark' });
`;

async function nextChange(page: Page, count: number): Promise<Change> {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; ) {
    const changes = await page.evaluate<Change[]>('window.changes');
    if (changes.length >= count) return changes[count - 1];
    await page.waitForTimeout(50);
  }
  throw new Error(`Click ${count} on a category led to no new map within ${PATIENCE_MS / 1000} s.`);
}

/** Waits until the map is drawn and the page has had nothing to do for a while. */
async function settle(page: Page): Promise<void> {
  await page.locator('[data-drawn="true"]').first().waitFor({ timeout: PATIENCE_MS });
  await page.waitForTimeout(700);
}

/** Processor time of the page's own thread so far, milliseconds: beside a busy machine's wall clock. */
async function threadClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
}
