import { parse } from 'csv-parse/sync';

/** An exported CSV as any reader that skips comment lines gives it. */
export function readCsv(text: string): { readonly names: string[]; column(name: string): string[] } {
  const [names = [], ...rows] = (parse(text, { bom: true, relaxColumnCount: true }) as string[][]).filter(
    ([first]) => !first.startsWith('# '),
  );
  return {
    names,
    column: (name) => {
      const at = names.indexOf(name);
      if (at < 0) throw new Error(`No column ${name}: ${names.join(', ')}`);
      return rows.map((row) => row[at]!);
    },
  };
}
