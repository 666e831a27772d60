import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_VIEW, formatAgainst, formatView, MODES, parseView, type View } from '../../web/state/view.ts';

const month = fc
  .tuple(fc.integer({ min: 1990, max: 2090 }), fc.integer({ min: 1, max: 12 }))
  .map(([y, m]) => `${y}-${String(m).padStart(2, '0')}`);
const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
const code = fc.stringMatching(/^E\d{8}$/);
const decimal = (min: number, max: number, decimals: number) =>
  fc
    .integer({ min: Math.ceil(min * 10 ** decimals), max: Math.floor(max * 10 ** decimals) })
    .map((n) => n / 10 ** decimals);

const period = fc.option(fc.tuple(month, month).map(([a, b]) => (a <= b ? [a, b] : [b, a])));

const single = fc
  .record({
    mode: fc.constantFrom<View['mode']>(...MODES),
    area: fc.option(
      fc.oneof(
        code,
        fc.nat({ max: 999 }).map((id) => `study-area:${id}:2`),
      ),
    ),
    layer: fc.option(slug),
    categories: fc.uniqueArray(slug, { maxLength: 6 }).map((slugs) => slugs.sort()),
    period,
    before: period,
    secondLayer: fc.option(slug),
    secondCategories: fc.uniqueArray(slug, { maxLength: 3 }).map((slugs) => slugs.sort()),
    changeOf: fc.constantFrom<View['changeOf']>('cells', 'wards'),
    hours: fc.option(
      fc.tuple(fc.nat({ max: 23 }), fc.nat({ max: 23 })).map(([first, last]) => `${first}-${last}`),
    ),
    weekdays: fc.option(fc.constantFrom('mon', 'fri,sat', 'mon,tue,wed,thu,fri', 'sun')),
    cellSizeM: fc.option(fc.integer({ min: 1, max: 99_999 })),
    statistic: fc.constantFrom<View['statistic']>('gi-star', 'count', 'density', 'harm'),
    bandwidthM: fc.option(fc.integer({ min: 1, max: 5000 })),
    wardMeasure: fc.constantFrom<View['wardMeasure']>('rate', 'share'),
    tab: fc.constantFrom<View['tab']>('cells', 'wards', 'method'),
    selection: fc.option(
      fc.oneof(
        fc.record({
          kind: fc.constant('cell' as const),
          column: fc.integer({ min: 0, max: 99_999 }),
          row: fc.integer({ min: 0, max: 99_999 }),
        }),
        fc.record({ kind: fc.constant('ward' as const), code }),
      ),
    ),
    camera: fc.option(
      fc.record({ lon: decimal(-9, 3, 5), lat: decimal(49, 61, 5), zoom: decimal(5, 17, 2) }),
    ),
  })
  .map(
    ({ period, before, ...rest }): View => ({
      ...EMPTY_VIEW,
      ...rest,
      from: period?.[0] ?? null,
      to: period?.[1] ?? null,
      beforeFrom: before?.[0] ?? null,
      beforeTo: before?.[1] ?? null,
    }),
  );

const view: fc.Arbitrary<View> = fc
  .record({
    first: single,
    second: fc.option(single),
    compare: fc.constantFrom<View['compare']>('side', 'swipe'),
    swipeAt: fc.integer({ min: 5, max: 95 }),
  })
  .map(({ first, second, compare, swipeAt }) =>
    second ? { ...first, compare, swipeAt, against: formatAgainst(second) } : first,
  );

describe('the address of a view', () => {
  test('gives back every view that was written into it', () => {
    fc.assert(
      fc.property(view, (v) => {
        expect(parseView(formatView(v))).toEqual(v);
      }),
    );
  });

  test('is empty for the view the product opens with', () => {
    expect(formatView(EMPTY_VIEW)).toBe('');
    expect(parseView('')).toEqual(EMPTY_VIEW);
  });

  test('can be read by a person', () => {
    const address = formatView({
      ...EMPTY_VIEW,
      area: 'E07000114',
      categories: ['burglary', 'robbery'],
      from: '2018-10',
      to: '2019-02',
      cellSizeM: 250,
      selection: { kind: 'cell', column: 2552, row: 683 },
    });
    expect(address).toBe(
      '?area=E07000114&categories=burglary,robbery&from=2018-10&to=2019-02&cell=250&selected=cell:2552,683',
    );
  });

  test('never refuses to open, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, value) => {
        const known = fc.sample(fc.constantFrom('cell', 'at', 'selected', 'from', 'stat'), 1)[0]!;
        const parsed = parseView(`?${known}=${encodeURIComponent(value)}&${encodeURIComponent(name)}=x`);
        expect(parseView(formatView(parsed))).toEqual(parsed);
      }),
    );
  });

  test('puts months into order where a link has them the wrong way round', () => {
    const { from, to } = parseView('?from=2019-02&to=2018-10');
    expect([from, to]).toEqual(['2018-10', '2019-02']);
  });

  test.each([
    ['?from=2018-13', 'from', null],
    ['?cell=-250', 'cellSizeM', null],
    ['?stat=heatmap', 'statistic', 'gi-star'],
    ['?at=1.4,51.4', 'camera', null],
    ['?at=1.4,91,10', 'camera', null],
    ['?selected=cell:1', 'selection', null],
    ['?area=<script>', 'area', null],
    ['?hours=24-3', 'hours', null],
    ['?days=mon,tue,wed,thu,fri,sat,sun', 'weekdays', null],
    ['?days=someday', 'weekdays', null],
  ] as const)('leaves %s at its default', (address, part, expected) => {
    expect(parseView(address)[part]).toBe(expected);
  });
});
