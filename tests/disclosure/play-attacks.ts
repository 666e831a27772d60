import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import { monthOf } from '../../server/contract/month-no.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import {
  enclosingPeriod,
  longerPeriod,
  periodKey,
  type ReleasedPeriod,
} from '../../server/disclosure/released-period.ts';
import type { SignedIn } from '../support/sign-in.ts';
import { IntervalAttacker } from './interval-attacker.ts';
import { CATEGORIES, type SmallEvent, WARDS } from './small-district.ts';

const FLOOR = 8;
const BASE = 5;
const LATTICE_M = [500, 1000, 2000] as const;

/** What came of playing every attack on one dataset. */
export interface AttackOutcome {
  /** Hidden counts of 1 to 7 that the attacker now knows exactly. */
  readonly pinned: readonly string[];
  readonly hidden: number;
  readonly shown: number;
  readonly answers: number;
}

type Answer = { readonly shown: number } | 'hidden';

/**
 * Ask the service everything it answers about wards and cells, then deduce. The attacker is told more than anybody is: the
 * rules, and of each hidden figure whether it is small or hidden to protect others.
 */
export async function playAttacks(
  browser: SignedIn,
  events: readonly SmallEvent[],
  months: readonly number[],
  { secondary }: { secondary: boolean },
): Promise<AttackOutcome> {
  const periods = allPeriods(months);
  const whole = periods.some(({ kind }) => kind === 'supply') ? 's' : `y${Math.floor(months[0] / 12)}`;
  const answers = new Map<string, Answer>();
  let asked = 0;
  const cellsSeen = new Map<number, Set<string>>(LATTICE_M.map((size) => [size, new Set<string>()]));
  for (const category of ['all', ...CATEGORIES]) {
    for (const period of periods) {
      const query = queryOf(category, period, months);
      const figure = (place: string): string => `${category}|${periodKey(period)}|${place}`;
      asked++;
      const wards = await ask<WardLayerResult>(browser, `/api/wards?${query}`);
      answers.set(figure('d'), wards ? { shown: wards.district.events } : 'hidden');
      for (let ward = 0; ward < WARDS; ward++) {
        const row = wards?.wards.find(({ code }) => code === `E0599999${ward}`);
        answers.set(figure(`w${ward}`), row ? { shown: row.events } : 'hidden');
      }
      if (period.kind !== 'year' && period.kind !== 'supply') continue;
      for (const size of LATTICE_M) {
        asked++;
        const map = await ask<HotSpotResult>(browser, `/api/hot-spots?${query}&cellSizeM=${size}`);
        if (map) readInNoCell(map, whole, answers);
        map?.cells.events.forEach((count, i) => {
          const cell = `c${size}/${map.cells.column[i]}/${map.cells.row[i]}`;
          cellsSeen.get(size)?.add(cell);
          answers.set(figure(cell), { shown: count });
        });
        map?.hiddenCells?.column.forEach((column, i) => {
          const cell = `c${size}/${column}/${map.hiddenCells?.row[i]}`;
          cellsSeen.get(size)?.add(cell);
          answers.set(figure(cell), 'hidden');
        });
      }
    }
  }
  const truth = countTruth(events);
  const attacker = new IntervalAttacker();
  for (const [figure, answer] of answers) {
    attacker.learn(
      figure,
      readAnswer(answer, truth.get(figure) ?? 0, mayBeZero(figure, answers, truth, secondary)),
    );
  }
  relateAll(attacker, periods, cellsSeen);
  attacker.deduce();
  const pinned: string[] = [];
  for (const [figure, count] of truth) {
    if (count >= FLOOR) continue;
    const answer = answers.get(figure);
    if (answer !== undefined && answer !== 'hidden') throw new Error(`${figure} is ${count} and was shown.`);
    const { lowest, highest } = attacker.of(figure);
    if (count < lowest || count > highest)
      throw new Error(`${figure} is ${count}, deduced ${lowest}-${highest}.`);
    if (lowest === highest) pinned.push(`${figure} = ${count}`);
  }
  const hidden = [...answers.values()].filter((answer) => answer === 'hidden').length;
  return { pinned, hidden, shown: answers.size - hidden, answers: asked };
}

