import type { ComponentChildren, JSX } from 'preact';
import { chartSvg, download, pictureName } from '../briefings/pictures.ts';
import { useWidth } from '../panels/use-width.ts';
import { catalogue } from '../state/store.ts';

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

/** A chart at the width of its column, the words that explain it, and the table that says the same. */
export function ChartFigure({ chart, table, note, mostPx = 720 }: Props) {
  const [box, widthPx] = useWidth<HTMLDivElement>();
  const save = (event: MouseEvent) => {
    const svg = (event.currentTarget as Element).closest('figure')?.querySelector('svg');
    const known = catalogue.state.value.data;
    if (!svg || !known) return;
    const words = svg.getAttribute('aria-label') ?? 'chart';
    const name = pictureName(known.marking, known.synthetic, words, 'svg');
    download(name, new Blob([chartSvg(svg)], { type: 'image/svg+xml' }));
  };
  return (
    <figure class="chart-figure">
      <div ref={box} class="chart-box">
        {widthPx > 0 && chart(Math.min(widthPx, mostPx))}
      </div>
      {note && <figcaption>{note}</figcaption>}
      <button type="button" class="chart-save" onClick={save}>
        Chart as SVG
      </button>
      {table && (
        <details>
          <summary>The same as a table</summary>
          {table}
        </details>
      )}
    </figure>
  );
}
