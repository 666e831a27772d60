import type { ServiceError } from '../api/service-error.ts';
import type { ResourceState } from '../state/resource.ts';
import { WorkingLine } from '../working-line.tsx';

/** Given up, or the service did not answer; a refusal stays one. */
const AGAIN_MAY_HELP: ReadonlySet<string> = new Set([
  'stopped',
  'unreachable',
  'internal',
  'query-too-long',
  'not-ready',
]);

/** What there is to say while nothing has come, or where it went wrong; nothing where all is well. */
export function AnswerState<T>({ of, what }: { of: ResourceState<T>; what: string }) {
  if (of.error) return <Refusal error={of.error} again={of.again} />;
  if (!of.loading) return null;
  return (
    <>
      {of.data === null && <p class="start-message">{what} is on its way</p>}
      <WorkingLine of={[of]} />
    </>
  );
}

/** What is wrong, what was seen, what to do; with a way to ask again where that may help. */
export function Refusal({ error, again }: { error: ServiceError; again?: (() => void) | undefined }) {
  return (
    <div class="problem" role="alert">
      <h2>{error.message}</h2>
      <p>{error.hint}</p>
      {error.seen !== null && <p class="quiet">Seen: {error.seen}</p>}
      {again && AGAIN_MAY_HELP.has(error.code) && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}
