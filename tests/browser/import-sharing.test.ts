import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { browserMissing } from './driver.ts';
import { type ImportStage, openImportStage } from './import-driver.ts';

const AMBULANCE = 'Ambulance pick-ups';
const MEASURES = 'Figures about areas';

const pickUps = (month: string, count: number) =>
  `incident_ref,call_datetime,easting,northing,problem_group,outcome\n${Array.from(
    { length: count },
    (_, i) =>
      `A${i},${1 + (i % 28)}/${month} 2${i % 4}:10,${635_000 + i * 37},${170_000 + i * 11},assault,See and Convey`,
  ).join('\n')}\n`;

/** A council's sheet as it comes: headings of its own with line breaks, a hidden figure, a total below. */
const COSTS = `"LSOA21
code",Neighbourhood,"Fuel poor
households (%)",Median rent £
E01024689,Marina,12.5,"£1,100"
E01024690,Old town,*,£950
E01024644,Cliff end,8.0,£875
Total,,11.2,£980
`;

describe.skipIf(browserMissing !== '')(`sharing and wide tables in a browser${browserMissing}`, () => {
  vi.setConfig({ testTimeout: 240_000 });
  let stage: ImportStage;
  beforeAll(async () => {
    stage = await openImportStage('nothing');
  });
  afterAll(async () => {
    await stage?.close();
  });

  test("a partner's data comes in under a record of sharing, and the next file needs none of it again", async () => {
    const steward = await stage.steward();
    const file = await steward.brings(AMBULANCE, 'calls-june.csv', pickUps('06/2026', 40));
    expect(await file.reads()).toContain('Say under which record of sharing it comes.');
    expect(await file.mayPress(/^Check/)).toBe(false);
    await file.picks('Under which record of sharing', /new record/);
    expect(await file.reads()).toContain('The record of sharing still needs: number of the record,');
    await file.writes(/^number of the record/i, 'ROS-12');
    await file.writes(/^whose data/i, 'Harbour Ambulance Trust');
    await file.writes(/^agreement/i, 'Harbour information sharing agreement');
    await file.writes(/^lawful basis/i, 'UK GDPR Article 6(1)(e)');
    await file.writes(/^purpose/i, 'Violence reduction');
    await file.writes(/^may be used until/i, '2999-12-31');
    // Health data stays health data, whatever is said of it; who may see it is ticked, not spelt.
    expect(await file.value(/^sensitivity/i)).toBe('health');
    await file.ticks(/^test-partner$/);
    await file.writes(/^who sent it/i, 'harbour-ambulance');
    expect(await steward.violations()).toEqual([]);
    await file.checks();
    expect(await file.reads()).toContain('Under the record of sharing ROS-12 of Harbour Ambulance Trust');
    await file.presses(/^Commit 40 rows$/);
    expect(await file.reads()).toContain('Imported.');

    const next = await steward.brings(AMBULANCE, 'calls-july.csv', pickUps('07/2026', 31));
    expect(await next.reads()).toContain(
      'held under the record of sharing ROS-12 of Harbour Ambulance Trust',
    );
    expect(await next.asksFor('Under which record of sharing')).toBe(false);
    await next.checks();
    await next.presses(/^Commit 31 rows$/);

    const records = await steward.opensPart('Records of sharing', 'Records of sharing');
    expect(records).toContain('Datasets: ambulance-harbour-ambulance.');
    expect(records).toContain('for analyst of test-partner');
    await steward.leaves();
  });

  test('a wide table is read by the headings of its numbers, under a record that is kept', async () => {
    const steward = await stage.steward(390);
    const file = await steward.brings(MEASURES, 'costs-2025.csv', COSTS);
    expect(await file.reads()).toContain('Say which columns hold the figures.');
    await file.uses(/^Take the 2 columns of numbers/);
    await file.writes(/^who sent it/i, 'harbour-council');
    await file.picks('Under which record of sharing', /^ROS-12/);
    expect(await file.columns()).toEqual([
      'LSOA21 code code of the area',
      'Neighbourhood not read',
      'Fuel poor households (%) Fuel poor households (%)',
      'Median rent £ Median rent £',
    ]);
    expect(await steward.overhangPx()).toBeLessThanOrEqual(0);
    await file.checks();
    const said = await file.reads();
    expect(said).toContain('4 rows read = 3 accepted + 1 rejected');
    expect(said).toContain('5 figures of 2 measures: fuel-poor-households-percent, median-rent-gbp.');
    await file.presses(/^Commit 3 rows$/);
    expect(await steward.opensPart('Datasets', 'Datasets')).toContain('Area measures, harbour-council');
    await steward.leaves();
  });

  test('no page complained', () => {
    expect(stage.complaints).toEqual([]);
  });
});
