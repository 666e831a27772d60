import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WardPage } from '../../server/contract/area-pages.ts';
import type { MeasuresResult } from '../../server/contract/measures.ts';
import type { RiskFactorsResult } from '../../server/contract/risk-factors.ts';
import { DEFAULT_POLICIES } from '../../server/disclosure/policy.ts';
import { type EventGrains, planRelease, type ReleasePlan } from '../../server/disclosure/release-plan.ts';
import { NO_CELL } from '../../server/disclosure/released-place.ts';
import { randomInteger, seededRandom } from '../../server/stats/random.ts';
import { signInAs } from '../support/sign-in.ts';
import { type AttackedService, openAttackedService } from './attacked-service.ts';
import { playPageAttacks } from './play-page-attacks.ts';
import {
  allQuestions,
  CATEGORIES,
  DISTRICT,
  grainsOf,
  monthsOfSeed,
  type SmallEvent,
  timeOf,
  WARDS,
  weekdayOf,
} from './small-district.ts';

const DATASETS = 6;
const YEAR = 'layer=ambulance&from=2024-01&to=2024-12';

describe('attacks on small counts through measures, ward pages, the district page and risk factors', () => {
  let service: AttackedService;
  beforeAll(async () => {
    service = await openAttackedService();
  });
  afterAll(() => service?.close());

  const get = async <T>(url: string, status = 200): Promise<T> => {
    const response = await service.attacker.inject({ url });
    expect(response.statusCode, `${url} ${response.body}`).toBe(status);
    return response.json() as T;
  };

  it(`derive no hidden count of ${DATASETS} datasets, the week of each ward among them`, {
    timeout: 300_000,
  }, async () => {
    let [hidden, shown, weekShown] = [0, 0, 0];
    for (let seed = 1; seed <= DATASETS; seed++) {
      const outcome = await playPageAttacks(service.attacker, await service.load(seed), monthsOfSeed(seed));
      expect(outcome.pinned, `dataset ${seed}`).toEqual([]);
      hidden += outcome.hidden;
      shown += outcome.shown;
      weekShown += outcome.weekShown;
    }
    expect(hidden).toBeGreaterThan(DATASETS * 50);
    expect(shown).toBeGreaterThan(DATASETS * 20);
    expect(weekShown).toBeGreaterThan(DATASETS * 5);
  });

  it('succeed once rounding and secondary suppression are switched off', { timeout: 120_000 }, async () => {
    const careless = await service.under({ secondary: false, roundingBase: 1 });
    const pinned: string[] = [];
    for (let seed = 1; seed <= 3; seed++) {
      const events = await careless.load(seed);
      const options = { secondary: false, base: 1 };
      pinned.push(...(await playPageAttacks(careless.attacker, events, monthsOfSeed(seed), options)).pinned);
    }
    await careless.close();
    expect(pinned.length).toBeGreaterThan(0);
  });

  it('by any number that an answer carries cannot tell two datasets apart whose released figures agree', {
    timeout: 120_000,
  }, async () => {
    const urls = [
      `/api/measures?${YEAR}`,
      '/api/measures?layer=ambulance&from=2024-04&to=2024-06',
      ...CATEGORIES.map((slug) => `/api/measures?${YEAR}&categories=${slug}`),
      ...Array.from({ length: WARDS }, (_, ward) => `/api/ward/E0599999${ward}?${YEAR}`),
      `/api/ward/E05999990?${YEAR}&categories=${CATEGORIES[0]}`,
      `/api/district/${DISTRICT}?${YEAR}`,
      `/api/risk-factors?${YEAR}&factors=premises/bar`,
      `/api/risk-factors?${YEAR}&factors=premises/bar&form=density&cellSizeM=1000`,
      `/api/need-against-provision?${YEAR}&services=premises/bar`,
      `/api/need-against-provision?${YEAR}&services=premises/bar&categories=${CATEGORIES.slice(1).join(',')}`,
    ];
    let compared = 0;
    for (const seed of [2, 4, 8, 12]) {
      if (compared > 0) break;
      const events = await service.load(seed);
      const twin = sameFromOutside(events, seed);
      if (!twin) continue;
      compared++;
      const before: string[] = [];
      for (const url of urls) before.push(bare((await service.attacker.inject({ url })).body));
      await service.loadEvents(twin, monthsOfSeed(seed));
      for (const [i, url] of urls.entries())
        expect(bare((await service.attacker.inject({ url })).body), url).toBe(before[i]);
    }
    expect(compared).toBeGreaterThan(0);
  });

  it('are answered, each with a statement of protection, and LSOAs and choices of categories are refused', async () => {
    await service.load(2);
    for (const url of [
      `/api/measures?${YEAR}`,
      `/api/ward/E05999990?${YEAR}`,
      `/api/district/${DISTRICT}?${YEAR}`,
      `/api/risk-factors?${YEAR}&factors=premises/bar`,
      `/api/need-against-provision?${YEAR}&services=premises/bar`,
    ]) {
      const { disclosure } = await get<{ disclosure?: { hiddenBelow: number; notes: string[] } }>(url);
      expect(disclosure, url).toMatchObject({ hiddenBelow: 8, roundedTo: 5 });
      expect(disclosure?.notes.length, url).toBeGreaterThan(1);
    }
    const two = CATEGORIES.slice(0, 2).join(',');
    for (const url of [
      `/api/measures?${YEAR}&level=lsoa`,
      `/api/measures?${YEAR}&categories=${two}`,
      `/api/ward/E05999990?${YEAR}&categories=${two}`,
      `/api/district/${DISTRICT}?${YEAR}&categories=${two}`,
      `/api/risk-factors?${YEAR}&categories=${two}&factors=premises/bar`,
      `/api/risk-factors?${YEAR}&factors=premises/bar&cellSizeM=750`,
    ])
      expect(await get<{ code: string }>(url, 400), url).toMatchObject({ code: 'selection-not-released' });
    expect(
      await get<{ code: string }>(`/api/risk-factors?${YEAR}&factors=premises/bar&cellSizeM=250`, 400),
    ).toMatchObject({ code: 'cell-too-fine' });
  });

  it('by windows slid by a month get the figures of the year', async () => {
    await service.load(2);
    const year = await get<MeasuresResult>(`/api/measures?${YEAR}`);
    for (const window of ['from=2024-02&to=2024-06', 'from=2024-03&to=2024-07']) {
      const slid = await get<MeasuresResult>(`/api/measures?layer=ambulance&${window}`);
      expect(slid.areas).toEqual(year.areas);
      expect(slid.disclosure?.notes.join(' ')).toContain('by subtraction');
      const page = await get<WardPage>(`/api/ward/E05999990?layer=ambulance&${window}`);
      expect(page.measures).toEqual(year.areas.find(({ code }) => code === 'E05999990') ?? null);
    }
  });

  it('by ranks, rates, shares and bands see only what is computed from shown counts', async () => {
    for (const seed of [2, 4, 8, 16]) {
      await service.load(seed);
      const { areas, district } = await get<MeasuresResult>(`/api/measures?${YEAR}`);
      const byCount = [...areas].sort((a, b) => b.events - a.events || a.name.localeCompare(b.name, 'en-GB'));
      expect(areas).toEqual(byCount);
      for (const { events, people, ratePer1000, share, rank } of areas) {
        expect(events % 5).toBe(0);
        expect(ratePer1000!).toBeCloseTo((1000 * events) / people!, 9);
        expect(share).toBeCloseTo(Math.min(events, district.events) / district.events, 9);
        expect(rank!.rank).toBeLessThanOrEqual(areas.length);
      }
    }
  });

  it('by a model of cells get no event count finer than released cells give', async () => {
    await service.load(2);
    const result = await get<RiskFactorsResult>(`/api/risk-factors?${YEAR}&factors=premises/bar`);
    expect(result.parameters.cellSizeM).toBe(500);
    expect(result.fittedOn).toEqual({ from: '2024-01', to: '2024-12' });
    expect(result.judgedOn).toBeNull();
    expect((result.model?.events ?? 0) % 5).toBe(0);
  });

  it('are on record, page by page, with the questions of every layer that a page shows', async () => {
    await service.load(2);
    const spy = await signInAs(service.app, 'analyst');
    for (const url of [
      `/api/measures?${YEAR}`,
      '/api/ward/E05999990?layer=ambulance&from=2024-03&to=2024-06',
      `/api/district/${DISTRICT}?${YEAR}`,
      `/api/risk-factors?${YEAR}&factors=premises/bar`,
      `/api/need-against-provision?${YEAR}&services=premises/bar&categories=${CATEGORIES.slice(1).join(',')}`,
    ])
      expect((await spy.inject({ url })).statusCode, url).toBe(200);
    const { rows } = await sql<{ decision: string }>`
      select decision from query_history join account using (account_id)
      where username = ${spy.username} order by query_id`.execute(service.database.db);
    expect(rows.map(({ decision }) => decision)).toEqual([
      'allow',
      'coarsen',
      'coarsen',
      'allow',
      'allow',
      'allow',
      'allow',
      'allow',
    ]);
  });
});

