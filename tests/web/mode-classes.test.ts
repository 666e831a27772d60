import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeClasses } from '../../web/charts/change-classes.ts';
import { coincidenceClasses, heatStep } from '../../web/charts/coincidence-classes.ts';
import { bytesOf } from '../../web/charts/colours.ts';
import { EMERGING_GROUPS, emergingClasses, emergingGroupOf } from '../../web/charts/emerging-classes.ts';
import { exampleChange, exampleCoincidence, exampleEmerging } from '../../web/gallery/examples.ts';
import { showCells } from '../../web/state/shown-cells.ts';
import { sayCell } from '../../web/words/cell-line.ts';

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = bytesOf(hex).map((byte) => {
    const c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe('two layers together', () => {
  const result = exampleCoincidence();
  const { classes, square, notShown } = coincidenceClasses(result);

  test('every cell is counted once, in the class that its joint class and its two p-values give', () => {
    expect(classes.classes.reduce((sum, c) => sum + c.count, 0)).toBe(result.cells.length);
    for (let second = 0; second < 3; second++)
      for (let first = 0; first < 3; first++)
        expect(classes.classOf[second * 3 + first]).toBe(square[second]![first]);
    for (const cell of [9, 10, 11]) expect(classes.classOf[cell]).toBe(notShown);
  });

  test('hot for both is ruled and darker than hot for one; hot for neither is not drawn', () => {
    const at = (s: number, f: number) => classes.classes[square[s]![f]!]!;
    for (const s of [1, 2]) for (const f of [1, 2]) expect(at(s, f).pattern).toBe('lined');
    expect(at(0, 0).pattern).toBe('none');
    // One layer alone is told from the other alone without hue.
    for (const k of [1, 2]) expect([at(0, k).pattern, at(k, 0).pattern]).toEqual(['barred', 'solid']);
    expect(luminance(at(2, 2).colour)).toBeLessThan(luminance(at(2, 0).colour));
    expect(luminance(at(2, 2).colour)).toBeLessThan(luminance(at(0, 2).colour));
  });

  test('hidden counts are dotted and named, and the legend has no such line where nothing is hidden', () => {
    expect(classes.classes[notShown]).toMatchObject({ pattern: 'dots', count: 3 });
    const open = structuredClone(result);
    open.cells.jointClass = open.cells.jointClass.map((j) => (j === 4 ? 0 : j));
    expect(coincidenceClasses(open).notShown).toBe(-1);
  });

  test('a layer that the service does not call hot is never drawn as hot, whatever its p', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), fc.option(fc.double({ min: 0, max: 1 })), (joint, p) => {
        expect(heatStep(joint, 1, p) > 0).toBe(joint === 1 || joint === 3);
        expect(heatStep(joint, 2, p) > 0).toBe(joint === 2 || joint === 3);
      }),
    );
  });
});

describe('change between periods', () => {
  test('puts each direction and certainty in its own class', () => {
    const { classes, classOf } = changeClasses(exampleChange(), 'cells');
    expect([...classOf]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(classes.map((c) => c.count)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('more is orange and solid, fewer is purple and hatched, neither is red or green', () => {
    const [more, , , , fewer] = changeClasses(exampleChange(), 'cells').classes;
    const [moreR, , moreB] = bytesOf(more!.colour);
    const [fewerR, fewerG, fewerB] = bytesOf(fewer!.colour);
    expect(moreR).toBeGreaterThan(moreB + 60);
    expect(fewerB).toBeGreaterThan(fewerG + 30);
    expect(fewerR).toBeGreaterThan(fewerG);
    expect([more!.pattern, fewer!.pattern]).toEqual(['solid', 'hatch']);
  });

  test('a change that is not significant is not drawn', () => {
    const { classes, classOf } = changeClasses(
      { before: [3], after: [9], pAdjusted: [0.2], direction: [0] },
      'cells',
    );
    expect(classes[classOf[0]!]!.pattern).toBe('none');
  });
});

describe('the history of hot spots', () => {
  const result = exampleEmerging();

  test('puts each of the sixteen classes in exactly one group', () => {
    const groups = result.classes.slice(1).map((c) => emergingGroupOf(c.emergingClass));
    expect(groups.every((g) => g >= 0)).toBe(true);
    expect(emergingGroupOf('none')).toBe(-1);
    const kinds = EMERGING_GROUPS.flatMap((g) => g.kinds.map((kind) => `${kind} ${g.side}`));
    expect(new Set(kinds).size).toBe(16);
    expect(new Set(kinds)).toEqual(new Set(result.classes.slice(1).map((c) => c.emergingClass)));
  });

  test('counts every cell once, and lists cold spots only where there are any', () => {
    const { classes } = emergingClasses(result);
    expect(classes.reduce((sum, c) => sum + c.count, 0)).toBe(result.cells.length);
    const hotOnly = structuredClone(result);
    hotOnly.cells.emergingClass = hotOnly.cells.emergingClass.map((k) => (k > 8 ? 0 : k));
    const shown = emergingClasses(hotOnly);
    expect(shown.classes.some((c) => c.label.startsWith('Fewer'))).toBe(false);
    expect(shown.classes.at(-1)).toMatchObject({ label: 'No pattern', count: 10 });
    for (const k of shown.classOf) expect(shown.classes[k]).toBeDefined();
  });
});

describe('the table beside the map', () => {
  test('lists hot for both first, and what is not shown before what is hot for neither', () => {
    const shown = showCells({ mode: 'coincidence', result: exampleCoincidence() });
    const order = shown.listed().map((i) => exampleCoincidence().cells.jointClass[i]);
    expect(order.slice(0, 4)).toEqual([3, 3, 3, 3]);
    expect(order).not.toContain(0);
    expect(order.slice(-3)).toEqual([4, 4, 4]);
  });

  test('a hidden count is said to be hidden, never zero', () => {
    const shown = showCells({ mode: 'coincidence', result: exampleCoincidence() });
    expect(sayCell(shown, 10)).toContain('ambulance pick-ups hidden');
    expect(sayCell(shown, 10)).not.toMatch(/pick-ups 0/);
    expect(sayCell(shown, 8)).toContain('hot for both');
  });
});
