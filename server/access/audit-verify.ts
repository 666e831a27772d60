import type { Database } from '../db/database.ts';
import { type AuditTextRow, readAuditHead, readAuditTexts } from '../db/queries/access/audit-entries.ts';
import { type AuditFields, auditHash, FIRST_PREVIOUS_HASH } from './audit-hash.ts';

/** A number and hash noted earlier, from an export or an earlier check: proves that nothing up to it was rewritten. */
export interface AuditAnchor {
  readonly seq: number;
  readonly hash: string;
}

export interface AuditCheck {
  readonly entries: number;
  /** Number and hash of the last entry: note it somewhere else. */
  readonly head: AuditAnchor;
  /** What was found, one sentence each, the first few; empty: nothing was changed. */
  readonly faults: readonly string[];
}

const PAGE = 2_000;
const MOST_FAULTS = 20;

/** Read the whole audit and compute every hash a second time: finds entries changed, removed, added or put in another order. */
export async function verifyAudit(
  { db }: Database,
  { anchors = [] }: { anchors?: readonly AuditAnchor[] } = {},
): Promise<AuditCheck> {
  const faults: string[] = [];
  const fault = (text: string) => {
    if (faults.length < MOST_FAULTS) faults.push(text);
  };
  const unseen = new Map(anchors.map((anchor) => [anchor.seq, anchor.hash]));
  const recordedHead = await readAuditHead(db);
  let entries = 0;
  let last: AuditAnchor = { seq: 0, hash: FIRST_PREVIOUS_HASH };
  for (;;) {
    const rows = await readAuditTexts(db, last.seq, PAGE);
    if (rows.length === 0) break;
    for (const row of rows) {
      entries++;
      const seq = Number(row.seq);
      if (seq !== last.seq + 1) {
        fault(
          seq === last.seq + 2
            ? `Entry ${last.seq + 1} is missing.`
            : `Entries ${last.seq + 1} to ${seq - 1} are missing.`,
        );
      } else if (row.previous_hash !== last.hash) {
        fault(`Entry ${seq} does not follow entry ${last.seq}: one of the two was replaced.`);
      }
      if (auditHash(row as unknown as AuditFields) !== row.hash) fault(changed(row));
      const anchor = unseen.get(seq);
      if (anchor !== undefined && anchor !== row.hash) {
        fault(`Entry ${seq} is not the one whose hash was noted: the audit was rewritten up to there.`);
      }
      unseen.delete(seq);
      last = { seq, hash: row.hash ?? '' };
    }
  }
  if (!recordedHead) fault('The record of how far the audit has grown is missing.');
  else if (recordedHead.seq > last.seq) {
    fault(
      `The last entries were cut off: entry ${recordedHead.seq} was written, the last one held is ${last.seq}.`,
    );
  } else if (recordedHead.hash !== last.hash && recordedHead.seq === last.seq) {
    fault(`The last entry, ${last.seq}, is not the one that was written.`);
  }
  for (const seq of unseen.keys()) fault(`Entry ${seq}, whose hash was noted, is not there.`);
  return { entries, head: last, faults };
}

function changed({ seq, recorded_at: at, action }: AuditTextRow): string {
  return `Entry ${seq} (${action}, ${at}) was changed after it was written: its hash does not fit.`;
}
