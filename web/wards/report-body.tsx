import type { ComponentChildren } from 'preact';
import { type ChartAnswer, ChartOriginContext, originOf } from './chart-origin.ts';
import { FreezeResult, mayFreeze } from './freeze-result.tsx';
import { Section } from './report-parts.tsx';

interface Props {
  /** What the page shows: its period and sources go on every chart that leaves. */
  answer: ChartAnswer;
  /** What is counted and where, for the same. */
  area: string;
  loading: boolean;
  /** Other answers that its charts are drawn from. */
  also?: readonly (object | null)[];
  /** What to send to have it frozen; left out where the page has its own way, or it cannot be. */
  freeze?: object | null;
  children: ComponentChildren;
}

/** The body of a page of ward risk: its charts know what they are made of. */
export function ReportBody({ answer, area, loading, also, freeze, children }: Props) {
  return (
    <ChartOriginContext.Provider value={originOf(answer, area, also)}>
      <div class="report-body" data-loading={loading}>
        {children}
        {freeze && mayFreeze() && (
          <Section title="Keep it" id="keep">
            <FreezeResult request={freeze} />
          </Section>
        )}
      </div>
    </ChartOriginContext.Provider>
  );
}
