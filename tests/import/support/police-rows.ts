import { POLICE_COLUMNS } from '../../../data-import/formats/police.ts';

export const POLICE_HEADER = POLICE_COLUMNS.join(',');

/** A row of a street file by what matters to a test; the rest is plausible. */
export interface PoliceRow {
  readonly id?: string;
  readonly month?: string;
  readonly lon?: string;
  readonly lat?: string;
  readonly location?: string;
  readonly lsoa?: string;
  readonly type?: string;
  readonly outcome?: string;
}

export function policeRow({
  id = '',
  month = '2018-10',
  lon = '1.386',
  lat = '51.389',
  location = 'On or near High Street',
  lsoa = 'E01024684',
  type = 'Anti-social behaviour',
  outcome = '',
}: PoliceRow = {}): string {
  const lsoaName = lsoa === '' ? '' : `Thanet ${lsoa.slice(-3)}`;
  return [
    id,
    month,
    'Test Police',
    'Test Police',
    lon,
    lat,
    location,
    lsoa,
    lsoaName,
    type,
    outcome,
    '',
  ].join(',');
}

export function policeFile(rows: readonly PoliceRow[], lineEnd = '\n'): string {
  return [POLICE_HEADER, ...rows.map(policeRow), ''].join(lineEnd);
}

/** A 64-digit Crime ID that begins with a number. */
export function crimeId(number: number): string {
  return number.toString(16).padStart(8, '0').repeat(8);
}