/** How many events of the whole supply are in no cell: said with every map, always the same. */
function readInNoCell(
  { summary: { eventsInNoCell, eventsInNoCellHidden } }: HotSpotResult,
  whole: string,
  answers: Map<string, Answer>,
): void {
  const figure = `all|${whole}|n`;
  const answer: Answer = eventsInNoCellHidden ? 'hidden' : { shown: eventsInNoCell };
  const known = answers.get(figure);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(answer))
    throw new Error(`${figure} was answered ${JSON.stringify(known)} and ${JSON.stringify(answer)}.`);
  answers.set(figure, answer);
}

/** Every released period that holds a month of the supply; the supply itself where it covers more than a year. */
function allPeriods(months: readonly number[]): ReleasedPeriod[] {
  const found = new Map<string, ReleasedPeriod>();
  for (const month of months) {
    for (
      let period: ReleasedPeriod | null = enclosingPeriod(month, month);
      period;
      period = longerPeriod(period)
    ) {
      found.set(periodKey(period), period);
    }
  }
  const years = [...found.values()].filter(({ kind }) => kind === 'year').length;
  return [...found.values()].filter(({ kind }) => kind !== 'supply' || years > 1);
}

function queryOf(category: string, period: ReleasedPeriod, months: readonly number[]): string {
  const inside = months.filter((month) => within(month, period));
  const [from, to] =
    period.kind === 'year'
      ? [period.year * 12, period.year * 12 + 11]
      : period.kind === 'quarter'
        ? [period.quarterNo * 3, period.quarterNo * 3 + 2]
        : [Math.min(...inside), Math.max(...inside)];
  const categories = category === 'all' ? '' : `&categories=${category}`;
  return `layer=ambulance&from=${monthOf(from)}&to=${monthOf(to)}${categories}`;
}

function within(month: number, period: ReleasedPeriod): boolean {
  for (let p: ReleasedPeriod | null = enclosingPeriod(month, month); p; p = longerPeriod(p)) {
    if (periodKey(p) === periodKey(period)) return true;
  }
  return false;
}

/** The answer; null where the whole figure is hidden. */
async function ask<T>(browser: SignedIn, url: string): Promise<T | null> {
  const response = await browser.inject({ url });
  if (response.statusCode === 200) return response.json() as T;
  const { code } = response.json() as Problem;
  if (code === 'figure-hidden') return null;
  throw new Error(`${url} was answered ${response.statusCode} ${response.body}`);
}

/**
 * True counts of every figure that has events; of the land of each ward inside each 500 m cell (f); of what is in cells (k)
 * and in none (n), of all and, in none, of each ward.
 */
function countTruth(events: readonly SmallEvent[]): Map<string, number> {
  const truth = new Map<string, number>();
  for (const { category, monthNo, ward, x, y, hasPoint } of events) {
    for (const name of ['all', CATEGORIES[category]]) {
      for (let p: ReleasedPeriod | null = enclosingPeriod(monthNo, monthNo); p; p = longerPeriod(p)) {
        const places = ['d', `w${ward}`];
        const withCells = p.kind === 'year' || p.kind === 'supply';
        if (withCells && !hasPoint) places.push('n', `n${ward}`);
        if (withCells && hasPoint) {
          places.push('k');
          for (const size of LATTICE_M)
            places.push(`c${size}/${Math.floor(x / size)}/${Math.floor(y / size)}`);
          places.push(`f${ward}/${Math.floor(x / 500)}/${Math.floor(y / 500)}`);
        }
        for (const place of places) {
          const figure = `${name}|${periodKey(p)}|${place}`;
          truth.set(figure, (truth.get(figure) ?? 0) + 1);
        }
      }
    }
  }
  return truth;
}

function readAnswer(
  answer: Answer,
  count: number,
  zeroPossible: boolean,
): { lowest: number; highest: number } {
  if (answer === 'hidden') {
    const lowest = zeroPossible ? 0 : 1;
    return count < FLOOR ? { lowest, highest: FLOOR - 1 } : { lowest, highest: Infinity };
  }
  if (answer.shown === 0) return { lowest: 0, highest: 0 };
  if (answer.shown % BASE !== 0) throw new Error(`A count of ${answer.shown} was shown.`);
  const half = (BASE - 1) / 2;
  return { lowest: Math.max(FLOOR, answer.shown - half), highest: answer.shown + half };
}

/**
 * Whether a hidden figure may also be 0: where the district's own figure is hidden, since then nothing of the table is shown, and,
 * by the rule of secondary suppression, where a larger one around it is hidden and small.
 */
