import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import { dataQuality } from '../../server/analyses/data-quality/data-quality.ts';
import { HoldingsReader } from '../../server/analyses/holdings.ts';
import { Releases } from '../../server/analyses/releases.ts';
import type { DatasetQuality } from '../../server/contract/data-quality.ts';
import type { Database } from '../../server/db/database.ts';
import { loadPartnerBase } from '../import/support/partner-base.ts';
import { crimeId, policeFile } from '../import/support/police-rows.ts';
import { type TempFiles, tempFiles } from '../import/support/temp-files.ts';
import { testDatabases } from '../support/test-databases.ts';

const ASKER = { roles: ['analyst'], organisation: { slug: 'demonstration', name: 'Demonstration' } } as const;

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `data quality on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      let files: TempFiles;
      let crime: DatasetQuality;
      let ambulance: DatasetQuality;

      beforeAll(async () => {
        files = tempFiles();
        database = await place.open();
        await loadPartnerBase(database, files);
        // January and March, not February; 40 of 60 on one point beside a hospital, 5 without a place.
        for (const month of ['2026-01', '2026-03']) {
          const rows = Array.from({ length: 60 }, (_, i) => ({
            id: crimeId(i + 1),
            month,
            type: 'Burglary',
            lsoa: i < 5 ? '' : 'E01999001',
            lon: i < 5 ? '' : i < 45 ? '1.732300' : `1.7${30 + i}`,
            lat: i < 5 ? '' : '51.335300',
            location: i < 5 ? 'No Location' : 'On or near High Street',
          }));
          await load('police', `${month}-test-street.csv`, policeFile(rows));
        }
        await load(
          'services',
          'services.csv',
          'name,service_type,longitude,latitude\nTest General,Hospital,1.7325,51.3354\n',
        );
        await load(
          'annotations',
          'notes.csv',
          'layer,category,from,to,note\ncrime,burglary,2026-02,2026-03,Recorded in a new system\n',
        );
        await load(
          'ambulance',
          'calls.csv',
          `call_date,problem_group,outcome,lsoa21cd\n${Array.from({ length: 1800 }, (_, i) => `2026-01-${String((i % 28) + 1).padStart(2, '0')},assault,See and Treat,${i < 180 ? '' : 'E01999001'}`).join('\n')}\n`,
        );
        const holdings = await new HoldingsReader(database).read(ASKER, '2026-06-01');
        const { datasets } = await dataQuality(database, new Releases(database), holdings, undefined);
        crime = datasets.find(({ layer }) => layer === 'crime') as DatasetQuality;
        ambulance = datasets.find(({ layer }) => layer === 'ambulance') as DatasetQuality;
      });
      afterAll(async () => {
        await database?.close();
        await place.remove();
        files?.remove();
      });

      async function load(
        kind: Parameters<typeof importFiles>[1]['kind'],
        name: string,
        content: string,
        source?: string,
      ) {
        const report = await importFiles(database, {
          kind,
          source,
          paths: [files.put(name, content)],
          synthetic: true,
        });
        expect(report.files[0].refusal).toBeNull();
      }

      it('shows the month that nobody sent between two that were sent', () => {
        expect(crime.suppliers).toHaveLength(1);
        expect(crime.suppliers[0].months.map(({ month, status, events }) => [month, status, events])).toEqual(
          [
            ['2026-01', 'supplied', 60],
            ['2026-02', 'not-supplied', null],
            ['2026-03', 'supplied', 60],
          ],
        );
      });

      it('says what share is not placed', () => {
        expect(crime.notPlacedShare).toBeCloseTo(10 / 120, 12);
        expect(crime.placedBy).toEqual([{ way: 'published point (snapped)', share: 110 / 120 }]);
      });

      it('names the point where events pile up, and the hospital beside it', () => {
        expect(crime.pileUps).toHaveLength(1);
        const [pile] = crime.pileUps;
        expect(pile).toMatchObject({
          name: 'On or near High Street',
          events: 80,
          note: 'Hospital within 150 m',
        });
        expect(pile.share).toBeCloseTo(80 / 110, 12);
        expect(pile.lon).toBeCloseTo(1.7323, 4);
        expect(pile.lat).toBeCloseTo(51.3353, 4);
      });

      it('carries the notes about known changes of recording', () => {
        expect(crime.notes).toEqual([
          {
            supplier: null,
            category: 'burglary',
            from: '2026-02',
            to: '2026-03',
            note: 'Recorded in a new system',
          },
        ]);
      });

      it('gives of restricted data states and rounded shares only: no count, no point, no break', () => {
        expect(ambulance.sensitivityClass).toBe('health');
        expect(ambulance.suppliers[0]).toMatchObject({
          rowsRead: null,
          rowsRejected: null,
          rowsDuplicate: null,
        });
        expect(ambulance.suppliers[0].months).toEqual([
          { month: '2026-01', status: 'supplied', events: null, reason: '' },
        ]);
        expect(ambulance).toMatchObject({ notPlacedShare: 0.1, noPointShare: 1, pileUps: [], breaks: [] });
        expect(JSON.stringify(ambulance)).not.toMatch(/1800|1620|(?<!\d)180(?!\d)/);
      });

      it('finds breaks of restricted data in what is released of it, and of nothing else', async () => {
        // 26 months of 120 conveyed for assault, as many for distress, and as many for overdose that halve from the 14th on.
        const months = Array.from(
          { length: 26 },
          (_, i) => `${2023 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
        );
        const rows = months.flatMap((month, i) => [
          ...Array.from({ length: 120 }, () => `${month}-03,assault,See and Convey,1.7325,51.3354`),
          ...Array.from({ length: 120 }, () => `${month}-03,psychiatric,See and Convey,1.7325,51.3354`),
          ...Array.from(
            { length: i < 13 ? 120 : 57 },
            () => `${month}-04,overdose,See and Convey,1.7325,51.3354`,
          ),
        ]);
        await load(
          'ambulance',
          'long.csv',
          `call_date,problem_group,outcome,longitude,latitude\n${rows.join('\n')}\n`,
          'long-trust',
        );
        const holdings = await new HoldingsReader(database).read(ASKER, '2026-06-01');
        const found = await dataQuality(database, new Releases(database), holdings, 'ambulance');
        const long = found.datasets.find(({ dataset }) => dataset.startsWith('ambulance-long-trust'))!;
        expect(long.breaks.map(({ month }) => month)).toEqual(['2024-02']);
        const [step] = long.breaks;
        expect(step.category).toMatch(/overdose/);
        // 57 is released as 55 and 120 as 120: the ratio is that of the released figures, not of the counts.
        expect([step.ratio, step.othersRatio]).toEqual([0.46, 1]);
        expect(JSON.stringify(long.breaks)).not.toMatch(/57|0\.475/);
      });

      it('holds back restricted data from those it is not shared with', async () => {
        const stranger = {
          roles: ['analyst'],
          organisation: { slug: 'elsewhere', name: 'Elsewhere' },
        } as const;
        const holdings = await new HoldingsReader(database).read(stranger, '2026-06-01');
        const { datasets } = await dataQuality(database, new Releases(database), holdings, undefined);
        expect(datasets.map(({ layer }) => layer)).toEqual(['crime']);
        await expect(
          dataQuality(database, new Releases(database), holdings, 'ambulance'),
        ).rejects.toMatchObject({
          code: 'unknown-layer',
        });
      });
    },
  );
}
