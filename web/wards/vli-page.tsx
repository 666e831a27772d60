import { useEffect } from 'preact/hooks';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type { VliResult } from '../../server/contract/composites.ts';
import { apiPath } from '../api/client.ts';
import { titlePage } from '../state/place.ts';
import { formatMeasure, formatPeriod, keepUnits } from '../words/format.ts';
import { areaHref, change, param } from './address.ts';
import { AnswerFiles } from './answer-files.tsx';
import { AnswerState } from './answer-state.tsx';
import { ChartFigure } from './chart-figure.tsx';
import { StackedParts } from './charts/stacked-parts.tsx';
import { DataTable } from './data-table.tsx';
import { freezeRequest } from './freeze-request.ts';
import { QuestionBar } from './question-bar.tsx';
import { PartNumber } from './recipe-editor.tsx';
import { ReportBody } from './report-body.tsx';
import { Cautions, MethodAndSources, Section } from './report-parts.tsx';
import { useAnswer } from './use-answer.ts';

/** The Vulnerable Localities Index with its six parts, marked "VLI-like" where open data stands in. */
export function VliPage({ catalogue }: { catalogue: Catalogue }) {
  const said = (name: string) => param(name) || undefined;
  const result = useAnswer<VliResult>(
    apiPath('composites/vulnerable-localities', {
      level: said('level'),
      from: said('from'),
      to: said('to'),
      area: said('area'),
    }),
  );
  const { data } = result;
  useEffect(() => titlePage(data?.title ?? 'Vulnerable Localities Index', data?.studyArea.name), [data]);
  const level = param('level') === 'lsoa' ? 'lsoa' : 'ward';
  return (
    <>
      <h1>{data?.title ?? 'Vulnerable Localities Index'}</h1>
      <p class="report-intro">
        Six rates, each against the district as 100, and their mean (Jill Dando Institute). It points to
        localities for a closer look by people who know them.
      </p>
      <QuestionBar
        catalogue={catalogue}
        areas="districts"
        used={
          data && { layer: 'crime', from: data.period.from, to: data.period.to, area: data.studyArea.code }
        }
        months
      />
      <div class="choice-row">
        <label class="field">
          <span>Areas</span>
          <select
            value={level}
            onChange={({ currentTarget: { value } }) => change({ level: value === 'ward' ? '' : value })}
          >
            <option value="ward">Wards</option>
            <option value="lsoa">LSOAs</option>
          </select>
        </label>
      </div>
      <AnswerState of={result} what="The index" />
      {data && (
        <ReportBody
          answer={data}
          area={data.studyArea.name}
          loading={result.loading}
          freeze={freezeRequest(result.key ?? '')}
        >
          <p class="report-scope">
            {data.studyArea.name}, {formatPeriod(data.period.from, data.period.to)}
          </p>
          <p class="report-lead">{keepUnits(data.sentence)}</p>
          {!data.exact && (
            <div class="note">
              <p>
                <strong>VLI-like.</strong> The index proper counts burglary and damage in dwellings, per
                dwelling. Here open data stands in:
              </p>
              <ul class="bullets">
                {data.standIns.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </div>
          )}
          <Cautions cautions={data.cautions.filter((caution) => !data.standIns.includes(caution))} />
          <Section title="The variables" id="variables">
            <ol class="part-key">
              {data.variables.map(({ name, source, method }, i) => (
                <li key={name}>
                  <PartNumber at={i} />
                  <span>
                    {name}{' '}
                    <span class="quiet">
                      {method}. {source}
                    </span>
                  </span>
                </li>
              ))}
            </ol>
          </Section>
          {data.areas.length > 0 && (
            <Section title="The index in its six parts" id="vli-parts">
              <ChartFigure
                mostPx={1000}
                chart={(widthPx) => (
                  <StackedParts
                    rows={data.areas.slice(0, 40).map(({ code, name, index, parts }) => ({
                      code,
                      name,
                      total: index,
                      parts: parts.map((part) => part / parts.length),
                    }))}
                    parts={data.variables.map(({ name }) => name)}
                    unit="Index (100 is the district as a whole)"
                    rules={[
                      { value: 100, text: 'district' },
                      { value: 200, text: 'closer look' },
                    ]}
                    label={`The index of each area in its six parts, highest first: ${data.variables.map(({ name }, i) => `${i + 1} ${name}`).join(', ')}. The table says the figures.`}
                    widthPx={widthPx}
                  />
                )}
                note="Each part is a sixth of its own index. The stroke is the total."
                table={<VliTable result={data} linked={level === 'ward'} />}
              />
              <AnswerFiles path={result.key} what={level === 'ward' ? 'Wards' : 'LSOAs'} />
            </Section>
          )}
          <MethodAndSources chosen={data.chosen} sources={data.sources} />
        </ReportBody>
      )}
    </>
  );
}

function VliTable({ result, linked }: { result: VliResult; linked: boolean }) {
  return (
    <DataTable
      caption="Index, rank, rank range with one variable left out, and the six parts (100 is the district)."
      keyOf={({ code }) => code}
      rows={result.areas}
      columns={[
        {
          name: 'name',
          label: 'Area',
          show: ({ code, name }) => (linked ? <a href={areaHref(code)}>{name}</a> : name),
        },
        { name: 'index', label: 'Index', isNumber: true, show: ({ index }) => index.toFixed(0) },
        {
          name: 'rank',
          label: 'Rank',
          isNumber: true,
          show: ({ rank, rankLeaveOneOut: range }) =>
            range && range.from !== range.to
              ? `${formatMeasure(rank)} (${formatMeasure(range.from)}–${formatMeasure(range.to)})`
              : formatMeasure(rank),
        },
        { name: 'priority', label: 'Closer look', show: ({ priority }) => (priority ? 'Above 200' : '') },
        ...result.variables.map(({ name }, i) => ({
          name,
          label: `${i + 1} ${name}`,
          isNumber: true,
          show: ({ parts }: VliResult['areas'][number]) => (parts[i] ?? 0).toFixed(0),
        })),
      ]}
    />
  );
}
