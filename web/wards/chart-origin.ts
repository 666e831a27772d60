import { createContext } from 'preact';
import type { Source } from '../../server/contract/shared.ts';
import { auditIdOf } from '../api/client.ts';
import { formatPeriod } from '../words/format.ts';

/** What the charts of a page are made of: goes on every file that leaves. */
export interface ChartOrigin {
  /** The audit's entries of the answers; a file is refused without one. */
  readonly looks: readonly string[];
  /** What is counted and where: 'Burglary, Harbour'. */
  readonly area: string;
  readonly period: string;
  readonly sources: readonly string[];
  readonly synthetic: boolean;
}

export const ChartOriginContext = createContext<ChartOrigin | null>(null);

interface Months {
  readonly from: string;
  readonly to: string;
}

/** As much of an answer as its charts' files name. */
export interface ChartAnswer {
  /** Left out where the period is among the parameters. */
  readonly period?: Months;
  readonly parameters?: Months | object;
  readonly sources: readonly Source[];
  readonly synthetic: boolean;
}

/** @param also other answers of the page that its charts are drawn from */
export function originOf(
  answer: ChartAnswer,
  area: string,
  also: readonly (object | null)[] = [],
): ChartOrigin {
  const { parameters } = answer;
  const period = answer.period ?? (parameters && 'from' in parameters ? parameters : null);
  return {
    looks: [...new Set([answer, ...also].flatMap((one) => auditIdOf(one) ?? []))],
    area,
    period: period ? formatPeriod(period.from, period.to) : '',
    sources: [...new Set(answer.sources.map(({ title, owner }) => `${title} (${owner})`))],
    synthetic: answer.synthetic,
  };
}
