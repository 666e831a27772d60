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
  return ask<T>(path, {
    method: 'POST',
    signal,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(csrfToken.value ? { 'x-csrf-token': csrfToken.value } : {}),
    },
    body: JSON.stringify(body),
  });
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(new URL(path, document.baseURI), { ...init, credentials: 'same-origin' });
  const body = (await response.json().catch(() => null)) as unknown;
  if (response.ok && body !== null) {
    keepAuditId(body as object, response);
    return body as T;
  }
  if (isProblem(body)) throw errorOfProblem(body);
  throw new ServiceError(
    'unexpected-answer',
    'The service answered with something this page does not understand.',
    `${response.status} ${response.statusText}`.trim(),
    'Reload the page. If it stays, the service and the page may be of different versions.',
  );
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body && 'status' in body;
}
