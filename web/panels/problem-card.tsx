import type { ServiceError } from '../api/service-error.ts';
import { retry } from '../state/store.ts';

/** What went wrong, what was seen, what to do, and a way to try again. */
export function ProblemCard({ error }: { error: ServiceError }) {
  return (
    <div class="problem" role="alert">
      <h2>{error.message}</h2>
      <p>{error.hint}</p>
      {error.seen !== null && <p class="quiet">Seen: {error.seen}</p>}
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}
