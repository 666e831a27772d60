import '../styles/wards.css';
import type { PageProps } from '../pages.ts';
import { catalogue } from '../state/store.ts';
import { areaHref, parseWardView, taskHref, type WardTask } from './address.ts';
import { AnswerState } from './answer-state.tsx';
import { CompositePage } from './composite-page.tsx';
import { DistrictView } from './district-view.tsx';
import { FrozenPage } from './frozen-page.tsx';
import { NeedPage } from './need-page.tsx';
import { RiskFactorsPage } from './risk-factors-page.tsx';
import { VliPage } from './vli-page.tsx';
import { WardView } from './ward-view.tsx';
import { WeightsPage } from './weights-page.tsx';

const TASKS: Readonly<Record<WardTask, { label: string; Page: typeof CompositePage }>> = {
  composite: { label: 'Composite', Page: CompositePage },
  'vulnerable-localities': { label: 'VLI', Page: VliPage },
  need: { label: 'Need and services', Page: NeedPage },
  'risk-factors': { label: 'Risk factors', Page: RiskFactorsPage },
  weights: { label: 'Weights', Page: WeightsPage },
  frozen: { label: 'Frozen', Page: FrozenPage },
};

/** Ward risk: a district's wards ranked, one ward on one page, and the tools behind them. */
export default function WardsPage({ rest }: PageProps) {
  const known = catalogue.state.value;
  const view = parseWardView(rest);
  const districts = known.data?.studyAreas.filter(({ level }) => level === 'district') ?? [];
  const task = view.kind === 'task' ? TASKS[view.task] : null;
  const code = view.kind === 'area' ? (view.code ?? districts[0]?.code ?? null) : null;
  const here = known.data?.studyAreas.find((area) => area.code === code) ?? null;
  const districtCode = here?.districtCode ?? districts[0]?.code ?? null;
  return (
    <div class="report">
      <nav class="report-nav" aria-label="Ward risk">
        {districtCode !== null && (
          <a href={areaHref(districtCode)} aria-current={here?.level === 'district' ? 'page' : undefined}>
            District
          </a>
        )}
        {here?.level === 'ward' && (
          <a href={areaHref(here.code)} aria-current="page">
            {here.name}
          </a>
        )}
        {Object.entries(TASKS).map(([name, { label }]) => (
          <a
            key={name}
            href={taskHref(name as WardTask)}
            aria-current={view.kind === 'task' && view.task === name ? 'page' : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      {!known.data ? (
        <AnswerState of={known} what="The list of areas" />
      ) : task ? (
        <task.Page catalogue={known.data} />
      ) : code === null ? (
        <>
          <h1>Wards</h1>
          <p>No ward boundaries are loaded yet. Import the boundaries of a district first.</p>
        </>
      ) : here?.level === 'district' ? (
        <DistrictView catalogue={known.data} code={code} />
      ) : (
        <WardView catalogue={known.data} code={code} />
      )}
    </div>
  );
}
