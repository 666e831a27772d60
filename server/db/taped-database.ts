import { type CompiledQuery, type DatabaseConnection, Kysely, type QueryResult } from 'kysely';
import type { Database } from './database.ts';
import { heldConnectionDialect } from './embedded/embedded-dialect.ts';
import type { Tables } from './tables.ts';

/** A question put to the database and the rows that answered it. */
export interface TapedAnswer {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly rows: readonly unknown[];
}

/** A statement that reads: nothing else may be asked of a taped database. */
const READS = /^\s*(select|with)\b/i;

/** The same database, with every answer it gives also put on the tape. A question asked twice is on it once. */
export function recordAnswers(database: Database, tape: TapedAnswer[]): Database {
  const known = new Set<string>();
  return tapedDatabase(database, async (compiled) => {
    const answer = await database.db.executeQuery(compiled);
    const key = keyOf(compiled);
    if (!known.has(key)) {
      known.add(key);
      tape.push({ sql: compiled.sql, parameters: compiled.parameters, rows: answer.rows });
    }
    return answer;
  });
}

/** A question that the tape has no answer to: what asks has changed since. */
export class NotOnTapeError extends Error {
  constructor(sql: string) {
    super(`No answer was kept to this question: ${sql}`);
    this.name = 'NotOnTapeError';
  }
}

/** A database that answers from the tape and has nothing else. @throws NotOnTapeError on any other question */
export function replayAnswers(tape: readonly TapedAnswer[]): Database {
  const answers = new Map(tape.map((answer) => [keyOf(answer), answer.rows]));
  return tapedDatabase({ engine: 'embedded', versions: 'kept answers' }, async (compiled) => {
    const rows = answers.get(keyOf(compiled));
    if (!rows) throw new NotOnTapeError(compiled.sql);
    return { rows: [...rows] };
  });
}

function tapedDatabase(
  { engine, versions }: Pick<Database, 'engine' | 'versions'>,
  ask: (compiled: CompiledQuery) => Promise<QueryResult<unknown>>,
): Database {
  const connection: DatabaseConnection = {
    executeQuery: async <R>(compiled: CompiledQuery) => {
      if (!READS.test(compiled.sql))
        throw new Error(`A taped database only reads; asked was: ${compiled.sql}`);
      return (await ask(compiled)) as QueryResult<R>;
    },
    // biome-ignore lint/correctness/useYield: a tape holds whole answers
    async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
      throw new Error('A taped database does not stream rows.');
    },
  };
  const database: Database = {
    engine,
    versions,
    db: new Kysely<Tables>({ dialect: heldConnectionDialect(connection) }),
    loadTransaction: async () => {
      throw new Error('A taped database takes no loads.');
    },
    close: async () => undefined,
    until: () => database,
  };
  return database;
}

function keyOf({ sql, parameters }: Pick<TapedAnswer, 'sql' | 'parameters'>): string {
  return JSON.stringify([sql, parameters]);
}
