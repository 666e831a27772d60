import type { NewWeightTable, WeightRowBody, WeightTable, WeightTables } from '../../contract/weights.ts';
import type { Database } from '../../db/database.ts';
import {
  insertWeightSet,
  lockVersions,
  readWeightRows,
  readWeightSets,
} from '../../db/queries/weight-sets.ts';
import { RequestError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';
import { shippedWeightSets } from '../../weights/shipped-weight-sets.ts';
import { type WeightRow, type WeightSet, weightSetName } from '../../weights/weight-set.ts';
import { listed } from '../words.ts';

/** Every version of every weight table: the shipped ones first (the default first of all), then those made here. */
export async function readAllWeightSets({ db }: Pick<Database, 'db'>): Promise<WeightSet[]> {
  const stored: WeightSet[] = [];
  for (const { weightSetId, createdAt, ...set } of await readWeightSets(db)) {
    const rows = await readWeightRows(db, weightSetId);
    stored.push({
      ...set,
      createdAt: createdAt.toISOString(),
      rows: rows.map((row) => ({
        category: row.category,
        weight: row.weight,
        low: row.low,
        high: row.high,
        quality: row.quality,
        victimReported: row.victim_reported,
        source: row.source,
        sourceYear: row.source_year,
        note: row.note,
      })),
    });
  }
  return [...shippedWeightSets, ...stored];
}

/** The table a name means: 'slug@version', or 'slug' for its newest version. */
export function findWeightSet(sets: readonly WeightSet[], name: string): WeightSet {
  const [slug, version] = name.split('@');
  const ofSlug = sets.filter((set) => set.slug === slug);
  const found =
    version === undefined
      ? ofSlug.reduce<WeightSet | undefined>((a, b) => (a && a.version > b.version ? a : b), undefined)
      : ofSlug.find((set) => set.version === Number(version));
  if (found) return found;
  const slugs = [...new Set(sets.map((set) => set.slug))];
  const near = nearestWord(slug, slugs);
  throw new RequestError('unknown-weights', {
    detail:
      ofSlug.length > 0 ? `${slug} has no version ${version}.` : `There is no weight table called ${slug}.`,
    seen: name,
    hint:
      ofSlug.length > 0
        ? `Versions: ${listed(ofSlug.map((set) => String(set.version)))}.`
        : `${near ? `Did you mean ${near}? ` : ''}Tables: ${listed(slugs)}.`,
    field: 'weights',
  });
}

/** Every table as the API tells it. */
export function describeWeightTables(sets: readonly WeightSet[]): WeightTables {
  return {
    tables: sets.map(
      (set): WeightTable => ({
        ...set,
        name: weightSetName(set),
        newest: findWeightSet(sets, set.slug).version === set.version,
        isDefault: set.slug === sets[0].slug,
        rows: set.rows.map((row): WeightRowBody => ({ ...row })),
      }),
    ),
  };
}

/**
 * Store the next version of a table, or the first of a new one. Rows that are not given are taken over from the version
 * before, as are title, unit and method; versions that exist are left alone.
 *
 * @throws RequestError invalid-weights for an unknown or repeated category, a range that does not hold its weight, a new
 *   table without the words that explain it, or a version in which nothing changes
 */
export async function addWeightVersion(
  database: Database,
  slug: string,
  given: NewWeightTable,
  createdBy: string,
): Promise<WeightTable> {
  return database.db.transaction().execute(async (db) => {
    await lockVersions(db);
    const sets = await readAllWeightSets({ db });
    const before = sets.filter((set) => set.slug === slug).sort((a, b) => b.version - a.version)[0];
    const base = before ?? sets[0];
    const rows = mergeRows(base, given, before === undefined);
    const header = headerOf(slug, before, given);
    if (before && sameTable(before, header, rows)) {
      throw new RequestError('invalid-weights', {
        detail: `Nothing differs from ${weightSetName(before)}, so there is no new version to make.`,
        hint: 'Change a weight, its source or its note.',
        field: 'rows',
      });
    }
    const {
      createdAt: _,
      rows: __,
      ...set
    } = {
      ...header,
      version: (before?.version ?? 0) + 1,
      createdBy,
      createdAt: null,
      rows,
    };
    await insertWeightSet(
      db,
      set,
      rows.map(({ victimReported, sourceYear, ...row }) => ({
        ...row,
        victim_reported: victimReported,
        source_year: sourceYear,
      })),
    );
    const all = await readAllWeightSets({ db });
    const [made] = describeWeightTables(all).tables.filter(
      (table) => table.slug === slug && table.version === set.version,
    );
    return made;
  });
}

type Header = Omit<WeightSet, 'version' | 'rows' | 'createdBy' | 'createdAt'>;

function headerOf(slug: string, before: WeightSet | undefined, given: NewWeightTable): Header {
  const { title, unit, method, source, sourceYear, significantDigits } = {
    ...before,
    ...withoutUndefined(given),
  };
  if (!title || !unit || !method || !source || sourceYear === undefined) {
    throw new RequestError('invalid-weights', {
      detail: `${slug} is a new table, so it needs title, unit, method, source and sourceYear: a total must say what it is.`,
      seen: `given: ${Object.keys(given).join(', ')}`,
      hint: 'Give them, or make a new version of a table that exists.',
      field: 'title',
    });
  }
  return {
    slug,
    title,
    unit,
    layer: before?.layer ?? 'crime',
    method,
    source,
    sourceYear,
    significantDigits: significantDigits ?? 3,
  };
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Partial<T>;
}

/** The rows of the version before with the given ones in their place; a new table's other categories have no weight. */
function mergeRows(base: WeightSet, { rows }: NewWeightTable, isNew: boolean): WeightRow[] {
  const known = base.rows.map(({ category }) => category);
  const seen = new Set<string>();
  const changed = new Map<string, WeightRow>();
  for (const { weight, low, high, ...row } of rows) {
    const before = base.rows.find(({ category }) => category === row.category);
    if (!before || seen.has(row.category)) {
      const near = nearestWord(row.category, known);
      throw new RequestError('invalid-weights', {
        detail: before
          ? `${row.category} is given twice.`
          : `${row.category} is not a category of the layer ${base.layer}.`,
        seen: row.category,
        hint: near && !before ? `Did you mean ${near}?` : `Categories: ${known.join(', ')}.`,
        field: 'rows',
      });
    }
    seen.add(row.category);
    const range = weight === null ? { low: null, high: null } : { low: low ?? weight, high: high ?? weight };
    if (weight !== null && !((range.low ?? 0) <= weight && weight <= (range.high ?? 0))) {
      throw new RequestError('invalid-weights', {
        detail: `The range of ${row.category} must hold its weight.`,
        seen: `low ${range.low}, weight ${weight}, high ${range.high}`,
        hint: 'Give low at most and high at least the weight, or leave them out.',
        field: 'rows',
      });
    }
    changed.set(row.category, {
      ...row,
      ...range,
      weight,
      quality: 'local',
      victimReported: row.victimReported ?? before.victimReported,
    });
  }
  return base.rows.map((row) => changed.get(row.category) ?? (isNew ? withoutWeight(row) : row));
}

function withoutWeight(row: WeightRow): WeightRow {
  return {
    ...row,
    weight: null,
    low: null,
    high: null,
    quality: 'local',
    note: 'Not weighted by this table.',
  };
}

function sameTable(before: WeightSet, header: Header, rows: readonly WeightRow[]): boolean {
  const facts = (set: Header) =>
    JSON.stringify([set.title, set.unit, set.method, set.source, set.sourceYear, set.significantDigits]);
  const numbers = (all: readonly WeightRow[]) =>
    JSON.stringify(
      all.map((row) => [
        row.category,
        row.weight,
        row.low,
        row.high,
        row.victimReported,
        row.source,
        row.sourceYear,
        row.note,
      ]),
    );
  return facts(before) === facts(header) && numbers(before.rows) === numbers(rows);
}
