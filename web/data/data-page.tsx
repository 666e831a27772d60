import '../styles/data.css';
import { useEffect } from 'preact/hooks';
import { account } from '../access/session.ts';
import type { PageProps } from '../pages.ts';
import { pageHref, titlePage } from '../state/place.ts';
import { BatchesView } from './batches-view.tsx';
import { beginAnewIfChanged } from './data-changed.ts';
import { DatasetsView } from './datasets-view.tsx';
import { ImportWizard } from './import-wizard.tsx';
import { SharingView } from './sharing-view.tsx';

const PARTS = [
  { path: '', label: 'Datasets', View: DatasetsView, writes: false },
  { path: 'import', label: 'Import a file', View: ImportWizard, writes: true },
  { path: 'sharing', label: 'Records of sharing', View: SharingView, writes: false },
  { path: 'batches', label: 'Files imported', View: BatchesView, writes: false },
] as const;

/** May bring data in and take it out again; an auditor only looks. */
export function isSteward(): boolean {
  return account.value?.roles.some((role) => role === 'data-steward' || role === 'administrator') ?? false;
}

/** What is held, where it came from, under what, and the way in for more. */
export default function DataPage({ rest }: PageProps) {
  const parts = PARTS.filter(({ writes }) => !writes || isSteward());
  const part = parts.find(({ path }) => path === (rest[0] ?? '')) ?? parts[0];
  titlePage(part.label, 'Data');
  useEffect(() => beginAnewIfChanged, []);
  return (
    <div class="data">
      <h1>Data</h1>
      <nav class="data-parts" aria-label="Parts of the data page">
        {parts.map(({ path, label }) => (
          <a
            key={path}
            href={pageHref('data', path === '' ? [] : [path])}
            aria-current={part.path === path ? 'page' : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      <part.View />
    </div>
  );
}
