import type { Kysely } from 'kysely';
import type { Tables } from '../../tables.ts';

export interface OrganisationRow {
  readonly organisationId: number;
  readonly slug: string;
  readonly name: string;
}

/** Every organisation, by name. */
export async function readOrganisations(db: Kysely<Tables>): Promise<OrganisationRow[]> {
  return db
    .selectFrom('organisation')
    .select(['organisation_id as organisationId', 'slug', 'name'])
    .orderBy('name')
    .execute();
}

export async function readOrganisation(
  db: Kysely<Tables>,
  slug: string,
): Promise<OrganisationRow | undefined> {
  return db
    .selectFrom('organisation')
    .select(['organisation_id as organisationId', 'slug', 'name'])
    .where('slug', '=', slug)
    .executeTakeFirst();
}

/** Add an organisation; undefined where the slug is taken. */
export async function insertOrganisation(
  db: Kysely<Tables>,
  values: { slug: string; name: string },
): Promise<OrganisationRow | undefined> {
  return db
    .insertInto('organisation')
    .values(values)
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning(['organisation_id as organisationId', 'slug', 'name'])
    .executeTakeFirst();
}
