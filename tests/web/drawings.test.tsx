import { join } from 'node:path';
import type { VNode } from 'preact';
import { describe, expect, test } from 'vitest';
import { changeClasses } from '../../web/charts/change-classes.ts';
import { CoincidenceLegend } from '../../web/charts/coincidence-legend.tsx';
import { emergingClasses } from '../../web/charts/emerging-classes.ts';
import { EmergingMeanings } from '../../web/charts/emerging-meanings.tsx';
import { Legend } from '../../web/charts/legend.tsx';
import { MonthBars } from '../../web/charts/month-bars.tsx';
import { wardClasses } from '../../web/charts/ward-classes.ts';
import { WardIntervalChart } from '../../web/charts/ward-interval-chart.tsx';
import {
  exampleChange,
  exampleCoincidence,
  exampleEmerging,
  exampleMonths,
  exampleWards,
} from '../../web/gallery/examples.ts';
import { expectGolden } from '../support/golden.ts';
import { markup } from '../support/markup.ts';

const wards = exampleWards();
const interval = (measure: 'rate' | 'share') => (
  <WardIntervalChart
    result={wards}
    measure={measure}
    widthPx={420}
    selectedCode={wards.wards[0]!.code}
    onSelect={() => undefined}
  />
);
const months = (count: number) => (
  <g>
    <MonthBars
      months={exampleMonths().slice(0, count)}
      from="2024-01"
      to="2024-08"
      widthPx={520}
      heightPx={72}
    />
  </g>
);

const DRAWINGS: Record<string, VNode> = {
  'coincidence-legend': <CoincidenceLegend result={exampleCoincidence()} />,
  'change-legend': <Legend classes={changeClasses(exampleChange(), 'cells')} />,
  'emerging-legend': <Legend classes={emergingClasses(exampleEmerging())} />,
  'emerging-meanings': <EmergingMeanings result={exampleEmerging()} />,
  'ward-legend': (
    <Legend classes={wardClasses(wards.wards, 'rate', { wards: 1, label: 'Hidden: fewer than 5' })} />
  ),
  months: months(14),
  'one-month': months(1),
  'wards-by-rate': interval('rate'),
  'wards-by-share': interval('share'),
};

describe('a drawing', () => {
  test.each(Object.keys(DRAWINGS))('%s is drawn as it was', (name) => {
    expectGolden(join(import.meta.dirname, 'golden', `${name}.svg.txt`), markup(DRAWINGS[name]));
  });

  test('of months tells not supplied, hidden and zero apart', () => {
    const bars = markup(months(14)).split('<g ');
    const barOf = (month: string) => bars.find((bar) => bar.includes(`${month}:`))!;
    expect(barOf('Jun 2024')).toContain('bar-not-supplied');
    expect(barOf('Sep 2024')).toContain('bar-hidden');
    expect(barOf('Mar 2024')).toMatch(/class="bar"[^>]*height="0"/);
  });
});
