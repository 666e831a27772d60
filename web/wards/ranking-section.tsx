import { useSignal } from '@preact/signals';
import type { AreaMeasures, ChangeFigure, MeasuresResult } from '../../server/contract/measures.ts';
import { screen } from '../state/screen.ts';
import {
  formatCount,
  formatMeasure,
  formatPeriod,
  formatShare,
  keepUnits,
  sayCount,
} from '../words/format.ts';
import { areaHref, change, param } from './address.ts';
import { BarAxis, type BarScale, IntervalBar } from './charts/interval-bar.tsx';
import { HiddenAreas } from './hidden.tsx';
import { MeasuresFiles } from './measures-files.tsx';
import { TableScroll } from './table-scroll.tsx';
import { inBrackets, sayChange, sayRank, sayStanding, shareInBrackets } from './words.ts';

type Order = 'rank' | 'name' | 'events' | 'share' | 'changePrevious' | 'changeLastYear';

const ORDERS: Readonly<Record<Order, (a: AreaMeasures, b: AreaMeasures) => number>> = {
  rank: (a, b) => (a.rank?.rank ?? Infinity) - (b.rank?.rank ?? Infinity) || b.events - a.events,
  name: (a, b) => a.name.localeCompare(b.name, 'en-GB'),
  events: (a, b) => b.events - a.events,
  share: (a, b) => b.share - a.share,
  changePrevious: (a, b) => ratioOf(b.changePrevious) - ratioOf(a.changePrevious),
  changeLastYear: (a, b) => ratioOf(b.changeLastYear) - ratioOf(a.changeLastYear),
};

