import { afterAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../../support/test-databases.ts';
import { killImports } from '../support/kill-import.ts';

for (const engine of testDatabases())
  describe.skipIf(engine.missing)(`SIGKILL during an import into the ${engine.name} database`, () => {
    afterAll(() => engine.remove());

    it('leaves the whole file or none of it, at 20 random moments', async () => {
      const { none, whole } = await killImports(engine, 20, 1);
      console.log(`${engine.name}: nothing ${none} times, the whole file ${whole} times`);
      expect(none + whole).toBe(20);
      expect(none).toBeGreaterThan(0);
    });
  });
