import { describe, expect, it } from 'vitest';
import { type AskedQuestion, auditQuestion } from '../../server/disclosure/query-audit.ts';

const JAN = 2024 * 12;
const frame = { latticeM: [500, 1000, 2000], firstMonthNo: JAN, lastMonthNo: JAN + 23 };
const year: AskedQuestion = {
  categories: null,
  fromMonthNo: JAN,
  toMonthNo: JAN + 11,
  area: 'E07000114',
  areaLevel: 'district',
  cellSizeM: null,
};
const decide = (asked: Partial<AskedQuestion>, history: readonly AskedQuestion[] = []) =>
  auditQuestion({ ...year, ...asked }, history, frame);

describe('the audit of questions', () => {
  it.each<[string, Partial<AskedQuestion>]>([
    ['a calendar year', {}],
    ['a quarter', { fromMonthNo: JAN + 3, toMonthNo: JAN + 5 }],
    ['a month', { fromMonthNo: JAN + 4, toMonthNo: JAN + 4 }],
    ['the whole supply', { toMonthNo: JAN + 23 }],
    ['one category', { categories: ['assault'] }],
    ['cells of a year', { cellSizeM: 500 }],
    ['cells of the whole supply', { cellSizeM: 2000, toMonthNo: JAN + 23 }],
  ])('allows %s, whatever was asked before', (_, asked) => {
    const history = [
      { ...year, toMonthNo: JAN + 10 },
      { ...year, cellSizeM: 750 },
    ];
    expect(decide(asked, history)).toMatchObject({ decision: 'allow', isolates: null });
  });

  it.each<[string, Partial<AskedQuestion>, 'coarsen' | 'refuse']>([
    ['eleven months of a year', { toMonthNo: JAN + 10 }, 'coarsen'],
    ['a year slid by a month', { fromMonthNo: JAN + 1, toMonthNo: JAN + 12 }, 'coarsen'],
    ['cells of a month', { cellSizeM: 500, fromMonthNo: JAN, toMonthNo: JAN }, 'coarsen'],
    ['cells of one ward', { cellSizeM: 500, area: 'E05000001', areaLevel: 'ward' }, 'coarsen'],
    ['all categories but one', { categories: ['assault', 'overdose'] }, 'refuse'],
    ['another lattice', { cellSizeM: 750 }, 'refuse'],
  ])('widens or refuses %s, by its form alone', (_, asked, decision) => {
    expect(decide(asked)).toMatchObject({ decision, isolates: null });
  });

  it('names the earlier question that a new one could be subtracted from', () => {
    const window = { ...year, fromMonthNo: JAN + 2, toMonthNo: JAN + 9 };
    const slid = { fromMonthNo: JAN + 3, toMonthNo: JAN + 10 };
    const elsewhere = { ...window, area: 'E07000105' };
    expect(decide(slid, [elsewhere, window]).isolates).toEqual(window);
    expect(decide({ toMonthNo: JAN + 10 }, [year]).isolates).toEqual(year);
    const pair = { ...year, categories: ['assault', 'overdose'] };
    expect(decide({ categories: ['assault', 'overdose', 'mental-health'] }, [pair]).isolates).toEqual(pair);
    const cells = { ...year, cellSizeM: 1000 };
    expect(decide({ cellSizeM: 750 }, [cells]).isolates).toEqual(cells);
  });
});
