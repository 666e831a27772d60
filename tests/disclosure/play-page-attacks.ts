import type { DistrictPage, WardPage } from '../../server/contract/area-pages.ts';
import type { MeasuresResult } from '../../server/contract/measures.ts';
import { monthNoOf, monthOf } from '../../server/contract/month-no.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { SignedIn } from '../support/sign-in.ts';
import { IntervalAttacker } from './interval-attacker.ts';
import { CATEGORIES, DISTRICT, type SmallEvent, timeOf, WARDS, weekdayOf } from './small-district.ts';

const FLOOR = 8;
const WEEK_CELLS = 16;

/** What came of reading every ward page, district page and measure of one dataset. */
export interface PageAttackOutcome {
  /** Hidden counts of 1 to 7 that the reader now knows exactly. */
  readonly pinned: readonly string[];
  readonly shown: number;
  readonly hidden: number;
  /** Cells of wards' weeks that were shown. */
  readonly weekShown: number;
}

/**
 * Read measures, every ward page and the district page; collect every count that they name (areas, categories, earlier
 * periods, months, quarters and years of the trend, the week); hold them against each other and against /api/wards, which
 * answers the same questions; then deduce what the hidden ones can be. Two answers to one question that differ are an
 * attack of their own, and throw.
 */
export async function playPageAttacks(
  browser: SignedIn,
  events: readonly SmallEvent[],
  months: readonly number[],
  { secondary = true, base = 5 }: { secondary?: boolean; base?: number } = {},
): Promise<PageAttackOutcome> {
  const notes = new Notes();
  const years = [...new Set(months.map((month) => Math.floor(month / 12)))];
  const whole = years.length > 1 ? 's' : `y${years[0]}`;
  let weekShown = 0;
  for (const year of years) {
    const query = `layer=ambulance&from=${year}-01&to=${year}-12`;
    const measures = await ask<MeasuresResult>(browser, `/api/measures?${query}`);
    const wards = await ask<WardLayerResult>(browser, `/api/wards?${query}`);
    if ((measures === null) !== (wards === null)) throw new Error(`${year} is hidden on one page only`);
    if (!measures || !wards) continue;
    notes.write(`all|y${year}|d`, measures.district.events);
    for (const ward of wards.wards) notes.write(`all|y${year}|${placeOf(ward.code)}`, ward.events);
    readAreas(notes, measures, `y${year}`);
    const district = await ask<DistrictPage>(browser, `/api/district/${DISTRICT}?${query}`);
    if (district) readTrend(notes, district.trend, 'all', 'd');
    for (let ward = 0; ward < WARDS; ward++) {
      const page = await ask<WardPage>(browser, `/api/ward/E0599999${ward}?${query}`);
      if (!page) continue;
      notes.write(`all|y${year}|w${ward}`, page.measures?.events ?? null);
      readTrend(notes, page.trend, 'all', `w${ward}`);
      for (const { slug, events: count } of page.mix) notes.write(`${slug}|y${year}|w${ward}`, count);
      page.hourOfWeek.blocks?.rows.forEach((row, kind) => {
        row.events.forEach((count, block) => {
          if (count !== null) weekShown++;
          notes.write(`week|w${ward}|${kind * 8 + block}`, count);
        });
      });
      if (page.streets.names.length > 0) throw new Error('A street was named.');
    }
  }
  for (const month of months) {
    const measures = await ask<MeasuresResult>(
      browser,
      `/api/measures?layer=ambulance&from=${monthOf(month)}&to=${monthOf(month)}`,
    );
    if (!measures) continue;
    readAreas(notes, measures, `m${month}`);
    for (const { code, changePrevious } of measures.areas)
      if (changePrevious) notes.write(`all|m${month - 1}|${placeOf(code)}`, changePrevious.events);
  }
  const truth = countTruth(events, whole);
  const attacker = new IntervalAttacker();
  for (const [figure, shown] of notes.figures) {
    attacker.learn(
      figure,
      readFigure(shown, truth.get(figure) ?? 0, figure, notes, truth, { whole, secondary, base }),
    );
  }
  relate(attacker, years, months, whole);
  attacker.deduce();
  const pinned: string[] = [];
  for (const [figure, count] of truth) {
    const shown = notes.figures.get(figure);
    if (count >= FLOOR || shown === undefined) continue;
    if (shown !== null) throw new Error(`${figure} is ${count} and was shown.`);
    const { lowest, highest } = attacker.of(figure);
    if (count < lowest || count > highest)
      throw new Error(`${figure} is ${count}, deduced ${lowest}-${highest}.`);
    if (lowest === highest) pinned.push(`${figure} = ${count}`);
  }
  const hidden = [...notes.figures.values()].filter((shown) => shown === null).length;
  return { pinned, hidden, shown: notes.figures.size - hidden, weekShown };
}

