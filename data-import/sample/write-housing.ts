import { type RandomSource, randomInteger } from '../../server/stats/random.ts';
import { eventWeights } from './bell-weights.ts';
import type { SampleDistrict } from './build-district.ts';
import { csvText } from './csv-text.ts';
import { districtPlan } from './district-plan.ts';
import { pointPostcodes } from './point-postcodes.ts';
import { drawFromCumulative, runningTotals } from './random-draws.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';

/** A council's own sheet: the contents of SI 2006/373 regulation 11 under a council's own headings. */
const HEADER = [
  'Licence Ref',
  'Type of licence',
  'Address of licensed property',
  'Postcode',
  'Description',
  'Storeys',
  'Max occupants',
  'Max households',
  'Licence start',
  'Licence expiry',
  'Licence holder',
  'Licence holder address',
  'Manager',
];
const SELECTIVE = 940;
const HMOS = 130;

/** Writes the register of housing licences: selective licences in the leading wards only, HMOs across the town. */
export function writeHousing(
  directory: string,
  district: SampleDistrict,
  lastMonth: string,
  random: RandomSource,
): Promise<SampleFile> {
  const postcodes = pointPostcodes(district);
  const lastYear = Number(lastMonth.slice(0, 4));
  const isLeading = district.wards.map((ward) => districtPlan.leadingWards.includes(ward.name));
  const anywhere = eventWeights(district, 1, 0.9, []);
  const selective = anywhere.map((weight, point) =>
    isLeading[district.snapPoints[point].wardIndex] ? weight : 0,
  );
  const kinds = [
    { label: 'Selective', count: SELECTIVE, places: runningTotals(selective) },
    { label: 'Mandatory HMO', count: HMOS, places: runningTotals(anywhere) },
  ];
  const rows = kinds.flatMap(({ label, count, places }) =>
    Array.from({ length: count }, (_, index) => {
      const pointIndex = drawFromCumulative(random, places);
      const hmo = label !== 'Selective';
      const occupants = hmo ? 5 + randomInteger(random, 6) : 1 + randomInteger(random, 5);
      const startYear = lastYear - 1 - randomInteger(random, 4);
      const day = `${String(1 + randomInteger(random, 28)).padStart(2, '0')}/0${1 + randomInteger(random, 9)}`;
      return [
        `${hmo ? 'HMO' : 'SEL'}/${startYear}/${String(index + 1).padStart(4, '0')}`,
        label,
        `${1 + randomInteger(random, 140)} ${district.snapPoints[pointIndex].street}`,
        postcodes[pointIndex],
        hmo ? 'House in multiple occupation' : 'Private rented home',
        String(hmo ? 3 + randomInteger(random, 2) : 1 + randomInteger(random, 3)),
        String(occupants),
        hmo ? String(occupants) : '1',
        `${day}/${startYear}`,
        `${day}/${startYear + 5}`,
        'A. Sample (invented)',
        `${1 + randomInteger(random, 140)} ${district.snapPoints[pointIndex].street}`,
        'B. Sample (invented)',
      ];
    }),
  );
  const path = 'housing/housing_licences_ravensand.csv';
  return writeSampleFile(directory, 'housing', path, csvText(HEADER, rows), rows.length);
}
