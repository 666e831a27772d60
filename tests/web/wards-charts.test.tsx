import { join } from 'node:path';
import type { JSX } from 'preact';
import { describe, expect, test } from 'vitest';
import type { WeekBlocks } from '../../server/contract/area-pages.ts';
import { AccuracyChart } from '../../web/wards/charts/accuracy-chart.tsx';
import { ForestPlot } from '../../web/wards/charts/forest-plot.tsx';
import { FunnelChart } from '../../web/wards/charts/funnel-chart.tsx';
import { HourMatrix } from '../../web/wards/charts/hour-matrix.tsx';
import { letterOn, PART_COLOURS } from '../../web/wards/charts/inks.ts';
import { BarAxis, type BarScale, IntervalBar } from '../../web/wards/charts/interval-bar.tsx';
import { LorenzChart } from '../../web/wards/charts/lorenz-chart.tsx';
import { isShown, MixChart } from '../../web/wards/charts/mix-chart.tsx';
import { NeedChart } from '../../web/wards/charts/need-chart.tsx';
import { RankMoves } from '../../web/wards/charts/rank-moves.tsx';
import { SeasonChart } from '../../web/wards/charts/season-chart.tsx';
import { StackedParts } from '../../web/wards/charts/stacked-parts.tsx';
import { TrendChart } from '../../web/wards/charts/trend-chart.tsx';
import { WeekMatrix } from '../../web/wards/charts/week-matrix.tsx';
import { expectGolden } from '../support/golden.ts';
import { svgText, textsOf } from './svg-text.ts';
import {
  accuracy,
  compositeAreas,
  concentration,
  fourAreas,
  measuresOf,
  mix,
  need,
  terms,
  trend,
} from './wards-examples.ts';

const scale: BarScale = { widthPx: 200, from: 0, to: 40, reference: 10 };
/** A ward's week with two cells hidden and one empty. */
const week: WeekBlocks = {
  from: '2023-10',
  to: '2026-09',
  hoursInBlock: 3,
  hidden: 2,
  rows: [
    { days: 'Monday to Friday', daysInWeek: 5, events: [40, null, 15, 20, 30, 35, 45, 60] },
    { days: 'Saturday and Sunday', daysInWeek: 2, events: [45, 10, null, 0, 15, 15, 20, 40] },
  ].map((row) => ({
    ...row,
    perDay: row.events.map((count) => (count === null ? null : count / (156 * row.daysInWeek))),
  })),
};
const hours = Array.from({ length: 168 }, (_, hour) => (hour % 24 === 22 ? 8 : hour % 24 === 4 ? 0 : 2));
const stacked = compositeAreas.map((area) => ({
  ...area,
  parts: area.parts.map((part) => part.contribution),
}));
const note = { from: '2026-02', to: '2026-02', kind: 'recording' as const, text: 'New recording system.' };

const CHARTS: Record<string, { chart(widthPx: number): JSX.Element; units: string[] }> = {
  lorenz: {
    chart: (widthPx) => <LorenzChart curves={[{ concentration, name: 'wards' }]} widthPx={widthPx} />,
    units: ['Share of events', 'Share of places, busiest first'],
  },
  funnel: {
    chart: (widthPx) => <FunnelChart areas={fourAreas} widthPx={widthPx} />,
    units: ['Times the expected events', 'Events expected at the district rate'],
  },
  trend: {
    chart: (widthPx) => (
      <TrendChart trend={trend} annotations={[note]} from="2026-03" to="2026-05" widthPx={widthPx} />
    ),
    units: ['Events per day'],
  },
  season: {
    chart: (widthPx) => (
      <SeasonChart
        index={[0.9, 0.9, 1, 1, 1.1, 1.2, 1.2, 1.1, 1, 0.9, 0.9, 0.8].map((index, i) => ({
          month: i + 1,
          index,
        }))}
        reading="Summer is busier."
        widthPx={widthPx}
      />
    ),
    units: ['Events per day against the year around'],
  },
  hours: {
    chart: (widthPx) => <HourMatrix byHourOfWeek={hours} reading="Most at 22:00." widthPx={widthPx} />,
    units: ['Hour of the day, UK time', 'events in the period'],
  },
  week: {
    chart: (widthPx) => <WeekMatrix blocks={week} reading="Busiest at night." widthPx={widthPx} />,
    units: ['Hour of the day, UK time', 'events per such day'],
  },
  mix: {
    chart: (widthPx) => <MixChart mix={mix.filter(isShown)} widthPx={widthPx} />,
    units: ['Share of events'],
  },
  'stacked-parts': {
    chart: (widthPx) => (
      <StackedParts
        rows={stacked}
        parts={['burglary', 'robbery']}
        unit="Weighted standard deviations"
        rules={[{ value: 1, text: 'closer look' }]}
        label="Totals in their parts."
        widthPx={widthPx}
      />
    ),
    units: ['Weighted standard deviations'],
  },
  'rank-moves': {
    chart: (widthPx) => <RankMoves areas={compositeAreas} widthPx={widthPx} />,
    units: ['Rank (1 is the highest total)'],
  },
  forest: {
    chart: (widthPx) => <ForestPlot terms={terms} widthPx={widthPx} />,
    units: ['Relative risk (times, log scale)'],
  },
  accuracy: {
    chart: (widthPx) => <AccuracyChart accuracy={accuracy} widthPx={widthPx} />,
    units: ['PAI (times the district’s density)', 'Share of the district that is picked'],
  },
  need: {
    chart: (widthPx) => <NeedChart result={need} widthPx={widthPx} />,
    units: ['Demand: events per 1,000 residents per year', 'Mean distance to the nearest service (km)'],
  },
};

