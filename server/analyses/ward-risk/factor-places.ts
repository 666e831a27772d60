import type { FactorKinds } from '../../contract/risk-factors.ts';
import type { Source } from '../../contract/shared.ts';
import type { Database } from '../../db/database.ts';
import {
  type PlaceKind,
  type PlacePoint,
  readBox,
  readPlaceKinds,
  readPlaces,
} from '../../db/queries/places.ts';
import { RequestError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';
import { listed } from '../words.ts';

/** Only places: registers about people are no risk factors, whatever the class of their agreement. */
const CLASSES_ALLOWED: readonly string[] = ['open', 'housing'];

/** The name a kind of place is asked for by: layer/slug. */
export function factorOf({ layer, slug }: Pick<PlaceKind, 'layer' | 'slug'>): string {
  return `${layer}/${slug}`;
}

/** Which registers the asker may see. */
export type VisibleKinds = (kinds: readonly PlaceKind[]) => readonly PlaceKind[];

/** Every kind of place the asker may see, and why some may not be a factor. */
export async function listFactors({ db }: Database, visible: VisibleKinds): Promise<FactorKinds> {
  const kinds = visible(await readPlaceKinds(db));
  return {
    kinds: kinds.map((kind) => {
      const because = refusalOf(kind);
      const { label, places, title } = kind;
      return { factor: factorOf(kind), label, places, allowed: because === '', because, source: title };
    }),
  };
}

/**
 * The kinds of place that these names mean.
 *
 * @throws RequestError unknown-factor, factor-not-allowed
 */
export async function findFactors(
  { db }: Database,
  visible: VisibleKinds,
  names: string,
  field: string,
): Promise<ReadonlyMap<string, readonly PlaceKind[]>> {
  const kinds = visible(await readPlaceKinds(db));
  const known = [...new Set(kinds.map(factorOf))];
  const wanted = [...new Set(names.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  if (wanted.length === 0 || wanted.length > 6) {
    throw new RequestError('invalid-parameter', {
      detail: 'Name one to six kinds of place.',
      seen: names,
      hint: known.length > 0 ? `Held: ${listed(known)}.` : 'No register of places has been imported yet.',
      field,
    });
  }
  const found = new Map<string, readonly PlaceKind[]>();
  for (const name of wanted) {
    const own = kinds.filter((kind) => factorOf(kind) === name);
    if (own.length === 0) {
      const near = nearestWord(name, known);
      throw new RequestError('unknown-factor', {
        detail: `There is no kind of place called ${name}.`,
        seen: name,
        hint:
          known.length === 0
            ? 'No register of places has been imported yet.'
            : `${near ? `Did you mean ${near}? ` : ''}Held: ${listed(known)}.`,
        field,
      });
    }
    const refusal = own.map(refusalOf).find((because) => because !== '');
    if (refusal)
      throw new RequestError('factor-not-allowed', {
        detail: refusal,
        seen: name,
        hint: 'Choose another kind of place.',
        field,
      });
    found.set(name, own);
  }
  return found;
}

function refusalOf({ contextOnly, sensitivityClass, title }: PlaceKind): string {
  if (contextOnly) return `${title} is held for context only: no risk figure may use it.`;
  if (!CLASSES_ALLOWED.includes(sensitivityClass))
    return `${title} is about people, and people are no risk factor. Only places are: premises, homes of a licence, services.`;
  return '';
}

/** Places of some kinds in and around areas, open on a day. */
export async function placesAround(
  { db }: Database,
  kinds: readonly PlaceKind[],
  areaIds: readonly number[],
  aroundM: number,
  onDay: string,
): Promise<PlacePoint[]> {
  const { west, south, east, north } = await readBox(db, areaIds);
  return readPlaces(db, kinds, onDay, {
    west: west - aroundM,
    south: south - aroundM,
    east: east + aroundM,
    north: north + aroundM,
  });
}

/** Where the places come from. */
export function placeSources(kinds: readonly PlaceKind[]): Source[] {
  const byDataset = new Map(kinds.map((kind) => [kind.dataset, kind]));
  return [...byDataset.values()].map(
    ({ dataset, title, owner, licence, attribution, synthetic, lastImportedAt }) => ({
      dataset,
      title,
      owner,
      licence,
      attribution,
      synthetic,
      lastImportedAt: lastImportedAt.toISOString(),
    }),
  );
}
