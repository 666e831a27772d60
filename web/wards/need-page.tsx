import { useEffect } from 'preact/hooks';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { NeedResult, NeedWard } from '../../server/contract/need-provision.ts';
import type { FactorKinds } from '../../server/contract/risk-factors.ts';
import { apiPath } from '../api/client.ts';
import { titlePage } from '../state/place.ts';
import {
  formatCount,
  formatDistance,
  formatInterval,
  formatMeasure,
  formatPeriod,
  keepUnits,
} from '../words/format.ts';
import { areaHref, param } from './address.ts';
import { AnswerFiles } from './answer-files.tsx';
import { AnswerState } from './answer-state.tsx';
import { sayCategories } from './categories.ts';
import { ChartFigure } from './chart-figure.tsx';
import { NeedChart } from './charts/need-chart.tsx';
import { DataTable } from './data-table.tsx';
import { question } from './district-view.tsx';
import { chosenFactors, FactorChoice } from './factor-choice.tsx';
import { freezeRequest } from './freeze-request.ts';
import { Hidden } from './hidden.tsx';
import { QuestionBar } from './question-bar.tsx';
import { ReportBody } from './report-body.tsx';
import { Cautions, KeyFigureRow, MethodAndSources, Section } from './report-parts.tsx';
import { useAnswer } from './use-answer.ts';
import { HELP_IN_CRISIS, servicesOf } from './ward-need-section.tsx';
import { inBrackets, sayDemand } from './words.ts';

/** What is counted where nothing is chosen: the service's own rule, in a few words. */
function usualOf({ layers }: Catalogue): string | undefined {
  const kinds = layers.find(({ layer }) => layer === 'ambulance')?.categories ?? [];
  const named = kinds.filter(({ slug }) => ['mental-health', 'overdose', 'section-136'].includes(slug));
  return named.length === 0 ? undefined : 'Mental health and overdose';
}

/** Demand by ward beside the way to services: the wards furthest from one come first. */
export function NeedPage({ catalogue }: { catalogue: Catalogue }) {
  const kinds = useAnswer<FactorKinds>(apiPath('risk-factors/kinds'));
  const services = servicesOf(kinds.data);
  const asked = chosenFactors('services', services, HELP_IN_CRISIS);
  const result = useAnswer<NeedResult>(
    asked.length === 0
      ? null
      : apiPath('need-against-provision', {
          ...question(),
          area: param('area') || undefined,
          services: asked.join(','),
        }),
  );
  const { data } = result;
  useEffect(() => titlePage('Need and services', data?.studyArea.name), [data?.studyArea.name]);
  return (
    <>
      <h1>Need against provision</h1>
      <p class="report-intro">Where is demand high and the nearest service far?</p>
      {asked.length > 0 && (
        <QuestionBar
          catalogue={catalogue}
          used={data?.parameters ?? null}
          areas="districts"
          usual={usualOf(catalogue)}
        />
      )}
      {services.length > 0 && (
        <FactorChoice legend="Services that count" name="services" kinds={services} asked={asked} />
      )}
      {kinds.data && services.length === 0 && (
        <div class="note">
          <p>
            No register of services is loaded that you may see. A data steward can import one: kind, name,
            place and capacity of each service.
          </p>
        </div>
      )}
      <AnswerState of={kinds} what="The list of services" />
      <AnswerState of={result} what="Need against provision" />
      {data && (
        <ReportBody
          answer={data}
          area={`${sayCategories(catalogue, data.parameters)}, ${data.studyArea.name}`}
          loading={result.loading}
          freeze={freezeRequest(result.key ?? '')}
        >
          <p class="report-scope">
            {data.studyArea.name}, {formatPeriod(data.parameters.from, data.parameters.to)}. Demand:{' '}
            {keepUnits(data.demand)}
          </p>
          <p class="report-lead">{keepUnits(data.sentence)}</p>
          <KeyFigureRow
            figures={[
              {
                label: data.disclosure ? `Demand, to the nearest ${data.disclosure.roundedTo}` : 'Demand',
                value: data.district.events === null ? 'Hidden' : formatCount(data.district.events),
                interval: '',
                comparison:
                  data.district.ratePer1000Year === null || data.district.rateInterval === null
                    ? 'events'
                    : `events; ${formatMeasure(data.district.ratePer1000Year)} (${formatInterval(data.district.rateInterval.lower, data.district.rateInterval.upper)}) per 1,000 residents per year`,
              },
              {
                label: 'Services within 10 km',
                value: formatCount(data.district.services),
                interval: '',
                comparison:
                  data.district.capacity === null
                    ? 'how many people they take was not supplied for each of them'
                    : `capacity ${formatCount(data.district.capacity)} together`,
              },
              {
                label: 'Way to the nearest',
                value:
                  data.district.distanceM === null
                    ? 'Not computable'
                    : formatDistance(data.district.distanceM),
                interval: '',
                comparison: 'straight line, mean over residents',
              },
            ]}
          />
          <Cautions cautions={data.cautions} />
          <Section title="Demand beside distance" id="need-chart">
            <ChartFigure
              mostPx={860}
              chart={(widthPx) => <NeedChart result={data} widthPx={widthPx} />}
              note="Dashed rules are the district. Diamonds have more demand than the district and a longer way; bars are 95 % intervals."
            />
          </Section>
          <Section title="Wards, furthest from a service first" id="need-wards">
            <AnswerFiles path={result.key} what="Wards" />
            <NeedTable wards={data.wards} />
          </Section>
          <MethodAndSources
            chosen={data.chosen}
            sources={data.sources}
            extra={<p>{data.distanceMethod}</p>}
          />
        </ReportBody>
      )}
    </>
  );
}

function NeedTable({ wards }: { wards: readonly NeedWard[] }) {
  return (
    <DataTable
      caption="95 % intervals in brackets. Distance is a straight line, mean over residents."
      keyOf={({ code }) => code}
      rows={wards}
      columns={[
        { name: 'ward', label: 'Ward', show: ({ code, name }) => <a href={areaHref(code)}>{name}</a> },
        {
          name: 'distance',
          label: 'Way to the nearest',
          isNumber: true,
          show: ({ distanceM }) => (distanceM === null ? 'Not computable' : formatDistance(distanceM)),
        },
        {
          name: 'furthest',
          label: 'From its furthest part',
          isNumber: true,
          show: ({ furthestM }) => (furthestM === null ? '' : formatDistance(furthestM)),
        },
        {
          name: 'nearest',
          label: 'Nearest service',
          show: ({ nearest }) =>
            nearest
              ? `${nearest.name ?? nearest.kind}${nearest.capacity === null ? '' : `, capacity ${formatMeasure(nearest.capacity)}`}`
              : 'None within reach',
        },
        {
          name: 'events',
          label: 'Demand, events',
          isNumber: true,
          show: ({ events }) => (events === null ? <Hidden /> : formatCount(events)),
        },
        {
          name: 'rate',
          label: 'Per 1,000 residents per year',
          isNumber: true,
          show: ({ ratePer1000Year, rateInterval }) =>
            ratePer1000Year === null ? (
              ''
            ) : (
              <>
                {formatMeasure(ratePer1000Year)}
                <span class="interval-words">{inBrackets(rateInterval)}</span>
              </>
            ),
        },
        {
          name: 'band',
          label: 'Demand against the district',
          show: ({ standsOut, ...ward }) => (
            <>
              {sayDemand(ward)}
              {standsOut && <strong class="interval-words">more demand, longer way</strong>}
            </>
          ),
        },
      ]}
    />
  );
}
