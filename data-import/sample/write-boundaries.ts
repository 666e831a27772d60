import { toLonLat } from '../steps/national-grid.ts';
import type { SampleArea, SampleDistrict } from './build-district.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';
import { signedAreaM2 } from './trace-areas.ts';

/**
 * Writes LSOAs, wards and the district as GeoJSON in degrees with 7 decimals (1 cm), with the property names of the
 * Open Geography Portal. Each border point is converted once, so areas that meet have identical coordinates.
 */
export function writeBoundaries(directory: string, district: SampleDistrict): Promise<SampleFile[]> {
  const { points } = district.network;
  const positions = Array.from({ length: points.length / 2 }, (_, i) => {
    const [lon, lat] = toLonLat(points[2 * i], points[2 * i + 1]);
    return `[${lon.toFixed(7)},${lat.toFixed(7)}]`;
  });
  const lad = { LAD25CD: district.district.code, LAD25NM: district.district.name };
  const collection = (
    name: string,
    areas: readonly SampleArea[],
    properties: (area: SampleArea) => Record<string, string>,
  ): string => {
    const features = areas.map((area, index) => {
      const all = { FID: index + 1, ...properties(area), ...measurements(district, area) };
      const rings = area.rings.map((ring) => `[${ring.map((point) => positions[point]).join(',')}]`);
      const geometry = `{"type":"Polygon","coordinates":[${rings.join(',')}]}`;
      return `{"type":"Feature","id":${index + 1},"properties":${JSON.stringify(all)},"geometry":${geometry}}`;
    });
    return `{"type":"FeatureCollection","name":"${name}","features":[\n${features.join(',\n')}\n]}\n`;
  };

  const files: [string, string, readonly SampleArea[], (area: SampleArea) => Record<string, string>][] = [
    ['lad25_ravensand.geojson', 'LAD25_SYNTHETIC', [district.district], () => ({ ...lad, LAD25NMW: ' ' })],
    [
      'wards25_ravensand.geojson',
      'WD25_SYNTHETIC',
      district.wards,
      (area) => ({ WD25CD: area.code, WD25NM: area.name, WD25NMW: ' ', ...lad }),
    ],
    [
      'lsoa21_ravensand.geojson',
      'LSOA21_SYNTHETIC',
      district.lsoas,
      (area) => ({ LSOA21CD: area.code, LSOA21NM: area.name, LSOA21NMW: ' ' }),
    ],
  ];
  return Promise.all(
    files.map(([file, name, areas, properties]) => {
      const text = collection(name, areas, properties);
      return writeSampleFile(directory, 'boundaries', `boundaries/${file}`, text, areas.length);
    }),
  );
}

function measurements({ network }: SampleDistrict, area: SampleArea): Record<string, number> {
  const outer = area.rings[0];
  const mean = (offset: number): number =>
    outer.slice(1).reduce((sum, point) => sum + network.points[2 * point + offset], 0) / (outer.length - 1);
  const [x, y] = [Math.round(mean(0)), Math.round(mean(1))];
  const [lon, lat] = toLonLat(x, y);
  const areaM2 = area.rings.reduce((sum, ring) => sum + signedAreaM2(network, ring), 0);
  return {
    BNG_E: x,
    BNG_N: y,
    LONG: Number(lon.toFixed(5)),
    LAT: Number(lat.toFixed(5)),
    Shape__Area: Number(areaM2.toFixed(4)),
  };
}
