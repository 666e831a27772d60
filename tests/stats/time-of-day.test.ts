import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aoristicWeights } from '../../server/stats/aoristic-weights.ts';
import { timeOfDayMatrix } from '../../server/stats/time-of-day-matrix.ts';
import { computed } from './computed.ts';

const WEEK = 168 * 60;
const at = (weekday: number, hour: number, minute = 0) => (weekday * 24 + hour) * 60 + minute;

/** Minute by minute: each minute of the span gives its share to the hour it lies in. */
function minuteByMinute(from: number, to: number): Float64Array {
  const sums = new Float64Array(168);
  for (let minute = from; minute < to; minute++) sums[Math.floor((minute % WEEK) / 60)] += 1 / (to - from);
  return sums;
}

describe('hour by weekday', () => {
  it('counts Friday 23:00 and Monday 00:00 in their cells and margins', () => {
    const result = computed(timeOfDayMatrix([4, 4, 0], [23, 23, 0]));
    expect(result.byHourOfWeek[4 * 24 + 23]).toBe(2);
    expect(result.byHourOfWeek[0]).toBe(1);
    expect([result.byHour[23], result.byWeekday[4], result.total, result.untimed]).toEqual([2, 2, 3, 0]);
  });

  it('keeps every timed event, and its margins add up to the same total', () => {
    const event = fc.tuple(
      fc.integer({ min: 0, max: 6 }),
      fc.oneof(fc.integer({ min: 0, max: 23 }), fc.constant(NaN)),
    );
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 200 }), (events) => {
        const timed = events.filter(([, hour]) => !Number.isNaN(hour));
        fc.pre(timed.length > 0);
        const result = computed(
          timeOfDayMatrix(
            events.map(([day]) => day),
            events.map(([, hour]) => hour),
          ),
        );
        expect(result.total + result.untimed).toBe(events.length);
        for (let day = 0; day < 7; day++) {
          expect(result.byWeekday[day]).toBe(timed.filter(([own]) => own === day).length);
          for (let hour = 0; hour < 24; hour++) {
            const wanted = timed.filter(([d, h]) => d === day && h === hour).length;
            expect(result.byHourOfWeek[day * 24 + hour]).toBe(wanted);
          }
        }
      }),
      { seed: 131, numRuns: 30 },
    );
  });

  it('is not computable where no event has an hour, and names an hour or a weekday that does not exist', () => {
    expect(timeOfDayMatrix([1, 2], [NaN, NaN])).toMatchObject({ reason: 'too-few-events' });
    expect(timeOfDayMatrix([1], [24])).toMatchObject({
      reason: 'invalid-input',
      detail: expect.stringMatching(/Event 0.*24/),
    });
    expect(timeOfDayMatrix([7], [3])).toMatchObject({ reason: 'invalid-input' });
    expect(timeOfDayMatrix([1, 1], [3])).toMatchObject({ reason: 'invalid-input' });
  });
});

describe('aoristic weights', () => {
  it('splits a burglary between 22:30 Monday and 01:00 Tuesday by the time each hour holds', () => {
    const { byHourOfWeek } = computed(aoristicWeights([at(0, 22, 30)], [at(1, 1)]));
    expect(byHourOfWeek[22]).toBeCloseTo(0.2, 14);
    expect(byHourOfWeek[23]).toBeCloseTo(0.4, 14);
    expect(byHourOfWeek[24]).toBeCloseTo(0.4, 14);
  });

  it('goes round from Sunday night to Monday morning', () => {
    const { byHourOfWeek } = computed(aoristicWeights([at(6, 23)], [at(7, 1)]));
    expect([byHourOfWeek[167], byHourOfWeek[0]]).toEqual([0.5, 0.5]);
  });

  it('equals the sum minute by minute for spans of up to a week', () => {
    const span = fc.tuple(fc.nat(3 * WEEK), fc.integer({ min: 1, max: WEEK }));
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 6 }), (spans) => {
        const result = computed(
          aoristicWeights(
            spans.map(([from]) => from),
            spans.map(([from, length]) => from + length),
          ),
        );
        const wanted = new Float64Array(168);
        for (const [from, length] of spans) {
          const own = minuteByMinute(from, from + length);
          for (let k = 0; k < 168; k++) wanted[k] += own[k];
        }
        for (let k = 0; k < 168; k++) expect(result.byHourOfWeek[k]).toBeCloseTo(wanted[k], 9);
      }),
      { seed: 132, numRuns: 40 },
    );
  });

  it('gives every event with a start a weight of 1 in all, whatever its end', () => {
    const event = fc.tuple(
      fc.integer({ min: -WEEK, max: 5 * WEEK }),
      fc.oneof(fc.integer({ min: -WEEK, max: 9 * WEEK }), fc.constant(NaN)),
    );
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 50 }), (events) => {
        const result = computed(
          aoristicWeights(
            events.map(([from]) => from),
            events.map(([, to]) => to),
          ),
        );
        expect(result.total).toBeCloseTo(events.length, 9);
        expect(result.withoutEnd).toBe(events.filter(([, to]) => Number.isNaN(to)).length);
        expect(result.reversed).toBe(events.filter(([from, to]) => to < from).length);
        expect(result.overAWeek).toBe(events.filter(([from, to]) => to - from > WEEK).length);
      }),
      { seed: 133 },
    );
  });

  it('puts an end that is missing, reversed or equal to the start in the starting hour, and over a week everywhere', () => {
    const start = at(2, 9, 15);
    const result = computed(aoristicWeights([start, start, start], [NaN, start - 5, start]));
    expect(result.byHourOfWeek[2 * 24 + 9]).toBe(3);
    const long = computed(aoristicWeights([start], [start + WEEK + 1]));
    expect(new Set(long.byHourOfWeek)).toEqual(new Set([1 / 168]));
    const exactlyAWeek = computed(aoristicWeights([start], [start + WEEK]));
    expect(exactlyAWeek.overAWeek).toBe(0);
  });

  it('counts an event without a start as untimed and is not computable with nothing else', () => {
    expect(computed(aoristicWeights([NaN, 60], [5, 120])).untimed).toBe(1);
    expect(aoristicWeights([NaN], [5])).toMatchObject({ reason: 'too-few-events' });
    expect(aoristicWeights([1], [])).toMatchObject({ reason: 'invalid-input' });
  });
});
