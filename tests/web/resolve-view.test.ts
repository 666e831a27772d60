import { describe, expect, test } from 'vitest';
import { cellSizeChoices } from '../../web/state/cell-sizes.ts';
import { periodPresets } from '../../web/state/periods.ts';
import { replacedChoices } from '../../web/state/replaced-choices.ts';
import { resolveView } from '../../web/state/resolve-view.ts';
import { EMPTY_VIEW, type View } from '../../web/state/view.ts';
import { exampleCatalogue, monthsBetween } from './catalogue-example.ts';

describe('what a view leaves open', () => {
  test('is the first district, every category, the last 12 months, 250 m', () => {
    expect(resolveView(EMPTY_VIEW, exampleCatalogue())).toMatchObject({
      area: 'E07000001',
      layer: 'crime',
      categories: [],
      from: '2025-01',
      to: '2025-12',
      cellSizeM: 250,
      bandwidthM: 400,
    });
  });

  test('ends with the last month that was supplied, not the last that is listed', () => {
    const months = monthsBetween('2023-01', '2025-12', ['2025-11', '2025-12']);
    expect(resolveView(EMPTY_VIEW, exampleCatalogue(months))).toMatchObject({
      from: '2024-11',
      to: '2025-10',
    });
  });

  test('is the whole supply where it is shorter than a year', () => {
    const months = monthsBetween('2018-10', '2019-02');
    expect(resolveView(EMPTY_VIEW, exampleCatalogue(months))).toMatchObject({
      from: '2018-10',
      to: '2019-02',
    });
  });

  test('replaces what the data does not have', () => {
    const asked = {
      ...EMPTY_VIEW,
      area: 'E07999999',
      layer: 'ambulance',
      categories: ['burglary', 'piracy'],
      from: '1999-01',
      to: '1999-12',
      cellSizeM: 100,
    };
    expect(resolveView(asked, exampleCatalogue())).toMatchObject({
      area: 'E07000001',
      layer: 'crime',
      categories: ['burglary'],
      from: '2025-01',
      to: '2025-12',
      cellSizeM: 250,
    });
  });

  test('cannot be filled in where nothing is loaded', () => {
    const whole = exampleCatalogue();
    expect(resolveView(EMPTY_VIEW, { ...whole, layers: [] })).toBeNull();
    expect(resolveView(EMPTY_VIEW, { ...whole, studyAreas: [] })).toBeNull();
    const never = monthsBetween('2025-01', '2025-03', ['2025-01', '2025-02', '2025-03']);
    expect(resolveView(EMPTY_VIEW, exampleCatalogue(never))).toBeNull();
  });

  test('names every category by none, so that new ones are included', () => {
    const all = { ...EMPTY_VIEW, categories: ['burglary', 'robbery'] };
    expect(resolveView(all, exampleCatalogue())?.categories).toEqual([]);
  });
});

describe('the choice of cell size', () => {
  test('keeps what is too fine in the list, with the reason', () => {
    const catalogue = exampleCatalogue();
    const choices = cellSizeChoices(catalogue, catalogue.layers[0]!);
    expect(choices.map((c) => [c.cellSizeM, c.supported])).toEqual([
      [100, false],
      [250, true],
      [500, true],
      [1000, true],
    ]);
    expect(choices[0]!.because).toContain('published map points');
  });
});

describe('the usual periods', () => {
  const presets = (from: string, to: string, current = { from, to }) =>
    Object.fromEntries(periodPresets(from, to, current).map((p) => [p.name, p.period]));

  test('end with the last month and never begin before the first', () => {
    expect(presets('2023-01', '2025-12')['last-12-months']).toEqual({ from: '2025-01', to: '2025-12' });
    expect(presets('2023-01', '2025-12')['last-quarter']).toEqual({ from: '2025-10', to: '2025-12' });
    expect(presets('2025-11', '2025-12')['last-12-months']).toEqual({ from: '2025-11', to: '2025-12' });
  });

  test('shift by a year where the data reaches, and say why where it does not', () => {
    const current = { from: '2025-10', to: '2025-12' };
    expect(presets('2023-01', '2025-12', current)['same-period-last-year']).toEqual({
      from: '2024-10',
      to: '2024-12',
    });
    const refused = periodPresets('2024-11', '2025-12', current).find(
      (p) => p.name === 'same-period-last-year',
    )!;
    expect(refused.period).toBeNull();
    expect(refused.because).toContain('2024-11');
  });
});

