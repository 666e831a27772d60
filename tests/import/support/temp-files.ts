import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the test's own. */
export interface TempFiles {
  readonly folder: string;
  /** Write a file and give its path. */
  readonly put: (name: string, content: string | Buffer) => string;
  readonly remove: () => void;
}

export function tempFiles(): TempFiles {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-import-'));
  return {
    folder,
    put: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
