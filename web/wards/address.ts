import { openPage, pageHref, place } from '../state/place.ts';

/** The pages of ward risk beside those of a district and of a ward, by the part of the address after '#wards/'. */
export const WARD_TASKS = [
  'composite',
  'vulnerable-localities',
  'need',
  'risk-factors',
  'weights',
  'frozen',
] as const;
export type WardTask = (typeof WARD_TASKS)[number];

/** What the address asks for: one of the tasks, or an area (null: the district with most events). */
export type WardView =
  | { readonly kind: 'task'; readonly task: WardTask }
  | { readonly kind: 'area'; readonly code: string | null };

/** Reads the parts after '#wards': none, a task, or the code of a district or ward. Never throws. */
export function parseWardView(rest: readonly string[]): WardView {
  const task = WARD_TASKS.find((name) => name === rest[0]);
  return task ? { kind: 'task', task } : { kind: 'area', code: rest[0] ?? null };
}

/** The question that goes with the reader from page to page. On task pages `area` names the district. */
const KEPT = ['layer', 'categories', 'from', 'to', 'area', 'weights', 'victim'] as const;

type Params = Readonly<Record<string, string | null>>;

function kept(): Record<string, string | null> {
  const { query } = place.value;
  return Object.fromEntries(KEPT.map((name) => [name, query.get(name)]));
}

/** The page of a district or ward with the same question. */
export function areaHref(code: string): string {
  return pageHref('wards', [code], { ...kept(), area: null });
}

/** Another page with the same question; `own` adds to it. Need begins with its own layer: demand is not crime. */
export function taskHref(task: WardTask, own: Params = {}): string {
  const question = task === 'need' ? { area: place.value.query.get('area') } : kept();
  return pageHref('wards', [task], { ...question, ...own });
}

/** A parameter of this page's address; '' where it is not said. */
export const param = (name: string): string => place.value.query.get(name) ?? '';

/** Changes parameters of this page; '' removes one. A new entry of the history, so that Back undoes it. */
export function change(part: Readonly<Record<string, string>>): void {
  const { path, rest, query } = place.peek();
  const next: Record<string, string | null> = Object.fromEntries(query);
  for (const [name, value] of Object.entries(part)) next[name] = value === '' ? null : value;
  openPage(path, rest, next);
}
