import { Value } from 'typebox/value';
import {
  BriefingBody,
  type NewSavedItem,
  OperationBody,
  type SavedBody,
  type SavedItem,
  type SavedItemChange,
  type SavedKind,
  StudyAreaBody,
  ViewBody,
} from '../contract/workspace.ts';
import type { Database } from '../db/database.ts';
import {
  insertSavedItem,
  insertSavedVersion,
  listSavedItems,
  readSavedItem,
  removeSavedItem,
  type SavedAsker,
  type SavedRow,
} from '../db/queries/saved-items.ts';
import { RequestError } from '../errors.ts';

const BODIES = {
  view: ViewBody,
  briefing: BriefingBody,
  'study-area': StudyAreaBody,
  operation: OperationBody,
} as const;

/** Views, briefings, drawn areas and operations that people keep: named, described, shared, every change a version. */
export class Workspace {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(asker: SavedAsker, kind: SavedKind | null): Promise<SavedItem[]> {
    const rows = await listSavedItems(this.#database.db, asker, kind);
    return rows.map((row) => describe(row, asker));
  }

  /** @throws RequestError unknown-saved-item, also where the asker may not open it: its existence is not told */
  async open(asker: SavedAsker, id: number, version: number | null): Promise<SavedItem> {
    return describe(await this.#find(asker, id, version), asker);
  }

  async keep(asker: SavedAsker, item: NewSavedItem): Promise<SavedItem> {
    requireBody(item.kind, item.body);
    const id = await insertSavedItem(
      this.#database.db,
      { kind: item.kind, sharedWith: item.sharedWith, accountId: asker.accountId },
      { name: item.name, description: item.description, body: item.body, savedBy: asker.accountId },
    );
    return this.open(asker, id, null);
  }

  /** @throws RequestError unknown-saved-item, not-permitted, saved-meanwhile */
  async change(asker: SavedAsker, id: number, change: SavedItemChange): Promise<SavedItem> {
    const item = await this.#findOwn(asker, id);
    requireBody(item.kind, change.body);
    const { name, description, body, sharedWith, basedOnVersion } = change;
    const added = await insertSavedVersion(this.#database.db, id, basedOnVersion, sharedWith, {
      name,
      description,
      body,
      savedBy: asker.accountId,
    });
    if (!added) {
      throw new RequestError('saved-meanwhile', {
        detail: `${item.name} was saved by somebody else since version ${basedOnVersion}.`,
        seen: `version ${item.latestVersion}`,
        hint: 'Open the latest version, make the change there, and save again. Nothing was lost.',
        field: 'basedOnVersion',
      });
    }
    return this.open(asker, id, null);
  }

  /** Returns what was removed. */
  async remove(asker: SavedAsker, id: number): Promise<SavedItem> {
    const item = await this.#findOwn(asker, id);
    await removeSavedItem(this.#database.db, id);
    return describe(item, asker);
  }

  async #find(asker: SavedAsker, id: number, version: number | null): Promise<SavedRow> {
    const row = await readSavedItem(this.#database.db, id, version);
    if (row && mayOpen(row, asker)) return row;
    throw new RequestError('unknown-saved-item', {
      detail: 'There is no such item, or it is not shared with you.',
      seen: version === null ? String(id) : `${id}, version ${version}`,
      hint: 'Ask whoever sent the link to share it with your organisation or with everyone.',
    });
  }

  async #findOwn(asker: SavedAsker, id: number): Promise<SavedRow> {
    const row = await this.#find(asker, id, null);
    if (row.accountId === asker.accountId && !row.removed) return row;
    throw new RequestError('not-permitted', {
      detail: `${row.name} was made by ${row.madeBy}, who alone may change it.`,
      hint: 'Save a copy under your own name.',
    });
  }
}

function mayOpen({ accountId, organisationSlug, sharedWith }: SavedRow, asker: SavedAsker): boolean {
  return (
    accountId === asker.accountId ||
    sharedWith === 'everyone' ||
    (sharedWith === 'organisation' && organisationSlug === asker.organisationSlug)
  );
}

/** The request's schema lets any kind of body pass; this one must be of the item's kind. */
function requireBody(kind: SavedKind, body: SavedBody): void {
  const [problem] = Value.Errors(BODIES[kind], body);
  if (!problem) {
    if (kind === 'operation') requireDatesInOrder(body as OperationBody);
    return;
  }
  throw new RequestError('invalid-parameter', {
    detail: `The content is not that of a ${kind}: ${problem.message}.`,
    seen: problem.instancePath || 'body',
    hint: 'The contents of each kind are described at /api/docs.',
    field: 'body',
  });
}

function requireDatesInOrder({ from, to }: OperationBody): void {
  if (from <= to) return;
  throw new RequestError('period-backwards', {
    detail: 'The operation ends before it begins.',
    seen: `${from} to ${to}`,
    hint: 'Give the earlier day as from.',
    field: 'body',
  });
}

function describe(row: SavedRow, asker: SavedAsker): SavedItem {
  const { id, kind, version, latestVersion, name, description, sharedWith, madeBy, organisation, savedAt } =
    row;
  return {
    id,
    kind,
    version,
    latestVersion,
    name,
    description,
    sharedWith,
    own: row.accountId === asker.accountId,
    madeBy,
    organisation,
    savedAt: savedAt.toISOString(),
    body: row.body as SavedBody,
  };
}
