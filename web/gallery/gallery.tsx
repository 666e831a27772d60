import '../styles/base.css';
import '../styles/layout.css';
import '../styles/controls.css';
import '../styles/map.css';
import '../styles/reading.css';
import '../styles/areas.css';
import '../styles/briefings.css';
import '../styles/wards.css';
import { type ComponentChildren, render } from 'preact';
import { MapSheet } from '../briefings/map-sheet.tsx';
import { MonthBars as SlideMonths } from '../briefings/month-bars.tsx';
import { changeClasses } from '../charts/change-classes.ts';
import { CoincidenceLegend } from '../charts/coincidence-legend.tsx';
import { emergingClasses } from '../charts/emerging-classes.ts';
import { EmergingMeanings } from '../charts/emerging-meanings.tsx';
import { Legend } from '../charts/legend.tsx';
import { MonthStrip } from '../charts/month-strip.tsx';
import { OperationBars } from '../charts/operation-bars.tsx';
import { wardClasses } from '../charts/ward-classes.ts';
import { WardIntervalChart } from '../charts/ward-interval-chart.tsx';
import { exampleCellMap, exampleWardMap } from './example-map.ts';
import {
  exampleChange,
  exampleCoincidence,
  exampleEmerging,
  exampleMonths,
  exampleOperations,
  exampleWards,
} from './examples.ts';

import { SeenAs } from './seen-as.tsx';
import { STATES } from './states.tsx';
import { Drawn, WARD_CHARTS } from './ward-charts.tsx';

/** Every chart in every state, for whoever changes one. Opened in development as /gallery.html; not part of a build. */
function Gallery() {
  const wards = exampleWards();
  const nothing = () => undefined;
  return (
    <main class="page gallery" style={{ maxWidth: '1400px', margin: '0 auto', padding: '24px 16px' }}>
      <h1>Gallery</h1>
      <SeenAs />
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
        <Drawn
          chart={(widthPx) => (
            <MonthStrip
              months={exampleMonths()}
              from="2024-03"
              to="2024-11"
              widthPx={widthPx}
              heightPx={72}
              onChoose={nothing}
            />
          )}
        />
      </Shown>
      <Shown title="One month">
        <Drawn
          chart={(widthPx) => (
            <MonthStrip
              months={exampleMonths().slice(0, 1)}
              from="2024-01"
              to="2024-01"
              widthPx={widthPx}
              heightPx={72}
              onChoose={nothing}
            />
          )}
        />
      </Shown>
      {(['rate', 'share'] as const).map((measure) => (
        <Shown key={measure} title={`Wards by ${measure}, one selected`}>
          <WardIntervalChart
            result={wards}
            measure={measure}
            widthPx={350}
            selectedCode={wards.wards[0]!.code}
            onSelect={nothing}
          />
        </Shown>
      ))}
      <Shown title="Months of a slide">
        <div style={{ maxWidth: '400px' }}>
          <SlideMonths months={exampleMonths()} from="2024-03" to="2024-11" />
        </div>
      </Shown>
      <Shown title="Operations over the months">
        <OperationBars months={exampleMonths()} operations={exampleOperations()} widthPx={340} />
      </Shown>
      {Object.entries({ cells: exampleCellMap(), wards: exampleWardMap() }).map(([of, map]) => (
        <Shown key={of} title={`Map of ${of}, as it is printed and exported`}>
          <div style={{ maxWidth: '520px' }}>
            <MapSheet
              id={`sheet-${of}`}
              map={map}
              marking="OFFICIAL · SYNTHETIC · Data to Dec 2025"
              title="An example · Seaborough"
              sentence="An example of a sentence that a board can read."
              sources="An example of a source."
            />
          </div>
        </Shown>
      ))}
      {Object.entries(WARD_CHARTS).map(([title, chart]) => (
        <Shown key={title} title={title}>
          <Drawn chart={chart} />
        </Shown>
      ))}
      {Object.entries(STATES).map(([title, state]) => (
        <Shown key={title} title={title}>
          {state}
        </Shown>
      ))}
    </main>
  );
}

function Shown({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section style={{ margin: '0 0 32px', breakInside: 'avoid' }}>
      <h2 style={{ fontSize: '1rem', marginBottom: '12px' }}>{title}</h2>
      {children}
    </section>
  );
}

render(<Gallery />, document.getElementById('gallery')!);
