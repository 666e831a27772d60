import { join } from 'node:path';
import type { AccessOptions } from './access/access-options.ts';
import { ACCESS_SETTINGS, readAccessConfig } from './access/read-access-config.ts';
import { defaultPolicyOf, type PolicyOf } from './analyses/releases.ts';
import { type BasemapSettings, basemapProblem } from './basemap/basemap.ts';
import { readDisclosureSettings } from './disclosure-settings.ts';
import { nearestWord } from './nearest-word.ts';
import { projectRoot } from './project-root.ts';

/** Settings of the running service, from the environment. */
export interface Config {
  /** TCP port; PORT, default 3000; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on; HOST, default 127.0.0.1 (this computer only). */
  readonly host: string;
  /** PostgreSQL server with PostGIS; DATABASE_URL. Without it the embedded database is used. */
  readonly databaseUrl: string | undefined;
  /** Login that owns the schema, for migrations and loads; DATABASE_OWNER_URL. Without it DATABASE_URL's login does both. */
  readonly databaseOwnerUrl: string | undefined;
  /** Folder of the embedded database; WARDLIGHT_DATA, default ./data in the project. */
  readonly dataDirectory: string;
  /** Create the synthetic district when the data folder is new; WARDLIGHT_SAMPLE, yes or no; default yes on the embedded database. */
  readonly sample: boolean;
  /** How much is logged; LOG_LEVEL: fatal, error, warn, info, debug; default warn. */
  readonly logLevel: string;
  /** Longest a query may run, milliseconds; STATEMENT_TIMEOUT_MS, default 30,000. */
  readonly statementTimeoutMs: number;
  /** What may be shown of each class of data; WARDLIGHT_DISCLOSURE names a JSON file that makes rules stricter. */
  readonly policyOf: PolicyOf;
  /** Largest file that may be uploaded, MB; UPLOAD_LIMIT_MB, default 512. */
  readonly uploadLimitMb: number;
  /** A map below the figures; BASEMAP and BASEMAP_ATTRIBUTION. null: the product's own, from the boundaries loaded. */
  readonly basemap: BasemapSettings | null;
  /** Who may come in, and how; see docs/deployment.md. */
  readonly access: AccessOptions;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const OWN_NAMES: readonly string[] = [
  'WARDLIGHT_DATA',
  'WARDLIGHT_SAMPLE',
  'WARDLIGHT_DISCLOSURE',
  ...ACCESS_SETTINGS,
];

/**
 * Read the environment.
 *
 * @throws Error naming every setting that cannot be used, what was seen, and what is expected
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const wholeNumber = (name: string, fallback: number, minimum: number, maximum: number): number => {
    const text = environment[name];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    problems.push(`${name} must be a whole number from ${minimum} to ${maximum}; saw "${text}".`);
    return fallback;
  };
  const oneOf = <T extends string>(name: string, fallback: T, allowed: readonly T[]): T => {
    const text = environment[name];
    if (text === undefined || text === '') return fallback;
    const found = allowed.find((value) => value === text.toLowerCase());
    if (found !== undefined) return found;
    problems.push(`${name} must be one of ${allowed.join(', ')}; saw "${text}".`);
    return fallback;
  };
  for (const name of Object.keys(environment)) {
    if (/^(WARDLIGHT|OIDC)_/.test(name) && !OWN_NAMES.includes(name)) {
      const near = nearestWord(name, OWN_NAMES);
      problems.push(`${name} is not a setting.${near ? ` Did you mean ${near}?` : ''}`);
    }
  }
  const databaseAddress = (name: string): string | undefined => {
    const url = environment[name] || undefined;
    if (url && !/^postgres(ql)?:\/\//.test(url)) {
      problems.push(
        `${name} must begin with postgres://; its value is not shown, since it may hold a password.`,
      );
    }
    return url;
  };
  const databaseUrl = databaseAddress('DATABASE_URL');
  const databaseOwnerUrl = databaseAddress('DATABASE_OWNER_URL');
  if (databaseOwnerUrl && !databaseUrl) {
    problems.push(
      'DATABASE_OWNER_URL is set, and DATABASE_URL is not: set the login that the service works with.',
    );
  }
  const sample = oneOf('WARDLIGHT_SAMPLE', databaseUrl ? 'no' : 'yes', ['yes', 'no']) === 'yes';
  let policyOf: PolicyOf = defaultPolicyOf;
  try {
    policyOf = readDisclosureSettings(environment.WARDLIGHT_DISCLOSURE || undefined);
  } catch (error) {
    problems.push((error as Error).message);
  }
  const basemap = environment.BASEMAP
    ? { from: environment.BASEMAP, attribution: environment.BASEMAP_ATTRIBUTION || undefined }
    : null;
  const basemapWrong = basemap && basemapProblem(basemap);
  if (basemapWrong) problems.push(basemapWrong);
  const config: Config = {
    port: wholeNumber('PORT', 3000, 0, 65_535),
    host: environment.HOST || '127.0.0.1',
    databaseUrl,
    databaseOwnerUrl,
    dataDirectory: environment.WARDLIGHT_DATA || join(projectRoot, 'data'),
    sample,
    logLevel: oneOf('LOG_LEVEL', 'warn', LOG_LEVELS),
    uploadLimitMb: wholeNumber('UPLOAD_LIMIT_MB', 512, 1, 16_384),
    statementTimeoutMs: wholeNumber('STATEMENT_TIMEOUT_MS', 30_000, 100, 3_600_000),
    policyOf,
    basemap,
    access: readAccessConfig(environment, { wholeNumber, oneOf }, sample && !databaseUrl, problems),
  };
  if (problems.length > 0) throw new Error(`The settings cannot be used:\n  ${problems.join('\n  ')}`);
  return config;
}
