import { daysInMonth, type MonthNo } from '../contract/month-no.ts';
import { RequestError } from '../errors.ts';
import type { LayerHolding } from './holdings.ts';
import { layerTitle } from './layer-words.ts';
import { listed } from './words.ts';

/** Hours of the day and days of the week that events are kept to. Civil time: an hour after midnight is of the day it is in. */
export interface TimesOfWeek {
  /** 0 to 23; null: all. */
  readonly hours: readonly number[] | null;
  /** 0 Monday to 6 Sunday; null: all. */
  readonly weekdays: readonly number[] | null;
  /** 'on Fri and Sat, 22:00 to 03:59'; 'on Fri'; 'from 22:00 to 03:59' */
  readonly words: string;
}

/** As the API takes them. */
export interface TimesQuery {
  /** First and last hour, inclusive, round midnight where the last is earlier: 22-3. */
  readonly hours?: string;
  /** fri,sat */
  readonly weekdays?: string;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_WORDS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const HOURS = /^(\d{1,2})-(\d{1,2})$/;

/**
 * The times that a query asks for; undefined where it asks for none.
 *
 * @throws RequestError selection-not-released for restricted layers, whose map figures are decided for whole days together;
 * invalid-parameter for layers without times of day, and for times that cannot be read
 */
export function resolveTimes(layer: LayerHolding, query: TimesQuery): TimesOfWeek | undefined {
  const field = query.hours !== undefined ? 'hours' : 'weekdays';
  const seen = query[field];
  if (seen === undefined) return undefined;
  const title = layerTitle(layer.layer);
  if (layer.datasets.some(({ sensitivityClass }) => sensitivityClass !== 'open')) {
    throw new RequestError('selection-not-released', {
      detail: `Hours and weekdays of ${title} are not released in cells or by ward over time: a few hours hold so few events that nearly all would be hidden, and one choice of hours could be subtracted from another.`,
      seen,
      hint: 'Leave hours and weekdays out. The page of each ward shows its hours of the week as far as they are released.',
      field,
    });
  }
  const coarse = layer.datasets.find(({ timePrecision }) => !['minute', 'hour'].includes(timePrecision));
  if (coarse) {
    throw new RequestError('invalid-parameter', {
      detail: `${coarse.title} names the ${coarse.timePrecision} only, so there are no hours or weekdays to choose.`,
      seen,
      hint: 'Leave hours and weekdays out, or ask for a layer with times of day.',
      field,
    });
  }
  const hours = query.hours === undefined ? null : readHours(query.hours);
  const weekdays = query.weekdays === undefined ? null : readWeekdays(query.weekdays);
  const days = weekdays && `on ${listed(weekdays.map((day) => DAY_WORDS[day]))}`;
  const clock = hours && `${twoDigits(hours[0])}:00 to ${twoDigits(hours[hours.length - 1])}:59`;
  const words = days && clock ? `${days}, ${clock}` : (days ?? `from ${clock}`);
  return { hours, weekdays, words };
}

/** Days of a month that events are counted on: all, or those of the weekdays chosen. */
export function daysCounted(monthNo: MonthNo, times: TimesOfWeek | undefined): number {
  const days = daysInMonth(monthNo);
  if (!times?.weekdays) return days;
  // The first day of the month as 0 Monday to 6 Sunday; Date has Sunday first.
  const first = (new Date(Date.UTC(Math.floor(monthNo / 12), monthNo % 12, 1)).getUTCDay() + 6) % 7;
  const { weekdays } = times;
  return Array.from({ length: days }, (_, day) => (first + day) % 7).filter((day) => weekdays.includes(day))
    .length;
}

function readHours(text: string): number[] {
  const match = HOURS.exec(text);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || first > 23 || last > 23) {
    throw new RequestError('invalid-parameter', {
      detail: 'Hours are a first and a last hour of the day, 0 to 23.',
      seen: text,
      hint: 'Such as 9-17, or 22-3 for the night.',
      field: 'hours',
    });
  }
  const length = ((last - first + 24) % 24) + 1;
  return Array.from({ length }, (_, i) => (first + i) % 24);
}

function readWeekdays(text: string): number[] {
  const named = text.split(',').map((day) => DAYS.indexOf(day.trim()));
  if (named.includes(-1)) {
    throw new RequestError('invalid-parameter', {
      detail: 'Weekdays are named by three letters.',
      seen: text,
      hint: `${DAYS.join(',')}`,
      field: 'weekdays',
    });
  }
  return DAYS.flatMap((_, day) => (named.includes(day) ? [day] : []));
}

function twoDigits(hour: number): string {
  return String(hour).padStart(2, '0');
}
