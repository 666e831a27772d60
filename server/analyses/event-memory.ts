import type { Database } from '../db/database.ts';
import { HeldEvents } from '../db/held-events.ts';
import { readEventColumns, readNotMappedCounts } from '../db/queries/event-columns.ts';

/** A district with more events than this is counted by the database: holding them takes 8 bytes each, loading them 40. */
const MOST_EVENTS = 3_000_000;
/** Layers of districts held at once. */
const MOST_HELD = 6;

/** The district whose events are wanted. */
interface Place {
  readonly districtCode: string;
  readonly events: number;
  readonly wardAreas: readonly { readonly areaId: number }[];
}

/**
 * Keeps the open events of the layers and districts that are asked about in memory, for one version of the data. The first
 * question of a district is answered by the database while its events are read; those after it are counted here.
 */
export class EventMemory {
  readonly #database: Database;
  readonly #held = new Map<string, HeldEvents | 'loading' | 'failed'>();

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * The events of open datasets in a district, or null while they are not there. Callers must not ask for restricted ones.
   */
  of(datasetIds: readonly number[], place: Place): HeldEvents | null {
    if (place.events > MOST_EVENTS) return null;
    const key = `${place.districtCode}|${datasetIds.join(',')}`;
    const held = this.#held.get(key);
    if (held instanceof HeldEvents) {
      this.#held.delete(key);
      this.#held.set(key, held);
      return held;
    }
    if (held === undefined) {
      this.#held.set(key, 'loading');
      void this.#load(key, datasetIds, place);
    }
    return null;
  }

  async #load(key: string, datasetIds: readonly number[], { wardAreas }: Place): Promise<void> {
    try {
      const wardIds = wardAreas.map(({ areaId }) => areaId);
      const { db } = this.#database;
      const notMapped = await readNotMappedCounts(db, datasetIds);
      const columns = await readEventColumns(db, datasetIds, wardIds);
      this.#held.set(key, await HeldEvents.from(columns, notMapped, datasetIds, wardIds));
      if (this.#held.size > MOST_HELD) {
        const [oldest] = this.#held.keys();
        this.#held.delete(oldest);
      }
    } catch {
      // Questions go on being answered by the database, which tells what is wrong with it.
      this.#held.set(key, 'failed');
    }
  }
}
