import { ROLES, type Role } from '../contract/access.ts';
import type { AccessOptions, ProviderOptions } from './access-options.ts';

/** Settings of access, as the environment names them. */
export const ACCESS_SETTINGS = [
  'WARDLIGHT_DEMONSTRATION',
  'WARDLIGHT_SECOND_FACTOR',
  'WARDLIGHT_SECRET',
  'WARDLIGHT_SECRET_PREVIOUS',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_LABEL',
  'OIDC_SCOPE',
  'OIDC_GROUPS_CLAIM',
  'OIDC_GROUPS',
  'OIDC_ORGANISATION',
  'OIDC_STRENGTH',
] as const;

export interface SettingReaders {
  wholeNumber(name: string, fallback: number, minimum: number, maximum: number): number;
  oneOf<T extends string>(name: string, fallback: T, allowed: readonly T[]): T;
}

/**
 * PUBLIC_URL, TRUST_PROXY, SESSION_IDLE_MINUTES, SESSION_HOURS, WARDLIGHT_DEMONSTRATION, WARDLIGHT_SECOND_FACTOR,
 * WARDLIGHT_SECRET, WARDLIGHT_SECRET_PREVIOUS and OIDC_*: see docs/deployment.md.
 *
 * @param sample whether the synthetic district may be held: the demonstration is then on unless it is turned off, and off beside
 * real data, which the same data folder may hold instead
 * @param problems a sentence is added for each setting that cannot be used; secrets are not shown
 */
export function readAccessConfig(
  environment: NodeJS.ProcessEnv,
  { wholeNumber, oneOf }: SettingReaders,
  sample: boolean,
  problems: string[],
): AccessOptions {
  const publicUrl = environment.PUBLIC_URL || undefined;
  if (publicUrl !== undefined && !isAddress(publicUrl)) {
    problems.push(
      `PUBLIC_URL must be an address beginning with https:// (http:// on this computer only); saw "${publicUrl}".`,
    );
  }
  const secret = environment.WARDLIGHT_SECRET || undefined;
  if (secret !== undefined && secret.length < 32) {
    problems.push(
      `WARDLIGHT_SECRET must have 32 characters or more; it has ${secret.length}. Make one with: openssl rand -base64 32`,
    );
  }
  return {
    publicUrl,
    previousSecret: environment.WARDLIGHT_SECRET_PREVIOUS || undefined,
    secret,
    trustProxy: environment.TRUST_PROXY || undefined,
    demonstration:
      sample && !environment.WARDLIGHT_DEMONSTRATION
        ? undefined
        : oneOf('WARDLIGHT_DEMONSTRATION', 'no', ['yes', 'no']) === 'yes',
    requireSecondFactor:
      oneOf('WARDLIGHT_SECOND_FACTOR', 'required', ['required', 'optional']) === 'required',
    sessionIdleMinutes: wholeNumber('SESSION_IDLE_MINUTES', 30, 1, 720),
    sessionHours: wholeNumber('SESSION_HOURS', 12, 1, 24),
    provider: readProvider(environment, publicUrl, problems),
  };
}

function readProvider(
  environment: NodeJS.ProcessEnv,
  publicUrl: string | undefined,
  problems: string[],
): ProviderOptions | undefined {
  const issuer = environment.OIDC_ISSUER;
  if (!issuer) {
    const stray = ACCESS_SETTINGS.find((name) => name.startsWith('OIDC_') && environment[name]);
    if (stray) problems.push(`${stray} is set, and OIDC_ISSUER is not: set it too, or take ${stray} away.`);
    return undefined;
  }
  if (!isAddress(issuer)) {
    problems.push(
      `OIDC_ISSUER must be an address beginning with https:// (http:// on this computer only); saw "${issuer}".`,
    );
  }
  for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_GROUPS'] as const) {
    if (!environment[name]) problems.push(`${name} is needed for single sign-on, and is not set.`);
  }
  if (!publicUrl)
    problems.push('PUBLIC_URL is needed for single sign-on: the provider sends browsers back to it.');
  return {
    issuer,
    clientId: environment.OIDC_CLIENT_ID ?? '',
    clientSecret: environment.OIDC_CLIENT_SECRET ?? '',
    label: environment.OIDC_LABEL || 'Sign in with single sign-on',
    scope: environment.OIDC_SCOPE || 'openid profile email',
    groupsClaim: environment.OIDC_GROUPS_CLAIM || 'groups',
    groups: readGroups(environment.OIDC_GROUPS ?? '{}', problems),
    organisation: environment.OIDC_ORGANISATION || null,
    strength: environment.OIDC_STRENGTH?.split(',').flatMap((word) => word.trim() || []),
  };
}

function readGroups(text: string, problems: string[]): ProviderOptions['groups'] {
  const example = '{"wardlight-analysts": {"roles": ["analyst"], "organisation": "kent-police"}}';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    problems.push(`OIDC_GROUPS must be JSON such as ${example}; it could not be read.`);
    return {};
  }
  const groups: Record<string, { roles: Role[]; organisation?: string }> = {};
  for (const [group, rights] of Object.entries((parsed ?? {}) as Record<string, unknown>)) {
    const { roles, organisation } = (rights ?? {}) as { roles?: unknown; organisation?: unknown };
    const known =
      Array.isArray(roles) && roles.length > 0 && roles.every((role) => ROLES.includes(role as Role));
    if (!known || (organisation !== undefined && typeof organisation !== 'string')) {
      problems.push(
        `OIDC_GROUPS: the group "${group}" must look as in ${example}; roles are ${ROLES.join(', ')}.`,
      );
      continue;
    }
    groups[group] = { roles: roles as Role[], ...(organisation === undefined ? {} : { organisation }) };
  }
  return groups;
}

/** https anywhere; http on this computer only. */
function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
  );
}
