import '../styles/base.css';
import '../styles/layout.css';
import '../styles/controls.css';
import '../styles/map.css';
import '../styles/reading.css';
import { type ComponentChildren, render } from 'preact';
import { ServiceError } from '../api/service-error.ts';
import { changeClasses } from '../charts/change-classes.ts';
import { CoincidenceLegend } from '../charts/coincidence-legend.tsx';
import { emergingClasses } from '../charts/emerging-classes.ts';
import { EmergingMeanings } from '../charts/emerging-meanings.tsx';
import { Legend } from '../charts/legend.tsx';
import { MonthStrip } from '../charts/month-strip.tsx';
import { wardClasses } from '../charts/ward-classes.ts';
import { WardIntervalChart } from '../charts/ward-interval-chart.tsx';
import { NoData } from '../panels/no-data.tsx';
import { ProblemCard } from '../panels/problem-card.tsx';
import {
  exampleChange,
  exampleCoincidence,
  exampleEmerging,
  exampleMonths,
  exampleWards,
} from './examples.ts';

/** Every chart in every state, for whoever changes one. Opened in development as /gallery.html; not part of a build. */
function Gallery() {
  const wards = exampleWards();
  const nothing = () => undefined;
  const empty = {
    product: { name: 'Wardlight', version: '' },
    dataVersion: 0,
    synthetic: true,
    marking: 'OFFICIAL' as const,
    layers: [],
    studyAreas: [],
    areaSets: [],
    cellSizesM: [],
    bandwidthsM: [],
  };
  return (
    <main class="page gallery">
      <h1>Gallery</h1>
      <Shown title="Two layers together, some cells not shown">
        <CoincidenceLegend result={exampleCoincidence()} />
      </Shown>
      <Shown title="Change between periods">
        <Legend classes={changeClasses(exampleChange(), 'cells')} />
      </Shown>
      <Shown title="History of hot spots, with cold ones">
        <Legend classes={emergingClasses(exampleEmerging())} />
        <EmergingMeanings result={exampleEmerging()} />
      </Shown>
      <Shown title="Wards by rate: too few, not supplied, hidden">
        <Legend classes={wardClasses(wards.wards, 'rate', { wards: 1, label: 'Hidden: fewer than 5' })} />
      </Shown>
      <Shown title="Months: not supplied, hidden, flagged, zero">
        <MonthStrip
          months={exampleMonths()}
          from="2024-03"
          to="2024-11"
          widthPx={520}
          heightPx={72}
          onChoose={nothing}
        />
      </Shown>
      <Shown title="One month">
        <MonthStrip
          months={exampleMonths().slice(0, 1)}
          from="2024-01"
          to="2024-01"
          widthPx={520}
          heightPx={72}
          onChoose={nothing}
        />
      </Shown>
      {(['rate', 'share'] as const).map((measure) => (
        <Shown key={measure} title={`Wards by ${measure}, one selected`}>
          <WardIntervalChart
            result={wards}
            measure={measure}
            widthPx={420}
            selectedCode={wards.wards[0]!.code}
            onSelect={nothing}
          />
        </Shown>
      ))}
      <Shown title="Nothing loaded">
        <NoData catalogue={empty} />
      </Shown>
      <Shown title="Refused">
        <ProblemCard
          error={
            new ServiceError(
              'too-many-cells',
              'This would be 2 million cells.',
              '100 m over 20,000 km²',
              'Choose larger cells.',
            )
          }
        />
      </Shown>
      <Shown title="Loading">
        <p class="start-message">Loading the district</p>
      </Shown>
    </main>
  );
}

function Shown({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section style={{ margin: '24px 16px' }}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

render(<Gallery />, document.getElementById('gallery')!);
