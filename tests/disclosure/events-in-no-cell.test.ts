import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../server/disclosure/policy.ts';
import { type EventGrains, planRelease } from '../../server/disclosure/release-plan.ts';
import type { ReleasedPeriod } from '../../server/disclosure/released-period.ts';
import { NO_CELL, type ReleasedPlace } from '../../server/disclosure/released-place.ts';

const POLICY = DEFAULT_POLICIES.health;
/** Without rounding a difference is exact, so that hiding alone must protect. */
const EXACT = { ...POLICY, roundingBase: 1 };
const DISTRICT = 'E07999999';
const district: ReleasedPlace = { kind: 'district', district: DISTRICT };
const ward: ReleasedPlace = { kind: 'ward', district: DISTRICT, ward: 1 };
const noCell: ReleasedPlace = { kind: 'no-cell', district: DISTRICT };
const supply: ReleasedPeriod = { kind: 'supply' };
const year: ReleasedPeriod = { kind: 'year', year: 2024 };

/** Events of ward 1 and one month, by category and column of a cell of row 0. */
function events(
  given: readonly (readonly [category: number, column: number, events: number])[],
): EventGrains {
  const some = given.filter(([, , count]) => count > 0);
  return {
    categoryId: some.map(([category]) => category),
    monthNo: some.map(() => 2024 * 12),
    wardId: some.map(() => 1),
    column: some.map(([, column]) => column),
    row: some.map(([, column]) => (column === NO_CELL ? NO_CELL : 0)),
    events: some.map(([, , count]) => count),
    districtOf: new Map([[1, DISTRICT]]),
  };
}

const cell = (column: number, cellSizeM = 500): ReleasedPlace => ({
  kind: 'cell',
  district: DISTRICT,
  cellSizeM,
  column,
  row: 0,
});

describe('events known by the code of an area only', () => {
  const all = { categoryId: null, period: supply };

  it('count in their ward and the district, in no cell, and are a figure of their own', () => {
    const plan = planRelease(
      events([
        [1, 0, 20],
        [1, NO_CELL, 30],
      ]),
      POLICY,
    );
    expect(plan.answer({ ...all, place: district })).toMatchObject({ value: 50 });
    expect(plan.answer({ ...all, place: ward })).toMatchObject({
      value: 50,
    });
    expect(plan.answer({ ...all, place: cell(0) })).toMatchObject({ value: 20 });
    expect(plan.answer({ ...all, place: noCell })).toMatchObject({ value: 30 });
    expect(plan.noneInCells).toBe(false);
  });

  it('are told for the whole supply only, all categories together', () => {
    const plan = planRelease(events([[1, NO_CELL, 30]]), POLICY);
    for (const question of [
      { ...all, categoryId: 1 },
      { ...all, period: year },
    ])
      expect(plan.answer({ ...question, place: noCell })).toMatchObject({
        state: 'hidden',
        reason: 'finer-than-allowed',
      });
  });

  it('where there are no others, are said to leave every cell without an answer', () => {
    expect(planRelease(events([[1, NO_CELL, 30]]), POLICY).noneInCells).toBe(true);
    expect(planRelease(events([]), POLICY).noneInCells).toBe(false);
    expect(planRelease(events([[1, 0, 3]]), POLICY).noneInCells).toBe(false);
  });

  it('are not told where the total less them is the few that are in cells', () => {
    const plan = planRelease(
      events([
        [1, 0, 3],
        [1, 40, 3],
        [1, NO_CELL, 30],
      ]),
      EXACT,
    );
    expect(plan.answer({ ...all, place: cell(0) }).state).toBe('hidden');
    const told = [district, noCell].filter((place) => plan.answer({ ...all, place }).state === 'shown');
    expect(told.length).toBeLessThan(2);
  });

  it.each([
    ['all categories', 0],
    ['a category', 30],
  ])('if few of %s, cannot be had as the total less every cell', (_, ofAnother) => {
    const plan = planRelease(
      events([
        [1, 0, 20],
        [1, 1, 25],
        [1, 8, 30],
        [1, NO_CELL, 3],
        [2, NO_CELL, ofAnother],
      ]),
      EXACT,
    );
    for (const period of [supply, year]) {
      for (const [cellSizeM, columns] of [
        [500, [0, 1, 8]],
        [1000, [1, 0, 4]],
        [2000, [1, 0, 2]],
      ] as const) {
        for (const whole of [district, ward]) {
          const asked = [whole, ...columns.map((column) => cell(column, cellSizeM))];
          const hidden = asked.filter(
            (place) => plan.answer({ categoryId: 1, period, place }).state === 'hidden',
          );
          expect(hidden.length, `${period.kind}, ${whole.kind}, ${cellSizeM} m`).toBeGreaterThan(0);
        }
      }
    }
  });
});
