import type { KyselyPlugin } from 'kysely';
import type { Database } from '../../../server/db/database.ts';

/** How long the database was at work, from the outside. */
export interface QueryClock {
  /** The same database, watched. */
  readonly database: Database;
  /** Milliseconds in which at least one query was under way since the last call, and how many there were. */
  take(): { ms: number; queries: number };
}

/** Watches the queries of a database: from when a query is sent, waiting for a connection included, to its rows. */
export function watchQueries(database: Database): QueryClock {
  const begun = new WeakMap<object, number>();
  let spans: [number, number][] = [];
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      begun.set(queryId, performance.now());
      return node;
    },
    transformResult: async ({ queryId, result }) => {
      spans.push([begun.get(queryId) ?? performance.now(), performance.now()]);
      return result;
    },
  };
  return {
    database: watched(database, plugin),
    take: () => {
      const taken = spans.sort(([a], [b]) => a - b);
      spans = [];
      let ms = 0;
      let reached = 0;
      for (const [from, to] of taken) {
        ms += Math.max(0, to - Math.max(from, reached));
        reached = Math.max(reached, to);
      }
      return { ms, queries: taken.length };
    },
  };
}

function watched(database: Database, plugin: KyselyPlugin): Database {
  return {
    ...database,
    db: database.db.withPlugin(plugin),
    until: (signal) => watched(database.until(signal), plugin),
  };
}
