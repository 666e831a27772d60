import type { Statistic } from '../../server/contract/hot-spots.ts';

export type Page = 'hot-spots' | 'wards';
export type WardMeasure = 'rate' | 'share';
export type ReadingTab = 'cells' | 'wards' | 'method';
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
  page: Page;
  area: string | null;
  layer: string | null;
  /** Category slugs, sorted; empty means every category. */
  categories: readonly string[];
  /** First and last month, inclusive, YYYY-MM. */
  from: string | null;
  to: string | null;
  cellSizeM: number | null;
  statistic: Statistic;
  bandwidthM: number | null;
  wardMeasure: WardMeasure;
  tab: ReadingTab;
  selection: Selection | null;
  /** null: the whole study area. */
  camera: Camera | null;
}

export const EMPTY_VIEW: View = {
  page: 'hot-spots',
  area: null,
  layer: null,
  categories: [],
  from: null,
  to: null,
  cellSizeM: null,
  statistic: 'gi-star',
  bandwidthM: null,
  wardMeasure: 'rate',
  tab: 'cells',
  selection: null,
  camera: null,
};

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const SLUG = /^[\w.-]{1,80}$/;

/**
 * Reads a view from a query string ('?area=...'). Never throws: a part that cannot be read is left at its
 * default, so an old or mistyped link still opens.
 */
export function parseView(search: string): View {
  const query = new URLSearchParams(search);
  const from = matching(query.get('from'), MONTH);
  const to = matching(query.get('to'), MONTH);
  const inOrder = from === null || to === null || from <= to;
  return {
    page: oneOf(query.get('view'), ['hot-spots', 'wards'], 'hot-spots'),
    area: matching(query.get('area'), SLUG),
    layer: matching(query.get('layer'), SLUG),
    categories: [
      ...new Set((query.get('categories') ?? '').split(',').filter((slug) => SLUG.test(slug))),
    ].sort(),
    from: inOrder ? from : to,
    to: inOrder ? to : from,
    cellSizeM: wholeNumber(query.get('cell')),
    statistic: oneOf(query.get('stat'), ['gi-star', 'count', 'density'], 'gi-star'),
    bandwidthM: wholeNumber(query.get('bandwidth')),
    wardMeasure: oneOf(query.get('measure'), ['rate', 'share'], 'rate'),
    tab: oneOf(query.get('tab'), ['cells', 'wards', 'method'], 'cells'),
    selection: parseSelection(query.get('selected')),
    camera: parseCamera(query.get('at')),
  };
}

/** Writes a view as a query string with a leading '?', or '' for the empty view. Parsing it gives the view back. */
export function formatView(view: View): string {
  const parts: [string, string | number | null][] = [
    ['view', view.page === EMPTY_VIEW.page ? null : view.page],
    ['area', view.area],
    ['layer', view.layer],
    ['categories', view.categories.length > 0 ? [...view.categories].sort().join(',') : null],
    ['from', view.from],
    ['to', view.to],
    ['cell', view.cellSizeM],
    ['stat', view.statistic === EMPTY_VIEW.statistic ? null : view.statistic],
    ['bandwidth', view.bandwidthM],
    ['measure', view.wardMeasure === EMPTY_VIEW.wardMeasure ? null : view.wardMeasure],
    ['tab', view.tab === EMPTY_VIEW.tab ? null : view.tab],
    ['selected', view.selection && formatSelection(view.selection)],
    ['at', view.camera && formatCamera(view.camera)],
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
