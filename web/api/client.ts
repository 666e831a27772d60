import type { AreasQuery, AreasResult } from '../../server/contract/areas.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { CoincidenceQuery, CoincidenceResult } from '../../server/contract/coincidence.ts';
import type { EmergingQuery, EmergingResult } from '../../server/contract/emerging.ts';
import type { HotSpotQuery, HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { MeasuresQuery, MeasuresResult } from '../../server/contract/measures.ts';
import type { PeriodChangeQuery, PeriodChangeResult } from '../../server/contract/period-change.ts';
import type { Progress } from '../../server/contract/progress.ts';
import type { ServicesQuery, ServicesResult } from '../../server/contract/services.ts';
import type { Problem } from '../../server/contract/shared.ts';
import type { KeptArea } from '../../server/contract/study-areas.ts';
import type { WardLayerQuery, WardLayerResult } from '../../server/contract/ward-layer.ts';
import type { SavedItems, SavedKind } from '../../server/contract/workspace.ts';
import { errorOfProblem, ServiceError } from './service-error.ts';

type Query = Record<string, string | number | undefined>;

/** A path of the API with its query, the parameters in their given order. Doubles as the key of its answer. */
export function apiPath(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === '' ? `api/${path}` : `api/${path}?${text}`;
}

export const hotSpotsPath = (query: HotSpotQuery) => apiPath('hot-spots', query);
export const wardsPath = (query: WardLayerQuery) => apiPath('wards', query);
export const coincidencePath = (query: CoincidenceQuery) => apiPath('coincidence', query);
export const changePath = (query: PeriodChangeQuery) => apiPath('change', query);
export const emergingPath = (query: EmergingQuery) => apiPath('emerging', query);
export const areasPath = (query: AreasQuery) => apiPath('areas', query);

export const measuresPath = (query: Omit<MeasuresQuery, 'victimReportedOnly'>) => apiPath('measures', query);
export const servicesPath = (query: ServicesQuery) => apiPath('services', query);

export const fetchCatalogue = (signal: AbortSignal) => getJson<Catalogue>(apiPath('catalogue'), signal);
export const fetchHotSpots = (path: string, signal: AbortSignal) => getJson<HotSpotResult>(path, signal);
export const fetchCoincidence = (path: string, signal: AbortSignal) =>
  getJson<CoincidenceResult>(path, signal);
export const fetchChange = (path: string, signal: AbortSignal) => getJson<PeriodChangeResult>(path, signal);
export const fetchEmerging = (path: string, signal: AbortSignal) => getJson<EmergingResult>(path, signal);
export const fetchWards = (path: string, signal: AbortSignal) => getJson<WardLayerResult>(path, signal);
export const fetchSaved = (kind: SavedKind, signal: AbortSignal) =>
  getJson<SavedItems>(apiPath('saved', { kind }), signal);
export const fetchKeptArea = (path: string, signal: AbortSignal) => getJson<KeptArea>(path, signal);
export const fetchMeasures = (path: string, signal: AbortSignal) => getJson<MeasuresResult>(path, signal);
export const fetchServices = (path: string, signal: AbortSignal) => getJson<ServicesResult>(path, signal);
export const fetchAreas = (path: string, signal: AbortSignal) => getJson<AreasResult>(path, signal);

/** How much of a question on its way is done. @param path of that question, as it was asked */
export const fetchProgress = (path: string, signal: AbortSignal) =>
  getJson<Progress>(apiPath('progress', { question: `/${path}` }), signal);

const auditIds = new WeakMap<object, string>();

/** The audit's entry of the request that an answer came from, for pictures and prints made of it; null where it has none. */
export function auditIdOf(answer: object | null): string | null {
  return (answer && auditIds.get(answer)) ?? null;
}

/** Remembers the audit's entry that came with an answer. */
export function keepAuditId(answer: object, { headers }: Response): void {
  const auditId = headers.get('x-wardlight-audit-id');
  if (auditId !== null) auditIds.set(answer, auditId);
}

/**
 * Gets JSON below the page's own address; no other host is ever asked.
 * Throws ServiceError for a problem body and for an answer that is not JSON; TypeError where nothing answers.
 */
async function getJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(new URL(path, document.baseURI), {
    signal,
    credentials: 'same-origin',
    headers: { accept: 'application/json' },
  });
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
