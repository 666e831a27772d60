import { join } from 'node:path';
import type { VNode } from 'preact';
import { describe, expect, test } from 'vitest';
import { MapSheet } from '../../web/briefings/map-sheet.tsx';
import { MonthBars as SlideMonths } from '../../web/briefings/month-bars.tsx';
import { changeClasses } from '../../web/charts/change-classes.ts';
import { CoincidenceLegend } from '../../web/charts/coincidence-legend.tsx';
import { emergingClasses } from '../../web/charts/emerging-classes.ts';
import { EmergingMeanings } from '../../web/charts/emerging-meanings.tsx';
import { Legend } from '../../web/charts/legend.tsx';
import { MonthBars } from '../../web/charts/month-bars.tsx';
import { OperationBars } from '../../web/charts/operation-bars.tsx';
import { wardClasses } from '../../web/charts/ward-classes.ts';
import { WardIntervalChart } from '../../web/charts/ward-interval-chart.tsx';
import { exampleCellMap, exampleWardMap } from '../../web/gallery/example-map.ts';
import {
  exampleChange,
  exampleCoincidence,
  exampleEmerging,
  exampleMonths,
  exampleOperations,
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

const sheet = (map: ReturnType<typeof exampleCellMap>) => (
  <MapSheet
    map={map}
    marking="OFFICIAL-SENSITIVE · SYNTHETIC · Data to Dec 2025"
    title="An example · Seaborough"
    sentence="An example of a sentence that a board can read."
    sources="An example of a source. Audit entry 00000000-0000-4000-8000-000000000000."
  />
);

/** Two surgeries and a school, each at the middle of a ward. */
const withServices = () => {
  const map = exampleCellMap();
  const places = ['gp', 'gp', 'school'].map((kind, i) => {
    const [lon, lat] = map.wards.features[i % map.wards.features.length]!.properties.labelPoint;
    return {
      lon: lon! + i / 500,
      lat: lat!,
      kind,
      label: kind === 'gp' ? 'GP practice' : 'School or college',
    };
  });
  return { ...map, places };
};

/** The wards' outlines as LSOAs, filled by rate: one has too few events to say, one the highest rate. */
const withRates = () => {
  const map = exampleWardMap();
  const codes = map.fills!.codes;
  const rates = codes.map((_, i) => ({
    events: i === 0 ? 5 : 40,
    share: 0,
    ratePer1000Year: i === 1 ? 90 : 10,
  }));
  const filled = {
    ...map.wards,
    features: map.wards.features.map((area) => ({ ...area, id: `lsoa-${area.id}` })),
  };
  return {
    ...map,
    filled,
    fills: {
      codes: codes.map((code) => `lsoa-${code}`),
      classes: { ...wardClasses(rates, 'rate'), title: 'Rate by LSOA', of: 'LSOAs' },
    },
  };
};

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
  'slide-map-cells': sheet(exampleCellMap()),
  'slide-map-services': sheet(withServices()),
  'slide-map-wards': sheet(exampleWardMap()),
  'slide-months': <SlideMonths months={exampleMonths()} from="2024-03" to="2024-11" />,
  'slide-wards': <WardIntervalChart result={wards} measure="rate" widthPx={400} selectedCode={null} />,
  operations: <OperationBars months={exampleMonths()} operations={exampleOperations()} widthPx={520} />,
};

describe('a drawing', () => {
  test.each(Object.keys(DRAWINGS))('%s is drawn as it was', (name) => {
    expectGolden(join(import.meta.dirname, 'golden', `${name}.svg.txt`), markup(DRAWINGS[name]));
  });

  test('of a map to print has scale, north, a legend line a class, marking, data date, source and audit entry', () => {
    const map = exampleCellMap();
    const drawn = markup(sheet(map));
    expect(drawn).toMatch(/data-scale-m="\d+"/);
    for (const words of ['N', 'OFFICIAL-SENSITIVE · SYNTHETIC · Data to Dec 2025'])
      expect(drawn.split('\n').map((line) => line.trim())).toContain(words);
    expect(drawn).toContain('Audit entry 00000000');
    for (const { label, count } of map.cells!.classes.classes)
      expect(drawn).toContain(`${label}: ${count} ${count === 1 ? 'cell' : 'cells'}`);
  });

  test('of rates by LSOA fills those areas and not the wards, with one LSOA in the singular and its note', () => {
    const map = withRates();
    const drawn = markup(
      <MapSheet
        map={map}
        marking="OFFICIAL"
        title="Rates by LSOA"
        sentence="An example of a sentence."
        note="95 % intervals: the district 12.0 (11.2–12.8)."
        sources="An example of a source."
      />,
    );
    expect(drawn).toContain('95 % intervals: the district 12.0');
    expect(drawn).toContain('Too few to say: under 20 events: 1 LSOA');
    expect(drawn).not.toContain('1 LSOAs');
    const codes = map.fills.codes.length;
    expect(drawn.match(/fill-opacity="0.88"/g)).toHaveLength(codes);
    const unknown = { ...map, filled: null };
    // Without their outlines nothing is filled: LSOAs are never taken for wards.
    expect(
      markup(<MapSheet map={unknown} marking="" title="" sentence="" sources="" />).match(
        /fill-opacity="0.88"/g,
      ),
    ).toBeNull();
  });

  test('of a map with services on top draws each, and its legend says what they are and how many', () => {
    const lines = markup(sheet(withServices()))
      .split('\n')
      .map((line) => line.trim());
    expect(lines).toContain('GP practice: 2');
    expect(lines).toContain('School or college: 1');
    // One on the map each, and one in the legend a kind.
    expect(lines.filter((line) => line === 'G')).toHaveLength(3);
    expect(lines.filter((line) => line === 'S')).toHaveLength(2);
  });

  test('of wards says to have a table below only where one stands there', () => {
    expect(markup(DRAWINGS['slide-wards'])).not.toContain('table below');
    expect(markup(interval('rate'))).toContain('The table below says the same.');
  });

  test('of months tells not supplied, hidden and zero apart', () => {
    const bars = markup(months(14)).split('<g ');
    const barOf = (month: string) => bars.find((bar) => bar.includes(`${month}:`))!;
    expect(barOf('Jun 2024')).toContain('bar-not-supplied');
    expect(barOf('Sep 2024')).toContain('bar-hidden');
    expect(barOf('Mar 2024')).toMatch(/class="bar"[^>]*height="0"/);
  });
});