function mayBeZero(
  figure: string,
  answers: ReadonlyMap<string, Answer>,
  truth: ReadonlyMap<string, number>,
  secondary: boolean,
): boolean {
  const [category, period] = figure.split('|');
  if (answers.get(`${category}|${period}|d`) === 'hidden' && !figure.endsWith('|d')) return true;
  if (!secondary) return false;
  return containers(figure).some((container) => {
    const small = answers.get(container) === 'hidden' && (truth.get(container) ?? 0) < FLOOR;
    return small || mayBeZero(container, answers, truth, secondary);
  });
}

function containers(figure: string): string[] {
  const [category, period, place] = figure.split('|');
  const found: string[] = [];
  if (category !== 'all') found.push(`all|${period}|${place}`);
  const longer = longerPeriod(parsePeriod(period));
  if (longer) found.push(`${category}|${periodKey(longer)}|${place}`);
  const larger = largerPlaceOf(place);
  if (larger) found.push(`${category}|${period}|${larger}`);
  return found;
}

function largerPlaceOf(place: string): string | null {
  if (place === 'd') return null;
  if (!place.startsWith('c')) return 'd';
  const [size, column, row] = place.slice(1).split('/').map(Number);
  return size === 2000 ? 'd' : `c${size * 2}/${Math.floor(column / 2)}/${Math.floor(row / 2)}`;
}

function parsePeriod(key: string): ReleasedPeriod {
  const no = Number(key.slice(1));
  switch (key[0]) {
    case 'm':
      return { kind: 'month', monthNo: no };
    case 'q':
      return { kind: 'quarter', quarterNo: no };
    case 'y':
      return { kind: 'year', year: no };
    default:
      return { kind: 'supply' };
  }
}

/** Every "these make that": wards and cells a district, cells a larger cell, categories all, months a quarter, a year, all. */
function relateAll(
  attacker: IntervalAttacker,
  periods: readonly ReleasedPeriod[],
  cellsSeen: ReadonlyMap<number, ReadonlySet<string>>,
): void {
  const wards = Array.from({ length: WARDS }, (_, ward) => `w${ward}`);
  const cells = [...cellsSeen.values()].flatMap((seen) => [...seen]);
  const fragments = [...(cellsSeen.get(500) ?? [])].flatMap((cell) =>
    wards.map((ward) => ({ cell, ward, place: `f${ward.slice(1)}/${cell.slice(5)}` })),
  );
  for (const period of periods) {
    const key = periodKey(period);
    const withCells = period.kind === 'year' || period.kind === 'supply';
    const inNone = wards.map((ward) => `n${ward.slice(1)}`);
    const places = ['d', ...wards, ...(withCells ? [...cells, 'k', 'n', ...inNone] : [])];
    for (const category of ['all', ...CATEGORIES]) {
      const at = (place: string): string => `${category}|${key}|${place}`;
      attacker.relate(at('d'), wards.map(at));
      if (withCells) {
        attacker.relate(at('d'), ['k', 'n'].map(at));
        attacker.relate(at('n'), inNone.map(at));
        for (const [size, seen] of cellsSeen) {
          attacker.relate(at('k'), [...seen].map(at));
          if (size === 2000) continue;
          for (const larger of cellsSeen.get(size * 2) ?? []) {
            attacker.relate(at(larger), [...seen].filter((cell) => largerPlaceOf(cell) === larger).map(at));
          }
        }
        for (const cell of cellsSeen.get(500) ?? []) {
          attacker.relate(
            at(cell),
            fragments.filter((f) => f.cell === cell).map((f) => at(f.place)),
          );
        }
        for (const ward of wards) {
          attacker.relate(at(ward), [
            ...fragments.filter((f) => f.ward === ward).map((f) => at(f.place)),
            at(`n${ward.slice(1)}`),
          ]);
        }
      }
    }
    for (const place of [...places, ...(withCells ? fragments.map((f) => f.place) : [])]) {
      attacker.relate(
        `all|${key}|${place}`,
        CATEGORIES.map((category) => `${category}|${key}|${place}`),
      );
    }
    const parts = periods.filter((part) => {
      const longer = longerPeriod(part);
      return longer !== null && periodKey(longer) === key;
    });
    if (period.kind === 'month' || parts.length === 0) continue;
    const placesOfParts =
      parts[0].kind === 'year' ? [...places, ...fragments.map((f) => f.place)] : ['d', ...wards];
    for (const category of ['all', ...CATEGORIES]) {
      for (const place of placesOfParts) {
        attacker.relate(
          `${category}|${key}|${place}`,
          parts.map((part) => `${category}|${periodKey(part)}|${place}`),
        );
      }
    }
  }
}