/** What the reader knows beside the figures: the longest period, whether parts of small figures are hidden with them, the rounding. */
interface Rules {
  readonly whole: string;
  readonly secondary: boolean;
  /** Shown counts are rounded to a multiple. */
  readonly base: number;
}

/** What was read: a number, or null for hidden. */
class Notes {
  readonly figures = new Map<string, number | null>();

  write(figure: string, shown: number | null): void {
    const known = this.figures.get(figure);
    if (known !== undefined && known !== shown)
      throw new Error(`${figure} was answered ${known} and ${shown}.`);
    this.figures.set(figure, shown);
  }
}

function readAreas(
  notes: Notes,
  { areas, hiddenAreas = [], parameters }: MeasuresResult,
  period: string,
): void {
  for (const { code, events, byCategory } of areas) {
    notes.write(`all|${period}|${placeOf(code)}`, events);
    byCategory.forEach((count, k) => {
      notes.write(`${parameters.categories[k]}|${period}|${placeOf(code)}`, count);
    });
  }
  for (const { code } of hiddenAreas) notes.write(`all|${period}|${placeOf(code)}`, null);
  const names = hiddenAreas.map(({ name }) => name);
  const sorted = [...names].sort((a, b) => a.localeCompare(b, 'en-GB'));
  if (names.join() !== sorted.join()) throw new Error('Hidden areas stand in another order than by name.');
}

function readTrend(
  notes: Notes,
  { months, unit = 'month' }: WardPage['trend'],
  category: string,
  place: string,
): void {
  for (const { month, events, status } of months) {
    if (status === 'not-supplied') continue;
    const monthNo = monthNoOf(month);
    const period =
      unit === 'month'
        ? `m${monthNo}`
        : unit === 'quarter'
          ? `q${Math.floor(monthNo / 3)}`
          : `y${Math.floor(monthNo / 12)}`;
    notes.write(`${category}|${period}|${place}`, events);
  }
}

/** What is read from one figure, with all rules known, and of each hidden one whether it is small. */
function readFigure(
  shown: number | null,
  count: number,
  figure: string,
  { figures }: Notes,
  truth: ReadonlyMap<string, number>,
  rules: Rules,
): { lowest: number; highest: number } {
  if (shown === 0) return { lowest: 0, highest: 0 };
  if (shown !== null) {
    if (shown % rules.base !== 0) throw new Error(`A count of ${shown} was shown.`);
    const half = (rules.base - 1) / 2;
    return { lowest: Math.max(FLOOR, shown - half), highest: shown + half };
  }
  const lowest = mayBeZero(figure, figures, truth, rules) ? 0 : 1;
  return count < FLOOR ? { lowest, highest: FLOOR - 1 } : { lowest, highest: Infinity };
}

/**
 * Whether a hidden figure may also be 0: all of a week whose ward is hidden, everything of a period whose district is, and, by
 * the rule of secondary suppression, every part of a hidden small figure.
 */
function mayBeZero(
  figure: string,
  figures: ReadonlyMap<string, number | null>,
  truth: ReadonlyMap<string, number>,
  rules: Rules,
): boolean {
  const [category, period, place] = figure.split('|');
  const isShown = (name: string): boolean => (figures.get(name) ?? null) !== null;
  if (category === 'week') return !isShown(`all|${rules.whole}|${period}`);
  if (place !== 'd' && !isShown(`${category}|${period}|d`)) return true;
  if (!rules.secondary) return false;
  const containers = [
    ...(category === 'all' ? [] : [`all|${period}|${place}`]),
    ...(place === 'd' ? [] : [`${category}|${period}|d`]),
    ...longerThan(period, rules.whole).map((longer) => `${category}|${longer}|${place}`),
  ];
  return containers.some(
    (one) => (!isShown(one) && (truth.get(one) ?? 0) < FLOOR) || mayBeZero(one, figures, truth, rules),
  );
}

