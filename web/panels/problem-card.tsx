import type { ServiceError } from '../api/service-error.ts';
import { change, district, retry, studyArea } from '../state/store.ts';

/** What went wrong, what was seen, what to do, and a way to try again. */
export function ProblemCard({ error }: { error: ServiceError }) {
  const isAboutArea = studyArea.value?.level === 'drawn' && error.code === 'selection-not-released';
  return (
    <div class="problem" role="alert">
      <h2>{error.message}</h2>
      <p>{error.hint}</p>
      {error.seen !== null && <p class="quiet">Seen: {error.seen}</p>}
      {isAboutArea ? (
        <button type="button" onClick={() => change({ area: district.peek()?.code ?? null })}>
          Show all of {district.value?.name}
        </button>
      ) : (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
