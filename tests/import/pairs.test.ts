import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../data-import/import-files.ts';
import { IMPORT_KINDS, type ImportKind, PARTNER_IMPORT_KINDS } from '../../data-import/report.ts';
import type { Database } from '../../server/db/database.ts';
import { expectGolden } from '../support/golden.ts';
import { testDatabases } from '../support/test-databases.ts';
import { importAsText } from './support/import-as-text.ts';
import { loadPartnerBase } from './support/partner-base.ts';
import { type TempFiles, tempFiles } from './support/temp-files.ts';

/** Boundaries and lookups after what is placed by the base's: they add areas that would stand beside it. */
const IN_ORDER: readonly ImportKind[] = [
  ...PARTNER_IMPORT_KINDS,
  'police',
  'lookup',
  'population',
  'boundaries',
];
/** Inputs beside what is expected of them: <case>.csv and <case>.expected.txt, options of the call in <case>.options.json. */
const CASES = IN_ORDER.flatMap((kind) => {
  const folder = join(import.meta.dirname, kind);
  const inputs = readdirSync(folder).filter((name) => /\.(csv|geojson|tsv)$/.test(name));
  return inputs.map((name) => ({ kind, name, folder }));
});

describe('the folders of input and expected pairs', () => {
  it.each(IMPORT_KINDS)('has at least one pair for %s', (kind) => {
    expect(CASES.filter((pair) => pair.kind === kind)).not.toHaveLength(0);
  });
});

for (const place of testDatabases()) {
  describe.skipIf(place.missing)(
    `files of every kind on the ${place.name} database${place.missing ? ` (missing: ${place.missing})` : ''}`,
    () => {
      let database: Database;
      let files: TempFiles;
      beforeAll(async () => {
        files = tempFiles();
        database = await place.open();
        await loadPartnerBase(database, files);
      });
      afterAll(async () => {
        await database?.close();
        await place.remove();
        files?.remove();
      });

      it.each(CASES)('$kind/$name is read as expected', async ({ kind, name, folder }) => {
        const stem = name.slice(0, -extname(name).length);
        const options = join(folder, `${stem}.options.json`);
        const given = existsSync(options)
          ? (JSON.parse(readFileSync(options, 'utf8')) as Record<string, unknown>)
          : {};
        const report = await importFiles(database, {
          kind,
          paths: [join(folder, name)],
          synthetic: true,
          source: `case-${stem}`,
          ...given,
        });
        const [file] = report.files;
        const { read, accepted, rejected, duplicate } = file.rows;
        expect(read).toBe(accepted + rejected + duplicate);
        expectGolden(join(folder, `${stem}.expected.txt`), await importAsText(database, file));
      });
    },
  );
}
