import type { LoadTransaction } from '../../server/db/database.ts';
import type { Tables } from '../../server/db/tables.ts';

type Value = string | number | null;

/** Rows of one write: about a megabyte. */
const ROWS_A_WRITE = 10_000;

/** COPY rows of any values into a table, escaped as the text format wants. For tables of up to a million rows. */
export async function copyRows(
  { copyInto }: LoadTransaction,
  table: keyof Tables,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Promise<void> {
  const copy = await copyInto(table, columns);
  for (let from = 0; from < rows.length; from += ROWS_A_WRITE) {
    const lines = rows.slice(from, from + ROWS_A_WRITE).map((row) => row.map(copyText).join('\t'));
    await copy.write(Buffer.from(`${lines.join('\n')}\n`, 'utf8'));
  }
  await copy.end();
}

function copyText(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return value.replace(/[\\\t\n\r]/g, (c) =>
    c === '\\' ? '\\\\' : c === '\t' ? '\\t' : c === '\n' ? '\\n' : '\\r',
  );
}
