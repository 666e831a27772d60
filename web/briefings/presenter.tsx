import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { BriefingBody, SavedItem } from '../../server/contract/workspace.ts';
import { openPage, place } from '../state/place.ts';
import { type SettledSlide, Slide } from './slide.tsx';
import { slideAfterKey, slideOfAddress } from './slides.ts';
import { usePrint } from './use-print.ts';

const PAPERS = [
  { paper: 'a4', label: 'A4 landscape' },
  { paper: 'a3', label: 'A3 landscape' },
  { paper: 'a4-upright', label: 'A4 portrait' },
  { paper: 'a3-upright', label: 'A3 portrait' },
] as const;
type Paper = (typeof PAPERS)[number]['paper'];

/**
 * A briefing before a board: one slide over the whole window. Left and right arrows, Page Up and Down, Home and End turn the page,
 * Escape closes. All slides are there for paper; they load one after the other, the one that is shown first.
 */
export function Presenter({ item, query }: { item: SavedItem; query: URLSearchParams }) {
  const { slides } = item.body as BriefingBody;
  const at = slideOfAddress(query, slides.length);
  const settled = useSignal<ReadonlyMap<number, SettledSlide>>(new Map());
  const paper = useSignal<Paper>('a4');
  const root = useRef<HTMLDivElement>(null);
  const turn = (to: number) =>
    openPage('briefings', [String(item.id), 'present'], { page: String(to + 1) }, { replace: true });
  const close = () => openPage('briefings', [String(item.id)]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === 'Escape') close();
      if (event.target instanceof HTMLSelectElement) return;
      // The address, not what is drawn: keys may come faster than slides are.
      const from = slideOfAddress(place.peek().query, slides.length);
      const to = slideAfterKey(event.key, from, slides.length);
      if (to === null) return;
      event.preventDefault();
      if (to !== from) turn(to);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [item.id, slides.length]);

  // The rest of the application lies under the slide: nothing of it may take the focus.
  useEffect(() => {
    const under = [...document.querySelectorAll<HTMLElement>('.app > :not(main)')];
    for (const element of under) element.inert = true;
    return () => {
      for (const element of under) element.inert = false;
    };
  }, []);

  // A reader who is on a button stays there; who read the slide goes on at the next one's heading.
  useLayoutEffect(() => {
    const active = document.activeElement;
    if (active instanceof HTMLElement && active.closest('.presenter-bar')) return;
    root.current?.querySelector<HTMLElement>('.slide[data-shown="true"] h1')?.focus();
  }, [at]);

  const next = slides.findIndex((_, i) => !settled.value.has(i));
  const said = settled.value.get(at)?.said;
  const looks = [...settled.value.values()].flatMap((slide) => slide.looks);
  const printing = usePrint({ what: item.name, looks, isReady: next === -1 });
  const where = `Slide ${at + 1} of ${slides.length}: ${slides[at]!.title}.`;
  return (
    <div class="presenter" ref={root} data-paper={paper.value} data-ready={next === -1}>
      <div class="slides">
        {slides.map((slide, i) => (
          <Slide
            key={i}
            slide={slide}
            at={i}
            count={slides.length}
            briefing={item.name}
            isShown={i === at}
            mayLoad={i === at || (settled.value.has(at) && (i === next || settled.value.has(i)))}
            printId={printing.auditId}
            onSettled={(which, slide) => {
              settled.value = new Map(settled.value).set(which, slide);
            }}
          />
        ))}
      </div>
      <div class="presenter-bar" role="toolbar" aria-label="Slides">
        <button type="button" aria-disabled={at === 0} onClick={() => turn(Math.max(0, at - 1))}>
          Previous
        </button>
        <span class="presenter-where">
          {at + 1} of {slides.length}
        </span>
        <button
          type="button"
          aria-disabled={at === slides.length - 1}
          onClick={() => turn(Math.min(slides.length - 1, at + 1))}
        >
          Next
        </button>
        <span class="presenter-space" />
        <label class="presenter-paper">
          Paper
          <select
            value={paper.value}
            onChange={(event) => {
              const chosen = PAPERS.find(({ paper }) => paper === event.currentTarget.value);
              if (chosen) paper.value = chosen.paper;
            }}
          >
            {PAPERS.map(({ paper, label }) => (
              <option key={paper} value={paper}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <button type="button" disabled={next !== -1} onClick={printing.print}>
          {next === -1 ? 'Print' : `Preparing ${next + 1} of ${slides.length}`}
        </button>
        <button type="button" onClick={() => void root.current?.requestFullscreen?.()}>
          Full screen
        </button>
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
      {printing.problem && (
        <p class="form-problem presenter-problem" role="alert">
          <strong>{printing.problem.message}</strong> {printing.problem.hint}
        </p>
      )}
      <p class="visually-hidden" role="status" aria-live="polite">
        {said === undefined ? '' : `${where} ${said} ${slides[at]!.ask}`}
      </p>
    </div>
  );
}
