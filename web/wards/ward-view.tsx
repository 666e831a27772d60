import { useEffect } from 'preact/hooks';
import type { WardPage } from '../../server/contract/area-pages.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { AreaMeasures } from '../../server/contract/measures.ts';
import { apiPath } from '../api/client.ts';
import { exploreHref, titlePage } from '../state/place.ts';
import {
  formatCount,
  formatEvents,
  formatInterval,
  formatMeasure,
  formatPeriod,
  formatRatio,
  formatShare,
  keepUnits,
} from '../words/format.ts';
import { areaHref } from './address.ts';
import { AnswerState } from './answer-state.tsx';
import { sayCategories } from './categories.ts';
import { CoincidenceSection } from './coincidence-section.tsx';
import { ConcentrationSection } from './concentration-section.tsx';
import { question } from './district-view.tsx';
import { freezeRequest } from './freeze-request.ts';
import { harmChoice, VictimReportedTick } from './harm-choice.tsx';
import { HeldSection } from './held-section.tsx';
import { Protection } from './hidden.tsx';
import { MixSection } from './mix-section.tsx';
import { PlacesSection } from './places-section.tsx';
import { QuestionBar } from './question-bar.tsx';
import { ReportBody } from './report-body.tsx';
import { Cautions, type KeyFigure, KeyFigureRow, MethodAndSources, Section } from './report-parts.tsx';
import { HoursSection, SeasonSection, TrendSection } from './time-sections.tsx';
import { useAnswer } from './use-answer.ts';
import { WardNeedSection } from './ward-need-section.tsx';
import { formatDigits, sayChange, sayRank, sayStanding, shareInBrackets } from './words.ts';

/** Everything known about one ward on one page. */
export function WardView({ catalogue, code }: { catalogue: Catalogue; code: string }) {
  const page = useAnswer<WardPage>(
    apiPath(`ward/${encodeURIComponent(code)}`, { ...question(), ...harmChoice() }),
  );
  const data = page.data;
  const name = data?.ward.name ?? null;
  useEffect(() => titlePage(name ?? 'Ward', data?.ward.districtName), [name]);
  return (
    <>
      <h1>{name ?? 'Ward'}</h1>
      <QuestionBar catalogue={catalogue} used={data && { ...data.parameters, area: code }} areas="all" />
      <AnswerState of={page} what="The ward page" />
      {data && (
        <ReportBody
          answer={data}
          area={`${sayCategories(catalogue, data.parameters)}, ${data.ward.name}`}
          loading={page.loading}
          freeze={freezeRequest(page.key ?? '')}
        >
          <p class="report-scope">
            {sayCategories(catalogue, data.parameters)}, {formatPeriod(data.period.from, data.period.to)}.
            Ward of <a href={areaHref(data.ward.districtCode)}>{data.ward.districtName}</a>,{' '}
            {formatMeasure(data.ward.areaKm2)}
            {'\u00a0'}km², boundaries of {data.ward.boundaryYear}.{' '}
            <a href={exploreHref(mapView(data))}>See it on the map</a>
          </p>
          <p class="report-lead">{keepUnits(data.sentence)}</p>
          <KeyFigureRow figures={figuresOf(data)} />
          {data.weights && (
            <div class="choice-row">
              <VictimReportedTick />
              {data.weights.leftOut.length > 0 && (
                <p class="chart-note">
                  Harm leaves out what police activity finds:{' '}
                  {data.weights.leftOut.join(', ').replaceAll('-', ' ')}.
                </p>
              )}
            </div>
          )}
          <Cautions cautions={data.cautions} />
          <Section title="Is it getting worse?" id="trend">
            <TrendSection page={data} />
          </Section>
          <div class="report-pair">
            <Section title="What happens here, against the district" id="mix">
              <MixSection mix={data.mix} ward={data.ward.name} district={data.ward.districtName} />
            </Section>
            <Section title="Where in the ward?" id="places">
              <PlacesSection page={data} />
            </Section>
          </div>
          <div class="report-pair">
            <Section title="Which months of the year?" id="season">
              <SeasonSection of={data.seasonality} />
            </Section>
            <Section title="Which hours of the week?" id="hours">
              <HoursSection of={data.hourOfWeek} />
            </Section>
          </div>
          <div class="report-pair">
            <Section title="How concentrated is it inside the ward?" id="concentration">
              <ConcentrationSection concentrations={[data.concentration]} lead={null} />
            </Section>
            <Section title="Ambulance and other layers in the same place" id="coincidence">
              <CoincidenceSection page={data} />
            </Section>
          </div>
          <Section title="Need against provision" id="need">
            <WardNeedSection districtCode={data.ward.districtCode} wardCode={data.ward.code} />
          </Section>
          <Section title="What else is held about this ward" id="held">
            <HeldSection catalogue={catalogue} ward={data.ward} />
          </Section>
          <Section title="What is not known" id="not-known">
            <ul class="bullets">
              {data.notKnown.map((gap) => (
                <li key={gap}>{keepUnits(gap)}</li>
              ))}
            </ul>
          </Section>
          <MethodAndSources
            chosen={data.chosen}
            sources={data.sources}
            extra={<Protection disclosure={data.disclosure} />}
          />
        </ReportBody>
      )}
    </>
  );
}

