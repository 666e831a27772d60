import { useSignal } from '@preact/signals';
import { type ComponentChild, render } from 'preact';
import { recordPicture } from '../api/record-picture.ts';
import { toServiceError } from '../api/service-error.ts';
import { WardIntervalChart } from '../charts/ward-interval-chart.tsx';
import { type Scene, wardsShownOf } from '../state/scene.ts';
import { catalogue } from '../state/store.ts';
import { chartFile } from '../wards/chart-file.ts';
import { type ChartOrigin, originOf } from '../wards/chart-origin.ts';
import { sayAudit } from './audit-line.ts';
import { MonthBars } from './month-bars.tsx';
import { chartSvg, download, pictureName, svgPng } from './pictures.ts';

/** A chart beside the map, as it is drawn for a file. */
interface ExportedChart {
  name: 'Month chart' | 'Ward chart';
  title: string;
  drawing: ComponentChild;
  origin: ChartOrigin;
}

const FORMATS = ['png', 'svg'] as const;
const WARD_CHART_PX = 640;

/** The charts beside the map as pictures: each put on record first, with marking, area, period, sources and the record's id. */
export function ChartExports({ scene }: { scene: Scene }) {
  const said = useSignal('');
  const save = async ({ name, title, drawing, origin }: ExportedChart, format: 'png' | 'svg') => {
    try {
      said.value = '';
      const record = await recordPicture({ format, what: title.slice(0, 300), looks: [...origin.looks] });
      const { svg, widthPx, heightPx } = drawn(drawing);
      const file = chartFile(svg, { widthPx, heightPx }, title, origin, record);
      const content = format === 'png' ? await svgPng(file) : new Blob([file], { type: 'image/svg+xml' });
      download(pictureName(record.marking, origin.synthetic, `${name} ${title}`, format), content);
      said.value = `The chart is in your downloads. ${sayAudit([record.auditId])}`;
    } catch (cause) {
      const { message, hint } = toServiceError(cause);
      said.value = `No picture could be made. ${message} ${hint}`;
    }
  };
  return (
    <>
      {chartsOf(scene).map((chart) => (
        <p key={chart.name} class="export-links">
          {FORMATS.map((format) => (
            <button key={format} type="button" onClick={() => save(chart, format)}>
              {chart.name} as {format.toUpperCase()}
            </button>
          ))}
        </p>
      ))}
      <p class="quiet" role="status">
        {said.value}
      </p>
    </>
  );
}

function chartsOf(scene: Scene): ExportedChart[] {
  const charts: ExportedChart[] = [];
  const known = catalogue.state.value.data;
  const [layer, area, view] = [scene.layer.value, scene.district.value, scene.resolved.value];
  if (!known || !layer || !area || !view) return charts;
  const shown = scene.figures.value.data?.parameters ?? view;
  if (layer.months.length > 1)
    charts.push({
      name: 'Month chart',
      title: `${layer.title}, all events by month`,
      drawing: <MonthBars months={layer.months} from={shown.from} to={shown.to} />,
      origin: originOf(
        {
          period: { from: layer.months[0]!.month, to: layer.months.at(-1)!.month },
          sources: layer.sources,
          synthetic: known.synthetic,
        },
        area.name,
        [known],
      ),
    });
  const wards = scene.wardLayer.state.value.data;
  if (wards && (scene.mode.value === 'wards' || scene.mode.value === 'hot-spots')) {
    const measure = view.wardMeasure;
    const unit =
      measure === 'share' ? 'share of the district’s events' : 'events per 1,000 residents per year';
    charts.push({
      name: 'Ward chart',
      title: `${layer.title} by ward: ${unit}, 95 % intervals`,
      drawing: (
        <WardIntervalChart
          result={wards}
          wards={wardsShownOf(scene)}
          measure={measure}
          widthPx={WARD_CHART_PX}
          selectedCode={null}
        />
      ),
      origin: originOf(wards, wards.studyArea.name),
    });
  }
  return charts.filter(({ origin }) => origin.looks.length > 0);
}

/** Drawn within the document for a moment, where style sheets reach it, and out of sight. */
function drawn(chart: ComponentChild): { svg: string; widthPx: number; heightPx: number } {
  const root = document.createElement('div');
  root.style.cssText = 'position:absolute;left:-9999px;top:0';
  document.body.append(root);
  try {
    render(chart, root);
    const element = root.querySelector('svg')!;
    const { width, height } = element.viewBox.baseVal;
    return { svg: chartSvg(element), widthPx: width, heightPx: height };
  } finally {
    render(null, root);
    root.remove();
  }
}
