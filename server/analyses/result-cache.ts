/** A result being made or made, and who waits for it. */
interface Kept<T> {
  readonly making: Promise<T>;
  /** Stops the making. */
  readonly stop: AbortController;
  /** Those who wait and could still go away; one who cannot go away counts for ever. */
  waiting: number;
  isMade: boolean;
  /** How much of the making is done, 0 to 1; null: it cannot tell. */
  share: number | null;
}

/** Told by a making that knows: how much is done of how much. */
export type TellDone = (done: number, total: number) => void;

/** @param nobodyWaits aborts when nobody waits for the result any more */
type Make<T> = (nobodyWaits: AbortSignal, tellDone: TellDone) => Promise<T>;

/** Keeps the latest results by key, and joins requests for one that is being made. */
export class ResultCache<T> {
  readonly #capacity: number;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * The result for `key`, made by `make` unless it is kept. A failure is not kept.
   *
   * @param signal of one who may go away: then theirs rejects with its reason at once, and the making stops unless
   *   somebody else waits for it
   */
  async get(key: string, make: Make<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const kept = this.#kept.get(key) ?? this.#begin(make);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    kept.making.catch(() => this.#forget(key, kept));
    if (this.#kept.size > this.#capacity) {
      const [oldest] = this.#kept.keys();
      this.#kept.delete(oldest);
    }
    kept.waiting++;
    if (!signal || kept.isMade) return kept.making;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        reject(signal.reason);
        kept.waiting--;
        if (kept.waiting > 0 || kept.isMade) return;
        this.#forget(key, kept);
        kept.stop.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      kept.making.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  /** How much of the result for `key` is done, 0 to 1; null where it is not being made, or cannot tell. */
  share(key: string): number | null {
    const kept = this.#kept.get(key);
    return kept && !kept.isMade ? kept.share : null;
  }

  #begin(make: Make<T>): Kept<T> {
    const stop = new AbortController();
    const progress = { share: null as number | null };
    const making = make(stop.signal, (done, total) => {
      progress.share = total > 0 ? Math.min(1, done / total) : null;
    });
    const kept: Kept<T> = Object.assign(progress, { making, stop, waiting: 0, isMade: false });
    kept.making.then(
      () => {
        kept.isMade = true;
      },
      () => undefined,
    );
    return kept;
  }

  #forget(key: string, kept: Kept<T>): void {
    if (this.#kept.get(key) === kept) this.#kept.delete(key);
  }
}
