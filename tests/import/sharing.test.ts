import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import { withdrawBatch } from '../../data-import/load/end-batch.ts';
import { purge } from '../../data-import/load/purge.ts';
import { bindSharing, registerSharing } from '../../data-import/load/sharing.ts';
import { parseSharingRecord, type SharingRecord } from '../../data-import/steps/sharing-record.ts';
import type { Database } from '../../server/db/database.ts';
import { readAreaFigures } from '../../server/db/queries/area-measures.ts';
import { readStaleReasons } from '../../server/db/queries/frozen-results.ts';
import { testDatabases } from '../support/test-databases.ts';
import { databaseState } from './support/database-state.ts';
import { POLICE_HEADER, policeRow } from './support/police-rows.ts';
import { tempFiles } from './support/temp-files.ts';

const everyDataset = async ({ db }: Database) =>
  (await db.selectFrom('dataset').select('dataset_id').execute()).map(({ dataset_id }) => dataset_id);

const RECORD: SharingRecord = {
  reference: 'ROS-2026-014',
  type: 'repeat',
  agreement: 'Kent and Medway Information Sharing Agreement',
  owner: 'Harbour Ambulance Trust',
  lawfulBasis: 'UK GDPR Art 6(1)(e); Art 9(2)(g)',
  purpose: 'Where violence and distress are met',
  expiresOn: '2999-12-31',
  retentionMonths: 24,
  retainUntil: null,
  permittedRoles: ['analyst', 'data-steward'],
  permittedOrganisations: ['harbour-council'],
  reshareAllowed: false,
  sensitivityClass: 'health',
};

