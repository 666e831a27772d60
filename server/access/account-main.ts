import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { ROLES, type Role } from '../contract/access.ts';
import { openDatabase } from '../db/open-database.ts';
import { RequestError } from '../errors.ts';
import { Accounts } from './accounts.ts';
import { AuditLog } from './audit-log.ts';
import { Sessions } from './sessions.ts';

const USAGE = `Accounts, from the command line: for the first administrator, and for when nobody can get in.

  npm run account -- create --username NAME --name "Full name" --organisation SLUG [--organisation-name "Name"] --role ROLE [--role ROLE]
  npm run account -- reset   --username NAME     new first password; removes lock and second factor
  npm run account -- disable --username NAME     ends its sessions and tokens at once
  npm run account -- enable  --username NAME
  npm run account -- list

Roles: ${ROLES.join(', ')}.
The first password is printed once and has to be changed at the first sign-in. With the embedded database, stop the service first.`;

const COMMANDS = ['create', 'reset', 'disable', 'enable', 'list'] as const;
type Command = (typeof COMMANDS)[number];

/** @returns exit code */
async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      username: { type: 'string' },
      name: { type: 'string' },
      organisation: { type: 'string' },
      'organisation-name': { type: 'string' },
      role: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  });
  const command = positionals[0] as Command | undefined;
  if (values.help || command === undefined || !COMMANDS.includes(command) || positionals.length > 1) {
    console.log(USAGE);
    return values.help ? 0 : 64;
  }
  const need = (name: 'username' | 'name' | 'organisation'): string => {
    const value = values[name];
    if (value) return value;
    throw new Error(`${command} needs --${name}.\n\n${USAGE}`);
  };
  const roles = (values.role ?? []).map((role) => {
    if (ROLES.includes(role as Role)) return role as Role;
    throw new Error(`There is no role called ${role}. Roles: ${ROLES.join(', ')}.`);
  });
  if (command === 'create' && roles.length === 0) throw new Error(`create needs --role.\n\n${USAGE}`);
  const username = command === 'list' ? '' : need('username');
  const draft =
    command === 'create' ? { displayName: need('name'), organisation: need('organisation') } : null;

  const config = readConfig();
  const database = await openDatabase({
    url: config.databaseUrl,
    ownerUrl: config.databaseOwnerUrl,
    dataDirectory: config.dataDirectory,
  });
  try {
    const now = () => new Date();
    const accounts = new Accounts(database, new Sessions(database, { idleMinutes: 1, hours: 1 }, now), now);
    const audit = new AuditLog(database);
    const record = (action: string, subject: string) =>
      audit.write({ action, outcome: 'ok', asker: null, via: 'command-line', address: null, subject });
    if (command === 'list') {
      for (const account of (await accounts.list()).accounts) {
        const notes = [
          account.locked && 'locked',
          account.disabled && 'disabled',
          account.secondFactor && 'second factor',
        ];
        console.log(
          [
            account.username,
            account.displayName,
            account.organisation.slug,
            account.roles.join(','),
            account.signsInBy,
            notes.filter(Boolean).join(', '),
          ].join('\t'),
        );
      }
      return 0;
    }
    if (draft) {
      const organisationName = values['organisation-name'];
      if (organisationName)
        await accounts
          .createOrganisation({ slug: draft.organisation, name: organisationName })
          .catch(unlessTaken);
      const password = await accounts.create({ username: username.toLowerCase(), ...draft, roles });
      await record('account.create', `${username}: ${roles.join(', ')} at ${draft.organisation}`);
      console.log(`Account ${username} is made. Its first password, shown once:\n\n  ${password}\n`);
      return 0;
    }
    if (command === 'reset') {
      const password = await accounts.reset(username);
      await record('account.reset', username);
      console.log(`Account ${username} is reset. Its new first password, shown once:\n\n  ${password}\n`);
      return 0;
    }
    await accounts.change(username, { disabled: command === 'disable' });
    await record(`account.${command}`, username);
    console.log(`Account ${username} is ${command}d.`);
    return 0;
  } finally {
    await database.close();
  }
}

/** An organisation that is there already is as good. */
function unlessTaken(error: unknown): void {
  if (!(error instanceof RequestError && error.code === 'name-taken')) throw error;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  const hint = error instanceof RequestError && error.details.hint ? ` ${error.details.hint}` : '';
  console.error(`${(error as Error).message}${hint}`);
}