describe.each(Object.entries(CHARTS))('the chart %s', (name, { chart, units }) => {
  const svg = svgText(chart(640));

  test('is drawn as the golden picture shows', () => {
    expectGolden(join(import.meta.dirname, 'golden', `wards-${name}.svg`), svg);
  });

  test('names what every axis measures, with its unit', () => {
    for (const unit of units) expect(textsOf(svg).join('|')).toContain(unit);
  });

  test('has no letters under 12 px, no broken coordinate, and a label that says what it shows', () => {
    for (const [, size] of svg.matchAll(/font-size="([\d.]+)"/g))
      expect(Number(size)).toBeGreaterThanOrEqual(12);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).toMatch(/role="img" aria-label="[^"]{20,}"/);
  });

  test.each([260, 358, 1180])('keeps its marks inside a width of %i px', (widthPx) => {
    const drawn = svgText(chart(widthPx));
    for (const [, x] of drawn.matchAll(/ (?:x|x1|x2|cx)="(-?[\d.]+)"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(-1);
      expect(Number(x)).toBeLessThanOrEqual(widthPx + 1);
    }
  });
});

describe.each(Object.entries(CHARTS))('on a phone the chart %s', (_, { chart }) => {
  test('keeps its words inside the picture, at 6.2 px a letter', () => {
    for (const [, attributes, text] of svgText(chart(358)).matchAll(
      /<text([^>]*)>\s*([\s\S]*?)\s*<\/text>/g,
    )) {
      const widthPx = text!.length * 6.2;
      const anchor = /text-anchor="(\w+)"/.exec(attributes!)?.[1] ?? 'start';
      const x = Number(/ x="(-?[\d.]+)"/.exec(attributes!)![1]);
      const start = anchor === 'start' ? x : anchor === 'end' ? x - widthPx : x - widthPx / 2;
      expect(start, text).toBeGreaterThanOrEqual(-12);
      expect(start + widthPx, text).toBeLessThanOrEqual(358 + 12);
    }
  });
});