/** The next longer period; none above the whole supply. */
function longerThan(period: string, whole: string): string[] {
  const no = Number(period.slice(1));
  if (period[0] === 'm') return [`q${Math.floor(no / 3)}`];
  if (period[0] === 'q') return [`y${Math.floor(no / 4)}`];
  return period === whole ? [] : [whole];
}

function countTruth(events: readonly SmallEvent[], whole: string): Map<string, number> {
  const truth = new Map<string, number>();
  const add = (figure: string): void => {
    truth.set(figure, (truth.get(figure) ?? 0) + 1);
  };
  for (const event of events) {
    const { category, monthNo, ward } = event;
    const periods = new Set([
      `m${monthNo}`,
      `q${Math.floor(monthNo / 3)}`,
      `y${Math.floor(monthNo / 12)}`,
      whole,
    ]);
    for (const name of ['all', CATEGORIES[category]])
      for (const period of periods) for (const place of ['d', `w${ward}`]) add(`${name}|${period}|${place}`);
    const kind = weekdayOf(event) >= 5 ? 1 : 0;
    add(`week|w${ward}|${kind * 8 + Math.floor(timeOf(event).hour / 3)}`);
  }
  return truth;
}

function relate(
  attacker: IntervalAttacker,
  years: readonly number[],
  months: readonly number[],
  whole: string,
): void {
  const wards = Array.from({ length: WARDS }, (_, ward) => `w${ward}`);
  const quarters = [...new Set(months.map((month) => Math.floor(month / 3)))];
  const periods = [
    ...months.map((month) => `m${month}`),
    ...quarters.map((quarter) => `q${quarter}`),
    ...years.map((year) => `y${year}`),
    whole,
  ];
  for (const period of new Set(periods)) {
    for (const category of ['all', ...CATEGORIES])
      attacker.relate(
        `${category}|${period}|d`,
        wards.map((ward) => `${category}|${period}|${ward}`),
      );
    for (const place of ['d', ...wards])
      attacker.relate(
        `all|${period}|${place}`,
        CATEGORIES.map((category) => `${category}|${period}|${place}`),
      );
  }
  for (const category of ['all', ...CATEGORIES]) {
    for (const place of ['d', ...wards]) {
      const at = (period: string): string => `${category}|${period}|${place}`;
      for (const quarter of quarters) {
        const inside = months.filter((month) => Math.floor(month / 3) === quarter);
        attacker.relate(
          at(`q${quarter}`),
          inside.map((month) => at(`m${month}`)),
        );
      }
      for (const year of years) {
        const inside = quarters.filter((quarter) => Math.floor(quarter / 4) === year);
        attacker.relate(
          at(`y${year}`),
          inside.map((quarter) => at(`q${quarter}`)),
        );
      }
      if (whole === 's')
        attacker.relate(
          at('s'),
          years.map((year) => at(`y${year}`)),
        );
    }
  }
  for (const ward of wards) {
    attacker.relate(
      `all|${whole}|${ward}`,
      Array.from({ length: WEEK_CELLS }, (_, cell) => `week|${ward}|${cell}`),
    );
  }
}

/** The answer; null where the whole figure is hidden. */
async function ask<T>(browser: SignedIn, url: string): Promise<T | null> {
  const response = await browser.inject({ url });
  if (response.statusCode === 200) {
    if (!response.body.includes('"disclosure"')) throw new Error(`${url} says nothing of its protection`);
    return response.json() as T;
  }
  const { code } = response.json() as Problem;
  if (code === 'figure-hidden') return null;
  throw new Error(`${url} was answered ${response.statusCode} ${response.body}`);
}

function placeOf(code: string): string {
  return `w${code.slice(-1)}`;
}
