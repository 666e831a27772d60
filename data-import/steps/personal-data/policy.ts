import { personalHeader, squash } from './headers.ts';
import type { PersonalDataKind } from './identifiers.ts';

/** How the tripwire treats the columns of one kind of file. */
export interface PersonalDataPolicy {
  readonly kind: string;
  /** Squashed names of columns that the loader must not read: they may hold anything, and the report says they were dropped. */
  readonly dropped: RegExp | null;
  /** Rows are places: a column called `name` names one, an address is the place's own. */
  readonly placesHaveNames: boolean;
  /** Rows are remarks of a steward about recording: sentences are what they are for. Anything else personal is still refused. */
  readonly sentences?: boolean;
}

const HOLDERS =
  /holder|manager|supervisor|^dps|licensee|landlord|owner|agent|applicant|proprietor|operator|director|trustee|freeholder|leaseholder|interestedpart|contact|phone|^tel|mobile|fax|email|condition|description|tribunal|decidedby|notes?$|comments?$|remarks?$|summary/;
const CONTACTS =
  /phone|^tel|mobile|fax|email|contact|manager|head(teacher)?(name|title|first|last|preferred)?|principal|practicemanager|description|notes?$|comments?$|summary|openinghours/;

const POLICIES: Readonly<Record<string, Omit<PersonalDataPolicy, 'kind'>>> = {
  premises: { dropped: HOLDERS, placesHaveNames: true },
  housing: { dropped: HOLDERS, placesHaveNames: true },
  services: { dropped: CONTACTS, placesHaveNames: true },
  boundaries: { dropped: null, placesHaveNames: true },
  lookup: { dropped: null, placesHaveNames: true },
  population: { dropped: null, placesHaveNames: true },
  deprivation: { dropped: null, placesHaveNames: true },
  'area-measures': { dropped: null, placesHaveNames: true },
  // The steward's own sentences about the recording; a person in them is refused like anywhere else.
  annotations: { dropped: null, placesHaveNames: true, sentences: true },
  postcodes: { dropped: null, placesHaveNames: true },
};

/**
 * The policy of a kind. Registers of premises and of housing drop what names holders and managers and may carry
 * conditions; services drop how to reach their people. Every kind that is not listed is about people: nothing is let pass.
 */
export function personalDataPolicy(kind: string): PersonalDataPolicy {
  return { kind, ...(POLICIES[kind] ?? { dropped: null, placesHaveNames: false }) };
}

/** What to do with a column, by its name: read it, leave it unread, or refuse the file for what it says it holds. */
export function columnRule(
  policy: PersonalDataPolicy,
  header: string,
):
  | { readonly rule: 'read' }
  | { readonly rule: 'drop' }
  | { readonly rule: 'refuse'; readonly holds: PersonalDataKind } {
  if (policy.dropped?.test(squash(header))) return { rule: 'drop' };
  const holds = personalHeader(header);
  if (holds === null) return { rule: 'read' };
  if (holds === 'free-text' && policy.sentences) return { rule: 'read' };
  if (policy.placesHaveNames) {
    const name = squash(header);
    if (holds === 'name' && (name === 'name' || name === 'names')) return { rule: 'read' };
    // Where rows are areas, the parent is the area around: Fingertips writes Parent Name.
    if (policy.dropped === null && name === 'parentname') return { rule: 'read' };
    if (
      holds === 'address' &&
      /^(full|postal)?address(line)?\w{0,5}$|^addr\d?$|^house(no|number|name|nameornumber)$|^(flat|door)(no|number)$/.test(
        name,
      )
    )
      return { rule: 'read' };
  }
  return { rule: 'refuse', holds };
}

/** Names of a header's columns that the policy drops, as spelt, for the loader and its report. */
export function droppedColumns(policy: PersonalDataPolicy, header: readonly string[]): string[] {
  return header.filter((name) => columnRule(policy, name).rule === 'drop').map((name) => name.trim());
}
