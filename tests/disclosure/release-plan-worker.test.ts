import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReleasePlanMaker } from '../../server/analyses/make-release-plan.ts';
import { buildApp } from '../../server/app.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { Database } from '../../server/db/database.ts';
import { DEFAULT_POLICIES } from '../../server/disclosure/policy.ts';
import {
  type EventGrains,
  planRelease,
  type ReleasedQuestion,
} from '../../server/disclosure/release-plan.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';
import { FIRST_MONTH, loadManyRestrictedEvents, RESTRICTED } from './many-restricted-events.ts';

/** Events thrown over 5 categories, 12 months, 2 wards of 16 cells each. */
function grains(events: number, seed: number): EventGrains {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const counts = new Map<string, number>();
  for (let i = 0; i < events; i++) {
    const key = [below(5), FIRST_MONTH + below(12), below(2), below(4), below(4)].join(',');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].map(([key, count]) => [...key.split(',').map(Number), count]);
  const column = (at: number) => Int32Array.from(rows, (row) => row[at]!);
  return {
    categoryId: column(0),
    monthNo: column(1),
    wardId: column(2),
    column: Int32Array.from(rows, (row) => row[3]! + 4 * row[2]!),
    row: column(4),
    events: column(5),
    districtOf: new Map([
      [0, 'E07000001'],
      [1, 'E07000001'],
    ]),
  };
}

function everyQuestion(): ReleasedQuestion[] {
  const district = 'E07000001';
  const places: ReleasedQuestion['place'][] = [
    { kind: 'everywhere' },
    { kind: 'district', district },
    ...[0, 1].map((ward) => ({ kind: 'ward', district, ward }) as const),
    ...Array.from(
      { length: 36 },
      (_, i) => ({ kind: 'cell', district, cellSizeM: 500, column: i % 9, row: Math.floor(i / 9) }) as const,
    ),
  ];
  const periods: ReleasedQuestion['period'][] = [
    { kind: 'supply' },
    { kind: 'year', year: 2024 },
    ...Array.from({ length: 12 }, (_, i) => ({ kind: 'month', monthNo: FIRST_MONTH + i }) as const),
  ];
  return [null, 0, 1, 2, 3, 4].flatMap((categoryId) =>
    periods.flatMap((period) => places.map((place) => ({ categoryId, period, place }))),
  );
}

describe('a release plan made in another thread', () => {
  it('answers every question as one made in this thread', async () => {
    const given = grains(1_200, 3);
    const policy = DEFAULT_POLICIES.health;
    const there = await new ReleasePlanMaker().make(given, policy);
    const here = planRelease(given, policy);
    const { answer: _a, ...figuresThere } = there;
    const { answer: _b, ...figuresHere } = here;
    expect(JSON.stringify(figuresThere)).toBe(JSON.stringify(figuresHere));
    expect(there.hiddenSmall).toBeGreaterThan(100);
    const states = new Set<string>();
    for (const question of everyQuestion()) {
      const answer = here.answer(question);
      states.add(answer.state);
      expect(there.answer(question), JSON.stringify(question)).toEqual(answer);
    }
    expect([...states].sort()).toEqual(['hidden', 'shown', 'zero']);
  });

  it('is made once for the same events and rules, and anew for others', async () => {
    const maker = new ReleasePlanMaker();
    const { health, housing } = DEFAULT_POLICIES;
    const first = await maker.make(grains(1_200, 3), health);
    expect(await maker.make(grains(1_200, 3), health)).toBe(first);
    expect(await maker.make(grains(1_200, 4), health)).not.toBe(first);
    expect(await maker.make(grains(1_200, 3), housing)).not.toBe(first);
  });
});

const [place] = testDatabases();

describe('the service while a plan is being made', () => {
  let database: Database;
  let app: FastifyInstance;
  let analyst: SignedIn;
  let address: string;
  beforeAll(async () => {
    database = await place!.open();
    await loadTinyDistrict(database, [RESTRICTED]);
    await loadManyRestrictedEvents(database, { events: 9_000, categories: 8, months: 24 });
    app = await buildApp({ database, access: { requestLimit: { burst: 1e6, perMinute: 1e6 } } });
    analyst = await signInAs(app, 'analyst', { organisation: 'trust' });
    address = await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
    await place!.remove();
  });

  it('answers others', async () => {
    const started = performance.now();
    let made = false;
    const figures = fetch(`${address}/api/wards?layer=ambulance&from=2024-01&to=2024-12`, {
      headers: analyst.headers,
    }).finally(() => {
      made = true;
    });
    const healthMs: number[] = [];
    while (!made) {
      const asked = performance.now();
      expect((await fetch(`${address}/api/health`)).status).toBe(200);
      healthMs.push(performance.now() - asked);
    }
    const planMs = performance.now() - started;
    const response = await figures;
    const body = await response.text();
    expect(response.status, body).toBe(200);
    expect((JSON.parse(body) as WardLayerResult).disclosure?.hiddenBelow).toBe(8);
    // Were the plan made in the same thread, one answer would take about as long as all of it.
    expect(healthMs.length).toBeGreaterThan(10);
    expect(Math.max(...healthMs), `plan made in ${planMs} ms`).toBeLessThan(planMs / 2);
  });
});
