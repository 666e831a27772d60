import type { PictureExport, PictureRecord } from '../../server/contract/picture-exports.ts';
import type { Problem } from '../../server/contract/shared.ts';
import { csrfToken } from '../access/session.ts';
import { errorOfProblem, toServiceError } from './service-error.ts';

/**
 * Records that a picture, a print or slides leave the page, before they do; the id goes on what leaves. Rejects where it
 * cannot be recorded: then nothing may be handed over.
 */
export async function recordPicture(picture: PictureExport): Promise<PictureRecord> {
  try {
    const response = await fetch(new URL('api/exports/pictures', document.baseURI), {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...(csrfToken.value ? { 'x-csrf-token': csrfToken.value } : {}),
      },
      body: JSON.stringify(picture),
    });
    const answer = (await response.json()) as unknown;
    if (response.ok) return answer as PictureRecord;
    throw errorOfProblem(answer as Problem);
  } catch (cause) {
    throw toServiceError(cause);
  }
}
