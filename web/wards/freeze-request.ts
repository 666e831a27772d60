/** Kind of frozen result by the part of the API that answers it. */
const KINDS: Readonly<Record<string, string>> = {
  'hot-spots': 'hot-spots',
  wards: 'ward-layer',
  coincidence: 'coincidence',
  change: 'period-change',
  emerging: 'emerging',
  measures: 'measures',
  ward: 'ward-page',
  district: 'district-page',
  'composites/vulnerable-localities': 'vulnerable-localities',
  'risk-factors': 'risk-factors',
  'need-against-provision': 'need',
};
const PAGES: readonly string[] = ['ward', 'district'];
const NUMBERS: readonly string[] = ['cellSizeM', 'bandwidthM', 'radiusM', 'holdOutMonths'];
const SWITCHES: readonly string[] = ['victimReportedOnly'];

/** What to send to have the answer of a path frozen; null for a path whose answers are not frozen. */
export function freezeRequest(path: string): object | null {
  const [address = '', search = ''] = path.split('?');
  const parts = address.replace(/^api\//, '').split('/');
  const isPage = PAGES.includes(parts[0] ?? '') && parts.length === 2;
  const kind = KINDS[isPage ? (parts[0] as string) : parts.join('/')];
  if (kind === undefined || (PAGES.includes(parts[0] ?? '') && !isPage)) return null;
  const query = Object.fromEntries(
    [...new URLSearchParams(search)].map(([name, value]) => [
      name,
      NUMBERS.includes(name) ? Number(value) : SWITCHES.includes(name) ? value === 'true' : value,
    ]),
  );
  return { kind, ...(isPage ? { code: decodeURIComponent(parts[1] as string) } : {}), query };
}
