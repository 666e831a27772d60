import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../server/app.ts';
import type { Database } from '../../server/db/database.ts';
import { DEFAULT_POLICIES, type DisclosurePolicy } from '../../server/disclosure/policy.ts';
import { seededRandom } from '../../server/stats/random.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';
import { type AttackOutcome, playAttacks } from './play-attacks.ts';
import {
  drawSmallEvents,
  loadSmallEvents,
  makeSmallDistrict,
  monthsOfSeed,
  type SmallDistrict,
  type SmallEvent,
} from './small-district.ts';

/** The real service on the embedded database, with a small district whose events change from dataset to dataset. */
export interface AttackedService {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly attacker: SignedIn;
  load(seed: number): Promise<SmallEvent[]>;
  loadEvents(events: readonly SmallEvent[], months: readonly number[]): Promise<void>;
  /** Load dataset `seed` and play every attack on it. */
  attack(seed: number): Promise<AttackOutcome>;
  /** The same data behind rules changed by the test. */
  under(changed: Partial<DisclosurePolicy>): Promise<AttackedService>;
  close(): Promise<void>;
}

const NO_LIMIT = { burst: 1_000_000_000, perMinute: 1_000_000_000 };

export async function openAttackedService(): Promise<AttackedService> {
  const [place] = testDatabases();
  const database = await place.open();
  const district = await makeSmallDistrict(database);
  return serve(database, district, {}, async () => {
    await database.close();
    await place.remove();
  });
}

async function serve(
  database: Database,
  district: SmallDistrict,
  changed: Partial<DisclosurePolicy>,
  closeDatabase: () => Promise<void>,
): Promise<AttackedService> {
  const app = await buildApp({
    database,
    access: { requestLimit: NO_LIMIT, signInLimit: NO_LIMIT },
    policyOf: (sensitivityClass) => ({ ...DEFAULT_POLICIES[sensitivityClass], ...changed }),
  });
  const attacker = await signInAs(app, 'analyst');
  const load = async (seed: number): Promise<SmallEvent[]> => {
    const months = monthsOfSeed(seed);
    const events = drawSmallEvents(seededRandom(seed), months);
    await loadSmallEvents(database, district, events, months);
    return events;
  };
  return {
    app,
    database,
    attacker,
    load,
    loadEvents: (events, months) => loadSmallEvents(database, district, events, months),
    attack: async (seed) =>
      playAttacks(attacker, await load(seed), monthsOfSeed(seed), { secondary: changed.secondary ?? true }),
    under: (other) => serve(database, district, other, async () => undefined),
    close: async () => {
      await app.close();
      await closeDatabase();
    },
  };
}
