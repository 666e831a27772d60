/** A point in kilometres east and north of the plan's origin. */
export type PlanPoint = readonly [eastKm: number, northKm: number];

/** One ward as drawn on the plan. */
export interface PlannedWard {
  readonly name: string;
  /** Where the ward's territory grows from. */
  readonly centre: PlanPoint;
  readonly lsoas: number;
  /** Crime per head against the neutral wards, before the two leading wards are raised to their share. */
  readonly riskFactor: number;
  /** Mean deprivation in standard deviations of England; positive is more deprived. */
  readonly deprivation: number;
  /** Bearing of the streets, degrees anticlockwise from east. */
  readonly streetBearingDeg: number;
}

/** A named place that gets the nearest map point. */
export interface PlannedLandmark {
  readonly name: string;
  readonly at: PlanPoint;
  readonly ward: string;
}

/**
 * The drawing of Ravensand, a district that does not exist: a harbour town on a north-facing coast with a sandy bay,
 * a headland, a second small town on the east coast, a lagoon, and downs and marsh behind. It lies in the sea off
 * Kent in the National Grid, so that nothing invented here can be taken for a real street.
 * Codes end in the 999 series, which the Office for National Statistics has not issued for any of the three levels.
 */
export const districtPlan = {
  name: 'Ravensand',
  forceSlug: 'ravensand',
  forceName: 'Ravensand Constabulary (synthetic)',
  districtCode: 'E07999001',
  wardCodePrefix: 'E05999',
  lsoaCodePrefix: 'E01999',
  /** EPSG:27700 position of plan point (0, 0), metres. */
  originM: [652_400, 151_600] as const,

  /** Outline, anticlockwise from the south-west corner. South and west are land borders, north and east are coast. */
  outline: [
    [0.9, -0.3],
    [2.6, 0.1],
    [4.6, -0.5],
    [7, -0.1],
    [9.2, -0.6],
    [10.6, -0.5],
    [11.4, 0.2],
    [11.7, 1],
    [11.5, 1.8],
    [12.2, 2.5],
    [12, 3.3],
    [11.5, 3.6],
    [10.95, 3.7],
    [11, 4.02],
    [11.5, 4.1],
    [11.6, 4.7],
    [11.75, 5.3],
    [12.3, 6],
    [12.15, 7],
    [11.6, 7.9],
    [10.9, 8.9],
    [10.1, 9.2],
    [9.4, 8.5],
    [8.8, 7.9],
    [7.9, 7.4],
    [7, 7.3],
    [6.4, 7.55],
    [6.15, 7.85],
    [5.98, 7.6],
    [5.9, 7.15],
    [5.82, 6.78],
    [5.5, 6.76],
    [5.45, 7.2],
    [5.5, 7.7],
    [5.3, 8.05],
    [4.8, 8.2],
    [4.1, 8.25],
    [3.3, 8.7],
    [2.4, 8.55],
    [1.6, 8.95],
    [0.9, 8.8],
    [0.3, 8.3],
    [0.4, 7.2],
    [-0.1, 5.6],
    [0.4, 4],
    [0, 2.5],
    [0.3, 0.9],
  ] as readonly PlanPoint[],

  /** Water inside the district that is no part of it. */
  lagoon: { centre: [10, 4.9] as PlanPoint, halfLengthKm: 0.75, halfWidthKm: 0.33, bearingDeg: 70 },

  wards: [
    ward('Harbour', [5.75, 6.35], 5, 2.2, 1.1, 8),
    ward('St Mildred', [4.75, 7.3], 6, 2.2, 1.7, -6),
    ward('Esplanade', [7, 6.6], 5, 1.15, 0.6, 14),
    ward('Ropewalk', [4.6, 6.2], 6, 1.25, 0.9, 20),
    ward('Priory', [5.9, 5.25], 6, 1.05, 0.3, -12),
    ward('Foundry', [4.4, 5], 6, 1.2, 1.2, 35),
    ward('Castle Mount', [7.4, 5.3], 6, 1, -0.3, 25),
    ward('Wellesmere', [3.1, 7.5], 6, 1, 0, 4),
    ward('Windmill', [3, 6], 6, 1, 0.2, -18),
    ward('Netherfield', [5.6, 3.7], 7, 0.95, 0.1, 10),
    ward('Lantern Hill', [9.5, 7.4], 6, 1, -0.5, 40),
    ward('Fulmar Cliffs', [11.3, 6.6], 5, 0.8, -0.7, -30),
    ward('Saltpans', [9.5, 4.7], 5, 0.85, 0.4, 0),
    ward('Sandhythe', [11, 2.5], 7, 1.1, 0.7, -35),
    ward('Oldchurch & Marsh', [7.7, 1.5], 5, 0.6, -0.4, 15),
    ward('Thorn Downs', [2.3, 2.4], 5, 0.55, -0.6, 30),
  ] as readonly PlannedWard[],

  leadingWards: ['Harbour', 'St Mildred'] as readonly string[],
  /** Share of all crime and anti-social behaviour that the leading wards are calibrated to hold. */
  leadingShare: 0.33,
  /** Risk is population times one common rate in these: nothing should be found there. */
  neutralWards: ['Castle Mount', 'Wellesmere', 'Windmill', 'Lantern Hill'] as readonly string[],

  /** Residents per km2 are a sum of bells around these, plus the open country's. */
  settlements: [
    { at: [5.3, 6.3] as PlanPoint, spreadKm: 1.25, peakPerKm2: 9000 },
    { at: [3.2, 6.9] as PlanPoint, spreadKm: 0.7, peakPerKm2: 4500 },
    { at: [5.6, 3.8] as PlanPoint, spreadKm: 0.65, peakPerKm2: 5000 },
    { at: [7.4, 5.5] as PlanPoint, spreadKm: 0.6, peakPerKm2: 4500 },
    { at: [9.6, 7.7] as PlanPoint, spreadKm: 0.6, peakPerKm2: 5000 },
    { at: [11.4, 6.6] as PlanPoint, spreadKm: 0.5, peakPerKm2: 4500 },
    { at: [11.3, 2.5] as PlanPoint, spreadKm: 0.65, peakPerKm2: 6000 },
    { at: [8.9, 4.6] as PlanPoint, spreadKm: 0.45, peakPerKm2: 4000 },
    { at: [8, 1.7] as PlanPoint, spreadKm: 0.4, peakPerKm2: 3500 },
    { at: [6.3, 1] as PlanPoint, spreadKm: 0.25, peakPerKm2: 2000 },
    { at: [2.4, 2.3] as PlanPoint, spreadKm: 0.4, peakPerKm2: 3500 },
    { at: [1.3, 4.6] as PlanPoint, spreadKm: 0.3, peakPerKm2: 2500 },
  ],
  countrysidePerKm2: 60,

  landmarks: [
    { name: 'Supermarket', at: [5.9, 3.4], ward: 'Netherfield' },
    { name: 'Nightclub', at: [5.85, 6.62], ward: 'Harbour' },
    { name: 'Shopping Area', at: [5.6, 6.15], ward: 'Harbour' },
    { name: 'Theatre/Concert Hall', at: [6.05, 6.3], ward: 'Harbour' },
    { name: 'Police Station', at: [5.4, 5.6], ward: 'Priory' },
    { name: 'Hospital', at: [7.6, 5], ward: 'Castle Mount' },
    { name: 'Pier', at: [7, 7.15], ward: 'Esplanade' },
    { name: 'Park/Open Space', at: [3.1, 6.2], ward: 'Windmill' },
    { name: 'Sports/Recreation Area', at: [4.3, 4.8], ward: 'Foundry' },
    { name: 'Petrol Station', at: [5.1, 4], ward: 'Netherfield' },
    { name: 'Parking Area', at: [11.5, 2.7], ward: 'Sandhythe' },
    { name: 'Further/Higher Educational Building', at: [4.5, 6], ward: 'Ropewalk' },
  ] as readonly PlannedLandmark[],
};

function ward(
  name: string,
  centre: PlanPoint,
  lsoas: number,
  riskFactor: number,
  deprivation: number,
  streetBearingDeg: number,
): PlannedWard {
  return { name, centre, lsoas, riskFactor, deprivation, streetBearingDeg };
}

/** EPSG:27700 metres of a plan point. */
export function planToGrid([eastKm, northKm]: PlanPoint): [x: number, y: number] {
  return [districtPlan.originM[0] + eastKm * 1000, districtPlan.originM[1] + northKm * 1000];
}
