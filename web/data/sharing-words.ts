import type { SharingRecordBody, UploadKind } from '../../server/contract/imports.ts';

type SensitivityClass = SharingRecordBody['sensitivityClass'];

export const EMPTY_RECORD: SharingRecordBody = {
  reference: '',
  type: 'repeat',
  agreement: '',
  owner: '',
  lawfulBasis: '',
  purpose: '',
  expiresOn: '',
  retentionMonths: 24,
  retainUntil: null,
  permittedRoles: ['analyst'],
  permittedOrganisations: [],
  reshareAllowed: false,
  sensitivityClass: 'health',
};

/** What a record says in words, in the order of its form. */
export const RECORD_TEXTS = [
  ['reference', 'Number of the record'],
  ['owner', 'Whose data it is'],
  ['agreement', 'Agreement it is made under'],
  ['lawfulBasis', 'Lawful basis'],
  ['purpose', 'Purpose'],
] as const;

/** Each class with what is hidden of it. */
export const CLASS_WORDS: Readonly<Record<SensitivityClass, string>> = {
  'partner-crime': 'Crime of a partner: under 5 hidden',
  health: 'Health: 1 to 7 hidden',
  'children-probation': 'Children or probation: under 10 hidden',
  housing: 'Housing register: under 5 hidden',
  open: 'Open licence: published as it is',
};

const CLASS_OF_KIND: Partial<Record<UploadKind, SensitivityClass>> = {
  ambulance: 'health',
  'ed-assault': 'health',
  placements: 'children-probation',
  missing: 'children-probation',
  housing: 'housing',
};

/** How sensitive data of a kind is, where its kind settles that; null where its record does. */
export function classOfKind(kind: UploadKind): SensitivityClass | null {
  return CLASS_OF_KIND[kind] ?? null;
}

/** The class before its colon, for a line of facts; the word itself where it is none. */
export function classInShort(word: string): string {
  return (CLASS_WORDS[word as SensitivityClass] ?? word).replace(/:.*/, '');
}

/** What a record does not say yet, by the labels of its form; what it means is checked by the service. */
export function missingOfRecord(record: SharingRecordBody): string[] {
  return [
    ...RECORD_TEXTS.filter(([name]) => record[name].trim() === '').map(([, label]) => label),
    ...(record.expiresOn === '' ? ['May be used until'] : []),
    ...(record.permittedOrganisations.length === 0 ? ['Organisations that may see it'] : []),
    ...(record.permittedRoles.length === 0 ? ['Roles that may see it'] : []),
  ].map((label) => label.charAt(0).toLowerCase() + label.slice(1));
}
