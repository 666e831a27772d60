import { createHash } from 'node:crypto';
import type { Asker } from '../access/asker.ts';
import type { AuditSubject } from '../access/audit-log.ts';
import { ukDay, visibleDatasets } from '../access/visible-datasets.ts';
import type { HotSpotQuery } from '../contract/hot-spots.ts';
import type { SavedItem } from '../contract/workspace.ts';
import type { Database } from '../db/database.ts';
import { drawnAreaReference, keptStudyArea } from './drawn-area.ts';
import type { Holdings, HoldingsReader } from './holdings.ts';
import { type QueryHistory, recordQuestion } from './query-history.ts';
import { withRegisters } from './registers.ts';
import type { Releases } from './releases.ts';
import type { ResultCache, TellDone } from './result-cache.ts';
import type { StudyAreaCutter } from './study-area-cells.ts';
import type { VisibleKinds } from './ward-risk/factor-places.ts';
import { Workspace } from './workspace.ts';

/** A result and the tag that changes when it would. `make` computes it, or returns it where it is kept. */
export interface Tagged<T> {
  readonly etag: string;
  /** What is looked at, for the audit. */
  readonly about: AuditSubject;
  /** @param signal of an asker who may go away: the work stops then, unless somebody else waits for the same */
  make(signal?: AbortSignal): Promise<T>;
  /** How much of the work is done while it is made, 0 to 1; null where nobody can tell. */
  share(): number | null;
}

/** Means of making an answer that may be given up. */
export interface Work {
  /** Its queries stop with the signal. */
  readonly database: Database;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** To be told how much is done, by work that takes its time and knows. */
  readonly tellDone: TellDone;
}

/** What every asker's questions have in common. */
export interface Common {
  readonly database: Database;
  readonly reader: Pick<HoldingsReader, 'read'>;
  readonly cutter: StudyAreaCutter;
  readonly releases: Releases;
  readonly history: QueryHistory;
  /** Of the product: part of every tag. */
  readonly version: string;
  readonly results: ResultCache<unknown>;
  readonly now: () => Date;
}

/**
 * Somebody who asks, and what their answers are made from. It knows only the datasets that they may see: what is hidden
 * is as if it were not held, in answers, choices, totals and tags.
 */
export class Asking {
  readonly #common: Common;
  readonly #asker: Asker;
  readonly database: Database;
  readonly cutter: StudyAreaCutter;
  readonly releases: Releases;
  readonly version: string;

  constructor(common: Common, asker: Asker) {
    this.#common = common;
    this.#asker = asker;
    this.database = common.database;
    this.cutter = common.cutter;
    this.releases = common.releases;
    this.version = common.version;
  }

  /** As much of them as an answer depends on. */
  get asker(): Pick<Asker, 'accountId' | 'roles' | 'organisation'> {
    return this.#asker;
  }

  now(): Date {
    return this.#common.now();
  }

  /** The same asker, answered from other sources. */
  over(sources: Partial<Common>): Asking {
    return new Asking({ ...this.#common, ...sources }, this.#asker);
  }

  /** Everything a question of theirs can name, as it is held now. */
  holdings(): Promise<Holdings> {
    return this.#common.reader.read(this.#asker, this.#today());
  }

  /** The same with registers of places as layers, for what can count places. */
  async holdingsWithRegisters(): Promise<Holdings> {
    return withRegisters(this.database, await this.holdings());
  }

  /** Registers of places that they may see. */
  readonly visibleKinds: VisibleKinds = (kinds) => visibleDatasets(this.#asker, kinds, this.#today());

  /** What is held, with the study area that the query names where somebody drew it; at the version that is open now. */
  async withDrawnArea<Q extends { readonly area?: string }>(
    query: Q,
  ): Promise<{ holdings: Holdings; query: Q }> {
    const holdings = await this.holdingsWithRegisters();
    const reference = drawnAreaReference(query.area);
    if (!reference) return { holdings, query };
    const item = await this.openKept(reference.id, reference.version);
    const area = await keptStudyArea(this.database, holdings, item);
    return { holdings: { ...holdings, drawnAreas: [area] }, query: { ...query, area: area.code } };
  }

  /** Something kept that they may open. @param version null: the latest */
  async openKept(id: number, version: number | null): Promise<SavedItem> {
    const { accountId, organisation } = this.#asker;
    const asker = { accountId, organisationSlug: organisation.slug };
    return new Workspace(this.database).open(asker, id, version);
  }

  /** Questions of restricted data are kept with their decision, whatever becomes of them. */
  async record(holdings: Holdings, query: HotSpotQuery, cells: boolean): Promise<void> {
    const { history, releases } = this.#common;
    const policyOf = (layer: Parameters<Releases['policy']>[0]) => releases.policy(layer);
    await recordQuestion(history, this.#asker.accountId, holdings, query, policyOf, cells);
  }

  /**
   * An answer with its tag.
   *
   * @param key everything that the answer depends on besides the data and what the asker may see of it
   */
  tagged<T>(
    key: string,
    holdings: Holdings,
    about: AuditSubject,
    make: (work: Work) => Promise<T>,
  ): Tagged<T> {
    // Who sees other datasets has other tags: a tag tells nobody what somebody else was answered.
    const digest = createHash('sha256')
      .update(`${this.version}|${holdings.dataVersion}|${holdings.visibility}|${key}`)
      .digest('base64url')
      .slice(0, 27);
    const { database } = this;
    const { results } = this.#common;
    return {
      etag: `"${digest}"`,
      about,
      make: (signal) =>
        results.get(
          digest,
          (nobodyWaits, tellDone) =>
            make({ database: database.until(nobodyWaits), signal: nobodyWaits, tellDone }),
          signal,
        ) as Promise<T>,
      share: () => results.share(digest),
    };
  }

  #today(): string {
    return ukDay(this.#common.now());
  }
}
