import type { Role } from '../contract/access.ts';
import type { RateLimit } from './rate-limiter.ts';

/** Single sign-on by OpenID Connect: authorization code with PKCE. */
export interface ProviderOptions {
  /** Issuer address; its discovery document is read from /.well-known/openid-configuration below it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button says; default 'Sign in with single sign-on'. */
  readonly label: string;
  /** Scopes asked for; default 'openid profile email'. */
  readonly scope: string;
  /** Claim that lists the person's groups; default 'groups'. */
  readonly groupsClaim: string;
  /** What each group may do, and which organisation its members belong to. */
  readonly groups: Readonly<
    Record<string, { readonly roles: readonly Role[]; readonly organisation?: string }>
  >;
  /** Organisation of people whose groups name none. */
  readonly organisation: string | null;
  /** How strongly people must have signed in there: one of these must be the `acr` or among the `amr`. Default: not looked at. */
  readonly strength?: readonly string[] | undefined;
}

/** How people get in, and how long they stay. Everything has a safe default. */
export interface AccessOptions {
  /**
   * One sign-in per role without a password. true refuses to start beside real data; default: on exactly while every dataset
   * held is synthetic.
   */
  readonly demonstration?: boolean | undefined;
  /** Whether accounts with a password must set up a second factor before anything else; default true where there is a secret. */
  readonly requireSecondFactor?: boolean | undefined;
  /** Seals the secrets of second factors, 32 characters or more; without it none can be set up. */
  readonly secret?: string | undefined;
  /** The secret before this one: what it sealed still opens, and is sealed anew when it is used. */
  readonly previousSecret?: string | undefined;
  /** Address that browsers use, such as https://wardlight.example.org; https makes cookies Secure. Default: what the request says. */
  readonly publicUrl?: string | undefined;
  /** Address or network of the reverse proxy whose forwarded headers are believed; default none. */
  readonly trustProxy?: string | undefined;
  /** A session ends after this long without a request, minutes; default 30. */
  readonly sessionIdleMinutes?: number | undefined;
  /** A session ends after this long however busy, hours; default 12. */
  readonly sessionHours?: number | undefined;
  readonly provider?: ProviderOptions | undefined;
  /** Requests of one account, or one address where nobody is signed in; default 240 in a row, 480 a minute. */
  readonly requestLimit?: RateLimit | undefined;
  /** Attempts to sign in from one address; default 20 in a row, 10 a minute. */
  readonly signInLimit?: RateLimit | undefined;
  /** The clock; default the computer's. */
  readonly now?: (() => Date) | undefined;
}
