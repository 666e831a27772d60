import Type, { type Static } from 'typebox';
import { RowNumber } from './shared.ts';

/** What an account may do; docs/deployment.md says which role a person needs. */
export const ROLES = [
  'viewer',
  'analyst',
  'placement-requester',
  'data-steward',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];
export const RoleWord = Type.Enum([...ROLES] as Role[], { description: `One of ${ROLES.join(', ')}.` });

/** Role names and tasks for screens, in the order they are offered. */
export const ROLE_WORDS: Readonly<Record<Role, { readonly title: string; readonly task: string }>> = {
  viewer: { title: 'Viewer', task: 'Read maps and briefings, for a board' },
  analyst: { title: 'Analyst', task: 'Explore hot spots, compare wards, write briefings' },
  'placement-requester': { title: 'Placement requester', task: 'Check what is known about an area' },
  'data-steward': { title: 'Data steward', task: 'Decide what comes in and who may see it' },
  auditor: { title: 'Auditor', task: 'See who looked at what' },
  administrator: { title: 'Administrator', task: 'Create accounts and organisations' },
};

/** What an API token may be used for; never more than its account may do. */
export const TOKEN_SCOPES = ['figures', 'audit'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];
export const TokenScopeWord = Type.Enum([...TOKEN_SCOPES] as TokenScope[]);

/** What an account must do before it may do anything else. */
export const Duty = Type.Union([Type.Literal('change-password'), Type.Literal('set-up-second-factor')]);
export type Duty = Static<typeof Duty>;

export const OrganisationSummary = Type.Object({ slug: Type.String(), name: Type.String() });
export type OrganisationSummary = Static<typeof OrganisationSummary>;

/** GET /api/session: who is signed in, or account null. */
export const SessionState = Type.Object({
  account: Type.Union([
    Type.Object({
      username: Type.String(),
      displayName: Type.String(),
      organisation: OrganisationSummary,
      roles: Type.Array(RoleWord),
      via: Type.String({ description: 'password, single-sign-on, demonstration or token.' }),
      secondFactor: Type.Boolean({ description: 'True where a second factor is set up.' }),
      recoveryCodesLeft: Type.Integer(),
      duties: Type.Array(Duty, { description: 'What to do before anything else is answered.' }),
    }),
    Type.Null(),
  ]),
  csrfToken: Type.Union([Type.String(), Type.Null()], {
    description: 'Send it back as the header x-csrf-token with every request that changes something.',
  }),
  expiresAt: Type.Union([Type.String(), Type.Null()], { description: 'ISO 8601 instant.' }),
  idleMinutes: Type.Integer({ description: 'The session ends after this long without a request.' }),
});
export type SessionState = Static<typeof SessionState>;

/** GET /api/sign-in-options: the ways in that this service offers. */
export const SignInOptions = Type.Object({
  password: Type.Boolean(),
  singleSignOn: Type.Union([Type.Object({ label: Type.String(), path: Type.String() }), Type.Null()]),
  demonstration: Type.Array(Type.Object({ role: RoleWord, title: Type.String(), task: Type.String() }), {
    description: 'One sign-in per role, without a password; only while every dataset is synthetic.',
  }),
});
export type SignInOptions = Static<typeof SignInOptions>;

const Username = Type.String({ minLength: 1, maxLength: 120, description: 'The name of the account.' });
const Password = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'The password, 12 to 256 characters.',
});
const Code = Type.String({
  maxLength: 32,
  description: 'Six digits from the authenticator app, or a recovery code.',
});
const closed = { additionalProperties: false };

export const SignInBody = Type.Object(
  { username: Username, password: Password, code: Type.Optional(Code) },
  closed,
);
export const DemonstrationBody = Type.Object({ role: RoleWord }, closed);
export const PasswordChangeBody = Type.Object({ currentPassword: Password, newPassword: Password }, closed);
export const SecondFactorBody = Type.Object(
  {
    password: Password,
    code: Type.Optional(Code),
  },
  closed,
);
export const SecondFactorSetUp = Type.Object({
  secret: Type.String({ description: 'Base32, to type into an authenticator app.' }),
  uri: Type.String({ description: 'otpauth address of the same secret.' }),
});
export type SecondFactorSetUp = Static<typeof SecondFactorSetUp>;
export const SecondFactorConfirmBody = Type.Object({ code: Code }, closed);
export const RecoveryCodes = Type.Object({
  recoveryCodes: Type.Array(Type.String(), { description: 'Shown once; each works once.' }),
});
export type RecoveryCodes = Static<typeof RecoveryCodes>;

