import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';
import type { SavedItemTable } from '../workspace-tables.ts';

/** One version of a kept item, with who made it. */
export interface SavedRow {
  readonly id: number;
  readonly kind: SavedItemTable['kind'];
  readonly version: number;
  readonly latestVersion: number;
  readonly name: string;
  readonly description: string;
  readonly sharedWith: SavedItemTable['shared_with'];
  readonly accountId: number;
  readonly organisationSlug: string;
  readonly madeBy: string;
  readonly organisation: string;
  readonly savedAt: Date;
  readonly removed: boolean;
  readonly body: unknown;
}

/** Who asks, as far as keeping things is concerned. */
export interface SavedAsker {
  readonly accountId: number;
  readonly organisationSlug: string;
}

function savedItems(db: Kysely<Tables>) {
  return db
    .selectFrom('saved_item as i')
    .innerJoin('saved_item_version as v', 'v.item_id', 'i.item_id')
    .innerJoin('account as a', 'a.account_id', 'i.account_id')
    .innerJoin('organisation as o', 'o.organisation_id', 'i.organisation_id')
    .select([
      'i.item_id as id',
      'i.kind',
      'v.version',
      'i.latest_version as latestVersion',
      'v.name',
      'v.description',
      'i.shared_with as sharedWith',
      'i.account_id as accountId',
      'o.slug as organisationSlug',
      'a.display_name as madeBy',
      'o.name as organisation',
      'v.saved_at as savedAt',
      sql<boolean>`i.removed_at is not null`.as('removed'),
      'v.body',
    ]);
}

/** The latest version of each item of a kind that the asker may open, by name. */
export async function listSavedItems(
  db: Kysely<Tables>,
  { accountId, organisationSlug }: SavedAsker,
  kind: SavedItemTable['kind'] | null,
): Promise<SavedRow[]> {
  let query = savedItems(db)
    .whereRef('v.version', '=', 'i.latest_version')
    .where('i.removed_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('i.account_id', '=', accountId),
        eb('i.shared_with', '=', 'everyone'),
        eb.and([eb('i.shared_with', '=', 'organisation'), eb('o.slug', '=', organisationSlug)]),
      ]),
    );
  if (kind !== null) query = query.where('i.kind', '=', kind);
  return query.orderBy('v.name').orderBy('i.item_id').limit(500).execute();
}

/** One item at one version (null: the latest), whoever made it; the caller decides who may open it. */
export async function readSavedItem(
  db: Kysely<Tables>,
  itemId: number,
  version: number | null,
): Promise<SavedRow | null> {
  const query = savedItems(db).where('i.item_id', '=', itemId);
  const found = await (version === null
    ? query.whereRef('v.version', '=', 'i.latest_version')
    : query.where('v.version', '=', version)
  ).executeTakeFirst();
  return found ?? null;
}

export interface NewVersion {
  readonly name: string;
  readonly description: string;
  readonly body: unknown;
  readonly savedBy: number;
}

/** Keep a new item; returns its id. */
export async function insertSavedItem(
  db: Kysely<Tables>,
  item: {
    readonly kind: SavedItemTable['kind'];
    readonly sharedWith: SavedItemTable['shared_with'];
    readonly accountId: number;
  },
  version: NewVersion,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with item as (
      insert into saved_item (kind, account_id, organisation_id, shared_with)
      select ${item.kind}, account_id, organisation_id, ${item.sharedWith} from account where account_id = ${item.accountId}
      returning item_id
    )
    insert into saved_item_version (item_id, version, name, description, body, saved_by)
    select item_id, 1, ${version.name}, ${version.description}, ${JSON.stringify(version.body)}::jsonb, ${version.savedBy}::integer
    from item
    returning item_id as id`.execute(db);
  return rows[0].id;
}

/** Add a version to an item, unless somebody added one since `basedOnVersion`; returns whether it was added. */
export async function insertSavedVersion(
  db: Kysely<Tables>,
  itemId: number,
  basedOnVersion: number,
  sharedWith: SavedItemTable['shared_with'],
  version: NewVersion,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    with item as (
      update saved_item set latest_version = latest_version + 1, shared_with = ${sharedWith}
      where item_id = ${itemId} and latest_version = ${basedOnVersion} and removed_at is null
      returning item_id, latest_version
    )
    insert into saved_item_version (item_id, version, name, description, body, saved_by)
    select item_id, latest_version, ${version.name}, ${version.description}, ${JSON.stringify(version.body)}::jsonb, ${version.savedBy}::integer
    from item
    returning version`.execute(db);
  return rows.length === 1;
}

/** Take an item out of every list. Its versions stay, so that old links and audits still mean something. */
export async function removeSavedItem(db: Kysely<Tables>, itemId: number): Promise<void> {
  await db.updateTable('saved_item').set({ removed_at: new Date() }).where('item_id', '=', itemId).execute();
}
