import type { Marking } from '../contract/shared.ts';
import type { AuditSubject } from './audit-log.ts';

/** An entry of the audit for figures that somebody was given. */
export interface Look {
  readonly auditId: string;
  readonly datasets: string | null;
  readonly dataVersion: number | null;
  readonly area: string | null;
  readonly period: string | null;
  readonly marking: string | null;
}

/**
 * What a picture made of several looks is about: every dataset of theirs, the newest version, the area where it is one for
 * all, the months from the first to the last, and the highest marking. What the page says of itself goes into `filters` alone.
 */
export function pictureSubject(looks: readonly Look[], what: string): AuditSubject & { marking: Marking } {
  const areas = new Set(looks.flatMap(({ area }) => (area === null ? [] : [area])));
  const periods = looks.flatMap(({ period }) => (period === null ? [] : [period.split('/')]));
  const first = periods.map(([from]) => from ?? '').sort()[0];
  const last = periods
    .map(([, to]) => to ?? '')
    .sort()
    .at(-1);
  return {
    datasets: [
      ...new Set(looks.flatMap(({ datasets }) => datasets?.split(',').filter(Boolean) ?? [])),
    ].sort(),
    dataVersion: Math.max(0, ...looks.map(({ dataVersion }) => dataVersion ?? 0)),
    area: areas.size === 1 ? [...areas][0]! : null,
    period: first === undefined ? null : `${first}/${last}`,
    filters: { what, looks: looks.map(({ auditId }) => auditId) },
    marking: looks.every(({ marking }) => marking === 'OFFICIAL') ? 'OFFICIAL' : 'OFFICIAL-SENSITIVE',
  };
}
