/** Keeps the latest results by key, and joins requests for one that is being made. */
export class ResultCache<T> {
  readonly #capacity: number;
  readonly #kept = new Map<string, Promise<T>>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The result for `key`, made by `make` unless it is kept. A failure is not kept. */
  async get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key);
    if (known) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const making = make();
    this.#kept.set(key, making);
    making.catch(() => {
      if (this.#kept.get(key) === making) this.#kept.delete(key);
    });
    if (this.#kept.size > this.#capacity) {
      const [oldest] = this.#kept.keys();
      this.#kept.delete(oldest);
    }
    return making;
  }
}
