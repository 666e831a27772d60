import { useEffect } from 'preact/hooks';
import type { BriefingSlide } from '../../server/contract/workspace.ts';
import { sayScope } from '../panels/finding.tsx';
import { figureFacts } from '../state/figure-facts.ts';
import { suppliedReach } from '../state/resolve-view.ts';
import { catalogue } from '../state/store.ts';
import { formatDay, formatMonth, keepUnits } from '../words/format.ts';
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
  /** Everything of the slide is there, or will not come; `said` is its sentence. */
  onSettled(at: number, said: string): void;
}

/** One slide: what it says, its map and legend, one chart, what is asked, and what a board must know of the data. */
export function Slide({ slide, at, count, briefing, isShown, mayLoad, onSettled }: Props) {
  const first = useSlideScene(slide.address, mayLoad);
  const beside = secondAddress(first.view);
  const second = useSlideScene(beside ?? slide.address, mayLoad && beside !== null);
  const state = first.state.value;
  const isSettled = state !== 'loading' && (beside === null || second.state.value !== 'loading');
  const facts = figureFacts(first.scene);
  const sentence = slide.sentence || facts?.sentence || '';
  useEffect(() => {
    if (isSettled) onSettled(at, sentence);
  }, [isSettled, sentence]);
  // Legends that are tall stand beside a single map, not under it.
  const mode = first.view.mode;
  const isTall = beside === null && (mode === 'coincidence' || mode === 'emerging');
  const headingId = `slide-${at + 1}`;
  return (
    <section
      class="slide"
      aria-labelledby={headingId}
      data-shown={isShown}
      data-state={isSettled ? state : 'loading'}
      data-two={beside !== null}
    >
      <div class="slide-sheet">
        <SlideMarking of={first} />
        <header class="slide-head">
          <h1 id={headingId} tabIndex={-1}>
            {slide.title}
          </h1>
          <p class="quiet">
            {sayScope(first.scene)}
            {first.scene.studyArea.value ? ` · ${first.scene.studyArea.value.name}` : ''}
          </p>
        </header>
        <div class="slide-body">
          <div class="slide-maps">
            <SlideMap
              of={first}
              aspect={beside === null ? 1.28 : 1}
              caption={beside && sayScope(first.scene)}
              withLegend={!isTall}
            />
            {beside !== null && (
              <SlideMap of={second} aspect={1} caption={sayScope(second.scene)} withLegend />
            )}
          </div>
          <div class="slide-words">
            <p class="slide-sentence" data-long={sentence.length > 160}>
              {keepUnits(sentence)}
            </p>
            {slide.ask !== '' && (
              <p class="slide-ask">
                <strong>We ask:</strong> {slide.ask}
              </p>
            )}
            {isTall && (
              <div class="slide-legend">
                <SlideLegend scene={first.scene} fills={first.fills.value} />
              </div>
            )}
            <SlideChart of={first} chart={slide.chart} />
          </div>
        </div>
        <footer class="slide-foot">
          <p>{sourcesOf([first, second]).join(' ')}</p>
          <p class="slide-page">
            {briefing} · {at + 1} of {count}
          </p>
        </footer>
      </div>
    </section>
  );
}

/** On every slide and every sheet of paper: the marking, SYNTHETIC where it is, and how fresh the data is. */
function SlideMarking({ of }: { of: SlideScene }) {
  const known = catalogue.state.value.data;
  const layer = of.scene.layer.value;
  const reach = layer && suppliedReach(layer);
  const imported = layer?.sources
    .map((s) => s.lastImportedAt)
    .sort()
    .at(-1);
  return (
    <p class="slide-marking">
      <strong>{known?.marking ?? 'OFFICIAL'}</strong>
      {known?.synthetic && <strong class="synthetic">SYNTHETIC</strong>}
      {reach && (
        <span>
          Data to {formatMonth(reach.to)}
          {imported && `, imported ${formatDay(imported)}`}
        </span>
      )}
    </p>
  );
}

function sourcesOf(scenes: readonly SlideScene[]): string[] {
  const all = scenes.flatMap(({ scene }) => figureFacts(scene)?.sources.map((s) => s.attribution) ?? []);
  return [...new Set(all)];
}
