import type { Chosen, Source } from '../../server/contract/shared.ts';
import { type FigureFacts, figureFacts } from '../state/figure-facts.ts';
import { layer, main, mode, wardLayer } from '../state/store.ts';
import {
  formatCount,
  formatDay,
  formatEvents,
  formatMonth,
  formatPeriod,
  keepUnits,
} from '../words/format.ts';
import { titleOfMethodPage } from '../words/methods.ts';

/** How the figures came about, how to say them, what the service chose by itself and why, and where the data is from. */
export function MethodTab() {
  const facts = figureFacts(main);
  if (!facts || !layer.value) return <p class="quiet">The method is on its way.</p>;
  const { method, periods } = facts;
  const population = mode.value === 'wards' ? wardLayer.state.value.data?.population : undefined;
  return (
    <div class="method">
      <h3>{method.title}</h3>
      <p>{keepUnits(method.definition)}</p>
      {population !== undefined && (
        <p class="quiet">
          {population
            ? `Population: ${population.method}, ${population.referenceYear}, ${population.source}.`
            : 'Population: not supplied, so no rate can be computed.'}
        </p>
      )}
      {method.version !== null && <p class="quiet">Definition {method.version}.</p>}
      <h3>How to say it aloud</h3>
      <ul class="say">
        {method.howToSay.map((line) => (
          <li key={line}>{keepUnits(line)}</li>
        ))}
      </ul>
      <MethodPages pages={method.pages} />
      <ChosenList chosen={facts.chosen} />
      <h3>Data</h3>
      {periods.map(({ name, used }) => (
        <p key={name}>
          {name !== '' && `${name}: `}
          {formatPeriod(used.from, used.to)}, {formatCount(used.monthsSupplied)}{' '}
          {used.monthsSupplied === 1 ? 'month' : 'months'} supplied, {formatCount(used.days)} days.
        </p>
      ))}
      <p>
        Locations are {layer.value.locationPrecision}, times to the {layer.value.timePrecision}.{' '}
        {formatEvents(layer.value.eventsNotMapped)} of the layer could not be mapped.
      </p>
      {facts.sources.map((source) => (
        <SourceLine key={source.dataset} source={source} />
      ))}
      <Months />
    </div>
  );
}

/** Links to the pages that hold the formula, the source and the checks of a statistic. */
export function MethodPages({ pages }: { pages: FigureFacts['method']['pages'] }) {
  if (pages.length === 0) return null;
  return (
    <>
      <h3>In full</h3>
      <ul class="method-pages">
        {pages.map((page) => (
          <li key={page}>
            <a href={`./methods/${page}`}>{titleOfMethodPage(page)}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

function ChosenList({ chosen }: { chosen: readonly Chosen[] }) {
  if (chosen.length === 0) return null;
  return (
    <>
      <h3>Chosen by the service, and why</h3>
      <dl class="chosen">
        {chosen.map((choice) => (
          <div key={choice.parameter}>
            <dt>
              {choice.parameter}: {choice.value === null ? 'none' : String(choice.value)}
            </dt>
            <dd>{choice.because}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function SourceLine({ source }: { source: Source }) {
  return (
    <p>
      <strong>{source.title}</strong>
      {source.synthetic && <span class="tag">SYNTHETIC</span>}, {source.owner}. {source.licence}.{' '}
      {source.attribution}
      <span class="quiet"> Imported {formatDay(source.lastImportedAt)}.</span>
    </p>
  );
}

const STATUS_WORDS = {
  supplied: 'Supplied',
  'under-supplied': 'Looks under-supplied',
  'over-supplied': 'Looks over-supplied',
  'not-supplied': 'Not supplied',
} as const;

/** The time strip as a table. */
function Months() {
  const months = layer.value?.months ?? [];
  return (
    <details>
      <summary>Every month and how it was supplied</summary>
      <table class="figures">
        <caption>{layer.value?.title}, whole supply, every district</caption>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" class="number">
              Events
            </th>
            <th scope="col">Supply</th>
          </tr>
        </thead>
        <tbody>
          {[...months].reverse().map((m) => (
            <tr key={m.month}>
              <th scope="row">{formatMonth(m.month)}</th>
              <td class="number">{m.hidden ? 'hidden' : m.events === null ? '–' : formatCount(m.events)}</td>
              <td>
                {STATUS_WORDS[m.status]}
                {m.reason !== '' && <span class="quiet"> {m.reason}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
