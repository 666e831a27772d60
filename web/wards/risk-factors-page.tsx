import { useEffect } from 'preact/hooks';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { FactorKinds, FactorTerm, RiskFactorsResult } from '../../server/contract/risk-factors.ts';
import { apiPath } from '../api/client.ts';
import { titlePage } from '../state/place.ts';
import {
  formatCount,
  formatInterval,
  formatMeasure,
  formatPeriod,
  formatPValue,
  formatShare,
  keepUnits,
} from '../words/format.ts';
import { change, param } from './address.ts';
import { AnswerState } from './answer-state.tsx';
import { sayCategories } from './categories.ts';
import { ChartFigure } from './chart-figure.tsx';
import { AccuracyChart } from './charts/accuracy-chart.tsx';
import { ForestPlot } from './charts/forest-plot.tsx';
import { DataTable } from './data-table.tsx';
import { question } from './district-view.tsx';
import { chosenFactors, FactorChoice } from './factor-choice.tsx';
import { freezeRequest } from './freeze-request.ts';
import { QuestionBar } from './question-bar.tsx';
import { ReportBody } from './report-body.tsx';
import { Cautions, MethodAndSources, Section } from './report-parts.tsx';
import { useAnswer } from './use-answer.ts';

/** What a first look sets events against. */
const USUAL_FACTORS = [
  'premises/premises-licence',
  'housing/mandatory-hmo',
  'services/drug-alcohol',
] as const;

/** Do events go with nearness to places of some kind? Association, never cause, judged on months the model never saw. */
export function RiskFactorsPage({ catalogue }: { catalogue: Catalogue }) {
  const kinds = useAnswer<FactorKinds>(apiPath('risk-factors/kinds'));
  const offered = kinds.data?.kinds ?? [];
  const asked = chosenFactors('factors', offered, USUAL_FACTORS);
  const form = param('form') === 'density' ? 'density' : 'distance';
  const result = useAnswer<RiskFactorsResult>(
    asked.length === 0
      ? null
      : apiPath('risk-factors', {
          ...question(),
          area: param('area') || undefined,
          factors: asked.join(','),
          form: form === 'density' ? form : undefined,
        }),
  );
  const { data } = result;
  useEffect(() => titlePage('Risk factors', data?.studyArea.name), [data?.studyArea.name]);
  return (
    <>
      <h1>Risk factors of places</h1>
      <p class="report-intro">
        Do events go with nearness to places of some kind? An answer here is an association between places: it
        names no cause, and says nothing about any person.
      </p>
      {offered.length > 0 && (
        <>
          <QuestionBar catalogue={catalogue} used={data?.parameters ?? null} areas="districts" />
          <FactorChoice legend="Kinds of place, up to six" name="factors" kinds={offered} asked={asked} />
          <div class="choice-row">
            <label class="field">
              <span>Measured by</span>
              <select
                value={form}
                onChange={({ currentTarget: { value } }) =>
                  change({ form: value === 'distance' ? '' : value })
                }
              >
                <option value="distance">Distance to the nearest, in bands</option>
                <option value="density">How many within 500 m</option>
              </select>
            </label>
          </div>
        </>
      )}
      {kinds.data && offered.length === 0 && (
        <div class="note">
          <p>
            No register of places is loaded that you may see: licensed premises, houses in multiple
            occupation, services. A data steward can import one.
          </p>
        </div>
      )}
      <AnswerState of={kinds} what="The list of kinds of place" />
      <AnswerState of={result} what="The model" />
      {data && (
        <ReportBody
          answer={data}
          area={`${sayCategories(catalogue, data.parameters)}, ${data.studyArea.name}`}
          loading={result.loading}
          freeze={freezeRequest(result.key ?? '')}
        >
          <p class="report-scope">
            {data.studyArea.name}, cells of {data.parameters.cellSizeM} m. Fitted on{' '}
            {formatPeriod(data.fittedOn.from, data.fittedOn.to)}
            {data.judgedOn && `, judged on ${formatPeriod(data.judgedOn.from, data.judgedOn.to)}`}
          </p>
          <p class="report-lead">{keepUnits(data.sentence)}</p>
          <Cautions cautions={data.cautions} />
          {data.notComputable && <p>Not computable: {keepUnits(data.notComputable.detail)}</p>}
          {data.terms.length > 0 && (
            <Section title="Relative risks" id="risks">
              <ChartFigure
                mostPx={860}
                chart={(widthPx) => <ForestPlot terms={data.terms} widthPx={widthPx} />}
                note={
                  data.model &&
                  `Each compared with ${data.model.reference}, the other kinds held the same. A hollow square: the interval includes 1, no evidence of an association.`
                }
                table={<TermTable terms={data.terms} />}
              />
              <ul class="bullets">
                {data.terms.map((term) => (
                  <li key={`${term.factor} ${term.label}`}>{keepUnits(term.sentence)}</li>
                ))}
              </ul>
            </Section>
          )}
          {data.leftOut.length > 0 && (
            <ul class="bullets">
              {data.leftOut.map(({ factor, reason }) => (
                <li key={factor}>
                  {factor} was left out: {reason}
                </li>
              ))}
            </ul>
          )}
          {data.accuracy && (
            <Section title="Does it find later events better than a map of earlier ones?" id="accuracy">
              <AccuracySection accuracy={data.accuracy} />
            </Section>
          )}
          <MethodAndSources chosen={data.chosen} sources={data.sources} extra={<Model result={data} />} />
        </ReportBody>
      )}
    </>
  );
}

