import { parsePeriod } from '../steps/parse-period.ts';
import { clip } from '../steps/parse-values.ts';
import type { AreaCountKind } from './area-count-kind.ts';
import { OPEN_TERMS } from './event-kind.ts';
import { rejected } from './row-reading.ts';

/**
 * Outcomes of crimes, data.police.uk. For context: added up by month, LSOA and outcome; Crime IDs are not kept, so that no crime
 * can be followed from file to file. Docs: docs/data-contracts/outcomes.md.
 */
export const outcomes: AreaCountKind = {
  measure: 'outcomes',
  addsUp: true,
  dataset: {
    title: 'Outcomes of crimes, data.police.uk',
    supplier: 'police',
    sensitivity_class: 'open',
    owner: 'Home Office, data.police.uk',
    contextOnly: true,
    ...OPEN_TERMS,
  },
  table: {
    hint: 'An outcomes file of data.police.uk begins with the row "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type".',
    needs: [['period'], ['outcome'], ['areaCode']],
    fields: [
      { name: 'period', says: 'month', names: ['Month'] },
      { name: 'areaCode', says: 'LSOA code', names: ['LSOA code'] },
      { name: 'outcome', says: 'outcome', names: ['Outcome type'] },
    ],
  },
  leavesOut: [{ columns: /^crime id$/, because: 'outcomes are kept as counts, not by crime' }],
  readCount(field) {
    const period = parsePeriod(field('period'));
    if (!period) return rejected('period', 'period-wrong', 'The month is not of the form YYYY-MM.');
    if (field('outcome') === '') return rejected('outcome', 'outcome-missing', 'A row has no outcome.');
    return {
      row: {
        period,
        areaType: 'lsoa',
        areaCode: field('areaCode'),
        dimensions: { outcome: clip(field('outcome'), 80) },
        count: 1,
      },
    };
  },
};
