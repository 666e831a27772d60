import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serviceSecret } from './access/secret-box.ts';
import { buildApp } from './app.ts';
import { openBasemap } from './basemap/basemap.ts';
import { readConfig } from './config.ts';
import type { SignInOptions } from './contract/access.ts';
import { openDatabase } from './db/open-database.ts';
import { ProgressBar } from './progress-bar.ts';
import { projectRoot } from './project-root.ts';
import { ensureSampleDistrict } from './sample-district.ts';

export interface StartOptions {
  /** Resolves when the web app is built; the service listens then. */
  readonly webReady?: Promise<unknown>;
}

/** Start the service: database, sample district where the folder is new, API and map on one port. */
export async function start({ webReady }: StartOptions = {}): Promise<void> {
  const config = readConfig();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const database = await openDatabase({
    ...(config.databaseUrl
      ? { url: config.databaseUrl, ownerUrl: config.databaseOwnerUrl }
      : { dataDirectory: config.dataDirectory }),
    statementTimeoutMs: config.statementTimeoutMs,
  });
  let stopping: Promise<void> | undefined;
  let app: Awaited<ReturnType<typeof buildApp>> | undefined;
  const stop = async (exitCode: number): Promise<void> => {
    stopping ??= (async () => {
      await app?.close();
      await database.close();
      process.exit(exitCode);
    })();
    await stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!stopping) say('\nStopping: answers on their way are finished, then the database is closed.');
      void stop(0);
    });
  }
  try {
    if (config.sample && database.engine === 'embedded') {
      const bar = new ProgressBar('Creating the synthetic district');
      await ensureSampleDistrict(database, config.dataDirectory, (share) => bar.show(share));
      bar.end();
    }
    await webReady;
    if (!existsSync(join(projectRoot, 'dist', 'web', 'index.html'))) {
      say('The map is not built (npm run build:web): only the API is served.');
    }
    const basemap = config.basemap && (await openBasemap(config.basemap));
    const secret = serviceSecret(config.access.secret, config.dataDirectory);
    app = await buildApp({
      database,
      logLevel: config.logLevel,
      imports: { largestBytes: config.uploadLimitMb * 2 ** 20 },
      access: { ...config.access, secret },
      policyOf: config.policyOf,
      basemap,
      warm: true,
    });
    await app.listen({ host: config.host, port: config.port });
    const address = app.server.address();
    const port = typeof address === 'object' && address ? address.port : config.port;
    const shownHost = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
    say('');
    say(`  Wardlight   http://${shownHost}:${port}/`);
    say(`  API         http://${shownHost}:${port}/api/docs`);
    say(
      `  Database    ${database.versions}, ${database.engine === 'embedded' ? `embedded, in ${config.dataDirectory}` : 'server'}`,
    );
    for (const line of whoMaySignIn(await app.access.options())) say(`  ${line}`);
    if (database.engine === 'embedded') {
      say(
        '  Note        One process at a time; safe if the process dies, not if the power does; up to about 1 million events.',
      );
    }
    say('  Stop        Ctrl-C');
    say('');
  } catch (error) {
    process.stderr.write(`\n${whyNotStarted(error as NodeJS.ErrnoException, config.port)}\n`);
    await stop(1);
  }
}

/** What to do where the address is taken or not allowed; other errors say it themselves. */
function whyNotStarted({ code, syscall, message }: NodeJS.ErrnoException, port: number): string {
  if (syscall === 'listen' && code === 'EADDRINUSE')
    return `Another program listens on port ${port}, perhaps Wardlight itself. Stop it, or choose another port with PORT.`;
  if (syscall === 'listen' && code === 'EACCES')
    return `Port ${port} may not be listened on by this account. Choose one above 1023 with PORT.`;
  return message;
}

/** Who can sign in, for the terminal: the demonstration roles by name, or how the first account is made. */
function whoMaySignIn({ demonstration, singleSignOn }: SignInOptions): string[] {
  const lines: string[] = [];
  if (demonstration.length > 0) {
    lines.push('Sign-in     Without a password, since all data is synthetic. Pick a role on the page:');
    for (const { title, task } of demonstration) lines.push(`              ${title}: ${task}`);
  } else {
    lines.push('Sign-in     Accounts of this installation. The first one: npm run account -- create --help');
  }
  if (singleSignOn) lines.push(`            ${singleSignOn.label}`);
  return lines;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  start().catch((error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  });
}