function TermTable({ terms }: { terms: readonly FactorTerm[] }) {
  return (
    <DataTable
      caption="Relative risks, 95 % intervals in brackets."
      keyOf={({ factor, label }) => `${factor} ${label}`}
      rows={terms}
      columns={[
        { name: 'term', label: 'Near', show: ({ label }) => label },
        {
          name: 'risk',
          label: 'Relative risk',
          isNumber: true,
          show: ({ relativeRisk, interval }) => (
            <>
              {formatMeasure(relativeRisk)}
              <span class="interval-words">({formatInterval(interval.lower, interval.upper)})</span>
            </>
          ),
        },
        { name: 'p', label: 'p', isNumber: true, show: ({ pValue }) => formatPValue(pValue) },
        { name: 'cells', label: 'Cells', isNumber: true, show: ({ cells }) => formatCount(cells) },
        {
          name: 'events',
          label: 'Events in them',
          isNumber: true,
          show: ({ events }) => formatCount(events),
        },
      ]}
    />
  );
}

function AccuracySection({ accuracy }: { accuracy: NonNullable<RiskFactorsResult['accuracy']> }) {
  const wins = accuracy.model.filter((row, i) => row.pai > (accuracy.earlierCounts[i]?.pai ?? 0)).length;
  return (
    <>
      <p class="section-lead">
        {wins === 0
          ? 'A map of earlier counts finds more of the later events at every size. The factors describe; they do not find better.'
          : `The factors find more of the later events than a map of earlier counts at ${wins} of ${accuracy.model.length} sizes.`}
      </p>
      <ChartFigure
        mostPx={600}
        chart={(widthPx) => <AccuracyChart accuracy={accuracy} widthPx={widthPx} />}
        note="PAI: how many times denser with later events the picked cells are than the district. 1 (dashed) is picking at random."
        table={
          <DataTable
            caption="On months that the model never saw. PEI: PAI over the best that hindsight would have chosen."
            keyOf={({ areaShare }) => String(areaShare)}
            rows={accuracy.model}
            columns={[
              {
                name: 'share',
                label: 'Share of the district',
                show: ({ areaShare }) => formatShare(areaShare),
              },
              { name: 'pai', label: 'PAI, factors', isNumber: true, show: ({ pai }) => formatMeasure(pai) },
              {
                name: 'counts',
                label: 'PAI, earlier counts',
                isNumber: true,
                show: (row) => formatMeasure(accuracy.earlierCounts[accuracy.model.indexOf(row)]?.pai ?? 0),
              },
              { name: 'pei', label: 'PEI, factors', isNumber: true, show: ({ pei }) => formatMeasure(pei) },
              {
                name: 'hits',
                label: 'Later events caught',
                isNumber: true,
                show: ({ hitRate }) => formatShare(hitRate),
              },
            ]}
          />
        }
      />
    </>
  );
}

function Model({ result: { model } }: { result: RiskFactorsResult }) {
  if (!model) return null;
  return (
    <p>
      {model.family === 'poisson' ? 'Poisson' : 'Negative binomial'} regression of the events in{' '}
      {formatCount(model.cells)} cells with the area of each as offset. {model.because} Dispersion{' '}
      {formatMeasure(model.dispersion)}; AIC {formatMeasure(model.aic)}.
    </p>
  );
}
