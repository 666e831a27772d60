import type { Asker } from '../../access/asker.ts';
import type { AuditSubject } from '../../access/audit-log.ts';
import { recordAnswers, replayAnswers, type TapedAnswer } from '../../db/taped-database.ts';
import { Asking, type Common } from '../asking.ts';
import type { Holdings } from '../holdings.ts';
import { ResultCache } from '../result-cache.ts';
import { StudyAreaCutter } from '../study-area-cells.ts';
import { askFreezable, type FrozenQuestion } from './freezable.ts';
import { type KeptReleases, RecordingReleases, ReplayedReleases } from './kept-releases.ts';
import { fromKept, toKept } from './kept-value.ts';

/** As much of who asked as an answer depends on: what they may see. */
type KeptAsker = Pick<Asker, 'accountId' | 'roles' | 'organisation'>;

/** Everything that a result was computed from. */
export interface KeptInputs {
  readonly asked: FrozenQuestion;
  readonly asker: KeptAsker;
  readonly now: Date;
  readonly holdings: Holdings;
  readonly answers: readonly TapedAnswer[];
  readonly releases: KeptReleases;
}

/** What came out, and what it looked at. */
export interface Computed {
  readonly outputs: object;
  readonly about: AuditSubject;
}

const RESULTS_KEPT = 4;

/** Compute a result as its route does, keeping every answer that it is made from. */
export async function computeAndKeep(
  asking: Asking,
  asked: FrozenQuestion,
): Promise<{ inputs: KeptInputs; computed: Computed }> {
  const answers: TapedAnswer[] = [];
  const { asker } = asking;
  const now = asking.now();
  const holdings = withoutMemory(await asking.holdings());
  const database = recordAnswers(asking.database, answers);
  const releases = new RecordingReleases(asking.releases, database);
  const computed = await compute(
    asking.over({ ...ownSources(database, holdings), releases, now: () => now }),
    asked,
  );
  const { accountId, roles, organisation } = asker;
  return {
    inputs: {
      asked,
      asker: { accountId, roles, organisation },
      now,
      holdings: { ...holdings, layers: layersUsed(holdings, computed.about) },
      answers,
      releases: releases.kept,
    },
    computed,
  };
}

/** Compute a result again from what was kept and nothing else. @throws NotOnTapeError where it asks for more than was kept */
export async function computeFromKept({
  asked,
  asker,
  now,
  holdings,
  answers,
  releases,
}: KeptInputs): Promise<Computed> {
  const database = replayAnswers(answers);
  const asking = new Asking(
    {
      ...ownSources(database, holdings),
      releases: new ReplayedReleases(releases, database),
      history: { load: async () => [], append: async () => undefined },
      version: '',
      now: () => now,
    },
    { ...asker, username: '', displayName: '', via: 'token', scopes: null, duties: [] },
  );
  return compute(asking, asked);
}

/** The inputs as text. */
export function writeKept(inputs: KeptInputs): string {
  return JSON.stringify(toKept(inputs));
}

export function readKept(body: string): KeptInputs {
  return fromKept(JSON.parse(body)) as KeptInputs;
}

/** Sources that share nothing with other requests. */
function ownSources(database: Common['database'], holdings: Holdings) {
  return {
    database,
    reader: { read: async () => holdings },
    cutter: new StudyAreaCutter(database),
    results: new ResultCache<unknown>(RESULTS_KEPT),
  };
}

async function compute(asking: Asking, asked: FrozenQuestion): Promise<Computed> {
  const { about, make } = await askFreezable(asking, asked);
  return { outputs: await make(), about };
}

/** A copy without anything held in memory beside it: what is known already would not be asked, and so not be on the tape. */
function withoutMemory(holdings: Holdings): Holdings {
  return { ...holdings, layers: holdings.layers.map(({ eventsIn: _, ...layer }) => layer) };
}

/** Layers that were looked at: what is known of others has no place among the inputs. */
function layersUsed({ layers }: Holdings, { datasets }: AuditSubject): Holdings['layers'] {
  const used = new Set(datasets);
  return layers.filter((layer) => layer.datasets.every(({ slug }) => used.has(slug)));
}
