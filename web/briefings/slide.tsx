import { useEffect } from 'preact/hooks';
import type { BriefingSlide } from '../../server/contract/workspace.ts';
import { sayScope } from '../panels/finding.tsx';
import { figureFacts } from '../state/figure-facts.ts';
import { suppliedReach } from '../state/resolve-view.ts';
import { catalogue } from '../state/store.ts';
import { formatDay, formatMonth, keepUnits } from '../words/format.ts';
import { looksOf, sayAttributions, sayAudit } from './audit-line.ts';
import { saidOf } from './drawn-rates.ts';
import { notAsKept } from './not-as-kept.ts';
import { SlideChart } from './slide-chart.tsx';
import { SlideLegend } from './slide-legend.tsx';
import { SlideMap } from './slide-map.tsx';
import { type SlideScene, secondAddress, useSlideScene } from './use-slide-scene.ts';

interface Props {
  slide: BriefingSlide;
  /** From 0. */
  at: number;
  count: number;
  briefing: string;
  isShown: boolean;
  mayLoad: boolean;
  /** The audit's entry of the print that is on its way; null: the entries of the figures are named. */
  printId: string | null;
  /** Everything of the slide is there, or will not come. */
  onSettled(at: number, slide: SettledSlide): void;
}

/** A slide with everything in place: its sentence, and the audit's entries of the figures that it shows. */
export interface SettledSlide {
  said: string;
  looks: readonly string[];
}

/** One slide: what it says, its map and legend, one chart, what is asked, and what a board must know of the data. */
export function Slide({ slide, at, count, briefing, isShown, mayLoad, printId, onSettled }: Props) {
  const first = useSlideScene(slide.address, mayLoad);
  const beside = secondAddress(first.view);
  const second = useSlideScene(beside ?? slide.address, mayLoad && beside !== null);
  const state = first.state.value;
  const isSettled = isThere(first) && (beside === null || isThere(second));
  const all = beside === null ? [first] : [first, second];
  const shown = all.filter((of) => notAsKept(of) === null);
  const isFirstShown = shown.includes(first);
  const sentence = slide.sentence || (isFirstShown && saidBy(first)?.sentence) || '';
  const looks = shown.flatMap(({ scene, services, rates }) =>
    looksOf(scene, services.value, rates.value?.result ?? null),
  );
  useEffect(() => {
    if (isSettled) onSettled(at, { said: sentence, looks });
  }, [isSettled, sentence, looks.join()]);
  // Legends that are tall stand beside a single map, not under it; that of rates where no chart needs the room.
  const mode = first.view.mode;
  const isTall =
    beside === null &&
    (first.rates.value ? slide.chart === 'none' : mode === 'coincidence' || mode === 'emerging');
  const headingId = `slide-${at + 1}`;
  return (
    <section
      class="slide"
      aria-labelledby={headingId}
      data-shown={isShown}
      data-state={isSettled ? state : 'loading'}
      data-two={beside !== null}
      data-crowded={crowdedness(sentence.length + slide.ask.length, isTall, slide.chart !== 'none')}
    >
      <div class="slide-sheet">
        <SlideMarking of={shown} />
        <header class="slide-head">
          <h1 id={headingId} tabIndex={-1}>
            {slide.title}
          </h1>
          {isFirstShown && (
            <p class="quiet">
              {sayScope(first.scene)}
              {first.scene.studyArea.value ? ` · ${first.scene.studyArea.value.name}` : ''}
            </p>
          )}
        </header>
        <div class="slide-body">
          <div class="slide-maps">
            <SlideMap
              of={first}
              aspect={beside === null ? 1.28 : 1}
              caption={beside === null ? null : captionOf(first)}
              withLegend={!isTall}
            />
            {beside !== null && <SlideMap of={second} aspect={1} caption={captionOf(second)} withLegend />}
          </div>
          <div class="slide-words">
            <p class="slide-sentence">{keepUnits(sentence)}</p>
            {slide.ask !== '' && (
              <p class="slide-ask">
                <strong>We ask:</strong> {slide.ask}
              </p>
            )}
            {isTall && isFirstShown && (
              <div class="slide-legend">
                <SlideLegend of={first} />
              </div>
            )}
            {isFirstShown && <SlideChart of={first} chart={slide.chart} />}
          </div>
        </div>
        <footer class="slide-foot">
          <p>{[...sourcesOf(shown), sayAudit(printId === null ? looks : [printId])].join(' ')}</p>
          <p class="slide-page">
            {briefing} · {at + 1} of {count}
          </p>
        </footer>
      </div>
    </section>
  );
}

/** Everything of a map is there with what lies under it, or will not come. */
function isThere({ state, backdrop }: SlideScene): boolean {
  return state.value === 'failed' || (state.value === 'ready' && backdrop.value !== undefined);
}

/** What a slide's map says of itself. */
const saidBy = ({ scene, rates }: SlideScene) => saidOf(figureFacts(scene), rates.value);

/** What one of two maps shows: how it is made, of what, and when. */
function captionOf({ scene, rates }: SlideScene): string {
  return [rates.value ? 'Rates by LSOA' : figureFacts(scene)?.method.title, sayScope(scene)]
    .filter((part) => part)
    .join(' · ');
}

/** How much stands beside the map, so that letters are as large as fits: none of it may be cut. */
function crowdedness(letters: number, hasLegend: boolean, hasChart: boolean): 'little' | 'some' | 'much' {
  const load = letters + (hasLegend ? 300 : 0) + (hasChart ? 100 : 0);
  return load <= 330 ? 'little' : load <= 680 ? 'some' : 'much';
}

/** On every slide and every sheet of paper: the marking, SYNTHETIC where it is, and how fresh the data is. */
function SlideMarking({ of }: { of: readonly SlideScene[] }) {
  const known = catalogue.state.value.data;
  const layers = of.flatMap(({ scene }) => {
    const second = scene.mode.value === 'coincidence' ? scene.resolved.value?.secondLayer : undefined;
    return [scene.layer.value, known?.layers.find(({ layer }) => layer === second)].filter((l) => l != null);
  });
  // Of several layers the one that ends first: none of them is older than what is said.
  const reach = layers
    .flatMap((layer) => suppliedReach(layer)?.to ?? [])
    .sort()
    .at(0);
  const imported = layers
    .flatMap((layer) => layer.sources.map((s) => s.lastImportedAt))
    .sort()
    .at(-1);
  return (
    <p class="slide-marking">
      <strong>{known?.marking ?? 'OFFICIAL'}</strong>
      {known?.synthetic && <strong class="synthetic">SYNTHETIC</strong>}
      {reach && (
        <span>
          Data to {formatMonth(reach)}
          {imported && `, imported ${formatDay(imported)}`}
        </span>
      )}
    </p>
  );
}

function sourcesOf(scenes: readonly SlideScene[]): string[] {
  const all = scenes.flatMap((of) => [...(saidBy(of)?.sources ?? []), ...(of.services.value?.sources ?? [])]);
  const grounds = scenes.flatMap(({ backdrop }) => backdrop.value?.says ?? []);
  return [...sayAttributions(all), ...new Set(grounds)];
}
