import { describe, expect, it } from 'vitest';
import { readBoundaries } from '../../data-import/formats/boundaries.ts';
import { readLookup } from '../../data-import/formats/lookup.ts';
import { readPopulation } from '../../data-import/formats/population.ts';
import { areaColumn } from '../../data-import/steps/area-column.ts';
import { ImportRefusedError } from '../../data-import/steps/import-refused.ts';
import { toLonLat } from '../../data-import/steps/national-grid.ts';
import { RowTally } from '../../data-import/steps/row-tally.ts';

const GRID_RING = [
  [636000, 170000],
  [637000, 170000],
  [637000, 171000],
  [636000, 171000],
  [636000, 170000],
];
const DEGREE_RING = GRID_RING.map(([x, y]) => toLonLat(x, y));

function collection(properties: object, ring: readonly (readonly number[])[], more: object = {}): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    ...more,
    features: [{ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } }],
  });
}

function codeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ImportRefusedError);
    return (error as ImportRefusedError).code;
  }
  return 'read';
}

describe('area columns', () => {
  it.each([
    ['WD24CD', 'wd', 2024, 'code'],
    ['wd23nm', 'wd', 2023, 'name'],
    ['cmwd11cd', 'cmwd', 2011, 'code'],
    ['LSOA21CD', 'lsoa', 2021, 'code'],
    ['lad91cd', 'lad', 1991, 'code'],
    ['ltla24_code', 'lad', 2024, 'code'],
    ['ward17_code', 'wd', 2017, 'code'],
    ['LSOA 2021 Code', 'lsoa', 2021, 'code'],
    ['LAD 2023 Name', 'lad', 2023, 'name'],
  ])('%s is %s of %i', (name, family, boundaryYear, part) => {
    expect(areaColumn(name)).toEqual({ name, family, boundaryYear, part });
  });

  it.each(['WD24NMW', 'wdcd', 'hospital22_name', 'BNG_E', 'LSOA21CDX'])('%s is none', (name) => {
    expect(areaColumn(name)).toBeUndefined();
  });
});

describe('boundaries', () => {
  const read = (text: string) => readBoundaries(text, new RowTally('x'));

  it('reads degrees and metres to the same ring, with and without a crs member', () => {
    const named = (name: string) => ({ crs: { type: 'name', properties: { name } } });
    const files = [
      collection({ WD24CD: 'E05000001' }, GRID_RING),
      collection({ WD24CD: 'E05000001' }, GRID_RING, named('urn:ogc:def:crs:EPSG::27700')),
      collection({ WD24CD: 'E05000001' }, DEGREE_RING),
      collection({ WD24CD: 'E05000001' }, DEGREE_RING, named('urn:ogc:def:crs:OGC:1.3:CRS84')),
    ].map(read);
    expect(files.map(({ crs }) => crs)).toEqual(['EPSG:27700', 'EPSG:27700', 'EPSG:4326', 'EPSG:4326']);
    for (const { areas } of files)
      areas[0].polygons[0][0].forEach((value, i) => {
        expect(Math.abs(value - GRID_RING.flat()[i])).toBeLessThan(0.05);
      });
  });

  it('takes the finest area of a feature, and keeps its district', () => {
    const properties = { lad24cd: 'E07000114', LAD24NM: 'Thanet', WD24CD: 'E05000001', WD24NM: 'Harbour' };
    const { family, boundaryYear, areas } = read(collection(properties, GRID_RING));
    expect([
      family,
      boundaryYear,
      areas[0].code,
      areas[0].name,
      areas[0].districtCode,
      areas[0].districtName,
    ]).toEqual(['wd', 2024, 'E05000001', 'Harbour', 'E07000114', 'Thanet']);
  });

  it('closes an open ring and says so', () => {
    const tally = new RowTally('x');
    readBoundaries(collection({ WD24CD: 'E05000001' }, GRID_RING.slice(0, 4)), tally);
    expect(tally.countOf('ring-closed')).toBe(1);
  });

  const good = collection({ WD24CD: 'E05000001' }, GRID_RING);
  const twice = JSON.parse(good);
  twice.features.push(twice.features[0]);
  it.each([
    ['half a file', good.slice(0, 100), 'json-malformed'],
    ['a list', '[]', 'geojson-not'],
    ['ArcGIS JSON', '{"features":[{"attributes":{}}]}', 'geojson-not'],
    ['no features', '{"type":"FeatureCollection","features":[]}', 'geojson-not'],
    [
      'a download cut off at the top',
      collection({ WD24CD: 'E05000001' }, GRID_RING, { exceededTransferLimit: true }),
      'download-truncated',
    ],
    [
      'a download cut off in properties',
      collection({ WD24CD: 'E05000001' }, GRID_RING, { properties: { exceededTransferLimit: true } }),
      'download-truncated',
    ],
    ['no area code', collection({ name: 'A' }, GRID_RING), 'area-code-missing'],
    ['an empty code', collection({ WD24CD: ' ' }, GRID_RING), 'area-code-missing'],
    ['the same code twice', JSON.stringify(twice), 'area-code-repeated'],
    [
      'latitude first',
      collection(
        { WD24CD: 'E05000001' },
        DEGREE_RING.map(([x, y]) => [y, x]),
      ),
      'crs-unknown',
    ],
    [
      'web mercator',
      collection({ WD24CD: 'E05000001' }, [
        [154000, 6690000],
        [155000, 6690000],
        [155000, 6691000],
        [154000, 6690000],
      ]),
      'crs-unknown',
    ],
    [
      'numbers that could be both',
      collection({ WD24CD: 'E05000001' }, [
        [100, 100],
        [200, 100],
        [200, 200],
        [100, 100],
      ]),
      'crs-unknown',
    ],
    [
      'a crs it does not lie in',
      collection({ WD24CD: 'E05000001' }, DEGREE_RING, { crs: { properties: { name: 'EPSG:27700' } } }),
      'crs-unknown',
    ],
    ['a point', good.replace('"Polygon"', '"Point"'), 'geometry-not-area'],
    ['two corners', collection({ WD24CD: 'E05000001' }, GRID_RING.slice(0, 2)), 'geometry-not-area'],
  ])('refuses %s', (_, text, code) => {
    expect(codeOf(() => read(text))).toBe(code);
  });
});

