import { ImportRefusedError } from '../../data-import/steps/import-refused.ts';
import { RequestError } from '../errors.ts';

/** Do something of the importer's; what it refuses is the asker's fault and told in full. @throws RequestError import-refused */
export function refusedAsRequest<T>(work: () => T): T {
  try {
    const result = work();
    if (result instanceof Promise) return result.catch(rethrow) as T;
    return result;
  } catch (error) {
    return rethrow(error);
  }
}

function rethrow(error: unknown): never {
  if (!(error instanceof ImportRefusedError)) throw error;
  const known = error.code === 'batch-unknown' ? 'unknown-batch' : 'import-refused';
  throw new RequestError(known, {
    detail: error.message,
    seen: error.seen,
    hint: error.hint,
    ...(error.column === undefined ? {} : { field: error.column }),
  });
}
