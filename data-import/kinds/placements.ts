import { AREA_FIELDS, type AreaCountKind, readCountRow } from './area-count-kind.ts';
import { PARTNER_TERMS } from './event-kind.ts';
import { rejected } from './row-reading.ts';

/** Whose child it is, in four classes: which authority exactly is not kept. */
const AUTHORITIES: readonly { readonly word: string; readonly words: RegExp }[] = [
  { word: 'all', words: /^(all|total|any)?$/i },
  { word: 'own', words: /^(own|host|this|same)/i },
  { word: 'other-in-county', words: /other.in.county|in.county|same county/i },
  { word: 'London', words: /london/i },
  { word: 'out-of-county', words: /out.of|other|outside|external/i },
];

/** Children placed, added up by the local authority. Docs: docs/data-contracts/placements.md. */
export const placements: AreaCountKind = {
  measure: 'children-placed',
  dataset: {
    title: 'Children placed, counts by area',
    supplier: 'childrens-services',
    sensitivity_class: 'children-probation',
    owner: "Children's services",
    ...PARTNER_TERMS,
  },
  table: {
    hint: 'Counts only: period, area_type, area_code, placing_authority, placement_type, age_band, count. A file with a row a child is never taken; add it up first, by area and period.',
    needs: [['period'], ['areaCode'], ['count']],
    fields: [
      { name: 'period', says: 'period', names: ['period', 'quarter', 'year', 'date', 'as at', 'month'] },
      ...AREA_FIELDS,
      {
        name: 'authority',
        says: 'class of the placing authority',
        names: ['placing_authority', 'placing authority', 'authority class'],
      },
      { name: 'type', says: 'type of placement', names: ['placement_type', 'placement type', 'type'] },
      { name: 'age', says: 'age band', names: ['age_band', 'age band', 'age group'] },
      {
        name: 'count',
        says: 'children',
        names: ['count', 'children', 'number', 'number of children', 'total'],
      },
    ],
  },
  leavesOut: [],
  readCount(field) {
    const authority = AUTHORITIES.find(({ words }) => words.test(field('authority')));
    const reading = readCountRow(field, '2026-Q3, 2026-09 or 30/09/2026', {
      placing_authority: authority?.word ?? '',
      placement_type: field('type'),
      age_band: field('age'),
    });
    if ('fault' in reading || authority) return reading;
    return rejected(
      'authority',
      'authority-unknown',
      'A placing authority is none of own, other-in-county, out-of-county, London, all.',
    );
  },
};
