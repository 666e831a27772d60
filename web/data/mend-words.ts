import type { Upload } from '../../server/contract/imports.ts';

/** What mends a refusal on this page, where the importer's own hint speaks of the command line. */
const HERE: Readonly<Record<string, string>> = {
  'header-wrong': 'Say below which column is what.',
  'column-map-differs': 'Choose another column for it below.',
  'column-map-wrong': 'Choose the columns again below.',
  'column-names-people': 'Such columns are never read: choose another one below, or none.',
  'measure-unknown': 'Say below which column names the figures, or name the figures in a column each.',
  'year-unknown': 'Write the year below.',
  'sharing-missing': 'Say below under which record of sharing it comes.',
  'sharing-differs': 'Choose the record that its dataset is under, or name another sender below.',
  'sharing-class': 'Choose a record of the right sensitivity below.',
  'sharing-expired':
    'Agree a new date with the owner and register the record again, under Records of sharing.',
};

/** What to do about a refusal that can still be mended. */
export function hintHere({ code, hint }: NonNullable<Upload['refusal']>): string {
  return HERE[code] ?? hint;
}
