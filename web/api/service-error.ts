import type { Problem } from '../../server/contract/shared.ts';

/** What went wrong with a request, ready for the screen: what is wrong, what was seen, what to do. */
export class ServiceError extends Error {
  readonly code: string;
  readonly seen: string | null;
  readonly hint: string;

  constructor(code: string, message: string, seen: string | null, hint: string) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.seen = seen;
    this.hint = hint;
  }
}

/** A problem body (RFC 9457) as an error. */
export function errorOfProblem(problem: Problem): ServiceError {
  const hint =
    problem.hint ??
    (problem.status >= 500
      ? 'Try again. If it stays, tell whoever runs this service the time it happened.'
      : 'Change the choice on the left and try again.');
  return new ServiceError(problem.code, problem.detail || problem.title, problem.seen ?? null, hint);
}

/** Anything thrown by a request as a ServiceError. */
export function toServiceError(cause: unknown): ServiceError {
  if (cause instanceof ServiceError) return cause;
  return new ServiceError(
    'unreachable',
    'The service does not answer.',
    cause instanceof Error ? cause.message : null,
    'Check that Wardlight is running and that this computer is connected, then try again.',
  );
}
