import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteMemo, hashOf } from '../../data-import/steps/byte-memo.ts';

describe('what was made of runs of bytes', () => {
  it('is found by the bytes as a Map finds it by the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ','), maxLength: 6 })), (texts) => {
        const memo = new ByteMemo<number>();
        const twin = new Map<string, number>();
        const bytes = Buffer.from(texts.join(''));
        let from = 0;
        for (const [i, text] of texts.entries()) {
          const to = from + text.length;
          const hash = hashOf(bytes.subarray(from, to));
          expect(memo.find(bytes, from, to, hash)).toBe(twin.get(text));
          if (!twin.has(text)) memo.add(bytes, from, to, hash, i);
          if (!twin.has(text)) twin.set(text, i);
          from = to;
        }
      }),
    );
  });

  it.each([
    ['20,000 runs', 20_000, hashOf],
    ['600 runs that have one hash', 600, () => 7],
  ])('keeps %s apart', (_, count, hash) => {
    const memo = new ByteMemo<number>();
    const runs = Array.from({ length: count }, (_, i) => Buffer.from(`run ${i}`));
    for (const [i, run] of runs.entries()) memo.add(run, 0, run.length, hash(run), i);
    for (const [i, run] of runs.entries()) expect(memo.find(run, 0, run.length, hash(run))).toBe(i);
    const other = Buffer.from('run');
    expect(memo.find(other, 0, other.length, hash(other))).toBeUndefined();
  });
});
