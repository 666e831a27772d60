import type { TableSpec } from '../steps/column-map.ts';
import { PLACE_FIELDS } from './place-fields.ts';

/**
 * What is known about the recording: months in which a supplier changed how it counts, and points where records pile up for a
 * reason that is not the street. Docs: docs/data-contracts/annotations.md.
 */
export const ANNOTATIONS_TABLE: TableSpec = {
  hint: 'A row a note: layer, from, to and note for a change of recording; a place (longitude and latitude, easting and northing, or postcode) and note for a point.',
  needs: [['note']],
  fields: [
    { name: 'layer', says: 'layer: crime, ambulance ...', names: ['layer'] },
    { name: 'supplier', says: 'supplier; blank for all', names: ['supplier', 'force', 'source'] },
    { name: 'category', says: 'category; blank for all', names: ['category'] },
    { name: 'from', says: 'first month', names: ['from', 'from month', 'start'] },
    { name: 'to', says: 'last month', names: ['to', 'to month', 'end'] },
    { name: 'note', says: 'what is known, in a sentence', names: ['note', 'text', 'annotation'] },
    { name: 'radius', says: 'metres around the point', names: ['radius_m', 'radius'] },
    ...PLACE_FIELDS.filter(({ name }) => !['lsoa', 'ward', 'uprn'].includes(name)),
  ],
};