describe('a record of sharing in JSON', () => {
  it('is taken whole, and each missing or wrong field is refused by name', () => {
    expect(parseSharingRecord(RECORD)).toEqual(RECORD);
    for (const field of Object.keys(RECORD).filter((name) => name !== 'retainUntil')) {
      const { [field]: _, ...rest } = { ...RECORD } as Record<string, unknown>;
      expect(() => parseSharingRecord(rest), field).toThrow(field);
    }
    for (const [field, value] of [
      ['expiresOn', '31/12/2026'],
      ['expiresOn', '2026-02-30'],
      ['permittedRoles', ['boss']],
      ['retentionMonths', 0],
      ['type', 'once'],
      ['permittedOrganisations', []],
    ] as const)
      expect(() => parseSharingRecord({ ...RECORD, [field]: value })).toThrow(field);
    expect(() => parseSharingRecord({ ...RECORD, expires: '2999-12-31' })).toThrow(
      'did you mean "expiresOn"',
    );
  });
});

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `sharing on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      const files = tempFiles();
      let database: Database;
      beforeAll(async () => {
        database = await place.open({ as: 'owner' });
        // A partner's dataset as a loader makes it, held by no record yet.
        await sql`insert into dataset (slug, title, kind, layer, location_precision, time_precision, sensitivity_class, owner, licence, attribution)
          values ('ambulance-test', 'Ambulance pick-ups', 'ambulance', 'ambulance', 'lsoa', 'hour', 'health', 'Ambulance trust', 'Shared', 'Shared')`.execute(
          database.db,
        );
      });
      afterAll(async () => {
        await database?.close();
        await place.remove();
        files.remove();
      });

      const bind = (sharing: SharingRecord | undefined, today = '2026-11-21') =>
        database.loadTransaction(({ db }) =>
          bindSharing(db, 'ambulance-test', { sharing, importedBy: 'test', today }),
        );
      const usable = async () =>
        (
          await database.db
            .selectFrom('usable_dataset')
            .innerJoin('dataset', 'dataset.dataset_id', 'usable_dataset.dataset_id')
            .select('slug')
            .execute()
        ).map(({ slug }) => slug);

      it('a partner file without a record is not let in, nor under a record of another class or one that has run out', async () => {
        await expect(bind(undefined)).rejects.toMatchObject({ code: 'sharing-missing' });
        await expect(bind({ ...RECORD, sensitivityClass: 'open' })).rejects.toMatchObject({
          code: 'sharing-class',
        });
        await expect(bind({ ...RECORD, expiresOn: '2026-11-20' })).rejects.toMatchObject({
          code: 'sharing-expired',
        });
        expect(await database.db.selectFrom('sharing_record').selectAll().execute()).toEqual([]);
      });

      it('names owner, agreement, basis, purpose, expiry, roles and class of the dataset from then on, and is not needed twice', async () => {
        expect(await bind(RECORD)).toEqual([
          'Under the record of sharing ROS-2026-014 of Harbour Ambulance Trust, to 2999-12-31.',
        ]);
        expect(await bind(undefined)).toEqual([
          'Under the record of sharing ROS-2026-014 of Harbour Ambulance Trust.',
        ]);
        await bind(RECORD);
        const [held] = await database.db
          .selectFrom('dataset')
          .select(['owner', 'agreement'])
          .where('slug', '=', 'ambulance-test')
          .execute();
        expect(held).toEqual({ owner: 'Harbour Ambulance Trust', agreement: RECORD });
        expect(await database.db.selectFrom('sharing_record').select('version').execute()).toEqual([
          { version: 1 },
        ]);
        await expect(
          bind({ ...RECORD, reference: 'ROS-2026-015', owner: 'Another trust' }),
        ).rejects.toMatchObject({ code: 'sharing-differs' });
      });

      it('registered again with another end it becomes version 2, and the dataset is not usable past its day', async () => {
        expect(await usable()).toContain('ambulance-test');
        const before = await database.db
          .selectFrom('data_version')
          .select('version')
          .executeTakeFirstOrThrow();
        const { version, datasets } = await registerSharing(
          database,
          { ...RECORD, expiresOn: '2020-01-31' },
          'test',
        );
        expect([version, datasets]).toEqual([2, ['ambulance-test']]);
        expect(await usable()).not.toContain('ambulance-test');
        await expect(bind(undefined)).rejects.toMatchObject({ code: 'sharing-expired' });
        const after = await database.db
          .selectFrom('data_version')
          .select('version')
          .executeTakeFirstOrThrow();
        expect(after.version).toBe(before.version + 1);
        await expect(
          sql`update sharing_record set expires_on = '2999-01-01'`.execute(database.db),
        ).rejects.toThrow('written once');
      });

      it('withdrawing a file deletes its rows and its month, keeps who and why, raises the version and marks frozen results stale', async () => {
        const oneMonth = (month: string, rows: number) =>
          files.put(
            `${month}-test-street.csv`,
            [
              POLICE_HEADER,
              ...Array.from({ length: rows }, (_, i) => policeRow({ month, lsoa: `E0100000${i}` })),
            ].join('\n'),
          );
        const report = await importFiles(database, {
          kind: 'police',
          paths: [oneMonth('2018-10', 3), oneMonth('2018-11', 5)],
        });
        const [october, november] = report.files.map(({ batchId }) => batchId as number);
        const sources = (slug: string) => JSON.stringify({ inputs: { sources: [{ dataset: slug }] } });
        for (const [hash, slug] of [
          ['a', 'police-street'],
          ['b', 'another'],
        ])
          await database.db
            .insertInto('frozen_result')
            .values({
              sha256: hash.repeat(64),
              kind: 'measures',
              title: hash,
              data_version: 1,
              body: sources(slug),
              frozen_by: 'test',
            })
            .execute();
        const beforeVersion = (
          await database.db.selectFrom('data_version').select('version').executeTakeFirstOrThrow()
        ).version;

        await expect(
          withdrawBatch(database, { batchId: november, reason: 'oops', by: 'test' }),
        ).rejects.toMatchObject({ code: 'reason-missing' });
        const ended = await withdrawBatch(database, {
          batchId: november,
          reason: 'The force sent it by mistake',
          by: 'steward',
        });
        expect(ended).toMatchObject({
          dataset: 'police-street',
          rowsDeleted: { event: 5 },
          staleResults: ['a'.repeat(64)],
        });
        expect(await readStaleReasons(database.db, 'a'.repeat(64))).toMatchObject([
          { dataset: 'police-street', reason: 'The force sent it by mistake' },
        ]);
        expect(await readStaleReasons(database.db, 'b'.repeat(64))).toEqual([]);

        const left = await database.db.selectFrom('event').select('batch_id').execute();
        expect(left).toEqual(Array.from({ length: 3 }, () => ({ batch_id: october })));
        const months = await database.db.selectFrom('supply_month').select('month_no').execute();
        expect(months).toEqual([{ month_no: 2018 * 12 + 9 }]);
        const batch = await database.db
          .selectFrom('import_batch')
          .selectAll()
          .where('batch_id', '=', november)
          .executeTakeFirstOrThrow();
        expect(batch).toMatchObject({
          state: 'withdrawn',
          ended_by: 'steward',
          ended_reason: 'The force sent it by mistake',
          rows_accepted: 5,
          ended_version: beforeVersion + 1,
        });
        await expect(
          withdrawBatch(database, { batchId: november, reason: 'The same once more', by: 'steward' }),
        ).rejects.toMatchObject({ code: 'batch-not-live' });
        await expect(
          withdrawBatch(database, { batchId: 999_999, reason: 'There is no such one', by: 'steward' }),
        ).rejects.toMatchObject({ code: 'batch-unknown' });
        // The very same bytes may come again: they are not "already loaded".
        const again = await importFiles(database, { kind: 'police', paths: [oneMonth('2018-11', 5)] });
        expect(again.files[0].status).toBe('imported');
      });

      it('withdrawing a population table takes its figures away', async () => {
        const {
          files: [file],
        } = await importFiles(database, {
          kind: 'population',
          paths: [
            files.put(
              'people.csv',
              'area_code,area_type,year,age_band,sex,population\nE01000001,lsoa21,2023,all,all,1500\nE01000002,lsoa21,2023,all,all,1600\n',
            ),
          ],
        });
        expect(file.status).toBe('imported');
        expect(
          await readAreaFigures(database.db, await everyDataset(database), 'population', 'lsoa'),
        ).not.toEqual([]);
        await withdrawBatch(database, {
          batchId: file.batchId as number,
          reason: 'Superseded by the revision',
          by: 'test',
        });
        expect(
          await readAreaFigures(database.db, await everyDataset(database), 'population', 'lsoa'),
        ).toEqual([]);
      });

      it('purging deletes what is past its retention, leaves a receipt that cannot be changed, and touches nothing else', async () => {
        await registerSharing(
          database,
          { ...RECORD, reference: 'ROS-P', retentionMonths: 6, sensitivityClass: 'open' },
          'test',
        );
        await sql`update dataset set sharing_id = (select sharing_id from sharing_record where reference = 'ROS-P') where slug = 'police-street'`.execute(
          database.db,
        );
        await sql`update import_batch set imported_at = '2020-08-31T12:00:00Z' where month_no = ${2018 * 12 + 9}`.execute(
          database.db,
        );
        expect(await purge(database, { today: '2021-02-28', by: 'test' })).toEqual([]);
        const state = await databaseState(database);
        const planned = await purge(database, { today: '2021-03-01', by: 'test', dryRun: true });
        expect(planned.map(({ fileName }) => fileName)).toEqual(['2018-10-test-street.csv']);
        expect(await databaseState(database)).toEqual(state);

        const [receipt, ...more] = await purge(database, { today: '2021-03-01', by: 'the night job' });
        expect(more).toEqual([]);
        expect(receipt).toMatchObject({
          dataset: 'police-street',
          rowsDeleted: { event: 3 },
          sharingReference: 'ROS-P',
        });
        const kept = await database.db.selectFrom('purge_receipt').selectAll().execute();
        expect(kept).toMatchObject([
          {
            dataset_slug: 'police-street',
            file_name: '2018-10-test-street.csv',
            rows_deleted: { event: 3 },
            purged_by: 'the night job',
            reason: 'Imported on 2020-08-31, kept for 6 months, to 2021-02-28.',
          },
        ]);
        await expect(sql`delete from purge_receipt`.execute(database.db)).rejects.toThrow('written once');
        const { count } = await database.db
          .selectFrom('event')
          .select(sql<number>`count(*)::int`.as('count'))
          .executeTakeFirstOrThrow();
        expect(count).toBe(5);
        expect(await purge(database, { today: '2021-03-01', by: 'test' })).toEqual([]);
      });
    },
  );
}
