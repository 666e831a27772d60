import type { Database } from '../../server/db/database.ts';
import { ImportRefusedError } from '../steps/import-refused.ts';

/**
 * Keep real and invented data apart: a map of both would be about no place at all, and the sample's sign-ins without a
 * password would stand beside real data.
 *
 * @throws ImportRefusedError synthetic-mixed
 */
export async function refuseMixing({ db }: Database, synthetic: boolean): Promise<void> {
  const other = await db
    .selectFrom('dataset')
    .select('title')
    .where('synthetic', '=', !synthetic)
    .limit(1)
    .executeTakeFirst();
  if (!other) return;
  throw new ImportRefusedError(
    'synthetic-mixed',
    synthetic
      ? 'The database holds real data, and this file is said to be synthetic; the two are kept apart.'
      : 'The database holds the synthetic district, and this file is said to be real; the two are kept apart.',
    other.title,
    `${synthetic ? '' : 'If the file is invented too, say so: on the command line with --synthetic. '}Otherwise import into a folder of its own: WARDLIGHT_DATA=FOLDER npm run import -- ..., and start the service with the same folder.`,
  );
}
