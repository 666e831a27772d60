import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import { manageCommand } from '../../data-import/manage-command.ts';
import { projectRoot } from '../../server/project-root.ts';
import { testDatabases } from '../support/test-databases.ts';
import { POLICE_HEADER, policeRow } from './support/police-rows.ts';
import { tempFiles } from './support/temp-files.ts';

const RECORD = {
  reference: 'ROS-1',
  type: 'one-off',
  agreement: 'Kent and Medway Information Sharing Agreement',
  owner: 'Harbour Trust',
  lawfulBasis: 'UK GDPR Art 6(1)(e)',
  purpose: 'Violence reduction',
  expiresOn: '2999-12-31',
  retentionMonths: 12,
  permittedRoles: ['analyst'],
  permittedOrganisations: ['harbour-council'],
  reshareAllowed: false,
  sensitivityClass: 'health',
};
const [place] = testDatabases();

describe('the import command besides importing', () => {
  const files = tempFiles();
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    await place.remove();
    files.remove();
  });
  const folder = async () => (await place.location()).dataDirectory as string;
  const manage = async (...words: string[]) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const code = await manageCommand([...words, '--data', await folder()], { USER: 'steward' });
    return { code, said: log.mock.calls.flat().join('\n') };
  };
  const run = async (program: string, ...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(projectRoot, 'dist/data-import', program), ...words, '--data', await folder()],
      { encoding: 'utf8', env: { PATH: process.env.PATH, USER: 'steward' } },
    );
    return { status, stdout, stderr };
  };

  it('leaves words that import to the import', async () => {
    expect(await manageCommand(['police', 'folder'], {})).toBeUndefined();
  });

  it('registers a record of sharing, and refuses one that lacks something', async () => {
    const { code, said } = await manage(
      'sharing',
      'register',
      files.put('record.json', JSON.stringify(RECORD)),
    );
    expect(code).toBe(0);
    expect(said).toContain('ROS-1 of Harbour Trust, version 1, in force to 2999-12-31');
    const wrong = files.put('wrong.json', JSON.stringify({ ...RECORD, owner: '' }));
    await expect(manage('sharing', 'register', wrong)).rejects.toMatchObject({
      code: 'sharing-wrong',
      column: 'owner',
    });
    await expect(manage('sharing', 'register', files.put('cut.json', '{'))).rejects.toMatchObject({
      code: 'sharing-unreadable',
    });
  });

  it('withdraws a batch for a reason, and not without', async () => {
    const street = files.put('2018-10-test-street.csv', [POLICE_HEADER, policeRow(), policeRow()].join('\n'));
    const database = await place.open();
    const report = await importFiles(database, { kind: 'police', paths: [street] });
    await database.close();
    const batchId = String(report.files[0].batchId);
    await expect(manage('withdraw', batchId)).rejects.toMatchObject({ code: 'reason-missing' });
    const { said } = await manage('withdraw', batchId, '--reason', 'sent by mistake');
    expect(said).toContain(`Batch ${batchId} (2018-10-test-street.csv) is withdrawn: 2 of event deleted.`);
  });

  it('purges from a timer', async () => {
    expect(await run('purge-main.js')).toEqual({
      status: 0,
      stdout: 'Nothing is past its time.\n',
      stderr: '',
    });
  });

  it('refuses a file with a person in it without repeating them', async () => {
    const rows = [`${POLICE_HEADER},Victim name`, `${policeRow({ month: '2018-11' })},Jane Q Unrepeatable`];
    const street = files.put('2018-11-test-street.csv', rows.join('\n'));
    const { status, stdout, stderr } = await run('main.js', 'police', street, '--json');
    expect(status).toBe(1);
    expect(stdout).toContain('Victim name (name of a person)');
    expect(stdout + stderr).not.toContain('Unrepeatable');
  });
});