describe('population', () => {
  const read = (text: string, fileName = 'mid2019.csv', year?: number) => {
    const tally = new RowTally(fileName);
    return { tables: readPopulation(Buffer.from(text), tally, { fileName, year }), tally };
  };
  const bandsOf = (rows: { ageFrom: number; ageTo: number; sex: string; people: number }[]) =>
    rows.map((r) => `${r.sex} ${r.ageFrom}-${r.ageTo} ${r.people}`).sort();

  it('adds single years up to bands of five, 90 and over, and the total', () => {
    const ages = Array.from({ length: 91 }, (_, age) => (age === 90 ? '90+' : String(age)));
    const { tables } = read(
      `lsoa11_name,lsoa11_code,total_population,${ages.join(',')}\nA,E01000001,91,${ages.map(() => 1).join(',')}\n`,
    );
    const [{ family, boundaryYear, referenceYear, rows }] = tables;
    expect([family, boundaryYear, referenceYear, rows.length]).toEqual(['lsoa', 2011, 2019, 20]);
    expect(bandsOf([...rows])).toContain('all 0-999 91');
    expect(bandsOf([...rows])).toContain('all 85-90 5');
    expect(bandsOf([...rows])).toContain('all 90-999 1');
  });

  it('keeps both sexes of an ONS workbook, below its notes', () => {
    const { tables } = read(
      'Notes\nSource: ONS\nLAD 2023 Code,LAD 2023 Name,LSOA 2021 Code,LSOA 2021 Name,Total,F0,F1,F90,M0,M1,M90\nE07000114,Thanet,E01000001,A,"1,021",1,2,1000,4,5,9\n',
      'sapelsoa2022.csv',
    );
    expect([tables[0].family, tables[0].boundaryYear, tables[0].referenceYear]).toEqual(['lsoa', 2021, 2022]);
    expect(bandsOf([...tables[0].rows])).toEqual([
      'all 0-5 12',
      'all 0-999 1021',
      'all 90-999 1009',
      'female 0-5 3',
      'female 0-999 1003',
      'female 90-999 1000',
      'male 0-5 9',
      'male 0-999 18',
      'male 90-999 9',
    ]);
  });

  it('reports a total that is not the sum of ages, and keeps it', () => {
    const { tables, tally } = read('LSOA21CD,Total,0,1\nE01000001,5,2,2\nE01000002,4,2,2\n');
    expect(tally.reasons.map(({ code, count, firstLines }) => [code, count, firstLines])).toEqual([
      ['total-differs', 1, [2]],
    ]);
    expect(bandsOf([...tables[0].rows])).toContain('all 0-999 5');
  });

  it('reads a tidy table of several years', () => {
    const { tables } = read(
      'area_code,area_type,year,age_band,sex,population\nE05000001,wd24,2022,all,all,100\nE05000001,wd24,2022,15-19,female,7\nE05000001,wd24,2023,90+,male,1\n',
    );
    expect(tables.map((t) => [t.family, t.boundaryYear, t.referenceYear, bandsOf([...t.rows])])).toEqual([
      ['wd', 2024, 2022, ['all 0-999 100', 'female 15-20 7']],
      ['wd', 2024, 2023, ['male 90-999 1']],
    ]);
  });

  it('rejects rows without code, with a second row of an area, and with what is no count', () => {
    const { tally } = read('LSOA21CD,Total\nE01000001,5\n,5\nE01000001,6\nE01000002,-1\nE01000003,1.5\n');
    expect([tally.read, tally.accepted, tally.rejected]).toEqual([5, 1, 4]);
  });

  it('takes the year that is given before the one in the file name, and refuses to guess', () => {
    const text = 'LSOA21CD,Total\nE01000001,5\n';
    expect(read(text, 'mid2019.csv', 2020).tables[0].referenceYear).toBe(2020);
    expect(codeOf(() => read(text, 'people.csv'))).toBe('year-unknown');
  });

  it('refuses a table without people', () => {
    expect(codeOf(() => read('lsoa11_code,IMD_rank\nE01000001,5\n'))).toBe('header-wrong');
  });
});

