import { describe, expect, it } from 'vitest';
import { numberShown } from '../../server/disclosure/disclosed.ts';
import { DEFAULT_POLICIES, type DisclosurePolicy } from '../../server/disclosure/policy.ts';
import { countsBehind } from '../../server/disclosure/protect-counts.ts';
import { type ProtectedTable, protectTable, type TableAxis } from '../../server/disclosure/protect-table.ts';
import { randomInteger, seededRandom } from '../../server/stats/random.ts';

const { health } = DEFAULT_POLICIES;
const plain = (n: number): TableAxis => ({ parents: Array.from({ length: n }, () => -1) });

/**
 * Every table that reads the same, by trying them all: the attacker who cannot be beaten. Leaves run to 12 each.
 *
 * @returns for each leaf the counts it can have
 */
function possibleCounts(
  table: ProtectedTable,
  rows: number,
  columns: number,
  policy: DisclosurePolicy,
): Set<number>[][] {
  const fits = (row: number, column: number, count: number): boolean => {
    const figure = table.figure(row, column);
    if (figure.state === 'zero') return count === 0;
    const value = numberShown(figure);
    // Without secondary suppression, hidden means small and nothing else.
    if (value === null) return policy.secondary || (count >= 1 && count < policy.floor);
    const { lowest, highest } = countsBehind(value, policy);
    return count >= lowest && count <= highest;
  };
  const cells = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  const possible = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => new Set<number>()),
  );
  const tryFrom = (at: number): void => {
    if (at === rows * columns) {
      let grand = 0;
      for (let c = 0; c < columns; c++) {
        const sum = cells.reduce((total, row) => total + row[c], 0);
        grand += sum;
        if (!fits(rows, c, sum)) return;
      }
      if (!fits(rows, columns, grand)) return;
      cells.forEach((row, r) => {
        row.forEach((count, c) => {
          possible[r][c].add(count);
        });
      });
      return;
    }
    const [row, column] = [Math.floor(at / columns), at % columns];
    for (let count = 0; count <= 12; count++) {
      if (!fits(row, column, count)) continue;
      cells[row][column] = count;
      const rowDone = column === columns - 1;
      if (
        rowDone &&
        !fits(
          row,
          columns,
          cells[row].reduce((a, b) => a + b, 0),
        )
      )
        continue;
      tryFrom(at + 1);
    }
    cells[row][column] = 0;
  };
  tryFrom(0);
  return possible;
}

describe('a table with totals', () => {
  it('leaves every hidden count at least two other values, by trying every table that reads the same', () => {
    let hiddenSeen = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const counts = Array.from({ length: 2 }, () =>
        Array.from({ length: 3 }, () => randomInteger(random, 13)),
      );
      const table = protectTable(plain(2), plain(3), counts, health);
      expect(table.unproven).toBe(0);
      const possible = possibleCounts(table, 2, 3, health);
      counts.forEach((row, r) => {
        row.forEach((count, c) => {
          expect(possible[r][c].has(count)).toBe(true);
          if (count === 0 || count >= health.floor) return;
          hiddenSeen++;
          expect(numberShown(table.figure(r, c)), `${seed}: ${JSON.stringify(counts)}`).toBeNull();
          expect(possible[r][c].size, `${seed}: ${JSON.stringify(counts)} at ${r}, ${c}`).toBeGreaterThan(2);
        });
      });
    }
    expect(hiddenSeen).toBeGreaterThan(100);
  });

  it('is opened by the same trial where secondary suppression is off: there a hidden count is known to be small', () => {
    const careless = { ...health, secondary: false };
    let pinned = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const random = seededRandom(seed);
      const counts = Array.from({ length: 2 }, () =>
        Array.from({ length: 3 }, () => randomInteger(random, 13)),
      );
      const possible = possibleCounts(protectTable(plain(2), plain(3), counts, careless), 2, 3, careless);
      counts.flat().forEach((count, i) => {
        if (count > 0 && count < health.floor && possible.flat()[i].size === 1) pinned++;
      });
    }
    expect(pinned).toBeGreaterThan(0);
  });

  it('never lets a ward minus its LSOAs reveal a hidden count', () => {
    // Two wards of three LSOAs each; the total is added.
    const rows: TableAxis = { parents: [-1, -1, 0, 0, 0, 1, 1, 1] };
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const counts = Array.from({ length: 8 }, () => [Math.floor(random() ** 2 * 30)]);
      const table = protectTable(rows, plain(1), counts, health);
      for (const [ward, lsoas] of [
        [0, [2, 3, 4]],
        [1, [5, 6, 7]],
      ] as const) {
        const whole = numberShown(table.figure(ward, 0));
        if (whole === null) continue;
        for (const lsoa of lsoas) {
          const count = counts[lsoa][0];
          if (count === 0 || count >= health.floor) continue;
          const others = lsoas
            .filter((other) => other !== lsoa)
            .map((other) => numberShown(table.figure(other, 0)));
          if (others.includes(null)) continue;
          const range = others.reduce<{ lowest: number; highest: number }>(
            ({ lowest, highest }, other) => {
              const read = other === 0 ? { lowest: 0, highest: 0 } : countsBehind(other as number, health);
              return { lowest: lowest - read.highest, highest: highest - read.lowest };
            },
            countsBehind(whole, health),
          );
          const left = Math.min(range.highest, health.floor - 1) - Math.max(range.lowest, 1);
          expect(left, `${seed}: ${counts.map(([n]) => n)}`).toBeGreaterThanOrEqual(2);
        }
      }
    }
  });

  it('decides the worked example as its page says', () => {
    const read = (counts: number[]) => {
      const table = protectTable(plain(1), plain(3), [counts], health);
      return [0, 1, 2, 3].map((column) => numberShown(table.figure(1, column)));
    };
    expect(read([3, 9, 21])).toEqual([null, 10, 20, 35]);
    expect(read([1, 8, 18])).toEqual([null, null, 20, 25]);
  });

  it('hides what is inside a hidden total, zeros included', () => {
    const table = protectTable(
      plain(2),
      plain(3),
      [
        [1, 0, 2],
        [40, 30, 20],
      ],
      health,
    );
    for (const column of [0, 1, 2, 3]) expect(table.figure(0, column).state).toBe('hidden');
  });

  it('shows a table without small counts as it is, rounded', () => {
    const table = protectTable(
      plain(2),
      plain(2),
      [
        [21, 0],
        [34, 58],
      ],
      health,
    );
    expect([table.figure(0, 0), table.figure(0, 1), table.figure(2, 2)]).toEqual([
      { state: 'shown', value: 20, rounded: true },
      { state: 'zero' },
      { state: 'shown', value: 115, rounded: true },
    ]);
    expect(table.secondary).toBe(0);
  });
});
