import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { WeightRowBody, WeightTable, WeightTables } from '../../server/contract/weights.ts';
import { hasRole } from '../access/session.ts';
import { apiPath } from '../api/client.ts';
import { ExportLinks } from '../briefings/export-links.tsx';
import { titlePage } from '../state/place.ts';
import { formatDay, formatMeasure } from '../words/format.ts';
import { areaHref, change, param } from './address.ts';
import { AnswerState } from './answer-state.tsx';
import { DataTable } from './data-table.tsx';
import { NewWeightsForm } from './new-weights-form.tsx';
import { Section } from './report-parts.tsx';
import { useAnswer } from './use-answer.ts';

const QUALITY = {
  published: 'Published',
  derived: 'Derived from published figures',
  crude: 'Middle of a wide range',
  local: 'Set locally',
} as const;

/** The weight tables, every version, with source, year and note of each row; an analyst makes a new version here. */
export function WeightsPage({ catalogue }: { catalogue: Catalogue }) {
  const saves = useSignal(0);
  const result = useAnswer<WeightTables>(`${apiPath('weights')}#${saves.value}`);
  const tables = result.data?.tables ?? [];
  const shown = tables.find(({ name }) => name === param('table')) ?? tables[0] ?? null;
  useEffect(() => titlePage('Weights', shown?.title), [shown?.name]);
  const labels = new Map(
    catalogue.layers
      .find(({ layer }) => layer === shown?.layer)
      ?.categories.map(({ slug, label }) => [slug, label]) ?? [],
  );
  const mayWrite = hasRole('analyst') || hasRole('data-steward');
  const district = catalogue.studyAreas.find(({ level }) => level === 'district');
  return (
    <>
      <h1>Weights</h1>
      <p class="report-intro">
        What one recorded event counts for in a harm-weighted total. A weight is a judgement with a source. A
        version never changes: a new judgement is a new version, and old results keep theirs.
      </p>
      <AnswerState of={result} what="The list of weights" />
      {shown && (
        <div class="report-body">
          <div class="choice-row">
            <label class="field long">
              <span>Table</span>
              <select value={shown.name} onChange={(event) => change({ table: event.currentTarget.value })}>
                {tables.map((table) => (
                  <option key={table.name} value={table.name}>
                    {table.title}, version {table.version}
                    {table.isDefault && table.newest ? ' (default)' : ''}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <Section title={`${shown.title}, version ${shown.version}`} id="table">
            <p>{shown.method}</p>
            <p class="quiet">
              Unit: {shown.unit} for one event. Layer: {shown.layer}. Source: {shown.source},{' '}
              {shown.sourceYear}.{' '}
              {shown.createdBy === null
                ? 'Comes with the product.'
                : `Made by ${shown.createdBy}${shown.createdAt ? ` on ${formatDay(shown.createdAt)}` : ''}.`}{' '}
              {shown.newest ? 'The newest version.' : 'A newer version exists.'}
              {district && (
                <>
                  {' '}
                  <a href={areaHref(district.code)}>See {district.name} by harm</a>
                </>
              )}
            </p>
            <WeightRows table={shown} labels={labels} />
            <ExportLinks figure="weights" query={`table=${shown.name}`} what="Weights" formats={['csv']} />
          </Section>
          <Section title="Make a new version" id="new-version">
            {mayWrite ? (
              <NewWeightsForm
                key={shown.name}
                table={shown}
                labels={labels}
                onSaved={(saved) => {
                  saves.value++;
                  change({ table: saved.name });
                }}
              />
            ) : (
              <p>New versions are made by analysts and data stewards.</p>
            )}
          </Section>
        </div>
      )}
    </>
  );
}

function WeightRows({ table, labels }: { table: WeightTable; labels: ReadonlyMap<string, string> }) {
  return (
    <DataTable<WeightRowBody>
      caption={`${table.rows.length} categories, in ${table.unit} for one recorded event.`}
      keyOf={({ category }) => category}
      rows={[...table.rows].sort((a, b) => (b.weight ?? -1) - (a.weight ?? -1))}
      columns={[
        { name: 'category', label: 'Category', show: ({ category }) => labels.get(category) ?? category },
        {
          name: 'weight',
          label: `Weight, ${table.unit}`,
          isNumber: true,
          show: ({ weight }) => (weight === null ? <span class="quiet">none</span> : formatMeasure(weight)),
        },
        {
          name: 'range',
          label: 'Range supported',
          isNumber: true,
          show: ({ low, high }) =>
            low === null || high === null || low === high
              ? ''
              : `${formatMeasure(low)}–${formatMeasure(high)}`,
        },
        { name: 'quality', label: 'Quality', show: ({ quality }) => QUALITY[quality] },
        {
          name: 'victim',
          label: 'Found by',
          show: ({ victimReported }) => (victimReported ? 'victims’ reports' : 'police activity'),
        },
        { name: 'source', label: 'Source', show: ({ source, sourceYear }) => `${source}, ${sourceYear}` },
        { name: 'note', label: 'Note', show: ({ note }) => note },
      ]}
    />
  );
}
