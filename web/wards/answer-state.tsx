import type { ServiceError } from '../api/service-error.ts';
import type { ResourceState } from '../state/resource.ts';

/** What there is to say while nothing has come, or where it went wrong; nothing where all is well. */
export function AnswerState<T>({ of, what }: { of: ResourceState<T>; what: string }) {
  if (of.error) return <Refusal error={of.error} />;
  if (of.data === null && of.loading) return <p class="start-message">{what} is on its way</p>;
  return null;
}

/** What is wrong, what was seen, what to do. */
export function Refusal({ error }: { error: ServiceError }) {
  return (
    <div class="problem" role="alert">
      <h2>{error.message}</h2>
      <p>{error.hint}</p>
      {error.seen !== null && <p class="quiet">Seen: {error.seen}</p>}
    </div>
  );
}
