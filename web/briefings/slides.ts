import type { BriefingBody, BriefingSlide, SavedItem, ViewBody } from '../../server/contract/workspace.ts';

/** A slide while it is edited: `key` stays with it when the order changes. */
export type DraftSlide = BriefingSlide & { key: number };

export const CHART_WORDS: Readonly<Record<BriefingSlide['chart'], string>> = {
  none: 'No chart',
  months: 'Events by month',
  wards: 'Wards with intervals',
};

/** A slide from a kept view: its name as the title; the sentence is that of the result until somebody writes one. */
export function slideOfView(view: Pick<SavedItem, 'name' | 'body'>): BriefingSlide {
  return {
    title: view.name,
    address: (view.body as ViewBody).address,
    chart: 'months',
    sentence: '',
    ask: '',
  };
}

/** The slides with one moved by `by` places; the same order where it would leave the list. */
export function moveSlide<T>(slides: readonly T[], at: number, by: number): T[] {
  const to = at + by;
  const moved = [...slides];
  if (at < 0 || at >= slides.length || to < 0 || to >= slides.length) return moved;
  moved.splice(to, 0, ...moved.splice(at, 1));
  return moved;
}

/** What is sent for the slides of a draft: keys left out, what is typed without spaces around it. */
export function bodyOfDraft(slides: readonly DraftSlide[]): BriefingBody {
  return {
    slides: slides.map(({ title, address, chart, sentence, ask }) => ({
      title: title.trim(),
      address,
      chart,
      sentence: sentence.trim(),
      ask: ask.trim(),
    })),
  };
}

/** Where a key leads from slide `at` (0 is the first); null for keys that do not turn the page: up and down scroll. */
export function slideAfterKey(key: string, at: number, length: number): number | null {
  const to: Record<string, number> = {
    ArrowRight: at + 1,
    PageDown: at + 1,
    ArrowLeft: at - 1,
    PageUp: at - 1,
    Home: 0,
    End: length - 1,
  };
  const next = to[key];
  return next === undefined ? null : Math.max(0, Math.min(length - 1, next));
}

/** The slide that the address names, from 0: '?page=2' is 1; the first where it names none that there is. */
export function slideOfAddress(query: URLSearchParams, length: number): number {
  const page = Number(query.get('page') ?? 1);
  return Number.isInteger(page) && page >= 1 && page <= length ? page - 1 : 0;
}
