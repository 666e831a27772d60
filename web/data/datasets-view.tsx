import { useSignal } from '@preact/signals';
import type { DataQuality } from '../../server/contract/data-quality.ts';
import type { Datasets } from '../../server/contract/imports.ts';
import { monthNoOf, monthOf } from '../../server/contract/month-no.ts';
import { ScrollAcross } from '../access/form-parts.tsx';
import { ExportLinks } from '../briefings/export-links.tsx';
import { formatCount, formatDay, formatMonthShort } from '../words/format.ts';
import { fetchDatasets, fetchQuality } from './api.ts';
import { QualityDetails } from './quality-details.tsx';
import { classInShort } from './sharing-words.ts';
import { Trouble } from './trouble.tsx';
import { useLoaded } from './use-loaded.ts';

type Dataset = Datasets['datasets'][number];

/** Every dataset: whose it is, until when it may be used, how much of it there is, and what was supplied by month. */
export function DatasetsView() {
  const { data, error } = useLoaded(fetchDatasets);
  // Worked out when somebody first opens it, and once for all datasets.
  const quality = useSignal<Promise<DataQuality> | null>(null);
  const loadQuality = () => {
    quality.value ??= fetchQuality();
    return quality.value;
  };
  return (
    <section aria-labelledby="datasets-title">
      <h2 id="datasets-title">Datasets</h2>
      <Trouble error={error.value} />
      {data.value?.datasets.length === 0 && <p>Nothing is held yet. Import a file to begin.</p>}
      {(data.value?.datasets.length ?? 0) > 0 && (
        <>
          <ExportLinks figure="supply" query="" what="Months supplied" formats={['csv']} />
          <ExportLinks figure="pile-ups" query="" what="Points where records pile up" />
        </>
      )}
      {data.value?.datasets.map((dataset) => (
        <DatasetCard key={dataset.slug} dataset={dataset} loadQuality={loadQuality} />
      ))}
    </section>
  );
}

interface CardProps {
  readonly dataset: Dataset;
  loadQuality(): Promise<DataQuality>;
}

function DatasetCard({ dataset, loadQuality }: CardProps) {
  const { title, owner, licence, rows, rowsNotMapped, liveBatches, expiresOn, usable, synthetic } = dataset;
  return (
    <article class="dataset">
      <h3>
        {title}
        {synthetic && <span class="data-tag">Synthetic</span>}
        {!usable && <span class="data-tag warn">Not in use: its record of sharing ran out</span>}
      </h3>
      <p class="quiet">
        {owner} · {licence}
        {dataset.sensitivityClass !== 'open' && ` · ${classInShort(dataset.sensitivityClass)}`}
        {dataset.sharingReference && ` · record ${dataset.sharingReference}`}
        {expiresOn && ` to ${formatDay(expiresOn)}`}
      </p>
      <p>
        {rows !== null && `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'} of `}
        {formatCount(liveBatches)} {liveBatches === 1 ? 'file' : 'files'}
        {rowsNotMapped !== null && rowsNotMapped > 0 && `, ${formatCount(rowsNotMapped)} of them not mapped`}
        {dataset.lastImportedAt && `; last imported ${formatDay(dataset.lastImportedAt)}`}.
        {precisionInWords(dataset)}
      </p>
      {dataset.months.length > 0 && <Supply months={dataset.months} title={title} />}
      {dataset.months.length > 0 && usable && <QualityDetails slug={dataset.slug} load={loadQuality} />}
    </article>
  );
}

/** ' Placed to the postcode, timed to the hour.'; empty for what has neither place nor time. */
function precisionInWords({ locationPrecision, timePrecision }: Dataset): string {
  const parts = [
    locationPrecision !== 'none' && `placed to the ${PRECISIONS[locationPrecision] ?? locationPrecision}`,
    timePrecision !== 'none' && `timed to the ${timePrecision}`,
  ].filter(Boolean);
  const text = parts.join(', ');
  return text && ` ${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const PRECISIONS: Readonly<Record<string, string>> = {
  exact: 'exact point',
  snapped: 'nearest map point',
  lsoa: 'LSOA',
};

/** A row a supplier, a cell a month: its count (for restricted data only that it was supplied), flagged where it breaks from its neighbours, hatched where nothing was supplied. */
function Supply({ months, title }: { months: Dataset['months']; title: string }) {
  const names = months.map(({ month }) => month).sort();
  const span = monthsFromTo(names[0]!, names.at(-1)!);
  const suppliers = [...new Set(months.map(({ supplier }) => supplier))].sort();
  return (
    <ScrollAcross label={`Supplied by month: ${title}`}>
      <table class="supply">
        <caption>Supplied by month. Hatched: not supplied, which is not zero.</caption>
        <thead>
          <tr>
            <th scope="col">Supplier</th>
            {span.map((month) => (
              <th key={month} scope="col" class="number">
                {formatMonthShort(month)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {suppliers.map((supplier) => (
            <tr key={supplier}>
              <th scope="row">{supplier}</th>
              {span.map((month) => {
                const found = months.find((each) => each.month === month && each.supplier === supplier);
                if (!found)
                  return (
                    <td key={month} class="not-supplied">
                      <span class="visually-hidden">not supplied</span>
                    </td>
                  );
                const flagged = found.status !== 'supplied';
                return (
                  <td key={month} class="number" data-flagged={flagged} title={found.reason || undefined}>
                    {found.events === null ? 'supplied' : formatCount(found.events)}
                    {flagged && (
                      <span class="flag"> {found.status === 'under-supplied' ? 'low' : 'high'}</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollAcross>
  );
}

/** Every month from one to another, inclusive, YYYY-MM. */
function monthsFromTo(first: string, last: string): string[] {
  const from = monthNoOf(first);
  return Array.from({ length: monthNoOf(last) - from + 1 }, (_, i) => monthOf(from + i));
}
