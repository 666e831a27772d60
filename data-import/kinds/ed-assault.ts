import { parseAgeBand } from '../steps/parse-values.ts';
import { parseWhen } from '../steps/parse-when.ts';
import { type EventKind, PARTNER_TERMS } from './event-kind.ts';
import { PLACE_FIELDS, placeClues } from './place-fields.ts';
import { type CategoryName, type RowNote, rejected } from './row-reading.ts';

/** Means of assault as Information Sharing to Tackle Violence has them: weapon, or part of the body. */
const MEANS: readonly (CategoryName & { readonly words: RegExp })[] = [
  { slug: 'firearm', label: 'Firearm', words: /firearm|gun|shot/i },
  { slug: 'knife', label: 'Knife or sharp object', words: /knife|blade|stab|sharp|machete/i },
  { slug: 'glass', label: 'Glass or bottle', words: /glass|bottle/i },
  { slug: 'blunt-object', label: 'Blunt object', words: /blunt|bat\b|hammer|object|stick|weapon/i },
  { slug: 'fist', label: 'Fist', words: /fist|punch|hand/i },
  { slug: 'feet', label: 'Feet', words: /feet|foot|kick/i },
  { slug: 'body-part', label: 'Other part of the body', words: /head|body|bite|push/i },
];
const UNKNOWN: CategoryName = { slug: 'unknown', label: 'Means not known' };

/** Assault attendances at an emergency department (ISTV, ISB 1594). Docs: docs/data-contracts/ed-assault.md. */
export const edAssault: EventKind = {
  dataset: {
    title: 'Assault attendances at emergency departments',
    layer: 'ed-assault',
    supplier: 'emergency-department',
    sensitivity_class: 'health',
    owner: 'Hospital trust',
    ...PARTNER_TERMS,
  },
  table: {
    hint: 'An ISTV file has a row an attendance: date and time of arrival or of the incident, the means of assault and, where known, a place (LSOA, postcode or coordinates).',
    needs: [['incident', 'arrival'], ['means']],
    fields: [
      {
        name: 'reference',
        says: 'pseudonymous reference',
        names: ['attendance_ref', 'attendance_id', 'attendance number', 'reference'],
      },
      {
        name: 'incident',
        says: 'date and time of the assault',
        names: [
          'incident_datetime',
          'incident_date',
          'date of incident',
          'date_time_of_assault',
          'assault date',
        ],
        pattern: /^(?:date|date and time|date time) of (?:the )?(?:incident|assault)$/,
      },
      {
        name: 'incidentHour',
        says: 'hour of the assault',
        names: ['incident_time', 'incident_hour', 'time of incident', 'time of assault'],
      },
      {
        name: 'arrival',
        says: 'date and time of arrival',
        names: [
          'arrival_datetime',
          'arrival_date',
          'attendance_date',
          'date of arrival',
          'date of attendance',
        ],
        pattern: /^(?:date|date and time|date time) of (?:arrival|attendance)$/,
      },
      {
        name: 'arrivalHour',
        says: 'hour of arrival',
        names: ['arrival_time', 'arrival_hour', 'time of arrival'],
      },
      {
        name: 'means',
        says: 'means of assault',
        names: [
          'assault_means',
          'primary means of assault',
          'means of assault',
          'weapon',
          'assault weapon',
          'method',
        ],
      },
      { name: 'age', says: 'age band', names: ['age_band', 'age_group', 'age'] },
      ...PLACE_FIELDS,
    ],
  },
  leavesOut: [
    {
      columns: /location|place of|venue|where/,
      because: 'the place in words may name people; rows are placed by LSOA, postcode or coordinates',
    },
    { columns: /^(sex|gender)$/, because: 'sex is not needed for any map' },
  ],
  readEvent(field) {
    const notes: RowNote[] = [];
    let when = parseWhen(field('incident'), field('incidentHour'));
    if (!when) {
      when = parseWhen(field('arrival'), field('arrivalHour'));
      if (!when)
        return rejected(
          field('incident') === '' && field('arrival') !== '' ? 'arrival' : 'incident',
          'date-wrong',
          'Neither the incident nor the arrival has a date that exists (day before month).',
        );
      notes.push({
        field: 'incident',
        code: 'arrival-used',
        message: 'When the assault happened is not stated; the arrival stands for it.',
      });
    }
    const { slug, label } = MEANS.find(({ words }) => words.test(field('means'))) ?? UNKNOWN;
    const age = parseAgeBand(field('age'));
    return {
      row: {
        reference: field('reference'),
        when,
        category: { slug, label },
        outcome: null,
        ageFrom: age?.ageFrom ?? null,
        ageTo: age?.ageTo ?? null,
        place: placeClues(field),
      },
      notes,
    };
  },
};
