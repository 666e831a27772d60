import type { Statistic } from '../../server/contract/hot-spots.ts';
import { HOURS, weekdaysOf } from './times.ts';

/** What Explore shows: one statistic of one layer, wards, two layers together, two periods, or a history. */
export const MODES = ['hot-spots', 'wards', 'coincidence', 'change', 'emerging'] as const;
export type Mode = (typeof MODES)[number];
export type WardMeasure = 'rate' | 'share';
export const READING_TABS = ['cells', 'wards', 'places', 'method'] as const;
export type ReadingTab = (typeof READING_TABS)[number];
/** Two maps: side by side, or one over the other up to a line that moves. */
export type Arrangement = 'side' | 'swipe';
export type Selection = { kind: 'cell'; column: number; row: number } | { kind: 'ward'; code: string };
export interface Camera {
  /** Degrees. */
  lon: number;
  lat: number;
  zoom: number;
}

/**
 * Everything that makes one screen: what the address bar holds and a shared link restores.
 * null means "not said": the defaults are filled in from the catalogue.
 */
export interface View {
  mode: Mode;
  area: string | null;
  layer: string | null;
  /** Category slugs, sorted; empty means every category. */
  categories: readonly string[];
  /** First and last month, inclusive, YYYY-MM. */
  from: string | null;
  to: string | null;
  /** First and last hour, 22-3, and weekdays, fri,sat; null: all. For layers with times of day. */
  hours: string | null;
  weekdays: string | null;
  /** Coincidence: the layer set against `layer`, and its categories (empty: all). */
  secondLayer: string | null;
  secondCategories: readonly string[];
  /** Change: the period compared with; null lets the service choose the same months a year before. */
  beforeFrom: string | null;
  beforeTo: string | null;
  /** Change: what is coloured. */
  changeOf: 'cells' | 'wards';
  cellSizeM: number | null;
  statistic: Statistic;
  bandwidthM: number | null;
  wardMeasure: WardMeasure;
  tab: ReadingTab;
  selection: Selection | null;
  /** null: the whole study area. */
  camera: Camera | null;
  /** What lies on top of the map: kinds of service, and `lsoa-boundaries`; sorted. Both maps of a comparison show it. */
  places: readonly string[];
  /** null: one map. */
  compare: Arrangement | null;
  /** The view on the other map, as `formatView` writes it; its place, camera and selection are those of this one. */
  against: string | null;
  /** Swipe: where the line is, per cent of the width from the left. */
  swipeAt: number;
}

export const EMPTY_VIEW: View = {
  mode: 'hot-spots',
  area: null,
  layer: null,
  categories: [],
  from: null,
  to: null,
  hours: null,
  weekdays: null,
  secondLayer: null,
  secondCategories: [],
  beforeFrom: null,
  beforeTo: null,
  changeOf: 'cells',
  cellSizeM: null,
  statistic: 'gi-star',
  bandwidthM: null,
  wardMeasure: 'rate',
  tab: 'cells',
  selection: null,
  camera: null,
  places: [],
  compare: null,
  against: null,
  swipeAt: 50,
};

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const SLUG = /^[\w.-]{1,80}$/;
/** A district or ward by code, or a kept area: study-area:12:3. */
const AREA = /^(?:[\w.-]{1,80}|study-area:\d{1,9}(?::\d{1,9})?)$/;

/**
 * Reads a view from a query string ('?area=...'). Never throws: a part that cannot be read is left at its
 * default, so an old or mistyped link still opens.
 */
export function parseView(search: string): View {
  const query = new URLSearchParams(search);
  const [from, to] = parsePeriod(query.get('from'), query.get('to'));
  const [beforeFrom, beforeTo] = parsePeriod(query.get('before-from'), query.get('before-to'));
  const against = query.get('against');
  return {
    mode: oneOf(query.get('view'), MODES, 'hot-spots'),
    area: matching(query.get('area'), AREA),
    layer: matching(query.get('layer'), SLUG),
    categories: slugsOf(query.get('categories')),
    from,
    to,
    hours: matching(query.get('hours'), HOURS),
    weekdays: weekdaysOf(query.get('days')),
    secondLayer: matching(query.get('with'), SLUG),
    secondCategories: slugsOf(query.get('with-categories')),
    beforeFrom,
    beforeTo,
    changeOf: oneOf(query.get('change-of'), ['cells', 'wards'], 'cells'),
    cellSizeM: wholeNumber(query.get('cell')),
    statistic: oneOf(query.get('stat'), ['gi-star', 'count', 'density', 'harm'], 'gi-star'),
    bandwidthM: wholeNumber(query.get('bandwidth')),
    wardMeasure: oneOf(query.get('measure'), ['rate', 'share'], 'rate'),
    tab: oneOf(query.get('tab'), READING_TABS, 'cells'),
    selection: parseSelection(query.get('selected')),
    camera: parseCamera(query.get('at')),
    places: slugsOf(query.get('places')),
    compare: (['side', 'swipe'] as const).find((value) => value === query.get('compare')) ?? null,
    against: against === null ? null : formatAgainst(parseView(against)),
    swipeAt: Math.min(95, Math.max(5, wholeNumber(query.get('swipe')) ?? EMPTY_VIEW.swipeAt)),
  };
}

