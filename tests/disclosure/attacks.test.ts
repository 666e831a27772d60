import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditQuestions } from '../../server/contract/audit.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import { DEFAULT_POLICIES } from '../../server/disclosure/policy.ts';
import { planRelease, type ReleasePlan } from '../../server/disclosure/release-plan.ts';
import { randomInteger, seededRandom } from '../../server/stats/random.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { type AttackedService, openAttackedService } from './attacked-service.ts';
import {
  allQuestions,
  CATEGORIES,
  DISTRICT,
  grainsOf,
  monthsOfSeed,
  type SmallEvent,
} from './small-district.ts';

const DATASETS = 15;

describe('attacks on the small counts of a health dataset, through the API', () => {
  let service: AttackedService;
  beforeAll(async () => {
    service = await openAttackedService();
  });
  afterAll(() => service?.close());

  const get = async (browser: SignedIn, url: string, status = 200): Promise<string> => {
    const response = await browser.inject({ url });
    expect(response.statusCode, `${url} ${response.body}`).toBe(status);
    return response.body;
  };
  const wards = async (query: string): Promise<WardLayerResult> =>
    JSON.parse(await get(service.attacker, `/api/wards?layer=ambulance&${query}`)) as WardLayerResult;
  const map = async (query: string): Promise<HotSpotResult> =>
    JSON.parse(await get(service.attacker, `/api/hot-spots?layer=ambulance&${query}`)) as HotSpotResult;

  it(`derive no hidden count of ${DATASETS} datasets`, { timeout: 300_000 }, async () => {
    let hidden = 0;
    let shown = 0;
    for (let seed = 1; seed <= DATASETS; seed++) {
      const outcome = await service.attack(seed);
      expect(outcome.pinned, `dataset ${seed}`).toEqual([]);
      hidden += outcome.hidden;
      shown += outcome.shown;
    }
    expect(hidden).toBeGreaterThan(DATASETS * 20);
    expect(shown).toBeGreaterThan(DATASETS * 20);
  });

  it('succeed once secondary suppression is switched off', async () => {
    const careless = await service.under({ secondary: false });
    const pinned: string[] = [];
    for (let seed = 1; seed <= 4; seed++) pinned.push(...(await careless.attack(seed)).pinned);
    await careless.close();
    expect(pinned.length).toBeGreaterThan(0);
  });

  it('by windows slid by a month are answered with the quarter, the year or the whole supply', async () => {
    await service.load(2);
    const year = await wards('from=2024-01&to=2024-12');
    for (const window of ['from=2024-02&to=2024-06', 'from=2024-03&to=2024-07', 'from=2024-01&to=2024-11']) {
      const answer = await wards(window);
      expect(answer.wards).toEqual(year.wards);
      expect(answer.period.from).toBe('2024-01');
      expect(answer.chosen.filter(({ because }) => /by subtraction/.test(because)).length).toBeGreaterThan(0);
    }
    const quarter = await wards('from=2024-02&to=2024-04').catch(() => null);
    expect(quarter?.wards ?? []).not.toEqual([]);
    const month = await map('from=2024-02&to=2024-02');
    expect(month.cells).toEqual((await map('from=2024-01&to=2024-12')).cells);
  });

  it('by two lattices, by cells cut at a ward and by a choice of categories are refused or widened', async () => {
    await service.load(2);
    for (const size of [100, 250, 450]) {
      expect(await get(service.attacker, `/api/hot-spots?layer=ambulance&cellSizeM=${size}`, 400)).toContain(
        'cell-too-fine',
      );
    }
    for (const size of [750, 1500, 2500, 5000]) {
      expect(await get(service.attacker, `/api/hot-spots?layer=ambulance&cellSizeM=${size}`, 400)).toContain(
        'selection-not-released',
      );
    }
    const district = await map('from=2024-01&to=2024-12&cellSizeM=500');
    const ward = await map('from=2024-01&to=2024-12&cellSizeM=500&area=E05999990');
    expect(ward.cells).toEqual(district.cells);
    expect(ward.studyArea.level).toBe('district');
    const two = CATEGORIES.slice(0, 2).join(',');
    for (const route of ['wards', 'hot-spots']) {
      expect(await get(service.attacker, `/api/${route}?layer=ambulance&categories=${two}`, 400)).toContain(
        'selection-not-released',
      );
    }
  });

  it('by sort order, ranks, extremes and placeholders see only what is shown', async () => {
    for (const seed of [2, 4, 8, 16]) {
      await service.load(seed);
      const layer = await wards('from=2024-01&to=2024-12');
      const names = layer.hiddenWards?.map(({ name }) => name) ?? [];
      expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en-GB')));
      const byShownCount = [...layer.wards].sort(
        (a, b) => b.events - a.events || a.name.localeCompare(b.name, 'en-GB'),
      );
      expect(layer.wards).toEqual(byShownCount);
      for (const ward of layer.wards) {
        expect(ward.rankByEvents).toBe(1 + layer.wards.filter(({ events }) => events > ward.events).length);
        expect(ward.events % 5).toBe(0);
        expect(ward.share).toBeCloseTo(
          Math.min(ward.events, layer.district.events) / layer.district.events,
          12,
        );
      }
      const cells = await map('from=2024-01&to=2024-12&cellSizeM=500');
      expect(cells.summary.maximumEvents).toBe(Math.max(0, ...cells.cells.events));
      expect(cells.summary.cellsWithEvents).toBe(cells.cells.events.filter((events) => events > 0).length);
      expect(cells.cells.length + (cells.hiddenCells?.length ?? 0)).toBe(cells.summary.cells);
    }
  });

  it('by asking as another role get the same bytes', async () => {
    await service.load(6);
    const others = [await signInAs(service.app, 'viewer'), await signInAs(service.app, 'data-steward')];
    for (const path of [
      'wards',
      'hot-spots',
      'exports/wards.csv',
      'exports/wards.geojson',
      'exports/hot-spots.csv',
      'exports/hot-spots.geojson',
    ]) {
      const url = `/api/${path}?layer=ambulance&from=2024-01&to=2024-12`;
      const own = bare(await get(service.attacker, url));
      for (const other of others) expect(bare(await get(other, url)), url).toBe(own);
    }
  });

  it('by the catalogue find released counts only, and no reason that quotes one', async () => {
    const events = await service.load(10);
    const text = await get(service.attacker, '/api/catalogue');
    expect(text).not.toMatch(/saw \d/);
    const [layer] = (JSON.parse(text) as Catalogue).layers;
    for (const { events: count, hidden } of [...layer.categories, ...layer.months]) {
      if (!hidden) expect((count ?? 0) % 5).toBe(0);
    }
    for (const { events: count } of (JSON.parse(text) as Catalogue).studyAreas) expect(count).toBe(0);
    expect(events.length).toBeGreaterThan(0);
  });

  it('are on record: what was asked, how it was decided, which earlier question it could be subtracted from', async () => {
    await service.load(2);
    const spy = await signInAs(service.app, 'analyst');
    await get(spy, '/api/wards?layer=ambulance&from=2024-03&to=2024-06');
    await get(spy, '/api/wards?layer=ambulance&from=2024-04&to=2024-07');
    await get(spy, `/api/wards?layer=ambulance&categories=${CATEGORIES.slice(0, 2).join(',')}`, 400);
    await get(spy, '/api/hot-spots?layer=ambulance&cellSizeM=750', 400);
    await get(spy, '/api/hot-spots?layer=ambulance&cellSizeM=500&from=2024-01&to=2024-12');
    await get(spy, '/api/ward/E05999990?layer=ambulance&from=2024-01&to=2024-12');
    const { rows } = await sql<{ decision: string; isolates: unknown }>`
      select decision, isolates from query_history join account using (account_id)
      where username = ${spy.username} order by query_id`.execute(service.database.db);
    expect(rows.slice(0, 5).map(({ decision }) => decision)).toEqual([
      'coarsen',
      'coarsen',
      'refuse',
      'refuse',
      'allow',
    ]);
    expect(rows.slice(0, 5).map(({ isolates }) => isolates !== null)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    // A ward's page asks in its area and in cells.
    expect(rows).toHaveLength(7);
    const auditor = await signInAs(service.app, 'auditor');
    const { questions } = JSON.parse(
      await get(auditor, `/api/audit/questions?username=${spy.username}`),
    ) as AuditQuestions;
    expect(questions.map(({ decision }) => decision)).toEqual([
      'coarsen',
      'refuse',
      'refuse',
      'coarsen',
      'coarsen',
    ]);
    expect(questions[3]).toMatchObject({
      username: spy.username,
      layer: 'ambulance',
      asked: `all categories, 2024-04 to 2024-07, ${DISTRICT}, by ward`,
      isolates: `all categories, 2024-03 to 2024-06, ${DISTRICT}, by ward`,
    });
    const everything = JSON.parse(
      await get(auditor, `/api/audit/questions?username=${spy.username}&all=true`),
    ) as AuditQuestions;
    expect(everything.questions).toHaveLength(7);
    await expect(sql`delete from query_history`.execute(service.database.db)).rejects.toThrow(
      /permission denied/,
    );
  });

  it('by any route that takes a layer are answered with a statement of protection, or refused', async () => {
    await service.load(2);
    const description = JSON.parse(await get(service.attacker, '/api/docs/json')) as {
      paths: Record<string, { get?: { parameters?: { name: string }[] } }>;
    };
    const taking = Object.entries(description.paths).flatMap(([path, { get: asked }]) => {
      const question = layerQuestion(asked);
      return question === null ? [] : [`${path.replace(/\{[^}]*\}/g, 'E05999990')}?${question}`];
    });
    expect(taking.length).toBeGreaterThan(20);
    for (const url of taking) {
      const response = await service.attacker.inject({ url });
      if (response.statusCode === 200) expect(response.body, url).toMatch(/"disclosure"|hidden/i);
      else expect(Math.floor(response.statusCode / 100), `${url} ${response.body}`).toBe(4);
    }
  });

  it('by statistics cannot tell two datasets apart whose released figures agree', {
    timeout: 120_000,
  }, async () => {
    let compared = 0;
    for (const seed of [2, 4, 8, 12]) {
      if (compared > 0) break;
      const events = await service.load(seed);
      const twin = sameFromOutside(events, seed);
      if (!twin) continue;
      compared++;
      const urls = [
        ...(await everyLayerAddress(service.attacker)),
        '/api/wards?layer=ambulance&from=2024-01&to=2024-12',
        ...CATEGORIES.map((slug) => `/api/wards?layer=ambulance&from=2024-01&to=2024-12&categories=${slug}`),
        ...['gi-star', 'density', 'count'].map(
          (statistic) =>
            `/api/hot-spots?layer=ambulance&from=2024-01&to=2024-12&cellSizeM=500&statistic=${statistic}`,
        ),
        '/api/catalogue',
      ];
      const answers = async () => {
        const bodies: [asked: string, body: string][] = [];
        for (const url of urls) bodies.push([url, bare((await service.attacker.inject({ url })).body)]);
        for (const recipe of RECIPES) {
          const asked = { method: 'POST', url: '/api/composites/preview', payload: { recipe } } as const;
          bodies.push([JSON.stringify(recipe), bare((await service.attacker.inject(asked)).body)]);
        }
        return bodies;
      };
      const before = await answers();
      await service.loadEvents(twin, monthsOfSeed(seed));
      for (const [i, [asked, body]] of (await answers()).entries()) expect(body, asked).toBe(before[i]?.[1]);
      const answered = before.filter(([, body]) => !body.includes('"status":4'));
      expect(answered.length, before.map(([asked]) => asked).join('\n')).toBeGreaterThan(20);
    }
    expect(compared).toBeGreaterThan(0);
  });
});

/** Composites with a restricted rate, alone and beside another. */
const RECIPES = [
  { level: 'ward', scale: 'z-score', ingredients: [{ kind: 'rate', layer: 'ambulance', weight: 1 }] },
  {
    level: 'ward',
    scale: 'exponential',
    ingredients: CATEGORIES.slice(0, 2).map((slug) => ({
      kind: 'rate',
      layer: 'ambulance',
      categories: [slug],
      weight: 1,
    })),
  },
];

/** Every address that takes a layer, asked for the restricted one: as the API describes itself, exports among them. */
async function everyLayerAddress(browser: SignedIn): Promise<string[]> {
  const { paths } = JSON.parse((await browser.inject({ url: '/api/docs/json' })).body) as {
    paths: Record<string, { get?: { parameters?: { name: string }[] } }>;
  };
  return Object.entries(paths).flatMap(([path, { get: asked }]) => {
    const question = layerQuestion(asked);
    if (question === null) return [];
    const period = asked?.parameters?.some(({ name }) => name === 'from') ? '&from=2024-01&to=2024-12' : '';
    return ['E05999990', DISTRICT].map((code) => `${path.replace(/\{[^}]*\}/g, code)}?${question}${period}`);
  });
}

/** What names the restricted layer at an address: as its layer, or as both of the two that it compares; null where none can. */
function layerQuestion(asked: { parameters?: { name: string }[] } | undefined): string | null {
  const names = new Set(asked?.parameters?.map(({ name }) => name));
  if (names.has('layer')) return 'layer=ambulance';
  if (names.has('first')) return 'first=ambulance&second=ambulance';
  return null;
}

/** Without what differs between two loads of one thing: the version, the audit's id and the time of the export. */
function bare(body: string): string {
  return body
    .replace(/"dataVersion":\d+/g, '')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '')
    .replace(/data version[^\d]{1,6}\d+/gi, '');
}

/** Other events, of which everything that is released reads the same; null where 300 tries find none. */
function sameFromOutside(events: readonly SmallEvent[], seed: number): SmallEvent[] | null {
  const random = seededRandom(seed + 1_000);
  const read = (plan: ReleasePlan): string =>
    JSON.stringify(allQuestions(monthsOfSeed(seed)).map((question) => plan.answer(question)));
  const wanted = read(planRelease(grainsOf(events), DEFAULT_POLICIES.health));
  for (let tries = 0; tries < 300; tries++) {
    const twin = [...events];
    const [from, to] = [randomInteger(random, twin.length), randomInteger(random, twin.length)];
    twin[from] = twin[to];
    if (JSON.stringify(twin[from]) === JSON.stringify(events[from])) continue;
    if (read(planRelease(grainsOf(twin), DEFAULT_POLICIES.health)) === wanted) return twin;
  }
  return null;
}
