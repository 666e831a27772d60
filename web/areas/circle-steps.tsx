import { useId } from 'preact/hooks';
import { formatDistance } from '../words/format.ts';
import { draft, sayPoint } from './desk-state.ts';
import { LEAST_RADIUS_M, MOST_RADIUS_M } from './draft-shape.ts';
import { TypedPoint } from './typed-point.tsx';

/** The centre of a circle, and how far round it. */
export function CircleSteps() {
  const id = useId();
  const { centre, radiusM } = draft.value;
  const fits = Number.isInteger(radiusM) && radiusM >= LEAST_RADIUS_M && radiusM <= MOST_RADIUS_M;
  return (
    <>
      <p class="quiet">{centre ? `Centre: ${sayPoint(centre)}` : 'No centre yet.'}</p>
      <TypedPoint label="Centre" verb="Place" />
      <div class="typed-point">
        <label for={id}>Radius in metres</label>
        <input
          id={id}
          type="number"
          min={LEAST_RADIUS_M}
          max={MOST_RADIUS_M}
          step={50}
          value={radiusM}
          aria-invalid={!fits}
          aria-describedby={`${id}-limits`}
          onInput={(event) => {
            draft.value = { ...draft.peek(), radiusM: Math.round(event.currentTarget.valueAsNumber) };
          }}
        />
        <p id={`${id}-limits`} class="quiet">
          From {formatDistance(LEAST_RADIUS_M)} to {formatDistance(MOST_RADIUS_M)}.
        </p>
      </div>
    </>
  );
}
