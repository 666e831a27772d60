import type { JSX } from 'preact';
import {
  accuracy,
  compositeAreas,
  concentration,
  fourAreas,
  mix,
  need,
  terms,
  trend,
} from '../../tests/web/wards-examples.ts';
import { useWidth } from '../panels/use-width.ts';
import { AccuracyChart } from '../wards/charts/accuracy-chart.tsx';
import { ForestPlot } from '../wards/charts/forest-plot.tsx';
import { FunnelChart } from '../wards/charts/funnel-chart.tsx';
import { HourMatrix } from '../wards/charts/hour-matrix.tsx';
import { LorenzChart } from '../wards/charts/lorenz-chart.tsx';
import { isShown, MixChart } from '../wards/charts/mix-chart.tsx';
import { NeedChart } from '../wards/charts/need-chart.tsx';
import { RankMoves } from '../wards/charts/rank-moves.tsx';
import { SeasonChart } from '../wards/charts/season-chart.tsx';
import { StackedParts } from '../wards/charts/stacked-parts.tsx';
import { TrendChart } from '../wards/charts/trend-chart.tsx';

const HOURS = Array.from({ length: 168 }, (_, hour) => (hour % 24 === 22 ? 8 : hour % 24 === 4 ? 0 : 2));
const SEASON = [0.9, 0.9, 1, 1, 1.1, 1.2, 1.2, 1.1, 1, 0.9, 0.9, 0.8];
const PARTS = compositeAreas.map((area) => ({ ...area, parts: area.parts.map((part) => part.contribution) }));

/** Every chart of the ward pages, at the width there is, from the examples that its golden drawing is made of. */
export const WARD_CHARTS: Readonly<Record<string, (widthPx: number) => JSX.Element>> = {
  'Concentration of events in wards': (widthPx) => (
    <LorenzChart curves={[{ concentration, name: 'wards' }]} widthPx={widthPx} />
  ),
  'Funnel: above, below, inside, too few': (widthPx) => <FunnelChart areas={fourAreas} widthPx={widthPx} />,
  'Trend: a month not supplied': (widthPx) => (
    <TrendChart trend={trend} annotations={[]} from="2026-03" to="2026-05" widthPx={widthPx} />
  ),
  'Months of the year': (widthPx) => (
    <SeasonChart
      index={SEASON.map((index, i) => ({ month: i + 1, index }))}
      reading="Summer is busier."
      widthPx={widthPx}
    />
  ),
  'Hours of the week': (widthPx) => (
    <HourMatrix byHourOfWeek={HOURS} reading="Most at 22:00." widthPx={widthPx} />
  ),
  'Mix of categories': (widthPx) => <MixChart mix={mix.filter(isShown)} widthPx={widthPx} />,
  'A composite in its parts': (widthPx) => (
    <StackedParts
      rows={PARTS}
      parts={['burglary', 'robbery']}
      unit="Weighted standard deviations"
      rules={[{ value: 1, text: 'closer look' }]}
      label="Totals in their parts."
      widthPx={widthPx}
    />
  ),
  'Ranks under other weights': (widthPx) => <RankMoves areas={compositeAreas} widthPx={widthPx} />,
  'Relative risks': (widthPx) => <ForestPlot terms={terms} widthPx={widthPx} />,
  'Against a map of earlier events': (widthPx) => <AccuracyChart accuracy={accuracy} widthPx={widthPx} />,
  'Demand and distance': (widthPx) => <NeedChart result={need} widthPx={widthPx} />,
};

/** A chart at the width of its column, no wider than it is on its page. */
export function Drawn({ chart }: { chart(widthPx: number): JSX.Element }) {
  const [box, widthPx] = useWidth<HTMLDivElement>();
  return <div ref={box}>{widthPx > 0 && chart(Math.min(widthPx, 720))}</div>;
}