describe('what a chart draws is what the figures say', () => {
  test('an interval bar reaches from the lower to the upper end, with the dot at the estimate between them', () => {
    const svg = svgText(<IntervalBar scale={scale} value={20} interval={{ lower: 10, upper: 40 }} />);
    const [x1, x2] = [...svg.matchAll(/x1="([\d.]+)" x2="([\d.]+)"/g)].at(-1)!.slice(1).map(Number) as [
      number,
      number,
    ];
    const dot = Number(/cx="([\d.]+)"/.exec(svg)![1]);
    // 200 px hold 0 to 40 between margins of 6 px: 4.7 px a unit.
    expect([x1, dot, x2]).toEqual([53, 100, 194]);
  });

  test('too few to say is drawn faint and hollow, never like a firm figure', () => {
    const faint = svgText(<IntervalBar scale={scale} value={20} interval={{ lower: 10, upper: 40 }} faint />);
    const firm = svgText(<IntervalBar scale={scale} value={20} interval={{ lower: 10, upper: 40 }} />);
    expect(faint).toContain('stroke-opacity="0.45"');
    expect(firm).not.toContain('stroke-opacity="0.45"');
    expect(faint).toMatch(/<circle[^>]*fill="#ffffff"/);
    expect(firm).not.toMatch(/<circle[^>]*fill="#ffffff"/);
  });

  test('an area without a figure has neither dot nor bar', () => {
    const svg = svgText(<IntervalBar scale={scale} value={null} interval={null} />);
    expect(svg).not.toContain('<circle');
    expect(svg).not.toContain('<path');
  });

  test('the axis of a rank bar ends at the last rank', () => {
    const ranks: BarScale = { widthPx: 110, from: 1, to: 16, reference: null };
    expect(textsOf(svgText(<BarAxis scale={ranks} ticks={[1, 16]} say={String} />))).toEqual(['1', '16']);
  });

  test('the funnel marks an area above the limits, one below, one inside and one with too few, each its own way', () => {
    const svg = svgText(CHARTS.funnel!.chart(640));
    expect(svg.match(/fill="#932306"/g)).toHaveLength(1);
    expect(svg.match(/fill="#12305c"/g)).toHaveLength(1);
    expect(svg.match(/<circle[^>]*fill="#1d4f91"/g)).toHaveLength(1);
    expect(svg.match(/<circle[^>]*fill="#ffffff"/g)).toHaveLength(1);
  });

  test('a funnel of one area, and of sizes 100 times apart, is still drawn', () => {
    for (const areas of [
      [measuresOf('Quay', 100, 1)],
      [measuresOf('Quay', 5, 1), measuresOf('Heath', 500, 1)],
    ]) {
      expect(svgText(<FunnelChart areas={areas} widthPx={400} />)).not.toMatch(/NaN|Infinity/);
    }
  });

  test('the trend breaks its line where a month was not supplied and hatches it', () => {
    const svg = svgText(CHARTS.trend!.chart(640));
    expect(svg.match(/fill="url\(#trend-not-supplied\)"/g)).toHaveLength(1);
    const lines = [...svg.matchAll(/<path d="(M[^"]+)" fill="none"/g)].map(
      (match) => match[1]!.split('L').length,
    );
    expect(lines).toEqual([2, 4]);
  });

  test('a relative risk whose interval holds 1 is hollow; one that does not is filled', () => {
    const squares = [
      ...svgText(CHARTS.forest!.chart(640)).matchAll(/width="10" height="10" fill="([^"]+)"/g),
    ];
    expect(squares.map((match) => match[1])).toEqual(['#1d4f91', '#1d4f91', '#ffffff']);
  });

  test('parts that raise a total lie right of 0 and parts that lower it left, and their widths are as their sizes', () => {
    const svg = svgText(CHARTS['stacked-parts']!.chart(640));
    const widths = [...svg.matchAll(/<rect x="[\d.]+" y="\d+" width="([\d.]+)"/g)].map((match) =>
      Number(match[1]),
    );
    // Quay 1 and 0.5, Old Town -1 and 0.5, Heath -1: an empty part is not drawn.
    expect(widths).toHaveLength(5);
    const unit = widths[0]!;
    for (const [i, size] of [1, 0.5, 1, 0.5, 1].entries()) expect(widths[i]! / unit).toBeCloseTo(size, 1);
  });

  test('a ward whose demand is hidden is not drawn among the others', () => {
    const svg = svgText(CHARTS.need!.chart(640));
    expect(textsOf(svg).join()).not.toContain('Hidden Ward');
    expect(svg.match(/<circle/g)).toHaveLength(3);
  });

  test('nothing recorded in an hour is an empty square', () => {
    const svg = svgText(CHARTS.hours!.chart(640));
    expect(svg.match(/<rect[^>]*fill="#ffffff" stroke="#d5d9de"/g)).toHaveLength(7);
  });

  test('letters stand on every part colour with at least 4.5 to 1', () => {
    const luminance = (hex: string) =>
      [1, 3, 5]
        .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i]!, 0);
    for (const colour of PART_COLOURS) {
      const [a, b] = [luminance(colour), luminance(letterOn(colour))].sort((p, q) => q - p) as [
        number,
        number,
      ];
      expect((a + 0.05) / (b + 0.05), colour).toBeGreaterThanOrEqual(4.5);
    }
  });
});

test('a week in which no event is shown has no key of shades', () => {
  const none = {
    ...week,
    rows: week.rows.map((row) => ({
      ...row,
      events: row.events.map((count) => (count === null ? null : 0)),
      perDay: row.perDay.map((rate) => (rate === null ? null : 0)),
    })),
  };
  const drawn = svgText(<WeekMatrix blocks={none} reading="None shown." widthPx={600} />);
  expect(drawn).not.toContain('events per such day');
  expect(drawn).not.toContain('0.000');
});
