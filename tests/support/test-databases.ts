import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database } from '../../server/db/database.ts';
import { type OpenDatabaseOptions, openDatabase } from '../../server/db/open-database.ts';
import { folderHolding, loadInto } from './fixtures/copy-of.ts';
import type { Fixture } from './fixtures/fixture.ts';
import { ON_SERVER } from './on-server.ts';
import { onceARun } from './once-a-run.ts';

/** How a test opens its database; as the service does, unless it says otherwise. */
export type TestOpenOptions = Pick<OpenDatabaseOptions, 'as' | 'statementTimeoutMs'>;

/** A place where one test file's database lives; every call of testDatabases makes new, empty ones. */
export interface TestDatabase {
  readonly name: 'embedded' | 'server';
  /** Why this engine cannot be tested here; null where it can. Pass it to `describe.skipIf`. */
  readonly missing: string | null;
  /** Where it is, for a program started as a child process. */
  location(): Promise<OpenDatabaseOptions>;
  /** Open it (again), migrated. Writing outside loads needs `as: 'owner'`: the service itself may not. */
  open(options?: TestOpenOptions): Promise<Database>;
  /** Open a new one that holds what several test files begin with. */
  openCopy(of: Fixture, options?: TestOpenOptions): Promise<Database>;
  /** Remove it; close it first. */
  remove(): Promise<void>;
}

/** One database per engine: run the same tests on each. */
export function testDatabases(): TestDatabase[] {
  return [embedded(), server()];
}

function embedded(): TestDatabase {
  let directory: string | undefined;
  const location = async () => {
    directory ??= mkdtempSync(join(tmpdir(), 'wardlight-test-'));
    return { dataDirectory: directory };
  };
  return {
    name: 'embedded',
    missing: null,
    location,
    open: async (options) => openDatabase({ ...(await location()), ...options }),
    openCopy: async (of, options) => {
      directory = await folderHolding(of);
      return openDatabase({ dataDirectory: directory, ...options });
    },
    remove: async () => {
      if (directory) rmSync(directory, { recursive: true, force: true });
      directory = undefined;
    },
  };
}

function server(): TestDatabase {
  const adminUrl = inject('testServerUrl');
  let created: Promise<string> | undefined;
  const create = async (template?: string) => {
    if (!adminUrl) throw new Error(inject('testServerMissing'));
    const name = `wardlight_test_${randomUUID().replaceAll('-', '')}`;
    await administer(adminUrl, `create database ${name}${template ? ` template ${template}` : ''}`);
    return name;
  };
  const urlOf = (name: string) => {
    const url = new URL(adminUrl ?? '');
    url.pathname = `/${name}`;
    return url.href;
  };
  const location = async () => {
    created ??= create();
    return { url: urlOf(await created) };
  };
  return {
    name: 'server',
    missing: adminUrl ? null : inject('testServerMissing'),
    location,
    open: async (options) => openDatabase({ ...(await location()), ...options }),
    openCopy: async (of, options) => {
      const template = await onceARun(`${of.name}${ON_SERVER}`, async () => {
        const name = await create();
        await loadInto({ url: urlOf(name) }, of);
        return name;
      });
      created = create(template);
      return openDatabase({ ...(await location()), ...options });
    },
    remove: async () => {
      if (created && adminUrl)
        await administer(adminUrl, `drop database if exists ${await created} with (force)`);
      created = undefined;
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
