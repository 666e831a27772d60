/** Characters of a column at a terminal. */
const WIDEST = 18;

/** The first rows of a table in columns, for a terminal; long values are cut. */
export function previewText(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const cut = (text: string) => {
    const line = text.replace(/\s+/g, ' ').trim();
    return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}\u2026` : line;
  };
  const lines = [columns, ...rows].map((row) => columns.map((_, i) => cut(row[i] ?? '')));
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const shown = lines.map((line) =>
    line
      .map((text, i) => text.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );
  return [...shown, `The first ${rows.length === 1 ? 'row' : `${rows.length} rows`} of the file.`].join('\n');
}
