import { clip, slugOf } from '../steps/parse-values.ts';
import { parseWhen } from '../steps/parse-when.ts';
import type { EventKind } from './event-kind.ts';
import { PARTNER_TERMS } from './event-kind.ts';
import { PLACE_FIELDS, placeClues, SOME_PLACE } from './place-fields.ts';
import { rejected } from './row-reading.ts';

/**
 * Dated points of a partner nobody foresaw: a fire service, noise complaints, needle finds. Undated places are the kind
 * `services`. The layer is named after the source. Docs: docs/data-contracts/points.md.
 */
export const points: EventKind = {
  dataset: {
    title: 'Points',
    layer: 'points',
    supplier: 'partner',
    sensitivity_class: 'partner-crime',
    owner: 'Partner',
    ...PARTNER_TERMS,
  },
  table: {
    hint: 'Any table with a row an incident: a date and a place (coordinates, postcode, UPRN, LSOA or ward); a category where there are several.',
    needs: [['when'], SOME_PLACE],
    fields: [
      {
        name: 'reference',
        says: 'reference, to find repeats',
        names: ['reference', 'ref', 'id', 'incident_id', 'incident number', 'incident no', 'incident ref'],
      },
      {
        name: 'when',
        says: 'date, or date and time',
        names: [
          'date',
          'datetime',
          'incident_date',
          'incident date',
          'date and time',
          'reported date',
          'month',
          'created',
        ],
        pattern: /(?:^| )date(?: |$)/,
      },
      {
        name: 'hour',
        says: 'hour, or time of day',
        names: ['hour', 'time', 'incident time'],
        pattern: /^(?:hour|time)(?: of)? \w+$/,
      },
      {
        name: 'category',
        says: 'category',
        names: ['category', 'type', 'incident_type', 'incident type', 'incident group', 'subject'],
      },
      ...PLACE_FIELDS,
    ],
  },
  leavesOut: [],
  readEvent(field) {
    const when = parseWhen(field('when'), field('hour'));
    if (!when) return rejected('when', 'date-wrong', 'This is not a date that exists (day before month).');
    const label = clip(field('category'), 60) || 'Incident';
    return {
      row: {
        reference: field('reference'),
        when,
        category: { slug: slugOf(label) || 'incident', label },
        outcome: null,
        ageFrom: null,
        ageTo: null,
        place: placeClues(field),
      },
    };
  },
};
