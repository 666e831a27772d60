import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

export interface StoredProfile {
  readonly slug: string;
  readonly version: number;
  readonly title: string;
  readonly note: string;
  readonly recipe: unknown;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** Every version of every composite profile, newest version of a name first. */
export async function readProfiles(db: Kysely<Tables>): Promise<StoredProfile[]> {
  return db
    .selectFrom('composite_profile')
    .select([
      'slug',
      'version',
      'title',
      'note',
      'recipe',
      'created_by as createdBy',
      'created_at as createdAt',
    ])
    .orderBy('slug')
    .orderBy('version', 'desc')
    .execute();
}

/** Write one version. Fails on a version that exists (unique). */
export async function insertProfile(
  db: Kysely<Tables>,
  { slug, version, title, note, recipe, createdBy }: Omit<StoredProfile, 'createdAt'>,
): Promise<void> {
  await db
    .insertInto('composite_profile')
    .values({ slug, version, title, note, recipe: JSON.stringify(recipe), created_by: createdBy })
    .execute();
}
