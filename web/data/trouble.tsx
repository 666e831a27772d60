import type { ServiceError } from '../api/service-error.ts';

interface Props {
  readonly error: Pick<ServiceError, 'message' | 'hint' | 'seen'> | null;
  /** What it is about, where that does not stand beside it. */
  readonly about?: string;
}

/** What is wrong, what was seen, what to do. */
export function Trouble({ error, about }: Props) {
  if (!error) return null;
  return (
    <div class="data-trouble" role="alert">
      <p>
        <strong>
          {about && `${about}: `}
          {error.message}
        </strong>
      </p>
      {error.seen && !error.message.includes(error.seen) && <p>Seen: {error.seen}</p>}
      {error.hint && <p>{error.hint}</p>}
    </div>
  );
}
