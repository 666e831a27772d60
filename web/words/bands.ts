/** What a band of a Gi* result says, in words. Bands: 3, 2, 1 more; -1, -2, -3 fewer; 0 no evidence. */
export function sayBand(band: number): string {
  if (band === 0) return 'No evidence of a hot spot';
  const sure = ['90', '95', '99'][Math.abs(band) - 1];
  return `${band > 0 ? 'More' : 'Fewer'} than expected here, ${sure}\u00a0% sure`;
}

/** The same in a table's width: 'More, 99 %', 'No evidence'. */
export function sayBandShort(band: number): string {
  if (band === 0) return 'No evidence';
  const sure = ['90', '95', '99'][Math.abs(band) - 1];
  return `${band > 0 ? 'More' : 'Fewer'}, ${sure}\u00a0%`;
}

const AGAINST_DISTRICT = {
  'much-lower': 'Much lower',
  lower: 'Lower',
  similar: 'Similar',
  higher: 'Higher',
  'much-higher': 'Much higher',
} as const;

/** How a ward's rate stands against its district's. */
export function sayAgainstDistrict(value: keyof typeof AGAINST_DISTRICT | null): string {
  return value === null ? 'Not computable' : AGAINST_DISTRICT[value];
}
