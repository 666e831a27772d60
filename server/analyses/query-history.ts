import type { Database } from '../db/database.ts';
import { insertQuestion, readQuestions } from '../db/queries/query-history.ts';
import { type DisclosurePolicy, isRestricted } from '../disclosure/policy.ts';
import { type AskedQuestion, auditQuestion } from '../disclosure/query-audit.ts';
import { isAggregate } from './aggregates.ts';
import type { Holdings } from './holdings.ts';
import { isRegister } from './registers.ts';
import { resolveSelection, type SelectionQuery } from './selection.ts';

/** Earlier questions that a new one is held against; older ones stay in the table. */
const QUESTIONS_KEPT_IN_VIEW = 1_000;

/** Where the questions of an asker about a layer are kept. */
export interface QueryHistory {
  /** Latest first. */
  load(accountId: number, layer: string): Promise<AskedQuestion[]>;
  append(
    accountId: number,
    question: {
      readonly layer: string;
      readonly dataVersion: number;
      readonly asked: AskedQuestion;
      readonly decision: 'allow' | 'coarsen' | 'refuse';
      readonly because: string;
      readonly isolates: AskedQuestion | null;
    },
  ): Promise<void>;
}

/** Questions kept in the database. */
export function databaseQueryHistory({ db }: Database): QueryHistory {
  return {
    load: async (accountId, layer) =>
      (await readQuestions(db, accountId, layer, QUESTIONS_KEPT_IN_VIEW)) as AskedQuestion[],
    append: (accountId, question) => insertQuestion(db, { accountId, ...question }),
  };
}

/**
 * Write down a question of restricted data and how its form decides it. Called before it is resolved, so that what is refused
 * is on record too. Open data leaves no trace here. A question that cannot be read (an unknown area, a period backwards) is
 * refused by the resolver and not written.
 */
export async function recordQuestion(
  history: QueryHistory,
  accountId: number,
  holdings: Holdings,
  query: SelectionQuery & { readonly cellSizeM?: number },
  policy: (datasets: Holdings['layers'][number]) => DisclosurePolicy,
  cells: boolean,
): Promise<void> {
  // Hours are refused by the resolver, and that they were asked for is on record first.
  const { hours, weekdays, ...timeless } = query;
  const times = [hours, weekdays].filter((part) => part !== undefined).join(' ');
  const { layer, categories, categoryIds, fromMonthNo, toMonthNo, studyArea } = resolveSelection(
    holdings,
    timeless,
    {
      restricted: 'released',
      registers: 'counted',
      aggregates: 'counted',
    },
  );
  // Counts of premises are exact and open to everybody who sees the register: nothing is found by subtraction.
  // Counts by area come in one table for one period, which is the same for everybody.
  if (isRegister(layer) || isAggregate(layer)) return;
  const { latticeM, ...rules } = policy(layer);
  if (!isRestricted({ latticeM, ...rules })) return;
  const months = layer.supply.map(({ monthNo }) => monthNo);
  const year = query.from === undefined && query.to === undefined ? Math.floor(toMonthNo / 12) : null;
  const asked: AskedQuestion = {
    categories: categoryIds === null ? null : categories,
    fromMonthNo: year === null ? fromMonthNo : year * 12,
    toMonthNo: year === null ? toMonthNo : year * 12 + 11,
    area: studyArea.code,
    areaLevel: studyArea.level,
    cellSizeM: cells ? (query.cellSizeM ?? latticeM[0] ?? null) : null,
    ...(times === '' ? {} : { times }),
  };
  const frame = {
    latticeM,
    firstMonthNo: Math.min(...months),
    lastMonthNo: Math.max(...months),
  };
  // Most questions are released as they are, and need no look back.
  const byForm = auditQuestion(asked, [], frame);
  const decided =
    byForm.decision === 'allow'
      ? byForm
      : auditQuestion(asked, await history.load(accountId, layer.layer), frame);
  await history.append(accountId, {
    layer: layer.layer,
    dataVersion: holdings.dataVersion,
    asked,
    ...decided,
  });
}
