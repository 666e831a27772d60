import { parseCount } from '../steps/parse-values.ts';
import { nextDay, parseDay } from '../steps/parse-when.ts';
import { PARTNER_TERMS } from './event-kind.ts';
import { PLACE_FIELDS, placeClues, SOME_PLACE } from './place-fields.ts';
import type { PlaceKind } from './place-kind.ts';
import { type CategoryName, leftOut } from './row-reading.ts';

const TYPES: readonly (CategoryName & { readonly words: RegExp })[] = [
  { slug: 'selective', label: 'Selective licence', words: /selective|part 3/i },
  { slug: 'additional', label: 'Additional HMO licence', words: /additional/i },
  { slug: 'mandatory-hmo', label: 'Mandatory HMO licence', words: /hmo|mandatory|multiple occ|part 2/i },
];
const OTHER: CategoryName = { slug: 'other', label: 'Housing licence, type not stated' };

/** Licences under the Housing Act 2004, Parts 2 and 3 (SI 2006/373, regulation 11). Docs: docs/data-contracts/housing.md. */
export const housing: PlaceKind = {
  dataset: {
    title: 'Housing licences',
    layer: 'housing',
    supplier: 'housing-authority',
    sensitivity_class: 'housing',
    owner: 'Local housing authority',
    ...PARTNER_TERMS,
  },
  table: {
    hint: 'A register of housing licences: a type (selective, additional, HMO) and a postcode, UPRN or coordinates; occupants, households, storeys and dates where known.',
    needs: [['type'], SOME_PLACE],
    namesPeople:
      /\b(holders?|managers?|managing|landlords?|owners?|agents?|proprietors?|applicants?|person having control)\b/,
    fields: [
      {
        name: 'reference',
        says: 'licence number',
        names: ['licence ref', 'licence reference', 'licence number', 'licence no', 'reference', 'ref'],
      },
      {
        name: 'type',
        says: 'type of licence',
        names: ['type of licence', 'licence type', 'scheme', 'type', 'licence category'],
      },
      { name: 'storeys', says: 'storeys', names: ['storeys', 'number of storeys', 'no of storeys'] },
      {
        name: 'occupants',
        says: 'most people allowed',
        names: [
          'max occupants',
          'maximum occupants',
          'max persons',
          'maximum persons',
          'permitted occupants',
          'occupancy',
          'maximum number of persons',
          'max occupancy',
          'no of occupants',
        ],
        pattern: /^(?:max|maximum|permitted)[\w ]*(?:persons|occupants|occupancy|people)$/,
      },
      {
        name: 'households',
        says: 'most households allowed',
        names: ['max households', 'maximum households', 'households', 'permitted households'],
        pattern: /^(?:max|maximum|permitted)[\w ]*households$/,
      },
      {
        name: 'from',
        says: 'licensed from',
        names: [
          'licence start',
          'start date',
          'licence start date',
          'commencement date',
          'date issued',
          'issued',
          'valid from',
          'granted',
        ],
      },
      {
        name: 'to',
        says: 'licensed to',
        names: [
          'licence expiry',
          'expiry date',
          'licence end',
          'end date',
          'expires',
          'valid to',
          'licence expiry date',
        ],
      },
      ...PLACE_FIELDS,
    ],
  },
  leavesOut: [
    {
      columns: /address|property$/,
      because: 'the address in words is not needed: the place is found by postcode, UPRN or coordinates',
    },
    { columns: /description|conditions|tribunal|notes|comments/, because: 'free text is not kept' },
  ],
  readPlace(field) {
    const type = field('type');
    if (/refus|revok|withdrawn|pending|application/i.test(type))
      return leftOut(
        'type',
        'no-licence',
        'Not a licence in force: refused, revoked, withdrawn or applied for.',
      );
    const { slug, label } = TYPES.find(({ words }) => words.test(type)) ?? OTHER;
    const from = parseDay(field('from')) ?? null;
    const to = parseDay(field('to'));
    return {
      row: {
        reference: field('reference'),
        category: { slug, label },
        name: null,
        validFrom: from,
        validTo: to && (from === null || to >= from) ? nextDay(to) : null,
        attributes: {
          occupants: parseCount(field('occupants')) ?? null,
          households: parseCount(field('households')) ?? null,
          storeys: parseCount(field('storeys')) ?? null,
        },
        place: placeClues(field),
      },
    };
  },
};
