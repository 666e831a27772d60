import { clip, slugOf } from '../steps/parse-values.ts';
import { parseWhen } from '../steps/parse-when.ts';
import { type EventKind, OPEN_TERMS } from './event-kind.ts';
import { PLACE_FIELDS, placeClues } from './place-fields.ts';
import { rejected } from './row-reading.ts';

/**
 * Stop and search, data.police.uk. For context only: it shows where officers searched, not where harm was, so no risk layer
 * takes it. Note that latitude stands before longitude, unlike in street files. Docs: docs/data-contracts/stop-search.md.
 */
export const stopSearch: EventKind = {
  dataset: {
    title: 'Stop and search, data.police.uk',
    layer: 'stop-search',
    supplier: 'police',
    sensitivity_class: 'open',
    owner: 'Home Office, data.police.uk',
    contextOnly: true,
    ...OPEN_TERMS,
  },
  table: {
    hint: 'A stop-and-search file of data.police.uk begins with the row "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,...,Object of search,Outcome,...".',
    needs: [['when'], ['object'], ['longitude'], ['latitude']],
    fields: [
      { name: 'when', says: 'date and time', names: ['Date'] },
      { name: 'object', says: 'object of search', names: ['Object of search'] },
      { name: 'outcome', says: 'outcome', names: ['Outcome'] },
      ...PLACE_FIELDS.filter(({ name }) => name === 'longitude' || name === 'latitude'),
    ],
  },
  leavesOut: [
    {
      columns: /^(gender|age range|self defined ethnicity|officer defined ethnicity)$/,
      because: 'who was searched is not kept: the layer is for context and describes no people',
    },
  ],
  readEvent(field) {
    // Forces that record no time send midnight: that is a day, not an hour.
    const when = parseWhen(field('when').replace(/T00:00:00.*$/, ''));
    if (!when) return rejected('when', 'date-wrong', 'This is not a date that exists.');
    const object = field('object') || 'Not stated';
    return {
      row: {
        reference: '',
        when,
        category: { slug: slugOf(object) || 'other', label: clip(object, 60) },
        outcome: clip(field('outcome'), 80) || null,
        ageFrom: null,
        ageTo: null,
        place: placeClues(field),
      },
    };
  },
};
