import { ROLES, type Role } from '../../server/contract/access.ts';
import { nearestWord } from '../../server/nearest-word.ts';
import { ImportRefusedError } from './import-refused.ts';

/** A record of sharing as the partnership keeps it: under what a partner's dataset is held. */
export interface SharingRecord {
  /** The partnership's own number of the record. */
  readonly reference: string;
  readonly type: 'one-off' | 'repeat';
  /** The protocol that it is made under. */
  readonly agreement: string;
  /** The partner whose data it is. */
  readonly owner: string;
  readonly lawfulBasis: string;
  readonly purpose: string;
  /** YYYY-MM-DD, the last day that the data may be shown or computed with. */
  readonly expiresOn: string;
  /** Each file is kept so many months from its import. */
  readonly retentionMonths: number;
  /** YYYY-MM-DD; nothing is kept past this day. Default: none. */
  readonly retainUntil: string | null;
  readonly permittedRoles: readonly Role[];
  /** Slugs of organisations whose accounts may see it. */
  readonly permittedOrganisations: readonly string[];
  readonly reshareAllowed: boolean;
  readonly sensitivityClass: 'open' | 'partner-crime' | 'health' | 'children-probation' | 'housing';
}

const CLASSES = ['open', 'partner-crime', 'health', 'children-probation', 'housing'] as const;
const TYPES = ['one-off', 'repeat'] as const;
const TEXTS = ['reference', 'agreement', 'owner', 'lawfulBasis', 'purpose'] as const;
const FIELDS = [
  ...TEXTS,
  'type',
  'expiresOn',
  'retentionMonths',
  'retainUntil',
  'permittedRoles',
  'permittedOrganisations',
  'reshareAllowed',
  'sensitivityClass',
];

/**
 * A record of sharing from JSON, checked field by field.
 *
 * @throws ImportRefusedError sharing-wrong, naming the field
 */
export function parseSharingRecord(given: unknown): SharingRecord {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw wrong('', 'The record of sharing is not a JSON object.', typeof given);
  const record = given as Record<string, unknown>;
  for (const name of Object.keys(record))
    if (!FIELDS.includes(name)) {
      const near = nearestWord(name, FIELDS);
      throw wrong(
        name,
        `A record of sharing has no field "${name}"${near ? `; did you mean "${near}"?` : ''}.`,
        name,
      );
    }
  const text = (name: (typeof TEXTS)[number], longest = 500): string => {
    const value = record[name];
    if (typeof value !== 'string' || value.trim() === '')
      throw wrong(name, `The record of sharing does not say "${name}".`, shown(value));
    if (value.length > longest)
      throw wrong(name, `"${name}" is longer than ${longest} characters.`, `${value.length} characters`);
    return value.trim();
  };
  const oneOf = <T extends string>(name: string, words: readonly T[]): T => {
    const found = words.find((word) => word === record[name]);
    if (found === undefined)
      throw wrong(name, `"${name}" is one of ${words.join(', ')}.`, shown(record[name]));
    return found;
  };
  const list = <T extends string>(name: string, isWord: (word: string) => word is T, what: string): T[] => {
    const value = record[name];
    const words = Array.isArray(value) ? value.map(String) : [];
    if (words.length === 0 || !words.every(isWord))
      throw wrong(name, `"${name}" is a list of ${what}.`, shown(value));
    return [...new Set(words)].filter(isWord);
  };
  const months = record.retentionMonths;
  if (typeof months !== 'number' || !Number.isInteger(months) || months < 1 || months > 600)
    throw wrong(
      'retentionMonths',
      '"retentionMonths" is a whole number of months from 1 to 600.',
      shown(months),
    );
  if (typeof record.reshareAllowed !== 'boolean')
    throw wrong('reshareAllowed', '"reshareAllowed" is true or false.', shown(record.reshareAllowed));
  const retainUntil = record.retainUntil ?? null;
  return {
    reference: text('reference', 80),
    type: oneOf('type', TYPES),
    agreement: text('agreement'),
    owner: text('owner', 120),
    lawfulBasis: text('lawfulBasis', 1000),
    purpose: text('purpose', 1000),
    expiresOn: day('expiresOn', record.expiresOn),
    retentionMonths: months,
    retainUntil: retainUntil === null ? null : day('retainUntil', retainUntil),
    permittedRoles: list(
      'permittedRoles',
      (word): word is Role => (ROLES as readonly string[]).includes(word),
      `roles: ${ROLES.join(', ')}`,
    ),
    permittedOrganisations: list(
      'permittedOrganisations',
      (word): word is string => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(word),
      'short names of organisations, such as thanet-council',
    ),
    reshareAllowed: record.reshareAllowed,
    sensitivityClass: oneOf('sensitivityClass', CLASSES),
  };
}

function day(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  const date = new Date(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(date.getTime()) ||
    date.toISOString().slice(0, 10) !== text
  )
    throw wrong(name, `"${name}" is a day, written YYYY-MM-DD.`, shown(value));
  return text;
}

function wrong(field: string, message: string, seen: string): ImportRefusedError {
  return new ImportRefusedError(
    'sharing-wrong',
    message,
    seen,
    'docs/information-governance/record-of-sharing.md has an example with every field.',
    { column: field },
  );
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value);
}
