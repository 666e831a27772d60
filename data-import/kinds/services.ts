import { isWithheldPlace } from '../../server/disclosure/withheld-places.ts';
import { clip, parseCount } from '../steps/parse-values.ts';
import { OPEN_TERMS } from './event-kind.ts';
import { PLACE_FIELDS, placeClues, SOME_PLACE } from './place-fields.ts';
import type { PlaceKind } from './place-kind.ts';
import { type CategoryName, leftOut, rejected } from './row-reading.ts';

const TYPES: readonly (CategoryName & { readonly words: RegExp })[] = [
  {
    slug: 'childrens-centre',
    label: "Children's centre or family hub",
    words: /children.?s cent|family hub|sure ?start/i,
  },
  { slug: 'drug-alcohol', label: 'Drug and alcohol service', words: /drug|alcohol|substance|recovery/i },
  {
    slug: 'mental-health',
    label: 'Mental health service',
    words: /mental|psychiatr|talking therap|wellbeing/i,
  },
  { slug: 'youth', label: 'Youth service', words: /youth/i },
  { slug: 'gp', label: 'GP practice', words: /\bgps?\b|general pract|surgery|doctor/i },
  {
    slug: 'school',
    label: 'School or college',
    words: /school|academy|college|nursery|primary|secondary|pupil referral/i,
  },
  { slug: 'hospital', label: 'Hospital', words: /hospital|infirmary|emergency department/i },
  { slug: 'police-station', label: 'Police station', words: /police/i },
  { slug: 'prison', label: 'Prison', words: /prison|\bhmp\b|young offender/i },
];
const OTHER: CategoryName = { slug: 'other', label: 'Other service' };

/** Services and help near a place, and places where records pile up. Docs: docs/data-contracts/services.md. */
export const services: PlaceKind = {
  dataset: {
    title: 'Services',
    layer: 'services',
    supplier: 'local-authority',
    sensitivity_class: 'open',
    owner: 'Local authority',
    ...OPEN_TERMS,
  },
  table: {
    hint: "A list of services: a name, a type (GP, mental health, drug and alcohol, youth, school, children's centre, hospital) and a place; CSV, Excel or GeoJSON points.",
    needs: [['name'], SOME_PLACE],
    namesPeople:
      /\b(head ?teacher|head (?:first|last|title)|contact|manager|owner|proprietor|chair|telephone|e ?mail)\b/,
    fields: [
      {
        name: 'reference',
        says: 'identifier',
        names: ['service_id', 'urn', 'ods code', 'organisation code', 'id', 'code'],
      },
      {
        name: 'type',
        says: 'type of service',
        names: [
          'service_type',
          'type',
          'category',
          'service type',
          'type of establishment',
          'TypeOfEstablishment (name)',
          'phase',
        ],
      },
      {
        name: 'name',
        says: 'name of the service',
        names: [
          'name',
          'service_name',
          'establishment name',
          'establishmentname',
          'organisation name',
          'school name',
          'practice name',
        ],
        pattern: /(?:^| )name$/,
      },
      {
        name: 'capacity',
        says: 'places',
        names: ['capacity', 'places', 'school capacity', 'beds', 'list size'],
      },
      ...PLACE_FIELDS,
    ],
  },
  leavesOut: [
    {
      columns: /address|street|town|county/,
      because: 'the address in words is not needed: the place is found by postcode, UPRN or coordinates',
    },
  ],
  readPlace(field) {
    const name = field('name');
    if (name === '') return rejected('name', 'name-missing', 'A service has no name.');
    const type = field('type');
    if (isWithheldPlace(`${type} ${name}`))
      return leftOut(
        'type',
        'place-withheld',
        "A children's home, a refuge, approved premises or another place whose address protects people is never kept as a point.",
      );
    // A list without a type is usually of one kind of place, whose names say it.
    const found = TYPES.find(({ words }) => words.test(type === '' ? name : type));
    const { slug, label } = found ?? OTHER;
    return {
      row: {
        reference: field('reference'),
        category: { slug, label },
        name: clip(name, 120),
        validFrom: null,
        validTo: null,
        attributes: { capacity: parseCount(field('capacity')) ?? null },
        place: placeClues(field),
      },
      notes:
        type !== '' && !found
          ? [
              {
                field: 'type',
                code: 'type-other',
                message: 'A type of service that is not known was read as "Other service".',
              },
            ]
          : [],
    };
  },
};