/** Writes a view as a query string with a leading '?', or '' for the empty view. Parsing it gives the view back. */
export function formatView(view: View): string {
  const parts: [string, string | number | null][] = [
    ['view', view.mode === EMPTY_VIEW.mode ? null : view.mode],
    ['area', view.area],
    ['layer', view.layer],
    ['categories', listOf(view.categories)],
    ['from', view.from],
    ['to', view.to],
    ['hours', view.hours],
    ['days', view.weekdays],
    ['with', view.secondLayer],
    ['with-categories', listOf(view.secondCategories)],
    ['before-from', view.beforeFrom],
    ['before-to', view.beforeTo],
    ['change-of', view.changeOf === EMPTY_VIEW.changeOf ? null : view.changeOf],
    ['cell', view.cellSizeM],
    ['stat', view.statistic === EMPTY_VIEW.statistic ? null : view.statistic],
    ['bandwidth', view.bandwidthM],
    ['measure', view.wardMeasure === EMPTY_VIEW.wardMeasure ? null : view.wardMeasure],
    ['tab', view.tab === EMPTY_VIEW.tab ? null : view.tab],
    ['selected', view.selection && formatSelection(view.selection)],
    ['at', view.camera && formatCamera(view.camera)],
    ['places', listOf(view.places)],
    ['compare', view.compare],
    ['against', view.against],
    ['swipe', view.swipeAt === EMPTY_VIEW.swipeAt ? null : view.swipeAt],
  ];
  const written = parts
    .filter((part) => part[1] !== null)
    // Commas and colons are legal in a query and keep the address readable.
    .map(
      ([name, value]) =>
        `${name}=${encodeURIComponent(String(value)).replace(/%2C/g, ',').replace(/%3A/g, ':')}`,
    );
  return written.length > 0 ? `?${written.join('&')}` : '';
}

/** The other map's view as it is kept: without what both maps share, and never itself a comparison. */
export function formatAgainst(view: View): string {
  const { area, tab, selection, camera, places, compare, against, swipeAt } = EMPTY_VIEW;
  return formatView({ ...view, area, tab, selection, camera, places, compare, against, swipeAt });
}

function parsePeriod(fromText: string | null, toText: string | null): [string | null, string | null] {
  const from = matching(fromText, MONTH);
  const to = matching(toText, MONTH);
  return from === null || to === null || from <= to ? [from, to] : [to, from];
}

function slugsOf(text: string | null): string[] {
  return [...new Set((text ?? '').split(',').filter((slug) => SLUG.test(slug)))].sort();
}

function listOf(slugs: readonly string[]): string | null {
  return slugs.length > 0 ? [...slugs].sort().join(',') : null;
}

function formatSelection(selection: Selection): string {
  return selection.kind === 'cell' ? `cell:${selection.column},${selection.row}` : `ward:${selection.code}`;
}

function parseSelection(text: string | null): Selection | null {
  const cell = /^cell:(\d{1,6}),(\d{1,6})$/.exec(text ?? '');
  if (cell) return { kind: 'cell', column: Number(cell[1]), row: Number(cell[2]) };
  const ward = /^ward:([\w.-]{1,80})$/.exec(text ?? '');
  return ward ? { kind: 'ward', code: ward[1]! } : null;
}

/** Five decimals of a degree are about 1 m; two of a zoom level are under a pixel at the map's edge. */
function formatCamera(camera: Camera): string {
  return [camera.lon.toFixed(5), camera.lat.toFixed(5), camera.zoom.toFixed(2)].map(Number).join(',');
}

function parseCamera(text: string | null): Camera | null {
  if (text === null || !/^-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?$/.test(text)) return null;
  const [lon, lat, zoom] = text.split(',').map(Number) as [number, number, number];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom <= 22 ? { lon, lat, zoom } : null;
}

function matching(text: string | null, pattern: RegExp): string | null {
  return text !== null && pattern.test(text) ? text : null;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}

function oneOf<T extends string>(text: string | null, allowed: readonly T[], otherwise: T): T {
  return allowed.find((value) => value === text) ?? otherwise;
}
