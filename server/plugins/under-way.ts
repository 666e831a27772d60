import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    underWay: UnderWay;
  }
}

/** How much of some work is done, 0 to 1; null: nobody can tell. */
type ShareDone = () => number | null;

/** Questions that are being answered, by who asked and at which address: each asker is told about their own alone. */
export class UnderWay {
  readonly #shares = new Map<string, ShareDone>();

  /** @returns what to call when the answer is made or given up */
  begin(accountId: number, address: string, share: ShareDone): () => void {
    const key = keyOf(accountId, address);
    this.#shares.set(key, share);
    return () => {
      // The same question asked twice is told about until its later answer.
      if (this.#shares.get(key) === share) this.#shares.delete(key);
    };
  }

  share(accountId: number, address: string): number | null {
    return this.#shares.get(keyOf(accountId, address))?.() ?? null;
  }
}

export function registerUnderWay(app: FastifyInstance): void {
  app.decorate('underWay', new UnderWay());
}

function keyOf(accountId: number, address: string): string {
  return `${accountId} ${address}`;
}
