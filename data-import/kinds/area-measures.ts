import type { TableSpec } from '../steps/column-map.ts';
import { AREA_FIELDS } from './area-count-kind.ts';

/**
 * Any number about areas: house prices, claimants, fuel poverty. Tidy (a row a figure, with a measure and a value), or wide
 * with a column map that names the columns (`measures`). Docs: docs/data-contracts/area-measures.md.
 */
export const AREA_MEASURES_TABLE: TableSpec = {
  hint: 'A tidy table: area_code, area_type (lsoa, ward, district), period, measure, value; or a table with a column a measure and a column map that names them.',
  needs: [['areaCode'], ['value']],
  fields: [
    ...AREA_FIELDS,
    {
      name: 'period',
      says: 'year or period',
      names: ['period', 'year', 'date', 'reference_year', 'month', 'quarter', 'time period'],
    },
    {
      name: 'measure',
      says: 'what is measured, with its unit',
      names: ['measure', 'indicator', 'variable', 'statistic', 'indicator name'],
    },
    { name: 'value', says: 'the figure', names: ['value', 'obs_value', 'figure', 'amount'] },
    { name: 'age', says: 'age band', names: ['age_band', 'age'] },
    { name: 'sex', says: 'sex: all, female, male', names: ['sex', 'gender'] },
  ],
};
