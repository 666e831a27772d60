import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/open-database.ts';
import { type AuditAnchor, verifyAudit } from './audit-verify.ts';

const USAGE = `Check that no entry of the audit was changed, removed, added or moved since it was written.

  npm run audit:verify [-- --expect NUMBER:HASH ...]

--expect names an entry and its hash noted earlier (the head that this command prints, or a row of an exported CSV): it proves
that nothing up to that entry was rewritten, even by who owns the database. Exit code 0: intact; 2: changed.`;

/** @returns exit code */
async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { expect: { type: 'string', multiple: true }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const anchors = (values.expect ?? []).map(readAnchor);
  const config = readConfig();
  const database = await openDatabase({
    url: config.databaseUrl,
    ownerUrl: config.databaseOwnerUrl,
    dataDirectory: config.dataDirectory,
    // The whole audit is read; no single page takes long.
    statementTimeoutMs: 600_000,
  });
  try {
    const { entries, head, faults } = await verifyAudit(database, { anchors });
    for (const fault of faults) console.error(fault);
    if (faults.length > 0) {
      console.error(
        `The audit was CHANGED. ${entries} entries were read. Keep the database as it is, and tell the auditor.`,
      );
      return 2;
    }
    console.log(
      `The audit is intact: ${entries} ${entries === 1 ? 'entry' : 'entries'}. Note its head outside this database: ${head.seq}:${head.hash}`,
    );
    return 0;
  } finally {
    await database.close();
  }
}

function readAnchor(text: string): AuditAnchor {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) {
    throw new Error(`--expect takes NUMBER:HASH with a hash of 64 characters; saw "${text}".`);
  }
  return { seq: Number(seq), hash };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  console.error((error as Error).message);
}
