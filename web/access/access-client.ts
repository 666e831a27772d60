import type {
  AccountList,
  InitialPassword,
  NewToken,
  RecoveryCodes,
  Role,
  SecondFactorSetUp,
  SessionState,
  SessionSummary,
  SignInOptions,
  TokenScope,
  TokenSummary,
} from '../../server/contract/access.ts';
import type {
  AuditFilter,
  AuditPage,
  AuditQuery,
  AuditQuestions,
  AuditUse,
  QuestionsQuery,
} from '../../server/contract/audit.ts';
import type { Problem } from '../../server/contract/shared.ts';
import { apiPath } from '../api/client.ts';
import { errorOfProblem, ServiceError, toServiceError } from '../api/service-error.ts';
import { csrfToken } from './session.ts';

/** Which box of a form a refusal is about; null where it is about all of it. */
export class FormRefusal extends ServiceError {
  readonly field: string | null;
  constructor(problem: Problem) {
    const { code, message, seen, hint } = errorOfProblem(problem);
    // The map's own advice (the choices on the left) is none for a form.
    super(code, message, seen, problem.hint ?? (problem.status >= 500 ? hint : ''));
    this.field = problem.field ?? null;
  }
}

export const fetchSession = () => send<SessionState>('GET', 'session');
export const fetchSignInOptions = () => send<SignInOptions>('GET', 'sign-in-options');
export const signIn = (body: { username: string; password: string; code?: string }) =>
  send<SessionState>('POST', 'sign-in', body);
export const signInAsRole = (role: Role) => send<SessionState>('POST', 'sign-in/demonstration', { role });
export const signOut = () => send<unknown>('POST', 'sign-out', {});
export const signOutEverywhere = () => send<unknown>('POST', 'sign-out-everywhere', {});

export const changePassword = (body: { currentPassword: string; newPassword: string }) =>
  send<SessionState>('POST', 'account/password', body);
/** @param body code: of the present second factor, where there is one */
export const beginSecondFactor = (body: { password: string; code?: string }) =>
  send<SecondFactorSetUp>('POST', 'account/second-factor', body);
export const confirmSecondFactor = (code: string) =>
  send<RecoveryCodes>('POST', 'account/second-factor/confirm', { code });

export const fetchSessions = () => send<{ sessions: SessionSummary[] }>('GET', 'account/sessions');
export const endSession = (sessionId: number) => send<unknown>('DELETE', `account/sessions/${sessionId}`);

export const fetchTokens = () => send<{ tokens: TokenSummary[] }>('GET', 'account/tokens');
export const createToken = (body: { name: string; scopes: TokenScope[]; days: number }) =>
  send<NewToken>('POST', 'account/tokens', body);
export const revokeToken = (tokenId: number) => send<unknown>('DELETE', `account/tokens/${tokenId}`);

export const fetchAccounts = () => send<AccountList>('GET', 'accounts');
export const createAccount = (body: {
  username: string;
  displayName: string;
  organisation: string;
  roles: Role[];
}) => send<InitialPassword>('POST', 'accounts', body);
export const changeAccount = (username: string, body: { roles?: Role[]; disabled?: boolean }) =>
  send<unknown>('PATCH', `accounts/${encodeURIComponent(username)}`, body);
export const resetAccount = (username: string) =>
  send<InitialPassword>('POST', `accounts/${encodeURIComponent(username)}/reset`, {});
export const createOrganisation = (body: { slug: string; name: string }) =>
  send<unknown>('POST', 'organisations', body);

export const fetchAudit = (query: AuditQuery) => send<AuditPage>('GET', pathOf('audit', query));
export const fetchAuditUse = (filter: AuditFilter) => send<AuditUse>('GET', pathOf('audit/use', filter));
/** Questions of restricted layers that were widened or refused. */
export const fetchQuestions = (query: Pick<QuestionsQuery, 'username' | 'organisation'>) =>
  send<AuditQuestions>('GET', pathOf('audit/questions', query));
export const auditCsvAddress = (filter: AuditFilter) => pathOf('audit/export.csv', filter);

/** A path below api/, without what is empty. */
function pathOf(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  return apiPath(path, Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))).slice(
    4,
  );
}

/** Throws FormRefusal for a problem body, ServiceError for anything else that goes wrong. */
async function send<T>(method: string, path: string, body?: object): Promise<T> {
  try {
    const response = await fetch(new URL(`api/${path}`, document.baseURI), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(method === 'GET' || !csrfToken.value ? {} : { 'x-csrf-token': csrfToken.value }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as unknown;
    if (response.ok) return answer as T;
    throw new FormRefusal(answer as Problem);
  } catch (cause) {
    throw toServiceError(cause);
  }
}
