import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import { buildApp } from '../../server/app.ts';
import { CoincidenceResult } from '../../server/contract/coincidence.ts';
import { EmergingResult } from '../../server/contract/emerging.ts';
import { HotSpotResult } from '../../server/contract/hot-spots.ts';
import { PeriodChangeResult } from '../../server/contract/period-change.ts';
import type { Problem } from '../../server/contract/shared.ts';
import { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { Database } from '../../server/db/database.ts';
import { randomInteger, seededRandom } from '../../server/stats/random.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { loadTinyDistrict } from '../support/tiny-district.ts';

interface Call {
  /** 1 January, 2 February. */
  readonly month: number;
  readonly kind: 'Music' | 'Dogs';
  readonly day: number;
  readonly hour: number;
  readonly x: number;
  readonly y: number;
}

/** Noise complaints of January and February 2026 in the two square wards, at any hour. */
function complaints(): Call[] {
  const random = seededRandom(7);
  return Array.from({ length: 400 }, () => ({
    month: 1 + randomInteger(random, 2),
    kind: randomInteger(random, 2) === 0 ? ('Music' as const) : ('Dogs' as const),
    day: randomInteger(random, 28) + 1,
    hour: randomInteger(random, 24),
    x: 600_000 + randomInteger(random, 4_000),
    y: 160_000 + randomInteger(random, 2_000),
  }));
}

const two = (n: number) => String(n).padStart(2, '0');
/** 0 Monday. */
const weekdayOf = ({ month, day }: Pick<Call, 'month' | 'day'>) =>
  (new Date(Date.UTC(2026, month - 1, day)).getUTCDay() + 6) % 7;

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `hours and weekdays on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'wardlight-times-'));
      const calls = complaints();
      let database: Database;
      let app: FastifyInstance;
      let analyst: SignedIn;
      beforeAll(async () => {
        database = await place.open();
        await loadTinyDistrict(database, [
          { slug: 'police', layer: 'crime', events: [40, 20] },
          {
            slug: 'ambulance',
            layer: 'ambulance',
            sensitivityClass: 'health',
            agreement: { permittedRoles: ['analyst'], permittedOrganisations: ['test-partner'] },
            events: [60, 90],
          },
        ]);
        const file = join(folder, 'noise.csv');
        const lines = calls.map(
          ({ month, kind, day, hour, x, y }) =>
            `${two(day)}/${two(month)}/2026 ${two(hour)}:20,${kind},${x},${y}`,
        );
        writeFileSync(file, `date,category,easting,northing\n${lines.join('\n')}\n`);
        const report = await importFiles(database, {
          kind: 'points',
          paths: [file],
          source: 'noise',
          synthetic: true,
          terms: { sensitivity_class: 'open' },
        });
        expect(report.exitCode, JSON.stringify(report.files[0])).toBe(0);
        app = await buildApp({ database });
        analyst = await signInAs(app, 'analyst');
      });
      afterAll(async () => {
        await app?.close();
        await database?.close();
        await place.remove();
        rmSync(folder, { recursive: true, force: true });
      });

      const ask = async <T>(url: string): Promise<T> => {
        const response = await analyst.inject({ url });
        expect(response.statusCode, response.body).toBe(200);
        return response.json() as T;
      };
      const refusal = async (url: string): Promise<Problem> => {
        const response = await analyst.inject({ url });
        expect(response.statusCode, response.body).toBe(400);
        return response.json() as Problem;
      };

      it.each([
        ['hours=22-3', ({ hour }: Call) => hour >= 22 || hour <= 3],
        ['hours=9-17', ({ hour }: Call) => hour >= 9 && hour <= 17],
        ['weekdays=sun,fri', (call: Call) => [4, 6].includes(weekdayOf(call))],
        ['weekdays=mon&hours=0-0', (call: Call) => weekdayOf(call) === 0 && call.hour === 0],
      ] as const)(
        'counts with %s exactly the events of those times, in cells and by ward',
        async (query, isMeant) => {
          const meant = calls.filter(isMeant);
          const map = await ask<HotSpotResult>(`/api/hot-spots?layer=noise&statistic=count&${query}`);
          expect([...Value.Errors(HotSpotResult, map)]).toEqual([]);
          expect(map.summary.events).toBe(meant.length);
          const busiest = map.cells.events.indexOf(Math.max(...map.cells.events));
          const [column, row] = [map.cells.column[busiest], map.cells.row[busiest]];
          expect(map.cells.events[busiest]).toBe(
            meant.filter(({ x, y }) => Math.floor(x / 250) === column && Math.floor(y / 250) === row).length,
          );
          const wards = await ask<WardLayerResult>(`/api/wards?layer=noise&${query}`);
          expect([...Value.Errors(WardLayerResult, wards)]).toEqual([]);
          expect(wards.wards.find(({ name }) => name === 'Harbour')?.events).toBe(
            meant.filter(({ x }) => x < 602_000).length,
          );
        },
      );

      it('names the times in the result, and never answers one choice with another', async () => {
        const night = await ask<HotSpotResult>('/api/hot-spots?layer=noise&hours=22-3&weekdays=fri,sat');
        const day = await ask<HotSpotResult>('/api/hot-spots?layer=noise&hours=9-17&weekdays=fri,sat');
        const all = await ask<HotSpotResult>('/api/hot-spots?layer=noise');
        expect(night.parameters.times).toBe('on Fri and Sat, 22:00 to 03:59');
        expect(night.summary.sentence).toContain('22:00 to 03:59');
        expect(day.summary.events).not.toBe(night.summary.events);
        expect(all.summary.events).toBe(calls.length);
        expect(all.parameters.times).toBeUndefined();
      });

      it('compares two periods by the days of the weekdays chosen: five Fridays against four', async () => {
        const fridays = calls.filter((call) => weekdayOf(call) === 4);
        const ofMonth = (month: number) => fridays.filter((call) => call.month === month).length;
        const change = await ask<PeriodChangeResult>(
          '/api/change?layer=noise&weekdays=fri&from=2026-02&to=2026-02&beforeFrom=2026-01&beforeTo=2026-01',
        );
        expect([...Value.Errors(PeriodChangeResult, change)]).toEqual([]);
        expect([change.summary.before, change.summary.after]).toEqual([ofMonth(1), ofMonth(2)]);
        expect(change.summary.ratio).toBeCloseTo(ofMonth(2) / 4 / (ofMonth(1) / 5), 12);
        expect(change.parameters.times).toBe('on Fri');
        expect(change.summary.sentence).toContain('on Fri');
        const every = await ask<PeriodChangeResult>(
          '/api/change?layer=noise&from=2026-02&to=2026-02&beforeFrom=2026-01&beforeTo=2026-01',
        );
        expect(every.summary.before + every.summary.after).toBe(calls.length);
      });

      it('follows and sets against each other the events of those times alone', async () => {
        const nights = calls.filter(({ hour }) => hour >= 22 || hour <= 3);
        const history = await ask<EmergingResult>('/api/emerging?layer=noise&hours=22-3');
        expect([...Value.Errors(EmergingResult, history)]).toEqual([]);
        expect(history.summary.events).toBe(nights.length);
        expect(history.parameters.times).toBe('from 22:00 to 03:59');
        const pair = 'first=noise&firstCategories=music&second=noise&secondCategories=dogs';
        const both = await ask<CoincidenceResult>(`/api/coincidence?${pair}&hours=22-3`);
        expect([...Value.Errors(CoincidenceResult, both)]).toEqual([]);
        expect([both.first.events, both.second.events]).toEqual([
          nights.filter(({ kind }) => kind === 'Music').length,
          nights.filter(({ kind }) => kind === 'Dogs').length,
        ]);
        expect(both.parameters.times).toBe('from 22:00 to 03:59');
        // One layer at night says nothing beside another of every hour.
        const mixed = await refusal('/api/coincidence?first=noise&second=crime&hours=22-3');
        expect(mixed.detail).toContain('names the day only');
      });

      it('refuses them by name for a restricted layer, and keeps the question on record', async () => {
        for (const route of ['hot-spots', 'wards']) {
          const problem = await refusal(`/api/${route}?layer=ambulance&hours=22-3`);
          expect(problem).toMatchObject({ code: 'selection-not-released', field: 'hours', seen: '22-3' });
          expect(problem.detail).toContain('subtracted');
        }
        expect((await refusal('/api/hot-spots?layer=ambulance&weekdays=fri')).field).toBe('weekdays');
        const { rows } = await sql<{ times: string; decision: string }>`
          select asked->>'times' as times, decision from query_history where asked ? 'times' order by query_id`.execute(
          database.db,
        );
        expect(rows).toEqual([
          { times: '22-3', decision: 'refuse' },
          { times: '22-3', decision: 'refuse' },
          { times: 'fri', decision: 'refuse' },
        ]);
      });

      it('refuses them for a layer that names the day only, with the reason', async () => {
        const problem = await refusal('/api/hot-spots?layer=crime&hours=22-3');
        expect(problem.code).toBe('invalid-parameter');
        expect(problem.detail).toContain('names the day only');
      });

      it.each(['hours=24-3', 'hours=9', 'hours=', 'weekdays=friday', 'weekdays='])(
        'refuses %s, which is no time',
        async (query) => {
          expect((await refusal(`/api/hot-spots?layer=noise&${query}`)).field).toBe(query.split('=')[0]);
        },
      );
    },
  );
}
