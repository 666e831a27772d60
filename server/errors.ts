/** Every error the API can answer with, in one table; docs/api/errors.md lists it and a test says so. */
export const errorTable = {
  'unknown-parameter': { status: 400, title: 'A parameter is not known' },
  'invalid-parameter': { status: 400, title: 'A parameter has a value that cannot be used' },
  'unknown-layer': { status: 404, title: 'There is no such layer' },
  'unknown-category': { status: 400, title: 'A category is not known in this layer' },
  'unknown-area': { status: 404, title: 'There is no such study area' },
  'unknown-boundary-set': { status: 404, title: 'There is no such set of boundaries' },
  'period-backwards': { status: 400, title: 'The period ends before it begins' },
  'period-not-supplied': { status: 404, title: 'No month of the period was supplied' },
  'cell-too-fine': { status: 400, title: 'The cell is smaller than the data is precise' },
  'too-many-cells': { status: 400, title: 'The request would make too many cells' },
  'level-not-held': { status: 404, title: 'The data does not name areas of this level' },
  'unknown-weights': { status: 404, title: 'There is no such weight table' },
  'invalid-weights': { status: 400, title: 'The weight table cannot be used' },
  'weights-not-for-layer': { status: 400, title: 'These weights are not for this layer' },
  'unknown-measure': { status: 404, title: 'There is no such measure' },
  'double-counting': { status: 400, title: 'The measures count the same thing twice' },
  'unknown-profile': { status: 404, title: 'There is no such composite profile' },
  'unknown-frozen-result': { status: 404, title: 'There is no such frozen result' },
  'unknown-factor': { status: 404, title: 'There is no such risk factor' },
  'factor-not-allowed': { status: 400, title: 'This cannot be used as a risk factor' },
  'sign-in-required': { status: 401, title: 'Sign in first' },
  'sign-in-failed': { status: 401, title: 'The sign-in did not succeed' },
  'second-factor-required': { status: 401, title: 'A code is needed too' },
  'not-permitted': { status: 403, title: 'Your role may not do this' },
  'duty-first': { status: 403, title: 'Something has to be done first' },
  'forged-request': { status: 403, title: 'The request does not come from a page of this service' },
  'weak-password': { status: 400, title: 'The password cannot be used' },
  'name-taken': { status: 409, title: 'The name is taken' },
  'unknown-account': { status: 404, title: 'There is no such account' },
  'unknown-saved-item': { status: 404, title: 'There is no such saved item' },
  'saved-meanwhile': { status: 409, title: 'Somebody saved a newer version' },
  'unknown-token': { status: 404, title: 'There is no such token' },
  'unknown-session': { status: 404, title: 'There is no such session' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'unknown-import': { status: 404, title: 'There is no such upload' },
  'import-not-ready': { status: 409, title: 'The upload is not ready for that' },
  'import-refused': { status: 400, title: 'The importer refuses this' },
  'unsupported-file': { status: 415, title: 'The file is not of a format that is read' },
  'too-many-uploads': { status: 429, title: 'Too many uploads are waiting' },
  'unknown-batch': { status: 404, title: 'There is no such batch' },
  'selection-not-released': { status: 400, title: 'Figures are not released for this selection' },
  'layer-too-large': { status: 503, title: 'The layer is too large to decide what may be shown' },
  'figure-hidden': { status: 403, title: 'The figure is hidden because it is small' },
  'no-data': { status: 404, title: 'There is no data yet' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'query-too-long': { status: 503, title: 'The question took too long to answer' },
  'not-ready': { status: 503, title: 'The service is not ready' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  internal: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorTable;

export interface RequestErrorDetails {
  /** What is wrong, in one sentence. */
  readonly detail: string;
  /** What was seen. */
  readonly seen?: string;
  /** What to do. */
  readonly hint?: string;
  /** The parameter concerned. */
  readonly field?: string;
}

/** The asker's fault: told to them in full. Our own faults are ordinary errors, and never show their cause. */
export class RequestError extends Error {
  readonly code: ErrorCode;
  readonly details: RequestErrorDetails;
  constructor(code: ErrorCode, details: RequestErrorDetails) {
    super(details.detail);
    this.name = 'RequestError';
    this.code = code;
    this.details = details;
  }
}
