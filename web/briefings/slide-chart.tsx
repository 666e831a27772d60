import { useMemo } from 'preact/hooks';
import type { BriefingSlide } from '../../server/contract/workspace.ts';
import { WardIntervalChart } from '../charts/ward-interval-chart.tsx';
import { wardsShownOf } from '../state/scene.ts';
import { formatPeriod } from '../words/format.ts';
import { MonthBars } from './month-bars.tsx';
import type { SlideScene } from './use-slide-scene.ts';

/** Rows that stay readable from the back of a room. */
const MOST_WARDS = 10;

/** The one chart of a slide, or why there is none. */
export function SlideChart({ of, chart }: { of: SlideScene; chart: BriefingSlide['chart'] }) {
  if (chart === 'none') return null;
  return chart === 'months' ? <Months of={of} /> : <Wards of={of} />;
}

function Months({ of }: { of: SlideScene }) {
  // Restricted data may be released for other months than those asked for: dark are the months of the figures.
  const shown = of.scene.figures.value.data?.parameters ?? of.scene.resolved.value;
  const layer = of.scene.layer.value;
  if (!shown || !layer || layer.months.length === 0) return null;
  return (
    <figure class="slide-chart">
      <figcaption>
        {layer.title}, all events by month. Dark: {formatPeriod(shown.from, shown.to)}
      </figcaption>
      <MonthBars months={layer.months} from={shown.from} to={shown.to} />
    </figure>
  );
}

function Wards({ of }: { of: SlideScene }) {
  const result = of.scene.wardLayer.state.value.data;
  const measure = of.view.wardMeasure;
  const highest = useMemo(() => {
    if (!result) return null;
    const value = (ward: (typeof result.wards)[number]) =>
      measure === 'share' ? ward.share : (ward.ratePer1000Year ?? -1);
    const shown = wardsShownOf(of.scene);
    return { all: shown.length, wards: [...shown].sort((a, b) => value(b) - value(a)).slice(0, MOST_WARDS) };
  }, [result, measure, of.scene.studyArea.value?.code]);
  if (!result || !highest) {
    const isOfCells = of.scene.mode.value === 'coincidence' || of.scene.mode.value === 'emerging';
    return isOfCells ? <p class="quiet">Wards are not counted for this kind of map.</p> : null;
  }
  const isCut = highest.all > MOST_WARDS;
  return (
    <figure class="slide-chart">
      <figcaption>
        {measure === 'share' ? 'Share of the district’s events' : 'Events per 1,000 residents per year'},
        95&nbsp;% intervals{isCut ? `: the ${MOST_WARDS} highest of ${highest.all} wards` : ''}
        {measure === 'rate' ? '. Dotted line: the district' : ''}
      </figcaption>
      <WardIntervalChart
        result={result}
        wards={highest.wards}
        measure={measure}
        widthPx={400}
        selectedCode={null}
      />
    </figure>
  );
}
