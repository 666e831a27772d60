import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Where a worker's compiled module lies. Workers run on plain Node, which does not read TypeScript: compiled code finds
 * the worker beside itself; code run from its .ts source (the tests) finds it under dist/.
 *
 * @param importMetaUrl import.meta.url of the caller
 * @param name the worker's file name without ending, in the caller's folder
 * @throws when the compiled file is missing, saying which command makes it
 */
export function compiledWorker(importMetaUrl: string, name: string): URL {
  let url = new URL(`./${name}.js`, importMetaUrl);
  if (importMetaUrl.endsWith('.ts')) {
    const root = new URL('../', import.meta.url).href;
    url = new URL(`./dist/${new URL('.', importMetaUrl).href.slice(root.length)}${name}.js`, root);
  }
  if (!existsSync(fileURLToPath(url))) {
    throw new Error(
      `The worker ${name} is not compiled: ${fileURLToPath(url)} is missing. Run "npm run build:server".`,
    );
  }
  return url;
}
