import { describe, expect, it } from 'vitest';
import {
  changeOfFigures,
  differenceOfFigures,
  extremesShown,
  hotTogether,
  orderByFigure,
  rateOfFigure,
  shareOfFigures,
} from '../../server/disclosure/derived-figures.ts';
import { figureInWords, hidden, NOT_SUPPLIED, shown, ZERO } from '../../server/disclosure/disclosed.ts';
import { DEFAULT_POLICIES } from '../../server/disclosure/policy.ts';
import { agreedBands, fillHiddenCells } from '../../server/disclosure/protect-cells.ts';

const { health } = DEFAULT_POLICIES;
const small = hidden('small-number');
const twenty = shown(20, true);

describe('a figure made from others', () => {
  it('is hidden where any of them is, and not supplied where any was not', () => {
    for (const derived of [shareOfFigures, differenceOfFigures, changeOfFigures]) {
      expect(derived(small, twenty).state).toBe('hidden');
      expect(derived(twenty, small).state).toBe('hidden');
      expect(derived(twenty, NOT_SUPPLIED).state).toBe('not-supplied');
      expect(derived(twenty, twenty).state).toBe('shown');
    }
    expect(rateOfFigure(small, 5_000, health).state).toBe('hidden');
  });

  it('is computed from what is shown', () => {
    expect(rateOfFigure(twenty, 4_000, health)).toEqual({ state: 'shown', value: 5, rounded: true });
    expect(shareOfFigures(twenty, shown(15, true))).toEqual({ state: 'shown', value: 1, rounded: true });
    expect(changeOfFigures(shown(30, true), twenty)).toEqual({ state: 'shown', value: 0.5, rounded: true });
    expect(differenceOfFigures(ZERO, twenty)).toEqual({ state: 'shown', value: -20, rounded: true });
  });

  it('is hidden as a rate where fewer than 100 people live, and never divides by nobody', () => {
    expect(rateOfFigure(twenty, 99, health)).toEqual({ state: 'hidden', reason: 'small-population' });
    expect(rateOfFigure(twenty, 0, DEFAULT_POLICIES.open).state).toBe('hidden');
    expect(rateOfFigure(twenty, null, health)).toEqual(NOT_SUPPLIED);
    expect(changeOfFigures(twenty, ZERO).state).toBe('hidden');
  });

  it('is never written as 0 when hidden or not supplied', () => {
    for (const figure of [small, NOT_SUPPLIED, hidden('too-few-units')])
      expect(figureInWords(figure)).not.toMatch(/\d/);
    expect(figureInWords(ZERO)).toBe('0');
  });
});

describe('an order or an extreme', () => {
  it('knows hidden figures by name only', () => {
    const items = [
      { name: 'Quay', figure: small },
      { name: 'Abbey', figure: small },
      { name: 'Dane', figure: NOT_SUPPLIED },
      { name: 'Viking', figure: twenty },
      { name: 'Beacon', figure: shown(35, true) },
      { name: 'Nethercourt', figure: twenty },
      { name: 'Thanet', figure: ZERO },
    ];
    expect(
      orderByFigure(
        items,
        (i) => i.figure,
        (i) => i.name,
      ).map(({ name }) => name),
    ).toEqual(['Beacon', 'Nethercourt', 'Viking', 'Thanet', 'Abbey', 'Quay', 'Dane']);
    expect(extremesShown(items.map(({ figure }) => figure))).toEqual({ lowest: 0, highest: 35 });
    expect(extremesShown([small])).toBeNull();
  });
});

describe('layers that were joined', () => {
  it('say nothing of a place where one of them is hidden or withheld', () => {
    const hot = { figure: twenty, band: 3 };
    expect(hotTogether([hot, hot], 2)).toBe(true);
    expect(hotTogether([hot, { figure: ZERO, band: 0 }], 2)).toBe(false);
    expect(hotTogether([hot, { figure: small, band: 3 }], 2)).toBeNull();
    expect(
      hotTogether(
        [
          { figure: ZERO, band: 0 },
          { figure: twenty, band: null },
        ],
        2,
      ),
    ).toBeNull();
  });
});

describe('cells for a statistic', () => {
  it('share out what the total holds beyond the shown ones, within what a hidden count can be', () => {
    const cells = [twenty, small, ZERO, small, small];
    const filled = fillHiddenCells(cells, 32, health);
    expect([...filled.hidden]).toEqual([0, 1, 0, 1, 1]);
    expect([...filled.likely]).toEqual([20, 4, 0, 4, 4]);
    expect([...filled.least]).toEqual([20, 1, 0, 1, 1]);
    expect([...filled.most]).toEqual([20, 7, 0, 7, 7]);
    expect([...fillHiddenCells(cells, 15, health).likely]).toEqual([20, 1, 0, 1, 1]);
    expect([...fillHiddenCells(cells, 500, health).likely]).toEqual([20, 7, 0, 7, 7]);
  });

  it('keep a band only where every version of the hidden cells gives the same', () => {
    const { band, withheld } = agreedBands([
      Int8Array.of(3, 2, 0, -1),
      Int8Array.of(3, 1, 0, 0),
      Int8Array.of(3, 2, 0, -1),
    ]);
    expect([...band]).toEqual([3, 0, 0, 0]);
    expect([...withheld]).toEqual([0, 1, 0, 1]);
  });
});
