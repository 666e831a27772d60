/** A whole-number interval; `highest` may be Infinity. */
export interface Bounds {
  lowest: number;
  highest: number;
}

/**
 * Somebody who writes down everything released and works out what the hidden counts can be: each figure is an interval, each
 * "these parts make that whole" a relation, and every relation is used again until nothing moves. Finds whatever
 * subtraction finds, over any number of steps: ward minus cells, all minus one category, year minus months.
 */
export class IntervalAttacker {
  readonly #bounds = new Map<string, Bounds>();
  readonly #relations: { whole: string; parts: readonly string[] }[] = [];

  /** What is read from one figure. Said twice, both hold. */
  learn(figure: string, { lowest, highest }: Bounds): void {
    const known = this.#bounds.get(figure);
    this.#bounds.set(figure, {
      lowest: Math.max(lowest, known?.lowest ?? 0),
      highest: Math.min(highest, known?.highest ?? Infinity),
    });
  }

  relate(whole: string, parts: readonly string[]): void {
    this.#relations.push({ whole, parts });
  }

  /** Use every relation until nothing moves. Throws where what was learnt cannot be true: the attacker's own mistake. */
  deduce(): void {
    for (let moved = true; moved; ) {
      moved = false;
      for (const { whole, parts } of this.#relations) {
        const all = parts.map((part) => this.of(part));
        const total = this.of(whole);
        let lowest = 0;
        let highest = 0;
        for (const part of all) {
          lowest += part.lowest;
          highest += part.highest;
        }
        moved = this.#narrow(whole, lowest, highest) || moved;
        for (let i = 0; i < parts.length; i++) {
          const othersLowest = lowest - all[i].lowest;
          const othersHighest = highest === Infinity ? sumWithout(all, i) : highest - all[i].highest;
          moved = this.#narrow(parts[i], total.lowest - othersHighest, total.highest - othersLowest) || moved;
        }
      }
    }
  }

  of(figure: string): Bounds {
    return this.#bounds.get(figure) ?? { lowest: 0, highest: Infinity };
  }

  #narrow(figure: string, lowest: number, highest: number): boolean {
    const known = this.of(figure);
    const next = { lowest: Math.max(known.lowest, lowest), highest: Math.min(known.highest, highest) };
    if (next.lowest === known.lowest && next.highest === known.highest) return false;
    if (next.lowest > next.highest) throw new Error(`${figure} would be ${next.lowest} to ${next.highest}.`);
    this.#bounds.set(figure, next);
    return true;
  }
}

function sumWithout(bounds: readonly Bounds[], left: number): number {
  let sum = 0;
  for (let i = 0; i < bounds.length; i++) if (i !== left) sum += bounds[i].highest;
  return sum;
}
