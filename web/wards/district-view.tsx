import { useEffect } from 'preact/hooks';
import type { DistrictPage } from '../../server/contract/area-pages.ts';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { MeasuresResult } from '../../server/contract/measures.ts';
import { apiPath } from '../api/client.ts';
import { titlePage } from '../state/place.ts';
import {
  formatCount,
  formatInterval,
  formatMeasure,
  formatPeriod,
  formatShare,
  formatShareInterval,
  keepUnits,
} from '../words/format.ts';
import { areaHref, param } from './address.ts';
import { AnswerState } from './answer-state.tsx';
import { sayCategories } from './categories.ts';
import { ConcentrationSection } from './concentration-section.tsx';
import { freezeRequest } from './freeze-request.ts';
import { FunnelSection } from './funnel-section.tsx';
import { harmChoice } from './harm-choice.tsx';
import { HarmSection } from './harm-section.tsx';
import { Protection } from './hidden.tsx';
import { QuestionBar } from './question-bar.tsx';
import { RankingSection } from './ranking-section.tsx';
import { ReportBody } from './report-body.tsx';
import { Cautions, type KeyFigure, KeyFigureRow, MethodAndSources, Section } from './report-parts.tsx';
import { HoursSection, SeasonSection, TrendSection } from './time-sections.tsx';
import { useAnswer } from './use-answer.ts';
import { sayChange } from './words.ts';

/** What the reader asks of any area page. */
export function question(): Record<string, string | undefined> {
  const said = (name: string) => param(name) || undefined;
  return { layer: said('layer'), categories: said('categories'), from: said('from'), to: said('to') };
}

/** A district: its wards ranked with how sure the order is, how concentrated events are, and its trend. */
export function DistrictView({ catalogue, code }: { catalogue: Catalogue; code: string }) {
  const page = useAnswer<DistrictPage>(
    apiPath(`district/${encodeURIComponent(code)}`, { ...question(), ...harmChoice() }),
  );
  const { ranking: asked, isOwn } = useRanking(code);
  const data = page.data;
  const name = data?.ranking.studyArea.name ?? null;
  useEffect(() => titlePage('Wards', name), [name]);
  const ranking = isOwn ? asked.data : (data?.ranking ?? null);
  return (
    <>
      <h1>{name ?? 'Wards'}</h1>
      <QuestionBar catalogue={catalogue} used={data && { ...data.parameters, area: code }} areas="all" />
      <AnswerState of={page} what="The district page" />
      {data && (
        <ReportBody
          answer={data}
          area={`${sayCategories(catalogue, data.parameters)}, ${data.ranking.studyArea.name}`}
          loading={page.loading}
          freeze={freezeRequest(page.key ?? '')}
          also={[asked.data]}
        >
          <p class="report-scope">
            {sayCategories(catalogue, data.parameters)}, {formatPeriod(data.period.from, data.period.to)},{' '}
            {formatCount(data.ranking.areas.length + (data.ranking.hiddenAreas?.length ?? 0))} wards,
            boundaries of {data.ranking.studyArea.boundaryYear}
          </p>
          <p class="report-lead">{keepUnits(data.sentence)}</p>
          <KeyFigureRow figures={figuresOf(data)} />
          <Cautions cautions={data.ranking.cautions} />
          <Section title="Wards in order, and how sure the order is" id="ranking">
            <AnswerState of={asked} what="The ranking" />
            {ranking && <RankingSection result={ranking} />}
          </Section>
          <div class="report-pair">
            <Section title="How concentrated is it?" id="concentration">
              <ConcentrationSection
                concentrations={[data.concentration.byCell, data.concentration.byWard]}
                lead={data.topTwo?.sentence ?? null}
              />
            </Section>
            <Section title="Which wards stand out from the rest?" id="funnel">
              <FunnelSection result={data.ranking} />
            </Section>
          </div>
          <Section title="Harm, not only counts" id="harm">
            {ranking && <HarmSection result={ranking} />}
          </Section>
          <Section title="Is it getting worse?" id="trend">
            <TrendSection page={data} />
          </Section>
          <div class="report-pair">
            <Section title="Which months of the year?" id="season">
              <SeasonSection of={data.seasonality} />
            </Section>
            <Section title="Which hours of the week?" id="hours">
              <HoursSection of={data.hourOfWeek} />
            </Section>
          </div>
          <OtherLayers page={data} />
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

/** The ranking with the reader's own choice of areas or denominator; the page's own where nothing was chosen. */
function useRanking(code: string) {
  const own = {
    level: param('level') || undefined,
    denominator: param('denominator') || undefined,
  };
  const isOwn = Object.values(own).some((value) => value !== undefined);
  const path = isOwn ? apiPath('measures', { ...question(), ...harmChoice(), area: code, ...own }) : null;
  return { ranking: useAnswer<MeasuresResult>(path), isOwn };
}

function figuresOf({ ranking, topTwo, concentration }: DistrictPage): KeyFigure[] {
  const { district, comparisons } = ranking;
  const change = comparisons.previous.district;
  const isRounded = (ranking.disclosure?.roundedTo ?? 1) > 1;
  const half = concentration.byCell.toReach.find((row) => row.percent === 50);
  const figures: KeyFigure[] = [
    {
      label: isRounded ? `Events, to the nearest ${ranking.disclosure?.roundedTo}` : 'Events',
      value: formatCount(district.events),
      interval: '',
      comparison: comparisons.previous.notComputable
        ? 'No earlier period to compare with'
        : `${sayChange(change, isRounded)} against ${formatPeriod(comparisons.previous.from, comparisons.previous.to)}`,
    },
  ];
  if (district.ratePer1000Year !== null && district.rateInterval)
    figures.push({
      label: 'District rate',
      value: formatMeasure(district.ratePer1000Year),
      interval: `(${formatInterval(district.rateInterval.lower, district.rateInterval.upper)})`,
      comparison: 'per 1,000 residents per year',
    });
  if (topTwo)
    figures.push({
      label: `In ${topTwo.wards.map(({ name }) => name).join(' and ')}`,
      value: formatShare(topTwo.share),
      interval: `(${formatShareInterval(topTwo.interval.lower, topTwo.interval.upper)})`,
      comparison: `of events; two equal shares would be ${formatShare(2 / (ranking.areas.length + (ranking.hiddenAreas?.length ?? 0)))}`,
    });
  if (half)
    figures.push({
      label: `Half of all events in`,
      value: `${concentration.byCell.hidden ? 'at most ' : ''}${formatShare(half.placeShare)}`,
      interval: '',
      comparison: `of places: ${formatCount(half.places)} of ${formatCount(concentration.byCell.places)} ${concentration.byCell.unit}`,
    });
  return figures;
}

function OtherLayers({ page }: { page: DistrictPage }) {
  if (page.otherLayers.length === 0) return null;
  const names = new Map(page.ranking.areas.map(({ code, name }) => [code, name]));
  return (
    <Section title="Other layers in the same wards" id="other-layers">
      <ul class="bullets">
        {page.otherLayers.map((other) => (
          <li key={other.layer}>
            {keepUnits(other.sentence)}
            {other.alsoTopInThisLayer.length > 0 && (
              <>
                {' '}
                Among the three fullest wards of both layers:{' '}
                {other.alsoTopInThisLayer.map((code, i) => (
                  <span key={code}>
                    {i > 0 && ', '}
                    <a href={areaHref(code)}>{names.get(code) ?? code}</a>
                  </span>
                ))}
                .
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
