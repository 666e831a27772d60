import type { BriefingSlide } from '../../server/contract/workspace.ts';
import { CHART_WORDS, type DraftSlide } from './slides.ts';
import { TextField } from './text-field.tsx';

interface Props {
  slide: DraftSlide;
  /** From 0. */
  at: number;
  count: number;
  onChange(part: Partial<BriefingSlide>): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

/** One slide while it is edited: its words, its chart, and its place in the order. */
export function SlideForm({ slide, at, count, onChange, onMove, onRemove }: Props) {
  const name = `slide ${at + 1}, ${slide.title}`;
  return (
    <li>
      <fieldset class="draft-slide">
        <legend>
          Slide {at + 1} of {count}
        </legend>
        <TextField
          label="Title"
          value={slide.title}
          maxLength={120}
          required
          onChange={(title) => onChange({ title })}
        />
        <TextField
          label="One sentence"
          hint="Empty: the sentence of the result itself, always up to date"
          value={slide.sentence}
          maxLength={400}
          rows={2}
          onChange={(sentence) => onChange({ sentence })}
        />
        <TextField
          label="The ask"
          hint="What the board is asked to decide or do"
          value={slide.ask}
          maxLength={400}
          rows={2}
          onChange={(ask) => onChange({ ask })}
        />
        <label class="kept-field">
          <span>Chart beside the map</span>
          <select
            value={slide.chart}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              onChange({ chart: chosen === 'months' || chosen === 'wards' ? chosen : 'none' });
            }}
          >
            {Object.entries(CHART_WORDS).map(([chart, words]) => (
              <option key={chart} value={chart}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <p class="draft-actions">
          <button
            type="button"
            aria-label={`Move up ${name}`}
            aria-disabled={at === 0}
            onClick={() => at > 0 && onMove(-1)}
          >
            Move up
          </button>
          <button
            type="button"
            aria-label={`Move down ${name}`}
            aria-disabled={at === count - 1}
            onClick={() => at < count - 1 && onMove(1)}
          >
            Move down
          </button>
          <button type="button" aria-label={`Take out ${name}`} onClick={onRemove}>
            Take out
          </button>
        </p>
      </fieldset>
    </li>
  );
}
