import type { Sending } from './sending.ts';
import { Trouble } from './trouble.tsx';

/** Files that are leaving, and those that did not get in. */
export function SendingList({ sendings }: { sendings: readonly Sending[] }) {
  return (
    <>
      {sendings.map(({ key, fileName, share, error, cancel }) =>
        error ? (
          <div key={key} class="unsent">
            <Trouble error={error} about={fileName} />
            <button type="button" aria-label={`Close ${fileName}`} onClick={cancel}>
              Close
            </button>
          </div>
        ) : (
          <article key={key} class="upload" aria-label={`Sending ${fileName}`}>
            <h3>{fileName}</h3>
            <p role="status" class="upload-state">
              {share > 0 ? 'On its way.' : 'Waits to be sent.'}
            </p>
            <progress max={1} value={share} aria-label={`Sending ${fileName}`} />
            <div class="data-buttons">
              <button type="button" onClick={cancel}>
                Cancel
              </button>
            </div>
          </article>
        ),
      )}
    </>
  );
}
