import { formatOf } from '../../data-import/check-file.ts';
import { PARTNER_TABLES } from '../../data-import/kinds/partner-tables.ts';
import type { UploadKind } from '../contract/imports.ts';
import { RequestError } from '../errors.ts';

/** Refuse a file that cannot be of its kind by its first bytes. @throws RequestError unsupported-file */
export async function refuseFormat(path: string, kind: UploadKind): Promise<void> {
  const format = await formatOf(path);
  const [isGeometry, isTable] = [kind === 'boundaries', kind in PARTNER_TABLES];
  if (isGeometry ? format === 'json' : format === 'text' || (isTable && format !== 'other')) return;
  const read = isGeometry ? 'GeoJSON' : isTable ? 'CSV, an Excel workbook (.xlsx) or GeoJSON points' : 'CSV';
  throw new RequestError('unsupported-file', {
    detail: `A file of the kind ${kind} is ${read}; this one is not, whatever its name says.`,
    seen: format === 'other' ? 'bytes of no format that is read' : format,
    hint: 'Choose the kind that it is, or save it as CSV UTF-8.',
    field: 'file',
  });
}
