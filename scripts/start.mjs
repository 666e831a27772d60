// npm start: build what is out of date, then serve. The map is built while the database opens.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Wardlight needs Node 20.19 or newer; this is ${process.versions.node}. Install Node 24 LTS from nodejs.org.`,
  );
  process.exit(1);
}
const root = new URL('..', import.meta.url).pathname;
if (!existsSync(join(root, 'node_modules', 'typescript'))) {
  console.error('The packages are not installed. Run: npm ci');
  process.exit(1);
}

const newest = (...paths) => Math.max(0, ...paths.map((path) => newestBelow(join(root, path))));
const oldestBuilt = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : -1);

function newestBelow(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestBelow(join(path, name))));
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', command), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      output += data;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} failed:\n${output}`)),
    );
  });
}

const serverSources = newest(
  'server',
  'data-import',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
);
if (oldestBuilt('dist/server/main.js') < serverSources) {
  process.stdout.write('Building the server\n');
  const built = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
    { cwd: root, stdio: 'inherit' },
  );
  if (built.status !== 0) process.exit(1);
  const { utimesSync } = await import('node:fs');
  utimesSync(join(root, 'dist/server/main.js'), new Date(), new Date());
}

let webReady = Promise.resolve();
if (
  oldestBuilt('dist/web/index.html') < newest('web', 'server/contract', 'vite.config.ts', 'package-lock.json')
) {
  process.stdout.write('Building the map\n');
  webReady = run('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
  webReady.catch(() => undefined);
}

const { start } = await import('../dist/server/main.js');
await start({ webReady });