export const TokenSummary = Type.Object({
  tokenId: Type.Integer(),
  name: Type.String(),
  scopes: Type.Array(TokenScopeWord),
  createdAt: Type.String(),
  expiresAt: Type.String(),
  revokedAt: Type.Union([Type.String(), Type.Null()]),
  lastUsedAt: Type.Union([Type.String(), Type.Null()]),
});
export type TokenSummary = Static<typeof TokenSummary>;
export const TokenList = Type.Object({ tokens: Type.Array(TokenSummary) });
export const TokenBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80, description: 'What the token is for.' }),
    scopes: Type.Array(TokenScopeWord, { minItems: 1, uniqueItems: true }),
    days: Type.Integer({ minimum: 1, maximum: 365, description: 'Days until it ends, 1 to 365.' }),
  },
  closed,
);
export const NewToken = Type.Object({
  token: Type.String({ description: 'Shown once. Send it as: authorization: Bearer TOKEN.' }),
  summary: TokenSummary,
});
export type NewToken = Static<typeof NewToken>;
export const TokenPath = Type.Object({ tokenId: RowNumber }, closed);

/** One signed-in browser of the account. */
export const SessionSummary = Type.Object({
  sessionId: Type.Integer(),
  device: Type.String({ description: 'Browser and system in words: Firefox on Windows.' }),
  network: Type.Union([Type.String(), Type.Null()], {
    description:
      'The address it was begun from without its last part: 192.0.2.*. The full one is not kept with it.',
  }),
  via: Type.String({ description: 'password, single-sign-on or demonstration.' }),
  createdAt: Type.String(),
  lastSeenAt: Type.String({ description: 'To the minute.' }),
  expiresAt: Type.String(),
  current: Type.Boolean({ description: 'The one that asks.' }),
});
export type SessionSummary = Static<typeof SessionSummary>;
export const SessionList = Type.Object({
  sessions: Type.Array(SessionSummary, { description: 'Last seen first.' }),
});
export const SessionPath = Type.Object({ sessionId: RowNumber }, closed);

export const AccountSummary = Type.Object({
  username: Type.String(),
  displayName: Type.String(),
  organisation: OrganisationSummary,
  roles: Type.Array(RoleWord),
  signsInBy: Type.Union([
    Type.Literal('password'),
    Type.Literal('single-sign-on'),
    Type.Literal('demonstration'),
  ]),
  secondFactor: Type.Boolean(),
  locked: Type.Boolean(),
  disabled: Type.Boolean(),
});
export type AccountSummary = Static<typeof AccountSummary>;
export const AccountList = Type.Object({
  accounts: Type.Array(AccountSummary),
  organisations: Type.Array(OrganisationSummary),
});
export type AccountList = Static<typeof AccountList>;

const Slug = Type.String({
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  maxLength: 80,
  description: 'Lower-case letters, digits and hyphens, such as thanet-council.',
});
const RoleList = Type.Array(RoleWord, { minItems: 1, uniqueItems: true, description: 'At least one role.' });
export const AccountBody = Type.Object(
  {
    username: Type.String({
      pattern: '^[a-z0-9][a-z0-9._@-]*$',
      maxLength: 120,
      description: 'Lower-case letters, digits, dot, underscore, at and hyphen.',
    }),
    displayName: Type.String({ minLength: 1, maxLength: 120 }),
    organisation: Slug,
    roles: RoleList,
  },
  closed,
);
export const AccountChangeBody = Type.Object(
  {
    displayName: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    organisation: Type.Optional(Slug),
    roles: Type.Optional(RoleList),
    disabled: Type.Optional(Type.Boolean()),
  },
  closed,
);
export const AccountPath = Type.Object({ username: Username }, closed);
export const InitialPassword = Type.Object({
  initialPassword: Type.String({ description: 'Shown once; must be changed at the first sign-in.' }),
});
export type InitialPassword = Static<typeof InitialPassword>;
export const OrganisationBody = Type.Object(
  { slug: Slug, name: Type.String({ minLength: 1, maxLength: 120 }) },
  closed,
);
export const Done = Type.Object({ done: Type.Literal(true) });
