import type { Marking, Source } from '../contract/shared.ts';

/** A value of an exported table. Words stand for what has no number: 'hidden', 'not supplied', 'not computable'. */
export type ExportValue = number | string | null;

/** One column: its name says the unit. */
export interface ExportColumn {
  readonly name: string;
  readonly values: readonly ExportValue[];
}

/** A table as it leaves, with everything it must say of itself. */
export interface ExportTable {
  /** What the file is called, without marking or ending: hot-spots-ravensand-2025-10-to-2026-09. */
  readonly fileName: string;
  readonly title: string;
  /** The finding, in a sentence. */
  readonly sentence: string;
  readonly method: string;
  readonly period: string;
  readonly studyArea: string;
  readonly marking: Marking;
  readonly synthetic: boolean;
  readonly dataVersion: number;
  readonly sources: readonly Source[];
  /** Notes on protection, widening and choices. */
  readonly notes: readonly string[];
  readonly columns: readonly ExportColumn[];
  /** GeoJSON geometry of each row, EPSG:4326; left out where the table has none. */
  readonly geometries?: readonly unknown[];
}

/** Words in place of numbers. */
export const HIDDEN = 'hidden';
export const NOT_SUPPLIED = 'not supplied';
export const NOT_COMPUTABLE = 'not computable';

/** What a file says of itself, line by line, whatever its format. */
export function describeExport(table: ExportTable, auditId: string): [name: string, value: string][] {
  return [
    [
      'Marking',
      `${table.marking}${table.synthetic ? ' SYNTHETIC: invented data of a district that does not exist' : ''}`,
    ],
    ['Title', table.title],
    ['Finding', table.sentence],
    ['Study area', table.studyArea],
    ['Period', table.period],
    ['Method', table.method],
    ...table.notes.map((note): [string, string] => ['Note', note]),
    ...table.sources.map(({ title, owner, attribution, lastImportedAt }): [string, string] => [
      'Source',
      `${title}, ${owner}, imported ${lastImportedAt.slice(0, 10)}. ${attribution}`,
    ]),
    ['Data version', String(table.dataVersion)],
    ['Audit entry', auditId],
    [
      'Meaning of words',
      `${HIDDEN}: a small number is not shown; ${NOT_SUPPLIED}: nobody gave it; ${NOT_COMPUTABLE}: the data cannot support it. None of them is 0.`,
    ],
  ];
}
