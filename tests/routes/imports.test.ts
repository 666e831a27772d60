import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileReport } from '../../data-import/report.ts';
import { buildApp } from '../../server/app.ts';
import type {
  Batches,
  Datasets,
  PurgeReceipts,
  SharingRecords,
  Upload,
} from '../../server/contract/imports.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { Database } from '../../server/db/database.ts';
import { databaseState } from '../import/support/database-state.ts';
import { POLICE_HEADER, policeRow } from '../import/support/police-rows.ts';
import { type SignedIn, signInAs } from '../support/sign-in.ts';
import { testDatabases } from '../support/test-databases.ts';

const RESTING: readonly Upload['state'][] = ['ready', 'done', 'refused', 'failed', 'cancelled'];
const LARGEST_BYTES = 24 * 2 ** 20;

const street = (month: string, rows: number, lsoa = 'E01024684') =>
  `${POLICE_HEADER}\n${Array.from({ length: rows }, () => policeRow({ month, lsoa })).join('\n')}\n`;

const RECORD = {
  reference: 'ROS-7',
  type: 'repeat',
  agreement: 'Kent and Medway Information Sharing Agreement',
  owner: 'Harbour Ambulance Trust',
  lawfulBasis: 'UK GDPR Art 6(1)(e)',
  purpose: 'Violence reduction',
  expiresOn: '2999-12-31',
  retentionMonths: 24,
  permittedRoles: ['analyst'],
  permittedOrganisations: ['test-partner'],
  reshareAllowed: false,
  sensitivityClass: 'health',
} as const;

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `uploads on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      const directory = mkdtempSync(join(tmpdir(), 'wardlight-test-uploads-'));
      const log: string[] = [];
      let database: Database;
      let app: FastifyInstance;
      let base: string;
      let steward: SignedIn;
      beforeAll(async () => {
        database = await place.open();
        app = await buildApp({
          database,
          logLevel: 'trace',
          logStream: { write: (line) => log.push(line) },
          imports: { largestBytes: LARGEST_BYTES, directory, mostPerAccount: 4 },
        });
        base = await app.listen({ host: '127.0.0.1', port: 0 });
        steward = await signInAs(app, 'data-steward');
      });
      afterAll(async () => {
        // What fetch keeps alive would be waited for.
        app?.server.closeAllConnections();
        await app?.close();
        await database?.close();
        await place.remove();
        rmSync(directory, { recursive: true, force: true });
      });

      const send = async (kind: string, name: string, content: string | Uint8Array, by = steward) => {
        const form = new FormData();
        form.set('kind', kind);
        form.set('file', new Blob([content as BlobPart]), name);
        const response = await fetch(`${base}/api/imports`, {
          method: 'POST',
          headers: by.headers,
          body: form,
        });
        return { status: response.status, body: (await response.json()) as Upload & Problem };
      };
      const post = async (url: string, payload: object, by = steward) => {
        const response = await by.inject({ method: 'POST', url, payload });
        return { status: response.statusCode, body: response.json() as Upload & Problem };
      };
      const get = async <T>(url: string, by = steward) => (await by.inject({ url })).json() as T;
      /** Every event of an upload to the first for which `until` holds; `on` sees each as it comes. */
      const follow = async (
        id: string,
        until: (upload: Upload) => boolean = ({ state }) => RESTING.includes(state),
        on: (upload: Upload) => void = () => undefined,
      ) => {
        const stop = new AbortController();
        const response = await fetch(`${base}/api/imports/${id}/events`, {
          headers: steward.headers,
          signal: stop.signal,
        });
        expect(response.headers.get('content-type')).toContain('text/event-stream');
        const uploads: Upload[] = [];
        let text = '';
        const decoder = new TextDecoder();
        for await (const chunk of response.body!) {
          text += decoder.decode(chunk as Uint8Array, { stream: true });
          const blocks = text.split('\n\n');
          text = blocks.pop()!;
          for (const block of blocks) {
            const data = /^data: (.*)$/m.exec(block)?.[1];
            if (!data) continue;
            uploads.push(JSON.parse(data) as Upload);
            on(uploads.at(-1)!);
          }
          if (uploads.length > 0 && until(uploads.at(-1)!)) break;
        }
        stop.abort();
        return uploads;
      };
      const filesLeft = () =>
        readdirSync(directory, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => name);
      const ready = async (kind: string, name: string, content: string) => {
        const { body } = await send(kind, name, content);
        const last = (await follow(body.id)).at(-1)!;
        expect(last.state).toBe('ready');
        return body.id;
      };

      it('shows 20 rows, checks without a trace, then loads with progress, and is traced back to its file', async () => {
        const before = await databaseState(database);
        const { status, body } = await send('police', '2018-10-test-street.csv', street('2018-10', 40_000));
        expect([status, body.state]).toEqual([201, 'checking']);
        await follow(body.id);
        const { preview, state } = await get<Upload>(`/api/imports/${body.id}`);
        expect(state).toBe('ready');
        expect(preview?.columns).toEqual(POLICE_HEADER.split(','));
        expect(preview?.rows).toHaveLength(20);

        expect((await post(`/api/imports/${body.id}/check`, {})).status).toBe(202);
        const checked = (await follow(body.id)).at(-1)!;
        expect(checked.state).toBe('ready');
        expect(checked.report).toMatchObject({ status: 'checked', rows: { read: 40_000, accepted: 40_000 } });
        expect(await databaseState(database)).toEqual(before);

        // Followed from before, as the page does: the embedded database answers nothing else while it loads.
        const following = follow(body.id, ({ state: now }) => now === 'done');
        await post(`/api/imports/${body.id}/commit`, {});
        const events = await following;
        const report = events.at(-1)!.report as FileReport;
        expect(report).toMatchObject({ status: 'imported', supplier: 'test', rows: { accepted: 40_000 } });
        const loading = events.filter((event) => event.state === 'loading').map(({ bytesRead }) => bytesRead);
        expect(loading.length).toBeGreaterThan(3);
        expect(loading).toEqual([...loading].sort((a, b) => a - b));
        expect(filesLeft()).toEqual([]);

        const { batches } = await get<Batches>('/api/batches');
        expect(batches[0]).toMatchObject({
          batchId: report.batchId,
          fileName: '2018-10-test-street.csv',
          sha256: report.sha256,
          rowsAccepted: 40_000,
          state: 'live',
          importedBy: steward.username,
          month: '2018-10',
        });
        const { datasets } = await get<Datasets>('/api/datasets');
        expect(datasets).toMatchObject([
          {
            slug: 'police-street',
            usable: true,
            rows: 40_000,
            months: [{ month: '2018-10', events: 40_000 }],
          },
        ]);
      });

      it('refuses personal data before anything is written, and repeats none of it: not in the answer, the log, the database', async () => {
        const before = await databaseState(database);
        const content = 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n566910,2,27/03/2008,WROM,Unrepeatable,,\n';
        const { body } = await send('placements', 'header.csv', content);
        const events = await follow(body.id);
        expect(events.at(-1)).toMatchObject({
          state: 'refused',
          refusal: { code: 'personal-data', seen: 'CHILD, DOB, UPN, MOTHER, MC_DOB' },
        });
        const upload = await get<Upload>(`/api/imports/${body.id}`);
        expect(upload.preview).toBeNull();
        expect((await post(`/api/imports/${body.id}/commit`, {})).body.code).toBe('import-not-ready');
        expect(JSON.stringify([events, upload, log])).not.toMatch(/Unrepeatable|566910/);
        expect(filesLeft()).toEqual([]);
        expect(await databaseState(database)).toEqual(before);
      });

      it('refuses a file that is too large or of another format, whatever its name, and keeps nothing of it', async () => {
        const large = await send('police', 'large.csv', 'x'.repeat(LARGEST_BYTES + 1));
        expect([large.status, large.body.code]).toEqual([413, 'body-too-large']);
        const picture = await send(
          'police',
          '2018-10-test-street.csv',
          Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13),
        );
        expect([picture.status, picture.body.code]).toEqual([415, 'unsupported-file']);
        expect((await send('boundaries', 'wards.geojson', 'a,b\n1,2\n')).body.code).toBe('unsupported-file');
        const printed = await send('ambulance', 'calls.csv', '%PDF-1.7\n1 0 obj\n');
        const page = await send('ambulance', 'calls.csv', '<!DOCTYPE html>\n<title>Please sign in</title>\n');
        expect([printed.body.code, page.body.code]).toEqual(['unsupported-file', 'unsupported-file']);
        expect((await send('police', 'street.csv', '{"type":"FeatureCollection"}')).body.code).toBe(
          'unsupported-file',
        );
        const kind = await send('polise', 'street.csv', 'a,b\n');
        expect([kind.status, kind.body.code]).toEqual([400, 'invalid-parameter']);
        expect(kind.body.hint).toContain('police');
        expect(filesLeft()).toEqual([]);
      });

      it('an upload broken off halfway leaves no file and is no failure of the service', async () => {
        const failures = () => log.filter((line) => line.includes('"level":50')).length;
        const before = failures();
        const stop = new AbortController();
        const body = new ReadableStream({
          start(controller) {
            const head = `--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\npolice\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n`;
            controller.enqueue(new TextEncoder().encode(head + street('2018-10', 2_000)));
          },
        });
        const sending = fetch(`${base}/api/imports`, {
          method: 'POST',
          headers: { ...steward.headers, 'content-type': 'multipart/form-data; boundary=x' },
          body,
          duplex: 'half',
          signal: stop.signal,
        } as RequestInit);
        await expect.poll(filesLeft).toEqual(['a.csv']);
        stop.abort();
        await expect(sending).rejects.toThrow();
        await expect.poll(filesLeft).toEqual([]);
        await get('/api/imports');
        expect(failures()).toBe(before);
      });

      it('a bad upload does not hold up another, before it or after it', async () => {
        const bad = await ready('police', '2018-11-test-street.csv', street('2018-12', 3));
        const good = await ready('police', '2018-12-test-street.csv', street('2018-12', 5));
        await post(`/api/imports/${bad}/commit`, {});
        await post(`/api/imports/${good}/commit`, {});
        const [ofBad, ofGood] = await Promise.all([follow(bad), follow(good)]);
        expect(ofBad.at(-1)).toMatchObject({
          state: 'refused',
          refusal: { code: 'month-differs-from-name' },
        });
        expect(ofGood.at(-1)).toMatchObject({ state: 'done', report: { rows: { accepted: 5 } } });
      });

      it('cancelling a load undoes it whole, by its key even while the database is held', async () => {
        const before = await databaseState(database);
        const { body } = await send('police', '2019-01-test-street.csv', street('2019-01', 120_000));
        await follow(body.id);
        // Committed and followed from before: on the embedded database nothing else is answered while it loads.
        let cancelled: Promise<Response> | undefined;
        const following = follow(
          body.id,
          ({ state }) => ['done', 'cancelled'].includes(state),
          ({ state, bytesRead }) => {
            if (state === 'loading' && bytesRead > 0)
              cancelled ??= fetch(`${base}/api/imports/${body.id}/cancel`, {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify({ cancelKey: body.cancelKey }),
              });
          },
        );
        await post(`/api/imports/${body.id}/commit`, {});
        const events = await following;
        const answer = await cancelled;
        expect(answer && ((await answer.json()) as Upload).state).toBe('cancelled');
        expect(events.at(-1)?.state).toBe('cancelled');
        expect(await databaseState(database)).toEqual(before);
        expect(filesLeft()).toEqual([]);
        expect((await post(`/api/imports/${body.id}/cancel`, { cancelKey: 'wrong' })).status).toBe(404);
      });

      it("another steward's upload does not exist; an administrator may cancel it; too many are refused", async () => {
        const id = await ready('police', '2019-02-test-street.csv', street('2019-02', 3));
        const [other, administrator] = [
          await signInAs(app, 'data-steward'),
          await signInAs(app, 'administrator'),
        ];
        expect((await other.inject({ url: `/api/imports/${id}` })).statusCode).toBe(404);
        expect((await other.inject({ method: 'DELETE', url: `/api/imports/${id}` })).statusCode).toBe(404);
        // Rows of the file, what was found in them and what becomes of it are its uploader's.
        expect((await get<Upload>(`/api/imports/${id}`)).preview?.rows.length).toBeGreaterThan(0);
        const seen = await get<Upload>(`/api/imports/${id}`, administrator);
        expect(seen).toMatchObject({ id, state: 'ready', preview: null, refusal: null, report: null });
        expect((await post(`/api/imports/${id}/commit`, {}, administrator)).status).toBe(404);
        const [second, third, fourth, fifth] = await Promise.all(
          ['a', 'b', 'c', 'd'].map((name) => send('police', name, street('2019-02', 3))),
        );
        const statuses = [second, third, fourth, fifth].map(({ status }) => status).sort();
        expect(statuses).toContain(429);
        for (const upload of await get<{ uploads: Upload[] }>('/api/imports').then(
          ({ uploads }) => uploads,
        )) {
          const { statusCode } = await administrator.inject({
            method: 'DELETE',
            url: `/api/imports/${upload.id}`,
          });
          expect(statusCode).toBe(200);
        }
        expect((await get<Upload>(`/api/imports/${id}`)).state).toBe('cancelled');
        expect(filesLeft()).toEqual([]);
        // Once ended, it is forgotten when it is closed.
        expect((await steward.inject({ method: 'DELETE', url: `/api/imports/${id}` })).statusCode).toBe(200);
        expect((await steward.inject({ url: `/api/imports/${id}` })).statusCode).toBe(404);
      });

      it('a partner file needs its record of sharing, and the Data page says what is held under it', async () => {
        const rows =
          'call_datetime,lsoa21cd,problem_group,outcome\n2026-04-01T01:00,E01024684,assault / sexual assault,See and Convey\n';
        const id = await ready('ambulance', 'ambulance.csv', rows);
        expect((await get<Upload>(`/api/imports/${id}`)).preview?.map?.columns).toMatchObject({
          when: 'call_datetime',
        });
        await post(`/api/imports/${id}/check`, {});
        expect((await follow(id)).at(-1)).toMatchObject({
          state: 'ready',
          refusal: { code: 'sharing-missing' },
        });
        const wrong = await post(`/api/imports/${id}/commit`, {
          sharing: { ...RECORD, expiresOn: '2026-02-30' },
        });
        expect([wrong.status, wrong.body.code, wrong.body.field]).toEqual([
          400,
          'import-refused',
          'expiresOn',
        ]);
        await post(`/api/imports/${id}/commit`, { sharing: RECORD, source: 'harbour-ambulance' });
        expect((await follow(id)).at(-1)).toMatchObject({ state: 'done' });
        const { records, organisations } = await get<SharingRecords>('/api/sharing');
        expect(organisations).toContainEqual({ slug: 'test-partner', name: 'test-partner' });
        expect(records).toMatchObject([
          { reference: 'ROS-7', version: 1, expired: false, registeredBy: steward.username },
        ]);
        expect(records[0].datasets).toHaveLength(1);
        expect((await post('/api/sharing', { ...RECORD, expiresOn: '2020-01-31' })).status).toBe(201);
        const held = (await get<Datasets>('/api/datasets')).datasets.find(
          ({ slug }) => slug === records[0].datasets[0],
        );
        expect(held).toMatchObject({
          usable: false,
          expiresOn: '2020-01-31',
          owner: 'Harbour Ambulance Trust',
        });
      });

      it('the rows of a restricted file are told to who imported it, and to nobody else in any list', async () => {
        const { batches } = await get<Batches>('/api/batches');
        const own = batches.find(({ kind }) => kind === 'ambulance')!;
        expect(own).toMatchObject({ rowsRead: 1, rowsAccepted: 1 });
        await database.loadTransaction(async ({ db }) => {
          await sql`
            update supply_month set status = 'under-supplied', reason = 'saw 1, expected 6'
            where dataset_id in (select dataset_id from dataset where kind = 'ambulance')`.execute(db);
          await sql`
            insert into purge_receipt (dataset_slug, batch_id, file_name, file_sha256, imported_at, rows_deleted, reason, purged_by)
            select slug, 1, 'old.csv', repeat('0', 64), now(), '{"event": 3}', 'its time was over', 'test'
            from dataset where kind = 'ambulance'`.execute(db);
        });
        for (const role of ['data-steward', 'administrator', 'auditor'] as const) {
          const other = await signInAs(app, role);
          const files = (await get<Batches>('/api/batches', other)).batches;
          expect(files.find(({ batchId }) => batchId === own.batchId)).toMatchObject({
            rowsRead: null,
            rowsAccepted: null,
            rowsRejected: null,
            rowsDuplicate: null,
            rowsNotMapped: null,
          });
          expect(files.find(({ kind }) => kind === 'police')?.rowsRead).toBeGreaterThan(0);
          const held = (await get<Datasets>('/api/datasets', other)).datasets.find(
            ({ kind }) => kind === 'ambulance',
          );
          expect(held).toMatchObject({ rows: null, rowsNotMapped: null });
          expect(held?.months).toEqual([expect.objectContaining({ events: null, reason: '' })]);
          const { receipts } = await get<PurgeReceipts>('/api/purge-receipts', other);
          expect(receipts).toMatchObject([{ fileName: 'old.csv', rowsDeleted: null }]);
        }
        const { body } = await post(
          `/api/batches/${own.batchId}/withdraw`,
          { reason: 'Taken out by another steward' },
          await signInAs(app, 'data-steward'),
        );
        expect(body).toMatchObject({ batchId: own.batchId, rowsDeleted: null, eventsReassigned: null });
      });

      it('a batch is withdrawn with a reason of some length, once', async () => {
        const { batches } = await get<Batches>('/api/batches');
        const { batchId } = batches.find(({ month }) => month === '2018-12')!;
        expect((await post(`/api/batches/${batchId}/withdraw`, { reason: 'oops' })).status).toBe(400);
        const { status, body } = await post(`/api/batches/${batchId}/withdraw`, {
          reason: 'The force sent it by mistake',
        });
        expect([status, body]).toMatchObject([200, { batchId, rowsDeleted: { event: 5 }, staleResults: [] }]);
        expect(
          (await post(`/api/batches/${batchId}/withdraw`, { reason: 'The same once more' })).body.code,
        ).toBe('import-refused');
        expect(
          (await post('/api/batches/999999/withdraw', { reason: 'There is no such one' })).body.code,
        ).toBe('unknown-batch');
        const gone = (await get<Batches>('/api/batches')).batches.find((batch) => batch.batchId === batchId);
        expect(gone).toMatchObject({
          state: 'withdrawn',
          endedBy: steward.username,
          endedReason: 'The force sent it by mistake',
        });
      });
    },
  );
}
