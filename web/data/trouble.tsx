import type { ServiceError } from '../api/service-error.ts';

/** What is wrong, what was seen, what to do. */
export function Trouble({ error }: { error: Pick<ServiceError, 'message' | 'hint' | 'seen'> | null }) {
  if (!error) return null;
  return (
    <div class="data-trouble" role="alert">
      <p>
        <strong>{error.message}</strong>
      </p>
      {error.seen && <p class="quiet">Seen: {error.seen}</p>}
      {error.hint && <p>{error.hint}</p>}
    </div>
  );
}
