import { draft, said, sayPoint } from './desk-state.ts';
import { withoutCorner } from './draft-shape.ts';
import { TypedPoint } from './typed-point.tsx';

/** The corners of an outline: typed, listed, taken out one by one. */
export function CornerSteps() {
  const { corners } = draft.value;
  return (
    <>
      <TypedPoint label="Add a corner" verb="Add" />
      {corners.length > 0 && (
        <ol class="corners" aria-label="Corners">
          {corners.map((corner, i) => (
            <li key={corner.join()}>
              <span>{sayPoint(corner)}</span>
              <button
                type="button"
                aria-label={`Remove corner ${i + 1}`}
                onClick={() => {
                  draft.value = withoutCorner(draft.peek(), i);
                  said.value = `Corner ${i + 1} is removed.`;
                }}
              >
                Remove
              </button>
            </li>
          ))}
        </ol>
      )}
      {corners.length < 3 && (
        <p class="quiet">
          {corners.length === 0 ? 'No corner yet. ' : ''}An outline has at least three corners.
        </p>
      )}
    </>
  );
}
