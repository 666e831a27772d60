import type { SampleDistrict } from './build-district.ts';

/** Letters that the Royal Mail allows in the last two places. */
const UNIT_LETTERS = 'ABDEFGHJLNPQRSTUWXYZ';
/** No postcode area of the United Kingdom is RV. */
const AREA = 'RV';
/** Steps through the 400 letter pairs without repeating (37 and 400 share no factor). */
const UNIT_STEP = 37;

/** A postcode unit for each map point, like `RV3 1HT`: one outward code a ward, none given twice. */
export function pointPostcodes(district: SampleDistrict): string[] {
  const usedInWard = new Int32Array(district.wards.length);
  return district.snapPoints.map(({ wardIndex }) => {
    const n = usedInWard[wardIndex]++;
    const pair = (n * UNIT_STEP) % 400;
    const letters = UNIT_LETTERS[Math.floor(pair / 20)] + UNIT_LETTERS[pair % 20];
    return `${AREA}${wardIndex + 1} ${1 + Math.floor(n / 400)}${letters}`;
  });
}
