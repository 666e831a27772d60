import { afterAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../support/test-databases.ts';
import { killImports } from './support/kill-import.ts';

for (const engine of testDatabases())
  describe.skipIf(engine.missing)(`SIGKILL during an import into the ${engine.name} database`, () => {
    afterAll(() => engine.remove());

    it('leaves the whole file or none of it, at a random moment (20 in tests/import/slow)', async () => {
      const { none, whole } = await killImports(engine, 1, 20);
      expect(none + whole).toBe(1);
    }, 180_000);
  });
