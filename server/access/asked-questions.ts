import type { AuditQuestion, QuestionsQuery } from '../contract/audit.ts';
import { monthOf } from '../contract/month-no.ts';
import type { Database } from '../db/database.ts';
import { readQuestionsOfAll } from '../db/queries/query-history.ts';
import type { AskedQuestion } from '../disclosure/query-audit.ts';

const SHOWN = 50;

/** What was asked of restricted layers and how it was decided, for the auditor: no counts are in it. */
export async function askedQuestions(
  { db }: Database,
  { username, organisation, all = false, limit = SHOWN }: QuestionsQuery,
): Promise<AuditQuestion[]> {
  const decided = all ? (['allow', 'coarsen', 'refuse'] as const) : (['coarsen', 'refuse'] as const);
  const rows = await readQuestionsOfAll(db, { username, organisation, decided, limit });
  return rows.map(({ askedAt, asked, isolates, ...rest }) => ({
    ...rest,
    askedAt: askedAt.toISOString(),
    asked: inWords(asked as AskedQuestion),
    isolates: isolates === null ? null : inWords(isolates as AskedQuestion),
  }));
}

function inWords({ categories, fromMonthNo, toMonthNo, area, cellSizeM, times }: AskedQuestion): string {
  return [
    categories === null ? 'all categories' : categories.join(' + '),
    fromMonthNo === toMonthNo ? monthOf(fromMonthNo) : `${monthOf(fromMonthNo)} to ${monthOf(toMonthNo)}`,
    ...(times === undefined ? [] : [times]),
    area,
    cellSizeM === null ? 'by ward' : `cells of ${cellSizeM} m`,
  ].join(', ');
}
