import type { ComponentChildren } from 'preact';
import type { Chosen, Source } from '../../server/contract/shared.ts';
import { catalogue } from '../state/store.ts';
import { formatDay, formatMonth, keepUnits } from '../words/format.ts';

/** A part of a page, with a heading that says what it answers. */
export function Section({ title, id, children }: { title: string; id: string; children: ComponentChildren }) {
  return (
    <section class="report-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export interface KeyFigure {
  label: string;
  value: string;
  interval: string;
  comparison: string;
}

/** A few figures, each with its interval where it has one and something to compare it with. */
export function KeyFigureRow({ figures }: { figures: readonly KeyFigure[] }) {
  return (
    <dl class="report-figures">
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt>{figure.label}</dt>
          <dd>
            <span class="key-value">{figure.value}</span>
            {figure.interval !== '' && <span class="key-interval">{figure.interval}</span>}
            <span class="key-comparison">{figure.comparison}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What to say before the figures are used. */
export function Cautions({ cautions }: { cautions: readonly string[] }) {
  if (cautions.length === 0) return null;
  return (
    <ul class="notes" aria-label="Before you use these figures">
      {cautions.map((caution) => (
        <li key={caution}>{keepUnits(caution)}</li>
      ))}
    </ul>
  );
}

const PARAMETERS: Readonly<Record<string, string>> = {
  area: 'Area',
  layer: 'Layer',
  from: 'From',
  to: 'To',
  level: 'Areas',
  denominator: 'Rate per',
  weights: 'Weights',
  cellSizeM: 'Cell size, m',
  bandsM: 'Distance bands, m',
  radiusM: 'Radius, m',
  form: 'Form',
  holdOutMonths: 'Months kept back',
};

/** What the service chose by itself, and where the figures come from: the end of every page. */
export function MethodAndSources({
  chosen,
  sources,
  extra,
}: {
  chosen: readonly Chosen[];
  sources: readonly Source[];
  extra?: ComponentChildren;
}) {
  const once = [...new Map(sources.map((source) => [source.dataset, source])).values()];
  return (
    <Section title="Method and sources" id="method-and-sources">
      {extra}
      {chosen.length > 0 && (
        <>
          <h3>Chosen for you</h3>
          <ul class="plain-list">
            {chosen.map((choice) => (
              <li key={choice.parameter}>
                <strong>{PARAMETERS[choice.parameter] ?? choice.parameter}</strong>: {sayValue(choice)}.{' '}
                <span class="quiet">{choice.because}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>Sources</h3>
      <ul class="plain-list">
        {once.map((source) => (
          <li key={source.dataset}>
            {source.title}, {source.owner}. {source.attribution}. Licence: {source.licence}. Imported{' '}
            {formatDay(source.lastImportedAt)}.{source.synthetic && <strong class="tag">SYNTHETIC</strong>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function sayValue({ parameter, value }: Chosen): string {
  if (typeof value !== 'string') return String(value ?? 'none');
  if (parameter === 'area')
    return catalogue.state.value.data?.studyAreas.find(({ code }) => code === value)?.name ?? value;
  return /^\d{4}-\d{2}$/.test(value) ? formatMonth(value) : value.replaceAll(',', ', ');
}
