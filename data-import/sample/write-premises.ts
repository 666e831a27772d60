import { type RandomSource, randomInteger } from '../../server/stats/random.ts';
import { eventWeights, type PlannedBell } from './bell-weights.ts';
import type { SampleDistrict } from './build-district.ts';
import { csvText } from './csv-text.ts';
import { type PlantedPlace, plantedPlace } from './planted-place.ts';
import { pointPostcodes } from './point-postcodes.ts';
import { drawFromCumulative, runningTotals } from './random-draws.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';

/** The premises licence schema of the Local Government Association, 36 columns. */
const HEADER =
  'EXTRACTDATE,ORGANISATIONURI,ORGANISATIONLABEL,CASEREFERENCE,CASEDATE,SERVICETYPEURI,SERVICETYPELABEL,PREMISESNAME,LOCATIONTEXT,POSTCODE,ENTERTAINMENTTYPEURI,ENTERTAINMENTTYPELABEL,LATENIGHTREFRESHMENT,ALCOHOLSUPPLY,OPENINGHOURS,STATUSURI,STATUSLABEL,LICENCESTARTDATE,LICENCEENDDATE,ONPREMISESALCOHOLSALE,OFFPREMISESALCOHOLSALE,LICENCEHOLDER,LICENCEHOLDERADDRESS,LICENCEHOLDERPOSTCODE,APPLICANTTYPEURI,APPLICANTTYPELABEL,DESIGNATEDPREMISESSUPERVISOR,SUPERVISORLICENCENO,SUPERVISORADDRESS,SUPERVISORPOSTCODE,CONDITIONS,DECISIONDATE,DECIDEDBY,LICENCEURL,UPRN,GEOPOINTLICENSINGURL'.split(
    ',',
  );
const PREMISES = 290;
const SEAFRONT: PlannedBell = {
  ward: 'Esplanade',
  centres: [
    [6.6, 7.15],
    [7.1, 7.05],
    [7.6, 7.1],
  ],
  spreadM: 190,
};
const HARBOURSIDE: PlannedBell = { ward: 'Harbour', centres: [[5.85, 6.6]], spreadM: 180 };

interface Trade {
  readonly label: string;
  readonly names: readonly string[];
  readonly weight: number;
  readonly onSales: boolean;
  readonly offSales: boolean;
  readonly lateRefreshment: boolean;
  readonly entertainment: string;
  readonly hours: string;
}

const TRADES: readonly Trade[] = [
  trade(
    'Premises Licence',
    ['Anchor Inn', 'Mermaid', 'Packet Boat', 'Lugger', 'Old Ropewalk', 'Ship Aground'],
    26,
    {
      onSales: true,
      offSales: true,
      entertainment: 'Live Music|Recorded Music',
      hours: 'Mon-Thu 11:00-23:00|Fri-Sat 11:00-00:30|Sun 12:00-22:30',
    },
  ),
  trade('Premises Licence', ['Corner Stores', 'Bay Convenience', 'Food and Wine', 'Mini Market'], 28, {
    offSales: true,
    hours: 'Mon-Sun 07:00-23:00',
  }),
  trade('Premises Licence', ['Brasserie', 'Oyster Room', 'Curry House', 'Trattoria', 'Grill'], 20, {
    onSales: true,
    entertainment: 'Recorded Music',
    hours: 'Mon-Sun 12:00-23:30',
  }),
  trade('Premises Licence', ['Fish Bar', 'Kebabs', 'Pizza', 'Fried Chicken'], 14, {
    lateRefreshment: true,
    hours: 'Sun-Thu 17:00-01:00|Fri-Sat 17:00-03:00',
  }),
  trade('Premises Licence', ['Rooms Nightclub', 'Late Bar', 'Ballroom'], 5, {
    onSales: true,
    lateRefreshment: true,
    entertainment: 'Recorded Music|Performances of Dance',
    hours: 'Thu-Sat 20:00-03:30',
  }),
  trade('Club Premises Certificate', ['Sailing Club', 'Bowls Club', 'Working Men’s Club'], 7, {
    onSales: true,
    hours: 'Mon-Sun 11:00-23:00',
  }),
];

/** What was planted among the licensed premises. */
export interface PremisesTruth {
  readonly rows: number;
  readonly clusters: readonly PlantedPlace[];
}

