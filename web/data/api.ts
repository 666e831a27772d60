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
/** By its key: works while the database is busy with this very file. */
export const cancelUpload = ({ id, cancelKey }: Pick<Upload, 'id' | 'cancelKey'>) =>
  send<Upload>('POST', `imports/${id}/cancel`, { cancelKey }, 'omit');

export function sendFile(kind: UploadKind, file: File): Promise<Upload> {
  const form = new FormData();
  form.set('kind', kind);
  form.set('file', file);
  return send<Upload>('POST', 'imports', form);
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
  body?: object | FormData,
  credentials: RequestCredentials = 'same-origin',
): Promise<T> {
  try {
    const isForm = body instanceof FormData;
    const response = await fetch(new URL(`api/${path}`, document.baseURI), {
      method,
      credentials,
      headers: {
        accept: 'application/json',
        ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
        ...(method === 'GET' || !csrfToken.value ? {} : { 'x-csrf-token': csrfToken.value }),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as unknown;
    if (response.ok) return answer as T;
    throw errorOfProblem(answer as Problem);
  } catch (cause) {
    throw toServiceError(cause);
  }
}
