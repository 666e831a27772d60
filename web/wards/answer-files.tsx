import { exportedOf } from '../briefings/export-address.ts';
import { ExportLinks } from '../briefings/export-links.tsx';

/** The areas of a page as files, from the path that its answer was asked with; nothing where the service has no such file. */
export function AnswerFiles({ path, what }: { path: string | null; what: string }) {
  const exported = exportedOf(path ?? '');
  return exported && <ExportLinks {...exported} what={what} />;
}
