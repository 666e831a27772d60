import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** How often a test looks whether another one has finished making what both need, milliseconds. */
const LOOK_AGAIN_MS = 200;

/**
 * What several test files need and only one of them makes, whichever comes first; the others wait for it.
 *
 * @param make is given a folder that lasts as long as the run
 * @returns what `make` returned, in this process or another
 * @throws what it threw, in every test that asks
 */
export async function onceARun(name: string, make: (folder: string) => Promise<string>): Promise<string> {
  const folder = inject('runFolder');
  const made = join(folder, `${name}.made`);
  const failed = join(folder, `${name}.failed`);
  if (isFirst(join(folder, `${name}.making`))) {
    try {
      const result = await make(folder);
      writeFileSync(`${made}.part`, result);
      renameSync(`${made}.part`, made);
    } catch (error) {
      writeFileSync(failed, String((error as Error).stack));
      throw error;
    }
  }
  while (!existsSync(made)) {
    if (existsSync(failed))
      throw new Error(`${name} could not be made by an earlier test: ${readFileSync(failed, 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return readFileSync(made, 'utf8');
}

function isFirst(claim: string): boolean {
  try {
    mkdirSync(claim);
    return true;
  } catch {
    return false;
  }
}
