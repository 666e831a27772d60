import { PARTNER_TABLES } from './kinds/partner-tables.ts';
import { codePointHeader } from './kinds/postcodes.ts';
import { previewTable, type TablePreview } from './load/open-table.ts';
import { describeFile } from './load/source-file.ts';
import { type ImportKind, PARTNER_IMPORT_KINDS, type PartnerImportKind } from './report.ts';
import { ImportRefusedError } from './steps/import-refused.ts';

/**
 * Which column of a file would be read as what, with its first 20 rows. Loads nothing and needs no database.
 *
 * @throws ImportRefusedError kind-without-map, personal-data, header-wrong and the faults of the readers
 */
export async function showMap(kind: ImportKind, path: string): Promise<TablePreview> {
  if (!isPartnerKind(kind))
    throw new ImportRefusedError(
      'kind-without-map',
      `Files of the kind ${kind} have fixed columns: there is no map to show.`,
      kind,
      `Kinds with a map are ${PARTNER_IMPORT_KINDS.join(', ')}.`,
    );
  const file = await describeFile(path, kind);
  return previewTable({ file, onBytes: () => undefined }, kind, PARTNER_TABLES[kind], {
    ...(kind === 'postcodes' ? { withoutHeader: codePointHeader } : {}),
  });
}

function isPartnerKind(kind: ImportKind): kind is PartnerImportKind {
  return (PARTNER_IMPORT_KINDS as readonly string[]).includes(kind);
}
