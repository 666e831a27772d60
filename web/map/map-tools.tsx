import { step } from './step.ts';

/** Buttons on the map: zoom, whole area, stepping; and the north arrow (the map never turns). */
export function MapTools({ onZoom, onWhole }: { onZoom(levels: number): void; onWhole(): void }) {
  return (
    <section class="map-tools" aria-label="Map tools">
      <button type="button" class="tool" aria-label="Zoom in" title="Zoom in" onClick={() => onZoom(1)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 3v10M3 8h10" />
        </svg>
      </button>
      <button type="button" class="tool" aria-label="Zoom out" title="Zoom out" onClick={() => onZoom(-1)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10" />
        </svg>
      </button>
      <button
        type="button"
        class="tool"
        aria-label="Show the whole area"
        title="Show the whole area"
        onClick={onWhole}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" />
        </svg>
      </button>
      <button
        type="button"
        class="tool"
        aria-label="Step to the next hottest"
        title="Step to the next hottest (N)"
        onClick={() => step(1)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 8h9M8 4l4 4-4 4M14 3v10" />
        </svg>
      </button>
    </section>
  );
}

/** North is up: the map does not turn. Grid north differs from it by under 3 degrees. */
export function NorthArrow() {
  return (
    <svg class="north" viewBox="0 0 20 30" role="img" aria-label="North is up">
      <path d="M10 9l6 19-6-4-6 4z" />
      <text x="10" y="7" text-anchor="middle">
        N
      </text>
    </svg>
  );
}
