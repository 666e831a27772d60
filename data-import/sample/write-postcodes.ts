import type { SampleDistrict } from './build-district.ts';
import { csvText } from './csv-text.ts';
import { pointPostcodes } from './point-postcodes.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';

/** The National Statistics Postcode Lookup as published since late 2025. */
const HEADER =
  'pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,ced25cd,lad25cd,wd25cd,nhser24cd,ctry25cd,rgn25cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl24cd,bua24cd,ruc21ind,oac11ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd20ind,icb23cd'.split(
    ',',
  );
/** Every so many postcodes one is terminated, to be found for old dates only. */
const ONE_TERMINATED_IN = 60;

/** Writes a postcode for every map point, in the layout of the national lookup. */
export function writePostcodes(directory: string, district: SampleDistrict): Promise<SampleFile> {
  const postcodes = pointPostcodes(district);
  const rows = district.snapPoints.map((point, index) => {
    const [outward, inward] = postcodes[index].split(' ');
    const values: Record<string, string> = {
      pcd7: outward.padEnd(4) + inward,
      pcd8: `${outward.padEnd(4)} ${inward}`,
      pcds: postcodes[index],
      dointr: '198001',
      doterm: index % ONE_TERMINATED_IN === ONE_TERMINATED_IN - 1 ? '202412' : '',
      usrtypind: '0',
      east1m: String(Math.round(point.x)),
      // As published: seven digits.
      north1m: String(Math.round(point.y)).padStart(7, '0'),
      gridind: '1',
      lad25cd: district.district.code,
      wd25cd: district.wards[point.wardIndex].code,
      ctry25cd: 'E92000001',
      lsoa21cd: district.lsoas[point.lsoaIndex].code,
      lat: point.lat,
      long: point.lon,
    };
    return HEADER.map((column) => values[column] ?? '');
  });
  return writeSampleFile(
    directory,
    'postcodes',
    'postcodes/nspl_ravensand.csv',
    csvText(HEADER, rows),
    rows.length,
  );
}