/** The ranking as one table: figures, and the same figures drawn with their intervals. */
export function RankingSection({ result }: { result: MeasuresResult }) {
  const order = useSignal<Order>('rank');
  const rows = [...result.areas].sort(ORDERS[order.value]);
  const barPx = screen.value === 'phone' ? 150 : 230;
  const uppers = rows.map((area) => area.rateInterval?.upper ?? area.ratePer1000Year ?? 0);
  const rates: BarScale = {
    widthPx: barPx,
    from: 0,
    to: Math.max(1e-6, ...uppers) * 1.02,
    reference: result.district.ratePer1000Year,
  };
  const ranks: BarScale = { widthPx: 110, from: 1, to: Math.max(2, rows.length), reference: null };
  const { previous, lastYear } = result.comparisons;
  const wards = result.parameters.level === 'ward';
  const restricted = result.disclosure !== undefined;
  const people = result.parameters.denominator === 'workday' ? 'people at work or living there' : 'residents';
  const heading = (name: Order, words: preact.ComponentChildren, isNumber = true) => (
    <th
      scope="col"
      class={isNumber ? 'number' : undefined}
      aria-sort={
        order.value === name ? (name === 'rank' || name === 'name' ? 'ascending' : 'descending') : undefined
      }
    >
      <button
        type="button"
        onClick={() => {
          order.value = name;
        }}
      >
        {words}
      </button>
    </th>
  );
  return (
    <>
      <Choices result={result} />
      <p class="chart-note">
        Ranked by the rate with small areas pulled towards the district (empirical Bayes). Bars are 95&nbsp;%
        intervals; the dashed rule is the district. {saySpread(result)}
      </p>
      <TableScroll label="Ranking">
        <table class="figures ranking">
          <caption>
            {sayCount(rows.length, wards ? 'ward' : 'LSOA')}
            {result.hiddenAreas && result.hiddenAreas.length > 0 ? ' shown' : ''} of {result.studyArea.name},{' '}
            {formatPeriod(result.period.from, result.period.to)}. 95&nbsp;% intervals in brackets.
          </caption>
          <thead>
            <tr>
              {heading('name', wards ? 'Ward' : 'LSOA', false)}
              {heading('rank', 'Rank', false)}
              <th scope="col" class="bar-cell">
                Rank and its interval
                <BarAxis scale={ranks} ticks={[1, rows.length]} say={(rank) => String(rank)} />
              </th>
              {heading('events', 'Events')}
              <th scope="col" class="bar-cell">
                Rate per 1,000 {people} per year
                <BarAxis scale={rates} say={formatMeasure} />
              </th>
              <th scope="col" class="number">
                Rate
              </th>
              <th scope="col">Against the district</th>
              {heading('share', 'Share of events')}
              {heading(
                'changePrevious',
                <>
                  Change against{' '}
                  {previous.from ? formatPeriod(previous.from, previous.to) : 'the period before'}
                </>,
              )}
              {lastYear.from !== previous.from && heading('changeLastYear', <>Same period last year</>)}
            </tr>
          </thead>
          <tbody>
            {rows.map((area) => (
              <tr key={area.code} data-faint={area.tooFewToSay}>
                <th scope="row">{wards ? <a href={areaHref(area.code)}>{area.name}</a> : area.name}</th>
                <td>{sayRank(area.rank)}</td>
                <td class="bar-cell">
                  {area.rank && (
                    <IntervalBar
                      scale={ranks}
                      value={area.rank.rank}
                      interval={area.rank}
                      faint={area.tooFewToSay}
                    />
                  )}
                </td>
                <td class="number">{formatCount(area.events)}</td>
                <td class="bar-cell">
                  <IntervalBar
                    scale={rates}
                    value={area.ratePer1000Year}
                    interval={area.rateInterval}
                    faint={area.tooFewToSay}
                  />
                </td>
                <td class="number">
                  {area.ratePer1000Year === null ? (
                    <span class="quiet">no residents figure</span>
                  ) : (
                    <>
                      {formatMeasure(area.ratePer1000Year)}
                      <span class="interval-words">{inBrackets(area.rateInterval)}</span>
                    </>
                  )}
                </td>
                <td>
                  <Standing area={area} />
                  {area.visitors && (
                    <span class="interval-words" title={area.visitors}>
                      place of visitors
                    </span>
                  )}
                </td>
                <td class="number">
                  {formatShare(area.share)}
                  <span class="interval-words">{shareInBrackets(area.shareInterval)}</span>
                </td>
                <td class="number">
                  {sayChange(area.changePrevious, restricted && !previous.notComputable)}
                </td>
                {lastYear.from !== previous.from && (
                  <td class="number">
                    {sayChange(area.changeLastYear, restricted && !lastYear.notComputable)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <MeasuresFiles result={result} />
      <HiddenAreas areas={result.hiddenAreas} one={result.parameters.level} />
      <p class="chart-note">
        Lower and higher are read from the interval, not from the point. A change is called up or down only
        where chance does not explain it (E-test, adjusted for the {sayCount(rows.length, 'area')} compared).
        {previous.flagged.length > 0 &&
          ` Read the change with care: ${previous.flagged.join(', ')} look under- or over-supplied.`}
        {previous.notComputable && ` ${keepUnits(previous.notComputable.detail)}`}
      </p>
    </>
  );
}

/** The band in words, with a mark that does not need colour. */
export function Standing({ area }: { area: AreaMeasures }) {
  const mark = area.tooFewToSay ? '' : BAND_MARKS[area.band ?? 'similar'];
  return (
    <span class="standing" data-band={area.tooFewToSay ? 'too-few' : (area.band ?? 'none')}>
      {mark !== '' && <span aria-hidden="true">{mark} </span>}
      {sayStanding(area)}
    </span>
  );
}

const BAND_MARKS = { 'much-lower': '▼▼', lower: '▼', similar: '', higher: '▲', 'much-higher': '▲▲' } as const;

function Choices({ result }: { result: MeasuresResult }) {
  const { level, denominator } = result.parameters;
  return (
    <div class="choice-row">
      <label class="field">
        <span>Areas</span>
        <select
          value={level}
          onChange={(event) => change({ level: pick(event.currentTarget.value, 'ward') })}
        >
          <option value="ward">Wards</option>
          <option value="lsoa" disabled={result.disclosure !== undefined}>
            LSOAs (1,000 to 3,000 people{result.disclosure ? '; not released for restricted data' : ''})
          </option>
        </select>
      </label>
      <label class="field">
        <span>Rate per</span>
        <select
          value={denominator}
          onChange={(event) => change({ denominator: pick(event.currentTarget.value, 'resident') })}
        >
          <option value="resident">1,000 residents</option>
          <option value="workday">1,000 people there on a workday</option>
        </select>
      </label>
      {param('level') + param('denominator') !== '' && (
        <button type="button" onClick={() => change({ level: '', denominator: '' })}>
          Back to wards and residents
        </button>
      )}
    </div>
  );
}

/** A value for the address: '' where it is the default. */
const pick = (value: string, byDefault: string) => (value === byDefault ? '' : value);

function saySpread({ spread }: MeasuresResult): string {
  if (spread.ranksDistinguishable === false)
    return 'The counts vary no more than chance: no order can be told.';
  return spread.rankDraws === null ? '' : 'Where rank intervals overlap, the order is not certain.';
}

const ratioOf = (figure: ChangeFigure | null) => figure?.ratio ?? Number.NEGATIVE_INFINITY;
