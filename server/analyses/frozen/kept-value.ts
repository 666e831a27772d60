/** A member of this name marks a value that JSON alone cannot hold. */
const MARK = '$kept';

type Kept =
  | { readonly [MARK]: 'date' | 'number' | 'bytes' | 'bigint'; readonly value: string }
  | { readonly [MARK]: 'set' | 'map'; readonly value: unknown[] };

/**
 * A value as JSON that `fromKept` reads back to an equal one: dates, bytes, sets, maps, big integers and numbers beyond JSON
 * are marked. Members that are undefined are left out.
 *
 * @throws TypeError for what can not be kept, such as a function
 */
export function toKept(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value === undefined)
    return value;
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : kept('number', Object.is(value, -0) ? '-0' : String(value));
  if (typeof value === 'bigint') return kept('bigint', String(value));
  if (typeof value !== 'object')
    throw new TypeError(`A ${typeof value} cannot be kept with a frozen result.`);
  if (value instanceof Date) return kept('date', value.toISOString());
  if (value instanceof Uint8Array) return kept('bytes', Buffer.from(value).toString('base64'));
  if (value instanceof Set) return { [MARK]: 'set', value: [...value].map(toKept) };
  if (value instanceof Map) return { [MARK]: 'map', value: [...value].map((pair) => pair.map(toKept)) };
  if (Array.isArray(value)) return value.map((item) => toKept(item) ?? null);
  if (MARK in value) throw new TypeError(`A member called ${MARK} cannot be kept with a frozen result.`);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, toKept(item)]])),
  );
}

function kept(kind: 'date' | 'number' | 'bytes' | 'bigint', value: string): Kept {
  return { [MARK]: kind, value };
}

/** What `toKept` was given. */
export function fromKept(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(fromKept);
  if (!isKept(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromKept(item)]));
  switch (value[MARK]) {
    case 'date':
      return new Date(value.value);
    case 'number':
      return Number(value.value);
    case 'bigint':
      return BigInt(value.value);
    case 'bytes':
      return Buffer.from(value.value, 'base64');
    case 'set':
      return new Set(value.value.map(fromKept));
    case 'map':
      return new Map(value.value.map(fromKept) as [unknown, unknown][]);
  }
}

function isKept(value: object): value is Kept {
  return MARK in value;
}
