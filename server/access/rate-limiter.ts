/** How often something may be done. */
export interface RateLimit {
  /** Requests in a row. */
  readonly burst: number;
  /** Requests a minute in the long run. */
  readonly perMinute: number;
}

interface Bucket {
  tokens: number;
  seenAtMs: number;
  /** Whether it was said already that the key is being refused. */
  told: boolean;
}

const MOST_BUCKETS = 20_000;

/** A token bucket per key (an account, an address), in this process. */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #now: () => Date;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limit: RateLimit, now: () => Date) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Take one; 0 when there was one, else the seconds until there is. */
  take(key: string): number {
    const { burst, perMinute } = this.#limit;
    const nowMs = this.#now().getTime();
    const bucket = this.#buckets.get(key) ?? { tokens: burst, seenAtMs: nowMs, told: false };
    const passedMs = Math.max(0, nowMs - bucket.seenAtMs);
    const tokens = Math.min(burst, bucket.tokens + (passedMs / 60_000) * perMinute);
    // A refill in many small parts may fall short of one by a rounding.
    const enough = tokens > 1 - 1e-9;
    // The latest user goes last, so that the first in the map is the longest idle.
    this.#buckets.delete(key);
    this.#buckets.set(key, {
      tokens: enough ? Math.max(0, tokens - 1) : tokens,
      seenAtMs: nowMs,
      told: enough ? false : bucket.told,
    });
    if (this.#buckets.size > MOST_BUCKETS) {
      const [oldest] = this.#buckets.keys();
      this.#buckets.delete(oldest);
    }
    return enough ? 0 : Math.ceil(Math.round(((1 - tokens) / perMinute) * 60_000) / 1000);
  }

  /** Whether a key that is refused has just begun to be: true once until it is let through again, for the record. */
  beginsToRefuse(key: string): boolean {
    const bucket = this.#buckets.get(key);
    if (!bucket || bucket.told) return false;
    bucket.told = true;
    return true;
  }
}
