import { computed, signal } from '@preact/signals';

/** Where in the application the reader is. The view of the map keeps its own part of the address, before the '#'. */
export interface Place {
  /** '' is Explore, the map. */
  path: string;
  rest: readonly string[];
  query: URLSearchParams;
}

/** Reads '#wards/E05000001?measure=rate'. '' and '#map' are the map. Never throws. */
export function parsePlace(hash: string): Place {
  const [parts = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [path = '', ...rest] = parts.split('/').filter((part) => part !== '');
  return {
    path: path === 'map' ? '' : path,
    rest: rest.map(decoded),
    query: new URLSearchParams(query),
  };
}

/** The part of the address from '#' on. Empty parameters are left out. */
export function pageHref(
  path: string,
  rest: readonly string[] = [],
  query: Readonly<Record<string, string | null>> = {},
): string {
  const kept = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null);
  const text = new URLSearchParams(kept).toString();
  const parts = [path === '' ? 'map' : path, ...rest.map(encodeURIComponent)].join('/');
  return `#${parts}${text === '' ? '' : `?${text}`}`;
}

/** The address of the map at a view: `address` is the part after the question mark, as saved views hold it. */
export function exploreHref(address: string): string {
  return `${window.location.pathname}?${address.replace(/^\?/, '')}`;
}

export const place = signal<Place>(parsePlace(window.location.hash));
export const isExploring = computed(() => place.value.path === '');

/** Goes to a page; `replace` rewrites the current entry of the history instead of adding one. */
export function openPage(
  path: string,
  rest: readonly string[] = [],
  query: Readonly<Record<string, string | null>> = {},
  { replace = false } = {},
): void {
  const address = `${window.location.pathname}${window.location.search}${pageHref(path, rest, query)}`;
  window.history[replace ? 'replaceState' : 'pushState'](null, '', address);
  followPlace();
}

/** Names the window: 'Wards, Kenborough – Wardlight'. */
export function titlePage(...parts: readonly (string | null | undefined)[]): void {
  document.title = `${parts.filter(Boolean).join(', ')} – Wardlight`;
}

/** Follows links, back and forward. Call once. */
export function bindPlace(): void {
  window.addEventListener('hashchange', followPlace);
  window.addEventListener('popstate', followPlace);
}

function followPlace(): void {
  const now = parsePlace(window.location.hash);
  const was = place.peek();
  if (now.path !== was.path || pageHref(now.path, now.rest) !== pageHref(was.path, was.rest))
    place.value = now;
  else if (now.query.toString() !== was.query.toString()) place.value = now;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
