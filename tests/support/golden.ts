import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';

/**
 * Compare text with the golden file at `path`. `REGEN=1` writes it instead; the diff is then reviewed like code.
 * Where they differ, the text seen is left beside the golden file as `<name>-changed`.
 */
export function expectGolden(path: string, text: string): void {
  if (process.env.REGEN === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  const golden = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (golden !== text) writeFileSync(`${path}-changed`, text);
  expect(text, `differs from ${path}; if the change is meant, run with REGEN=1 and review the diff`).toBe(
    golden,
  );
}
