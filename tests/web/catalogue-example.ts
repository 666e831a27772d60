import type { Catalogue, CatalogueMonth } from '../../server/contract/catalogue.ts';
import { monthNoOf, monthOf } from '../../server/contract/month-no.ts';

/** Every month from one to another, 100 events each, those named not supplied. */
export function monthsBetween(
  from: string,
  to: string,
  notSupplied: readonly string[] = [],
): CatalogueMonth[] {
  const months: CatalogueMonth[] = [];
  for (let no = monthNoOf(from); no <= monthNoOf(to); no++) {
    const month = monthOf(no);
    const missing = notSupplied.includes(month);
    months.push({
      month,
      status: missing ? 'not-supplied' : 'supplied',
      events: missing ? null : 100,
      reason: '',
    });
  }
  return months;
}

/** A catalogue of one district with two wards, and one layer snapped to 250 m. */
export function exampleCatalogue(months = monthsBetween('2023-01', '2025-12')): Catalogue {
  return {
    product: { name: 'Wardlight', version: '0.0.0' },
    dataVersion: 1,
    synthetic: true,
    marking: 'OFFICIAL',
    layers: [
      {
        layer: 'crime',
        title: 'Crime',
        categories: [
          { slug: 'burglary', label: 'Burglary', events: 10 },
          { slug: 'robbery', label: 'Robbery', events: 5 },
        ],
        months,
        eventsNotMapped: 3,
        locationPrecision: 'snapped',
        timePrecision: 'month',
        sensitivityClass: 'open',
        minimumCellSizeM: 250,
        minimumCellSizeBecause: 'Locations were moved to published map points.',
        sources: [],
      },
    ],
    studyAreas: [
      area('E07000001', 'Seaborough', 'district', null),
      area('E05000001', 'Harbour', 'ward', 'E07000001'),
      area('E05000002', 'Hill', 'ward', 'E07000001'),
    ],
    areaSets: [],
    cellSizesM: [500, 100, 250, 1000],
    bandwidthsM: [200, 400, 800],
  };
}

function area(code: string, name: string, level: 'district' | 'ward', districtCode: string | null) {
  return {
    code,
    name,
    level,
    districtCode,
    family: 'wd',
    boundaryYear: 2024,
    wards: level === 'district' ? 2 : 1,
    areaKm2: 10,
    events: 15,
    bbox: [1.3, 51.3, 1.4, 51.4],
  };
}
