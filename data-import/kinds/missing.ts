import { parseYesNo } from '../steps/parse-values.ts';
import { AREA_FIELDS, type AreaCountKind, readCountRow } from './area-count-kind.ts';
import { PARTNER_TERMS } from './event-kind.ts';

/** Missing episodes, added up by the police or the local authority. Docs: docs/data-contracts/missing.md. */
export const missing: AreaCountKind = {
  measure: 'missing-episodes',
  dataset: {
    title: 'Missing episodes, counts by area',
    supplier: 'police-missing-unit',
    sensitivity_class: 'children-probation',
    owner: 'Police force',
    ...PARTNER_TERMS,
  },
  table: {
    hint: 'Counts only: period, area_type, area_code, looked_after (yes, no), age_band, count. A file with a row an episode or a child is never taken; add it up first.',
    needs: [['period'], ['areaCode'], ['count']],
    fields: [
      { name: 'period', says: 'period', names: ['period', 'quarter', 'year', 'month', 'financial year'] },
      ...AREA_FIELDS,
      {
        name: 'lookedAfter',
        says: 'whether looked after',
        names: ['looked_after', 'looked after', 'lac', 'in care'],
      },
      { name: 'age', says: 'age band', names: ['age_band', 'age band', 'age group'] },
      {
        name: 'count',
        says: 'episodes',
        names: ['count', 'episodes', 'missing episodes', 'number', 'total'],
      },
    ],
  },
  leavesOut: [],
  readCount(field) {
    const lookedAfter = parseYesNo(field('lookedAfter'));
    return readCountRow(field, '2025-10/2026-09, 2025/26 or 2026-Q3', {
      looked_after: lookedAfter === null ? field('lookedAfter') : lookedAfter ? 'yes' : 'no',
      age_band: field('age'),
    });
  },
};