describe('two layers set against each other', () => {
  const catalogue = (withAmbulance: boolean) => {
    const known = exampleCatalogue();
    if (withAmbulance)
      known.layers.unshift({
        ...known.layers[0]!,
        layer: 'ambulance',
        title: 'Ambulance pick-ups',
        categories: [{ slug: 'mental-health', label: 'Mental health', events: 4 }],
        minimumCellSizeM: 500,
        minimumCellSizeBecause: 'Health data is shown in cells of 500 m or more.',
      });
    return known;
  };
  const asked = { ...EMPTY_VIEW, mode: 'coincidence' as const };

  test('are ambulance and crime where nothing is said and both are there, in cells that both allow', () => {
    expect(resolveView(asked, catalogue(true))).toMatchObject({
      layer: 'ambulance',
      secondLayer: 'crime',
      cellSizeM: 500,
    });
    expect(resolveView({ ...asked, cellSizeM: 250 }, catalogue(true))!.cellSizeM).toBe(500);
  });

  test('are the two commonest categories where there is one layer, never a layer against itself', () => {
    expect(resolveView(asked, catalogue(false))).toMatchObject({
      layer: 'crime',
      categories: ['burglary'],
      secondLayer: 'crime',
      secondCategories: ['robbery'],
    });
    const same = { ...asked, categories: ['robbery'], secondCategories: ['robbery'] };
    expect(resolveView(same, catalogue(false))).toMatchObject({
      categories: ['robbery'],
      secondCategories: ['burglary'],
    });
  });

  test('leave crime the layer of every other mode, whatever stands first in the catalogue', () => {
    expect(resolveView(EMPTY_VIEW, catalogue(true))).toMatchObject({ layer: 'crime', secondLayer: null });
  });

  test('a history begins with every month, other modes with the last twelve', () => {
    expect(resolveView({ ...EMPTY_VIEW, mode: 'emerging' }, catalogue(false))).toMatchObject({
      from: '2023-01',
      to: '2025-12',
    });
  });
});

describe('what a view asked for and could not have', () => {
  const saidOf = (part: Partial<View>): [isAnother: boolean, sentence: string][] => {
    const held = exampleCatalogue();
    const asked = { ...EMPTY_VIEW, ...part };
    return replacedChoices(asked, resolveView(asked, held)!, held).map(({ isAnother, why, instead }) => [
      isAnother,
      `${why}: ${instead}.`.replaceAll('\u00a0', ' '),
    ]);
  };

  test('is nothing where everything was left open, or is held', () => {
    expect(saidOf({})).toEqual([]);
    expect(
      saidOf({
        layer: 'crime',
        area: 'E05000001',
        categories: ['burglary'],
        from: '2024-01',
        to: '2024-06',
        cellSizeM: 500,
      }),
    ).toEqual([]);
  });

  test('is said, a layer, an area or categories as another thing than was asked for', () => {
    expect(saidOf({ layer: 'ambulance', categories: ['overdose'] })).toEqual([
      [true, 'The layer “ambulance” is not held here, or not for your role: Crime is shown instead.'],
    ]);
    expect(saidOf({ area: 'E07999999' })).toEqual([
      [true, 'The area E07999999 is not held here: Seaborough is shown instead.'],
    ]);
    expect(saidOf({ area: 'study-area:12:3' })).toEqual([
      [true, 'The area kept by hand is no longer here, or not for you: Seaborough is shown instead.'],
    ]);
    expect(saidOf({ categories: ['piracy', 'smuggling'] })).toEqual([
      [true, 'Crime has no categories “piracy”, “smuggling”: every category is shown instead.'],
    ]);
    expect(saidOf({ categories: ['burglary', 'piracy'] })).toEqual([
      [true, 'Crime has no category “piracy”: the others chosen are shown.'],
    ]);
  });

  test('is said of months and cells too', () => {
    expect(saidOf({ from: '1999-01', to: '1999-12', cellSizeM: 100 })).toEqual([
      [false, 'Jan 1999 – Dec 1999 is not supplied: Jan 2025 – Dec 2025 is shown instead.'],
      [false, 'Cells of 100 m cannot be had of this data: cells of 250 m are shown instead.'],
    ]);
  });
});
