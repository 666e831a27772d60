import { describeExport, type ExportTable, type ExportValue } from './export-table.ts';

/** What a spreadsheet would run, and what already has apostrophes before it, so that taking one away always gives the text back. */
const FORMULA_OR_QUOTED = /^'*[=+\-@\t\r]/;

/**
 * A table as CSV (RFC 4180, CRLF, UTF-8 with BOM so that spreadsheets read it): lines beginning with # say what it is, then
 * one line of column names with units, then the rows. Text that a spreadsheet would take for a formula is quoted with an
 * apostrophe.
 */
export function csvOf(table: ExportTable, auditId: string): string {
  const lines = describeExport(table, auditId).map(([name, value]) => csvField(`# ${name}: ${value}`));
  lines.push(table.columns.map(({ name }) => csvField(name)).join(','));
  const rows = table.columns[0]?.values.length ?? 0;
  for (let row = 0; row < rows; row++) {
    lines.push(table.columns.map(({ values }) => csvField(values[row])).join(','));
  }
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function csvField(value: ExportValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA_OR_QUOTED.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
