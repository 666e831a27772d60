import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { recordPicture } from '../api/record-picture.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { useWidth } from '../panels/use-width.ts';
import { Refusal } from './answer-state.tsx';
import { ChartOriginContext } from './chart-origin.ts';

interface Props {
  /** Draws at the width there is. */
  chart(widthPx: number): JSX.Element;
  /** The table that says the same; opened by the reader, always open on paper. Left out where one stands beside the chart. */
  table?: ComponentChildren;
  /** How the chart is read: one or two sentences. */
  note?: ComponentChildren;
  /** No wider than this, pixels; default 720. */
  mostPx?: number;
}

/** A chart at the width of its column, the words that explain it, the table that says the same, and files of both. */
export function ChartFigure({ chart, table, note, mostPx = 720 }: Props) {
  const [box, widthPx] = useWidth<HTMLDivElement>();
  return (
    <figure class="chart-figure">
      <div ref={box} class="chart-box">
        {widthPx > 0 && chart(Math.min(widthPx, mostPx))}
      </div>
      {note && <figcaption>{note}</figcaption>}
      {table && (
        <details>
          <summary>The same as a table</summary>
          {table}
        </details>
      )}
      <ChartFiles />
    </figure>
  );
}

type Format = 'png' | 'svg' | 'csv';
const FORMATS: readonly Format[] = ['png', 'svg', 'csv'];

/** The chart as PNG and SVG and its table as CSV, each put on record first and carrying the id of its entry. */
function ChartFiles() {
  const origin = useContext(ChartOriginContext);
  const saved = useSignal('');
  const error = useSignal<ServiceError | null>(null);
  if (!origin || origin.looks.length === 0) return null;
  const save = async (format: Format, from: Element) => {
    saved.value = '';
    error.value = null;
    const figure = from.closest('figure');
    const svg = figure?.querySelector('svg');
    // Where no table is folded under the chart, one stands beside it in its section.
    const table = figure?.querySelector('table') ?? figure?.closest('section')?.querySelector('table');
    if (!svg || (format === 'csv' && !table)) return;
    try {
      // In a file of its own nothing stands beside the chart.
      const title = (svg.getAttribute('aria-label') ?? 'Chart').replace(/ The table says the figures\.$/, '');
      const record = await recordPicture({ format, what: title.slice(0, 300), looks: [...origin.looks] });
      const [{ chartFile, tableFile }, { chartSvg, download, pictureName, svgPng }] = await Promise.all([
        import('./chart-file.ts'),
        import('../briefings/pictures.ts'),
      ]);
      const name = pictureName(record.marking, origin.synthetic, `${origin.area} ${title}`, format);
      if (format === 'csv' && table) {
        download(name, new Blob([tableFile(table, title, origin, record)], { type: 'text/csv' }));
      } else {
        const { width, height } = svg.viewBox.baseVal;
        const file = chartFile(chartSvg(svg), { widthPx: width, heightPx: height }, title, origin, record);
        download(name, format === 'png' ? await svgPng(file) : new Blob([file], { type: 'image/svg+xml' }));
      }
      saved.value = `Saved. Audit entry ${record.auditId}.`;
    } catch (cause) {
      error.value = toServiceError(cause);
    }
  };
  return (
    <div class="chart-files">
      <span>Save the chart:</span>
      {FORMATS.map((format) => (
        <button
          key={format}
          type="button"
          class="chart-save"
          aria-label={
            format === 'csv'
              ? 'Save the table of the chart as CSV'
              : `Save the chart as ${format.toUpperCase()}`
          }
          onClick={(event) => save(format, event.currentTarget)}
        >
          {format.toUpperCase()}
        </button>
      ))}
      <span role="status">{saved.value}</span>
      {error.value && <Refusal error={error.value} />}
    </div>
  );
}