describe('lookup', () => {
  const read = (text: string) => {
    const tally = new RowTally('x');
    return { ...readLookup(Buffer.from(text), tally), tally };
  };

  it('reads LSOA to ward to district with raw headers, and names every area', () => {
    const { pairs, areas } = read(
      'LSOA21CD,LSOA21NM,LSOA21NMW,WD24CD,WD24NM,WD24NMW,LAD24CD,LAD24NM,LAD24NMW,ObjectId\nE01000001,A 1,,E05000001,"Cuxton, Halling",,E06000035,Medway,,1\n',
    );
    expect(
      pairs.map((p) => `${p.fromFamily}${p.fromYear} ${p.fromCode} > ${p.toFamily}${p.toYear} ${p.toCode}`),
    ).toEqual([
      'lsoa2021 E01000001 > wd2024 E05000001',
      'lsoa2021 E01000001 > lad2024 E06000035',
      'wd2024 E05000001 > lad2024 E06000035',
    ]);
    expect(areas.map(({ name, districtCode }) => [name, districtCode])).toEqual([
      ['A 1', 'E06000035'],
      ['Cuxton, Halling', 'E06000035'],
      ['Medway', null],
    ]);
  });

  it('reads LSOA 2011 to 2021 with its change code, older to newer whatever the order of columns', () => {
    const { pairs } = read(
      'lsoa21_code,lsoa11_code,change_code\nE01000002,E01000001,S\nE01000003,E01000001,S\n',
    );
    expect(pairs.map((p) => [p.fromYear, p.fromCode, p.toYear, p.toCode, p.changeCode])).toEqual([
      [2011, 'E01000001', 2021, 'E01000002', 'S'],
      [2011, 'E01000001', 2021, 'E01000003', 'S'],
    ]);
  });

  it('refuses two columns of codes of one kind and year, and names the second', () => {
    expect(() => read('LSOA21CD,LSOA21NM,WD24CD,LSOA21_CODE\nE01000001,A 1,E05000001,E01000002\n')).toThrow(
      expect.objectContaining({ code: 'header-wrong', column: 'LSOA21_CODE' }),
    );
  });

  it('drops a repeated row and rejects one without a code or with a name in its place', () => {
    const { tally } = read(
      'lsoa11_code,ward17_code\nE01000001,E05000001\nE01000001,E05000001\nE01000002,\nE01000003,Margate Central\n',
    );
    expect(tally.reasons.map(({ code, verdict, firstLines }) => [code, verdict, firstLines])).toEqual([
      ['row-repeated', 'duplicate', [3]],
      ['area-code-missing', 'rejected', [4]],
      ['area-code-wrong', 'rejected', [5]],
    ]);
  });

  it('refuses a file with one code column, and one cut off', () => {
    expect(codeOf(() => read('lsoa11_code,name\nE01000001,A\n'))).toBe('header-wrong');
    expect(codeOf(() => read('lsoa11_code,ward17_code\nE01000001,E05000001\nE010'))).toBe('file-cut-off');
  });
});
