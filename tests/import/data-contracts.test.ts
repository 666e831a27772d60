import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PARTNER_TABLES } from '../../data-import/kinds/partner-tables.ts';
import { PARTNER_IMPORT_KINDS } from '../../data-import/report.ts';
import { projectRoot } from '../../server/project-root.ts';

const page = (name: string) =>
  readFileSync(join(projectRoot, 'docs', 'data-contracts', `${name}.md`), 'utf8');

describe('the data contracts', () => {
  it.each(PARTNER_IMPORT_KINDS)(
    'of %s name every column that is read, and every spelling it is known by',
    (kind) => {
      const own = page(kind);
      const places = page('tables');
      for (const { name, names } of PARTNER_TABLES[kind].fields) {
        const described = own.includes(`| \`${name}\` |`);
        expect(described || places.includes(`\`${name}\``), `${kind}: ${name}`).toBe(true);
        if (described) for (const spelling of names) expect(own).toContain(`\`${spelling}\``);
      }
    },
  );
  it('are linked from the page on tables', () => {
    for (const kind of PARTNER_IMPORT_KINDS) expect(page('tables')).toContain(`(${kind}.md)`);
  });
});