/** Without what names the version of the data. */
function bare(body: string): string {
  return body.replace(/"dataVersion":\d+/g, '');
}

/** Other events, of which everything that is released reads the same, weeks too; null where 400 tries find none. */
function sameFromOutside(events: readonly SmallEvent[], seed: number): SmallEvent[] | null {
  const random = seededRandom(seed + 1_000);
  // In the order that the service reads them: which of equals is hidden depends on it.
  const plan = (of: readonly SmallEvent[]): ReleasePlan =>
    planRelease(grainsAsRead(of), DEFAULT_POLICIES.health);
  const week = Array.from({ length: WARDS * 16 }, (_, i) => ({
    categoryId: null,
    period: { kind: 'supply' } as const,
    place: { kind: 'ward', district: DISTRICT, ward: Math.floor(i / 16) } as const,
    weekCell: i % 16,
  }));
  const questions = [...allQuestions(monthsOfSeed(seed)), ...week];
  const read = (of: ReleasePlan): string => JSON.stringify(questions.map((question) => of.answer(question)));
  const wanted = read(plan(events));
  for (let tries = 0; tries < 400; tries++) {
    const twin = [...events];
    const [from, to] = [randomInteger(random, twin.length), randomInteger(random, twin.length)];
    twin[from] = twin[to];
    if (JSON.stringify(twin[from]) === JSON.stringify(events[from])) continue;
    if (read(plan(twin)) === wanted) return twin;
  }
  return null;
}

/** Events by category, month, ward, row, column and slot, as the database gives them. */
function grainsAsRead(events: readonly SmallEvent[]): EventGrains {
  const sorted = events
    .map((event) => ({
      event,
      key: [
        event.category,
        event.monthNo,
        event.ward,
        event.hasPoint ? Math.floor(event.y / 500) : NO_CELL,
        event.hasPoint ? Math.floor(event.x / 500) : NO_CELL,
        weekdayOf(event) * 8 + Math.floor(timeOf(event).hour / 3),
      ],
    }))
    .sort((a, b) => {
      const at = a.key.findIndex((value, i) => value !== b.key[i]);
      return at < 0 ? 0 : a.key[at] - b.key[at];
    });
  return { ...grainsOf(sorted.map(({ event }) => event)), slot: sorted.map(({ key }) => key[5]) };
}
