import type { DataQuality } from '../../server/contract/data-quality.ts';
import type {
  Batches,
  CommitBody,
  Datasets,
  PurgeReceipts,
  SharingRecordBody,
  SharingRecords,
  Upload,
  UploadKind,
  Uploads,
} from '../../server/contract/imports.ts';
import type { Problem } from '../../server/contract/shared.ts';
import { csrfToken } from '../access/session.ts';
import { errorOfProblem, toServiceError } from '../api/service-error.ts';

export const fetchDatasets = () => send<Datasets>('GET', 'datasets');
export const fetchQuality = () => send<DataQuality>('GET', 'data-quality');
export const fetchBatches = () => send<Batches>('GET', 'batches');
export const fetchSharing = () => send<SharingRecords>('GET', 'sharing');
export const fetchReceipts = () => send<PurgeReceipts>('GET', 'purge-receipts');
export const fetchUploads = () => send<Uploads>('GET', 'imports');
export const fetchUpload = (id: string) => send<Upload>('GET', `imports/${id}`);
export const registerSharing = (record: SharingRecordBody) =>
  send<{ reference: string; version: number }>('POST', 'sharing', record);
export const withdrawBatch = (batchId: number, reason: string) =>
  send<unknown>('POST', `batches/${batchId}/withdraw`, { reason });
export const checkUpload = (id: string, body: CommitBody) =>
  send<Upload>('POST', `imports/${id}/check`, body);
export const commitUpload = (id: string, body: CommitBody) =>
  send<Upload>('POST', `imports/${id}/commit`, body);
/** By its key: works while the database is busy with this very file. One that has ended is forgotten. */
export const cancelUpload = ({ id, cancelKey }: Pick<Upload, 'id' | 'cancelKey'>) =>
  send<Upload>('POST', `imports/${id}/cancel`, { cancelKey }, 'omit');

/**
 * Sends a file in. By XMLHttpRequest, because fetch does not say how much has left.
 *
 * @param onShare how much of it is there, 0 to 1
 * @param signal aborted, the sending ends and an AbortError is thrown
 * @throws ServiceError
 */
export function sendFile(
  kind: UploadKind,
  file: File,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<Upload> {
  const form = new FormData();
  form.set('kind', kind);
  form.set('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', new URL('api/imports', document.baseURI));
    request.responseType = 'json';
    request.setRequestHeader('accept', 'application/json');
    if (csrfToken.value) request.setRequestHeader('x-csrf-token', csrfToken.value);
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const { status, response } = request;
      if (response === null) reject(toServiceError(new Error(`an answer of status ${status}`)));
      else if (status === 201) resolve(response as Upload);
      else reject(errorOfProblem(response as Problem));
    };
    request.onerror = () => reject(toServiceError(new Error('the connection ended')));
    request.onabort = () => reject(new DOMException('The sending was cancelled.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

/** Every change of an upload until it has ended. The preview does not come with it. Returns what stops it. */
export function followUpload(id: string, onChange: (upload: Omit<Upload, 'preview'>) => void): () => void {
  const source = new EventSource(new URL(`api/imports/${id}/events`, document.baseURI));
  source.addEventListener('upload', (event) => {
    const upload = JSON.parse((event as MessageEvent<string>).data) as Omit<Upload, 'preview'>;
    if (hasEnded(upload.state)) source.close();
    onChange(upload);
  });
  return () => source.close();
}

export function hasEnded(state: Upload['state']): boolean {
  return ['done', 'refused', 'failed', 'cancelled'].includes(state);
}

/** Throws ServiceError. */
async function send<T>(
  method: string,
  path: string,
  body?: object,
  credentials: RequestCredentials = 'same-origin',
): Promise<T> {
  try {
    const response = await fetch(new URL(`api/${path}`, document.baseURI), {
      method,
      credentials,
      headers: {
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(method === 'GET' || !csrfToken.value ? {} : { 'x-csrf-token': csrfToken.value }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as unknown;
    if (response.ok) return answer as T;
    throw errorOfProblem(answer as Problem);
  } catch (cause) {
    throw toServiceError(cause);
  }
}