/**
 * Writes the register of premises licences as councils publish it: no coordinates, padded fields, `|` lists,
 * dd/mm/yyyy, and columns that name holders and supervisors (invented here too), which an import drops.
 */
export async function writePremises(
  directory: string,
  district: SampleDistrict,
  lastMonth: string,
  random: RandomSource,
): Promise<{ file: SampleFile; truth: PremisesTruth }> {
  const places = runningTotals(
    eventWeights(district, 0.45, 0.1, [
      { bell: SEAFRONT, perMonth: 0.33 },
      { bell: HARBOURSIDE, perMonth: 0.22 },
    ]),
  );
  const trades = runningTotals(TRADES.map((planned) => planned.weight));
  const postcodes = pointPostcodes(district);
  const lastYear = Number(lastMonth.slice(0, 4));
  const rows = Array.from({ length: PREMISES }, (_, index) => {
    const pointIndex = drawFromCumulative(random, places);
    const point = district.snapPoints[pointIndex];
    const planned = TRADES[drawFromCumulative(random, trades)];
    const start = dayMonthYear(random, 2005 + randomInteger(random, lastYear - 2005));
    const company = `${district.district.name} Leisure ${index + 1} Ltd`;
    const surrendered = random() < 0.04;
    const values: Record<string, string> = {
      EXTRACTDATE: `01/${lastMonth.slice(5)}/${lastYear}`,
      ORGANISATIONLABEL: `${district.district.name} (synthetic)`,
      CASEREFERENCE: `LN/${String(index + 1).padStart(6, '0')}`,
      CASEDATE: start,
      SERVICETYPELABEL: `${planned.label} `,
      PREMISESNAME: `${point.street.split(' ')[0]} ${planned.names[randomInteger(random, planned.names.length)]}`,
      LOCATIONTEXT: `${1 + randomInteger(random, 90)} ${point.street}, ${district.district.name}`,
      POSTCODE: ` ${postcodes[pointIndex]}`,
      ENTERTAINMENTTYPELABEL: planned.entertainment,
      LATENIGHTREFRESHMENT: upper(planned.lateRefreshment),
      ALCOHOLSUPPLY: upper(planned.onSales || planned.offSales),
      OPENINGHOURS: planned.hours,
      STATUSLABEL: surrendered ? 'Surrendered' : 'Current',
      LICENCESTARTDATE: start,
      LICENCEENDDATE: surrendered ? dayMonthYear(random, lastYear - 1) : '',
      ONPREMISESALCOHOLSALE: upper(planned.onSales),
      OFFPREMISESALCOHOLSALE: upper(planned.offSales),
      LICENCEHOLDER: company,
      LICENCEHOLDERADDRESS: `${1 + randomInteger(random, 90)} ${point.street}   `,
      LICENCEHOLDERPOSTCODE: postcodes[pointIndex],
      APPLICANTTYPELABEL: 'Limited Company',
      DESIGNATEDPREMISESSUPERVISOR: planned.onSales ? 'A. Sample (invented)' : '',
      CONDITIONS: point.wardIndex === 0 ? 'Cumulative impact area' : '',
      DECISIONDATE: start,
    };
    return HEADER.map((column) => values[column] ?? '');
  });
  const path = 'licensing/premises_licences_ravensand.csv';
  const file = await writeSampleFile(directory, 'premises', path, csvText(HEADER, rows), rows.length);
  const clusters = [SEAFRONT, HARBOURSIDE].map((bell) => plantedPlace(district, bell));
  return { file, truth: { rows: rows.length, clusters } };
}

function trade(
  label: string,
  names: readonly string[],
  weight: number,
  rest: Partial<Trade> & { hours: string },
): Trade {
  const nothing = { onSales: false, offSales: false, lateRefreshment: false, entertainment: '' };
  return { label, names, weight, ...nothing, ...rest };
}

function upper(value: boolean): string {
  return value ? 'TRUE' : 'FALSE';
}

function dayMonthYear(random: RandomSource, year: number): string {
  const twoDigits = (n: number): string => String(n).padStart(2, '0');
  return `${twoDigits(1 + randomInteger(random, 28))}/${twoDigits(1 + randomInteger(random, 12))}/${year}`;
}
