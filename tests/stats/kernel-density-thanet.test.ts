import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import proj4 from 'proj4';
import { expect, test } from 'vitest';
import { kernelDensity } from '../../server/stats/kernel-density.ts';
import { isNotComputable } from '../../server/stats/not-computable.ts';
import { haveOracles, largestDifference, numbers, readOracleTable } from './oracle-data.ts';

const POLICE = new URL('../../../shared/data/police/', import.meta.url);
const haveData = haveOracles && existsSync(POLICE);
const skipped = haveData ? '' : ' (skipped: ../shared/data is missing)';

/** OSGB36 by the seven-parameter shift, some 5 m: small beside a standard deviation of 300 m. */
const BRITISH_GRID =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs';

test.skipIf(!haveData)(
  `five months of violence in Thanet: 3,073 points give spatstat’s surface to 1e-9 of its maximum${skipped}`,
  () => {
    const x: number[] = [];
    const y: number[] = [];
    for (const file of readdirSync(POLICE).filter((name) => name.endsWith('street.csv'))) {
      const rows: Record<string, string>[] = parse(readFileSync(new URL(file, POLICE)), { columns: true });
      for (const row of rows) {
        if (row['Crime type'] !== 'Violence and sexual offences' || !row['LSOA name'].startsWith('Thanet '))
          continue;
        const [easting, northing] = proj4('EPSG:4326', BRITISH_GRID, [
          Number(row.Longitude),
          Number(row.Latitude),
        ]);
        // The reference moves every point to the centre of its 100 m pixel first: so does this test.
        x.push(Math.floor(easting / 100) * 100 + 50);
        y.push(Math.floor(northing / 100) * 100 + 50);
      }
    }
    expect(x.length).toBe(3073);

    const rows = readOracleTable('thanet_violence_kde_gauss300_100m_noedge.csv');
    const expected = numbers(rows, 'value');
    const result = kernelDensity({
      x,
      y,
      targetX: numbers(rows, 'x'),
      targetY: numbers(rows, 'y'),
      bandwidthM: 300,
      kernel: 'gaussian',
      years: 1,
    });
    if (isNotComputable(result)) throw new Error(result.detail);
    const perSquareMetre = result.density.map((value) => value / 1e6);
    expect(largestDifference(perSquareMetre, expected)).toBeLessThan(1e-9 * Math.max(...expected));
  },
);
