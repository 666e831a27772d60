import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../server/project-root.ts';

/** The folder of real open data beside the project, and why it cannot be used; null where it can. */
export const sharedData = join(projectRoot, '..', 'shared', 'data');
export const sharedDataMissing = existsSync(join(sharedData, 'police'))
  ? null
  : 'the sample data folder ../shared/data is not on this machine';

/** Path of one file of the sample data. */
export function sharedFile(...path: string[]): string {
  return join(sharedData, ...path);
}
