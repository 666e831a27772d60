/** One row of a sheet, whatever file it came from. */
export interface TableRow {
  /** Line of a text file, row of a worksheet, feature of a GeoJSON file; from 1. */
  readonly line: number;
  /** Trimmed. */
  readonly fields: readonly string[];
}

/** Every field is blank: spreadsheets export rows that were once touched. */
export function isBlankRow({ fields }: TableRow): boolean {
  return fields.every((field) => field === '');
}
