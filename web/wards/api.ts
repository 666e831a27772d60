import type { Problem } from '../../server/contract/shared.ts';
import { csrfToken } from '../access/session.ts';
import { keepAuditId } from '../api/client.ts';
import { errorOfProblem, ServiceError } from '../api/service-error.ts';

/** Gets JSON below the page's own address. Throws ServiceError for a problem body and for an answer that is not JSON. */
export function getJson<T>(path: string, signal: AbortSignal): Promise<T> {
  return ask<T>(path, { signal, headers: { accept: 'application/json' } });
}

/** Posts JSON with the token that proves the request comes from this application. */
export function postJson<T>(path: string, body: unknown, signal: AbortSignal | null = null): Promise<T> {
  return ask<T>(path, { ...posting(body), signal });
}

/** A file that the service makes of a posted question, under the name that it gives. Throws ServiceError for a problem body. */
export async function postForFile(
  path: string,
  body: unknown,
): Promise<{ name: string; content: Blob; auditId: string }> {
  const init = { ...posting(body), credentials: 'same-origin' } as const;
  const response = await fetch(new URL(path, document.baseURI), init);
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as unknown;
    throw isProblem(problem) ? errorOfProblem(problem) : unexpected(response);
  }
  const [, name = 'table'] =
    /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  return {
    name,
    content: await response.blob(),
    auditId: response.headers.get('x-wardlight-audit-id') ?? '',
  };
}

function posting(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(csrfToken.value ? { 'x-csrf-token': csrfToken.value } : {}),
    },
    body: JSON.stringify(body),
  };
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(new URL(path, document.baseURI), { ...init, credentials: 'same-origin' });
  const body = (await response.json().catch(() => null)) as unknown;
  if (response.ok && body !== null) {
    keepAuditId(body as object, response);
    return body as T;
  }
  if (isProblem(body)) throw errorOfProblem(body);
  throw unexpected(response);
}

function unexpected({ status, statusText }: Response): ServiceError {
  return new ServiceError(
    'unexpected-answer',
    'The service answered with something this page does not understand.',
    `${status} ${statusText}`.trim(),
    'Reload the page. If it stays, the service and the page may be of different versions.',
  );
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body && 'status' in body;
}
