import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { workbook } from '../import/support/workbook.ts';
import { browserMissing } from './driver.ts';
import { type ImportStage, openImportStage, type Steward } from './import-driver.ts';

const POINTS = 'Dated points of another partner';

/** A fire service's calls under headings of its own. */
function fires(month: string, count: number, headings = 'Call no,Called on,Group,Sort,Easting,Northing') {
  const rows = Array.from({ length: count }, (_, i) => {
    const day = String(1 + (i % 28)).padStart(2, '0');
    return `F${i},${day}/${month},Group ${i % 2},${['Deliberate', 'Vehicle'][i % 2]},${630_000 + i * 37},${168_000 + i * 11}`;
  });
  return `${headings}\n${rows.join('\n')}\n`;
}

// Slow machines draw slowly; every step waits for its own words.
const PATIENCE_MS = 240_000;

describe.skipIf(browserMissing !== '')(`the import wizard in a browser${browserMissing}`, () => {
  vi.setConfig({ testTimeout: PATIENCE_MS });
  let stage: ImportStage;
  beforeAll(async () => {
    stage = await openImportStage();
  });
  afterAll(async () => {
    await stage?.close();
  });
  const isFree = async (steward: Steward, step: string) =>
    expect(await steward.violations(), `axe at the step: ${step}`).toEqual([]);

  test("a steward brings in a partner's file nobody foresaw, and next month's is read the same without a word", async () => {
    const steward = await stage.steward();
    await isFree(steward, 'choose');
    const file = await steward.brings(POINTS, 'fires-june.csv', fires('06/2026', 60));
    expect(await file.step()).toBe('Say how it is read');
    expect(await file.firstRows()).toBe(20);
    expect(await file.columns()).toEqual([
      'Call no not read',
      'Called on not read',
      'Group not read',
      'Sort not read',
      'Easting easting, metres',
      'Northing northing, metres',
    ]);
    await isFree(steward, 'map');

    // What is missing is said, and nothing can be pressed before it is there.
    expect(await file.reads()).toContain('Say which column is the date, or date and time.');
    expect(await file.reads()).toContain('Confirm that the file is invented');
    expect(await file.mayPress(/^Check/)).toBe(false);
    await file.chooses('date, or date and time', 'Called on');
    await file.chooses('category', 'Sort');
    await file.writes(/^who sent it/i, 'harbour-fire');
    await file.ticks(/invented/);
    expect(await file.columns()).toContain('Sort category');

    await file.checks();
    expect(await file.reads()).toContain('60 rows read = 60 accepted + 0 rejected + 0 duplicate');
    expect(await file.step()).toBe('Commit');
    await isFree(steward, 'checked');
    await file.presses(/^Commit 60 rows$/);
    expect(await file.reads()).toContain('Imported.');
    await isFree(steward, 'done');

    const next = await steward.brings(POINTS, 'fires-july.csv', fires('07/2026', 31));
    expect(await next.value(/^who sent it/i)).toBe('harbour-fire');
    expect(await next.reads()).toContain('Read by the column map kept for harbour-fire');
    expect(await next.columns()).toContain('Called on date, or date and time');
    await next.ticks(/invented/);
    await next.checks();
    await next.presses(/^Commit 31 rows$/);
    const held = await steward.opensPart('Datasets', 'Datasets');
    expect(held).toContain('Points, harbour-fire (synthetic)');
    expect(held).toMatch(/Points, harbour-fire \(synthetic\).*?2 files; last imported/);
    const crime = await steward.opensQuality('Street-level crime');
    expect(crime).toMatch(/Not placed, so in no area and no cell: (under )?\d/);
    expect(crime).toContain('Points where records pile up');
    // The sample's health data is shared with the demonstration's organisation; this steward is of another.
    expect(await steward.opensQuality('Ambulance pick-ups')).toContain('does not let you see');
    await isFree(steward, 'what is held');
    await steward.leaves();
  });

  test('a workbook with title rows is read from its header, on a phone too', async () => {
    const steward = await stage.steward(390);
    const register = Array.from({ length: 30 }, (_, i) => [
      `PL${i}`,
      `The Anchor ${i}`,
      630_100 + i * 20,
      168_000 + i * 30,
    ]);
    const file = await steward.brings(
      'Licensed premises',
      'register.xlsx',
      workbook({
        'About this file': [['Extract of the register']],
        Register: [
          ['Harbour Council: premises licences'],
          ['Extracted 1 November 2026'],
          ['Licence\nnumber', 'Premises\nname', 'Eastings', 'Northings'],
          ...register,
        ],
      }),
    );
    expect(await file.reads()).toContain(
      'From the sheet “Register”. 2 title rows above the header are skipped.',
    );
    expect(await file.firstRows()).toBe(20);
    expect(await file.columns()).toContain('Licence number licence number');
    expect(await steward.overhangPx()).toBeLessThanOrEqual(0);
    await file.ticks(/invented/);
    await file.checks();
    expect(await file.reads()).toContain('30 rows read = 30 accepted');
    await isFree(steward, 'checked, at 390 pixels');
    await file.presses(/^Cancel$/);
    expect(await file.reads()).toContain('Cancelled. Nothing of it was kept.');
    await steward.leaves();
  });

  test('a file with NHS numbers is refused whole: the column is named, the way to send it is told, no row is shown', async () => {
    const steward = await stage.steward();
    const rows = Array.from(
      { length: 25 },
      (_, i) => `A${i},0${1 + (i % 9)}/01/2026,630000,170000,943 476 5919`,
    );
    const file = await steward.brings(
      POINTS,
      'callers.csv',
      `Ref,Date,Easting,Northing,Care code\n${rows.join('\n')}\n`,
    );
    const words = await file.reads();
    expect(words).toContain('Refused. Nothing of it was kept.');
    expect(words).toContain('Care code (NHS number)');
    expect(words).toContain('Remove these columns where the file was made, and send it again.');
    expect(await file.firstRows()).toBe(0);
    expect(await file.mayPress(/^(Check|Commit)/)).toBe(false);
    expect(await steward.reads()).not.toContain('943 476 5919');
    await isFree(steward, 'refused');

    // Another file's refusal, of a format that is not read, blocks nothing.
    const said = await steward.bringsInVain(
      POINTS,
      'photo.png',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]),
    );
    expect(said).toContain('CSV, an Excel workbook (.xlsx) or GeoJSON points');
    const good = await steward.brings(POINTS, 'fires-august.csv', fires('08/2026', 5));
    expect(await good.step()).toBe('Say how it is read');
    expect(await good.firstRows()).toBe(5);
    await good.presses(/^Cancel$/);
    await steward.leaves();
  });

  test('a load shows how far it is, and is cancelled without a trace', async () => {
    const steward = await stage.steward();
    const before = await steward.opensPart('Files imported', 'Files imported');
    await steward.goesBackToImport();
    const rows = Array.from(
      { length: 120_000 },
      (_, i) =>
        `B${i},2026-0${1 + (i % 9)}-1${i % 10}T0${i % 10}:00,${630_000 + ((i * 37) % 8000)},${166_000 + ((i * 11) % 5000)},assault,See and Convey`,
    );
    const file = await steward.brings(
      'Ambulance pick-ups',
      'calls.csv',
      `incident_ref,call_datetime,easting,northing,problem_group,outcome\n${rows.join('\n')}\n`,
    );
    await file.ticks(/invented/);
    const share = await file.checksAndCancels();
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
    expect(await file.reads()).toContain('Cancelled. Nothing of it was kept.');
    expect(await steward.opensPart('Files imported', 'Files imported')).toBe(before);
    await steward.leaves();
  });

  test('the way from the map to the data is open, and back', async () => {
    const steward = await stage.steward();
    expect(await steward.goesByTheMapTo('Data')).toBe('Data');
    await steward.leaves();
  });

  test('no page complained', () => {
    expect(stage.complaints).toEqual([]);
  });
});
