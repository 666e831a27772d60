import type { Chosen, PeriodUsed, Source } from '../contract/shared.ts';
import { type ExportTable, type ExportValue, NOT_COMPUTABLE } from './export-table.ts';

/** What every result has, whatever its figure. */
interface Framed {
  readonly chosen: readonly Chosen[];
  readonly studyArea: { readonly code: string; readonly name: string };
  readonly period: Pick<PeriodUsed, 'from' | 'to' | 'notSupplied' | 'flagged'>;
  readonly sources: readonly Source[];
  readonly synthetic: boolean;
  readonly marking: ExportTable['marking'];
  readonly dataVersion: number;
}

/** What a table says of where, when and from what it is, and its file's name: `figure` leads it. */
export function frame(
  { studyArea, period, sources, synthetic, marking, dataVersion }: Framed,
  figure: string,
  title: string,
): Pick<
  ExportTable,
  'fileName' | 'title' | 'period' | 'studyArea' | 'marking' | 'synthetic' | 'dataVersion' | 'sources'
> {
  return {
    fileName: `${figure}-${inFileName(studyArea.name)}-${period.from}-to-${period.to}`,
    title: `${title}, ${studyArea.name}`,
    period: periodText(period),
    studyArea: `${studyArea.name} (${studyArea.code})`,
    marking,
    synthetic,
    dataVersion,
    sources,
  };
}

/** '2025-10 to 2026-09', with the months that were not supplied or look wrong. */
export function periodText({ from, to, notSupplied, flagged }: Framed['period']): string {
  const missing = notSupplied.length > 0 ? `; not supplied: ${notSupplied.join(', ')}` : '';
  const doubtful =
    flagged.length > 0
      ? `; flagged: ${flagged.map(({ month, status }) => `${month} ${status}`).join(', ')}`
      : '';
  return `${from} to ${to}${missing}${doubtful}`;
}

/** 'St Peter’s' as st-peter-s. */
export function inFileName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** What the service chose by itself, a note each. */
export function choices(chosen: readonly Chosen[]): string[] {
  return chosen.map(
    ({ parameter, value, because }) => `Chosen by the service: ${parameter} = ${value}. ${because}`,
  );
}

export function orNotComputable(value: number | null): ExportValue {
  return value ?? NOT_COMPUTABLE;
}
