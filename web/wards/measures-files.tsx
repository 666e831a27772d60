import type { MeasuresResult } from '../../server/contract/measures.ts';
import { apiPath } from '../api/client.ts';
import { exportedOf } from '../briefings/export-address.ts';
import { ExportLinks } from '../briefings/export-links.tsx';
import { param } from './address.ts';

/** Every measure of the areas of a ranking as files: count, rate, rank, change and harm with their intervals. */
export function MeasuresFiles({ result: { parameters } }: { result: MeasuresResult }) {
  const { categories: _, weights, victimReportedOnly, ...asked } = parameters;
  const exported = exportedOf(
    apiPath('measures', {
      ...asked,
      // As the address has them: all of them named one by one would be another question.
      categories: param('categories') || undefined,
      ...(weights === null ? {} : { weights }),
      ...(victimReportedOnly ? { victimReportedOnly: 'true' } : {}),
    }),
  );
  return (
    exported && (
      <ExportLinks {...exported} what={`Every measure by ${asked.level === 'ward' ? 'ward' : 'LSOA'}`} />
    )
  );
}
