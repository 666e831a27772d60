import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthNoOf, monthOf } from '../../server/contract/month-no.ts';
import { movedPeriod, releasedPeriods, startOfPlay } from '../../web/state/periods.ts';
import { weekdaysOf, whyNoTimes } from '../../web/state/times.ts';
import { exampleCatalogue } from './catalogue-example.ts';

const REACH = { from: '2023-10', to: '2026-09' };
const period = fc
  .tuple(fc.integer({ min: 0, max: 35 }), fc.integer({ min: 0, max: 35 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)].map((no) => monthOf(monthNoOf(REACH.from) + no)))
  .map(([from, to]) => ({ from: from!, to: to! }));

describe('a period that moves', () => {
  test('keeps its length, and never leaves what was supplied', () => {
    fc.assert(
      fc.property(period, fc.integer({ min: -40, max: 40 }), (was, by) => {
        const now = movedPeriod(was, by, REACH);
        if (now === null) return;
        expect(monthNoOf(now.to) - monthNoOf(now.from)).toBe(monthNoOf(was.to) - monthNoOf(was.from));
        expect(now.from >= REACH.from && now.to <= REACH.to).toBe(true);
      }),
    );
  });

  test('stops at both ends of the supply', () => {
    expect(movedPeriod({ from: '2026-07', to: '2026-09' }, 1, REACH)).toBeNull();
    expect(movedPeriod({ from: '2023-10', to: '2023-12' }, -1, REACH)).toBeNull();
    expect(movedPeriod({ from: '2024-12', to: '2025-01' }, 1, REACH)).toEqual({
      from: '2025-01',
      to: '2025-02',
    });
  });

  test('plays on from where it is, from the start when it stands at the end, all months in threes', () => {
    expect(startOfPlay({ from: '2025-01', to: '2025-03' }, REACH)).toEqual({
      from: '2025-01',
      to: '2025-03',
    });
    expect(startOfPlay({ from: '2025-10', to: '2026-09' }, REACH)).toEqual({
      from: '2023-10',
      to: '2024-09',
    });
    expect(startOfPlay(REACH, REACH)).toEqual({ from: '2023-10', to: '2023-12' });
  });

  test('can always be played at least one step on, wherever it begins', () => {
    fc.assert(
      fc.property(period, (was) => {
        const start = startOfPlay(was, REACH);
        const isShort = monthNoOf(was.to) - monthNoOf(was.from) < 35;
        if (isShort || was.to < REACH.to) expect(movedPeriod(start, 1, REACH)).not.toBeNull();
      }),
    );
  });
});

describe('the periods of restricted data', () => {
  test('are calendar years, and quarters for wards, as far as they were supplied, latest first', () => {
    const years = releasedPeriods(REACH, false);
    expect(years.map(({ label }) => label)).toEqual(['2026', '2025', '2024', '2023']);
    expect(years.map(({ period }) => period)).toEqual([
      { from: '2026-01', to: '2026-09' },
      { from: '2025-01', to: '2025-12' },
      { from: '2024-01', to: '2024-12' },
      { from: '2023-10', to: '2023-12' },
    ]);
    const quarters = releasedPeriods(REACH, true).slice(years.length);
    expect(quarters.map(({ label }) => label)).toEqual(['Q3 2026', 'Q2 2026', 'Q1 2026', 'Q4 2025']);
    expect(quarters[3]!.period).toEqual({ from: '2025-10', to: '2025-12' });
  });

  test('are those of one month where one month was supplied', () => {
    expect(releasedPeriods({ from: '2026-01', to: '2026-01' }, false)).toEqual([
      { label: '2026', period: { from: '2026-01', to: '2026-01' } },
    ]);
  });
});

describe('hours and weekdays', () => {
  const [crime] = exampleCatalogue().layers;
  const timed = { ...crime!, layer: 'noise', title: 'Noise', timePrecision: 'hour' };

  test('are offered where a layer is open and has times, with the reason where not', () => {
    expect(whyNoTimes(timed)).toBeNull();
    expect(whyNoTimes(crime!)).toContain('names the month');
    expect(whyNoTimes({ ...timed, timePrecision: 'day' })).toBe('Noise names the day only.');
    expect(whyNoTimes({ ...timed, timePrecision: 'none', isRegister: true })).toContain('on a day');
    const disclosure = {
      sensitivityClass: 'health',
      hiddenBelow: 8,
      roundedTo: 5,
      zeroShown: true,
      notes: [],
    };
    expect(whyNoTimes({ ...timed, disclosure })).toContain('subtracted');
  });

  test('of two layers are offered where both have times', () => {
    expect(whyNoTimes(timed, timed)).toBeNull();
    expect(whyNoTimes(timed, { ...timed, layer: 'fires' })).toBeNull();
    expect(whyNoTimes(timed, crime!)).toMatch(/names the month of a crime only.+so both must have them\.$/);
  });

  test('of all seven days are no choice, and come in the order of the week', () => {
    expect(weekdaysOf('sun,mon')).toBe('mon,sun');
    expect(weekdaysOf('mon,tue,wed,thu,fri,sat,sun')).toBeNull();
    expect(weekdaysOf('')).toBeNull();
  });
});
