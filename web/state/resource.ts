import { type ReadonlySignal, signal } from '@preact/signals';
import { ServiceError } from '../api/service-error.ts';

/**
 * Something fetched. While the next value loads, or after nothing answered, `data` stays what it was. Where the service itself
 * refused the question, there is none: the old answer must not stand under the new question.
 */
export interface ResourceState<T> {
  data: T | null;
  /** What `data` answers. */
  key: string | null;
  loading: boolean;
  error: ServiceError | null;
  /** What is on its way. There while something is. */
  asked?: string;
  /** Gives up what is on its way: the service stops working on it. There while something is. */
  stop?: () => void;
  /** Asks again for what failed or was given up. There after either. */
  again?: () => void;
}

export interface Resource<T> {
  state: ReadonlySignal<ResourceState<T>>;
  /**
   * Makes `key` the wanted one and fetches it unless it is there or kept. A fetch under way for another key is
   * aborted: only the last wanted answer is ever shown.
   */
  want(key: string, fetchIt: (signal: AbortSignal) => Promise<T>): Promise<void>;
  /** Gives up what is on its way, if anything is, without a word: something else will be wanted. What is shown stays. */
  leave(): void;
}

/** Whether the reader gave the question up. */
export function wasStopped({ error }: ResourceState<unknown>): boolean {
  return error?.code === STOPPED;
}

/** Keeps the last `kept` answers (by key), so that going back is immediate. Default 12. */
export function createResource<T>(toError: (cause: unknown) => ServiceError, kept = 12): Resource<T> {
  const state = signal<ResourceState<T>>({ data: null, key: null, loading: false, error: null });
  const answers = new Map<string, T>();
  let wanted: { key: string; abort: AbortController } | null = null;

  async function want(key: string, fetchIt: (signal: AbortSignal) => Promise<T>): Promise<void> {
    if (wanted?.key === key && state.peek().error === null) return;
    wanted?.abort.abort();
    const mine = { key, abort: new AbortController() };
    wanted = mine;
    const known = answers.get(key);
    if (known !== undefined) {
      state.value = { data: known, key, loading: false, error: null };
      return;
    }
    const stop = () => {
      if (wanted !== mine || !state.peek().loading) return;
      mine.abort.abort();
      fail(stopped());
    };
    const fail = (error: ServiceError) => {
      const { data, key: answered } = state.peek();
      const leavesNothing = isRefusal(error) || error.code === STOPPED;
      const left = leavesNothing ? { data: null, key: null } : { data, key: answered };
      state.value = { ...left, loading: false, error, again: () => void want(key, fetchIt) };
    };
    const { data: before, key: answered } = state.peek();
    state.value = { data: before, key: answered, loading: true, error: null, asked: key, stop };
    try {
      const data = await fetchIt(mine.abort.signal);
      if (wanted !== mine || mine.abort.signal.aborted) return;
      answers.set(key, data);
      if (answers.size > kept) answers.delete(answers.keys().next().value!);
      state.value = { data, key, loading: false, error: null };
    } catch (cause) {
      if (wanted === mine && !mine.abort.signal.aborted) fail(toError(cause));
    }
  }

  function leave(): void {
    const before = state.peek();
    if (!before.loading) return;
    wanted?.abort.abort();
    wanted = null;
    state.value = { data: before.data, key: before.key, loading: false, error: null };
  }
  return { state, want, leave };
}

/** Whether the service answered that the question has no answer, rather than not answering. */
function isRefusal({ code }: ServiceError): boolean {
  return code === 'selection-not-released' || code === 'figure-hidden' || code === 'invalid-parameter';
}

const STOPPED = 'stopped';

function stopped(): ServiceError {
  return new ServiceError(
    STOPPED,
    'You stopped this question.',
    null,
    'There are no figures for it. Try again asks anew.',
  );
}
