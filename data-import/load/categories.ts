import type { Kysely } from 'kysely';
import type { Tables } from '../../server/db/tables.ts';
import type { CategoryName } from '../kinds/row-reading.ts';

/** Ids of a layer's categories and of outcomes by name, made as they are met: for tables that are read before they are written. */
export class CategoryIds {
  readonly #db: Kysely<Tables>;
  readonly #layer: string;
  readonly #ids = new Map<string, number>();
  readonly #outcomes = new Map<string, number>();

  constructor(db: Kysely<Tables>, layer: string) {
    this.#db = db;
    this.#layer = layer;
  }

  async idOf({ slug, label }: CategoryName): Promise<number> {
    const known = this.#ids.get(slug);
    if (known !== undefined) return known;
    // Asked for before it is made: an insert that finds it there uses up one of 32,767 ids all the same.
    const held = await this.#db
      .selectFrom('category')
      .select('category_id')
      .where('layer', '=', this.#layer)
      .where('slug', '=', slug)
      .executeTakeFirst();
    const { category_id } =
      held ??
      (await this.#db
        .insertInto('category')
        .values({ layer: this.#layer, slug, label })
        .returning('category_id')
        .executeTakeFirstOrThrow());
    this.#ids.set(slug, category_id);
    return category_id;
  }

  async outcomeId(label: string | null): Promise<number | null> {
    if (label === null) return null;
    const known = this.#outcomes.get(label);
    if (known !== undefined) return known;
    const held = await this.#db
      .selectFrom('outcome')
      .select('outcome_id')
      .where('label', '=', label)
      .executeTakeFirst();
    const { outcome_id } =
      held ??
      (await this.#db
        .insertInto('outcome')
        .values({ label })
        .returning('outcome_id')
        .executeTakeFirstOrThrow());
    this.#outcomes.set(label, outcome_id);
    return outcome_id;
  }
}