function mapView({ ward, parameters }: WardPage): string {
  return `area=${ward.code}&layer=${parameters.layer}&from=${parameters.from}&to=${parameters.to}`;
}

function figuresOf(page: WardPage): KeyFigure[] {
  const { measures, district, comparisons, weights } = page;
  if (!measures) return [hiddenCount(page)];
  const isRounded = (page.disclosure?.roundedTo ?? 1) > 1;
  const { rank, harm, ratePer1000Year, rateInterval } = measures;
  const figures: KeyFigure[] = [
    {
      label: isRounded ? `Events, to the nearest ${page.disclosure?.roundedTo}` : 'Events',
      value: formatCount(measures.events),
      interval: shareOf(measures),
      comparison: comparisons.previous.notComputable
        ? 'No earlier period to compare with'
        : `${sayChange(measures.changePrevious, isRounded)} against ${formatPeriod(comparisons.previous.from, comparisons.previous.to)}. District: ${sayChange(comparisons.previous.district, isRounded).toLowerCase()}`,
    },
  ];
  if (ratePer1000Year !== null && rateInterval)
    figures.push({
      label: 'Rate per 1,000 residents per year',
      value: formatMeasure(ratePer1000Year),
      interval: `(${formatInterval(rateInterval.lower, rateInterval.upper)})`,
      comparison: `${sayStanding(measures)}${district.ratePer1000Year ? `: ${formatRatio(ratePer1000Year / district.ratePer1000Year)} times the district’s ${formatMeasure(district.ratePer1000Year)}` : ''}`,
    });
  if (rank)
    figures.push({
      label: page.disclosure ? 'Rank among the wards shown' : 'Rank in the district',
      value: String(rank.rank),
      interval: rank.lower === rank.upper ? '' : `(${rank.lower}–${rank.upper})`,
      comparison:
        rank.lower === rank.upper
          ? 'The rank does not move within its 95\u00a0% interval'
          : `Written ${sayRank(rank)}: the order inside the brackets is not certain`,
    });
  if (comparisons.lastYear.from !== comparisons.previous.from && !comparisons.lastYear.notComputable)
    figures.push({
      label: 'Same period last year',
      value: sayChange(measures.changeLastYear, isRounded),
      interval: '',
      comparison: measures.changeLastYear
        ? `${formatEvents(measures.changeLastYear.events)} in ${formatPeriod(comparisons.lastYear.from, comparisons.lastYear.to)}`
        : `The count of ${formatPeriod(comparisons.lastYear.from, comparisons.lastYear.to)} is hidden`,
    });
  if (harm && weights)
    figures.push({
      label: `Harm${weights.victimReportedOnly ? ' that victims report' : ''}, ${weights.unit}`,
      value: formatDigits(harm.total, weights.significantDigits),
      interval: harm.interval
        ? `(${formatDigits(harm.interval.lower, weights.significantDigits)}–${formatDigits(harm.interval.upper, weights.significantDigits)})`
        : '',
      comparison: `${harm.share === null ? '' : `${formatShare(harm.share)} of the district’s harm; `}${weights.title}, version ${weights.name.split('@')[1]}`,
    });
  return figures;
}

/** The whole row where the count is hidden: what is hidden, and what of the district is not. */
function hiddenCount({ hiddenReason, district, disclosure }: WardPage): KeyFigure {
  return {
    label: 'Events',
    value: 'Hidden',
    interval: '',
    comparison:
      `${sentenceCase((hiddenReason ?? '').replace(/^Hidden: /, ''))} The district has ${formatCount(district.events)}${disclosure && disclosure.roundedTo > 1 ? `, to the nearest ${disclosure.roundedTo}` : ''}.`.trim(),
  };
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const shareOf = ({ share, shareInterval }: AreaMeasures) =>
  `${formatShare(share)} ${shareInBrackets(shareInterval)} of the district’s`;
