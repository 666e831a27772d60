import { describe, expect, it } from 'vitest';
import { twoHoldSentence } from '../../server/analyses/two-hold-sentence.ts';

const ward = (name: string, events: number) => ({ name, events });
const of = { shown: 16, hidden: 0, total: 150, whatIsCounted: 'all assaults seen in A&E', one: 'ward' };

describe('the sentence of the two areas that hold most', () => {
  it('names them with their share of the district and its interval', () => {
    // Wilson (1927) for 80 of 150: 0.4536 to 0.6114.
    const areas = [ward('Ropewalk', 10), ward('Harbour', 70), ward('Windmill', 5)];
    expect(twoHoldSentence({ ...of, areas })).toBe(
      'Two wards, Harbour and Ropewalk, hold 53 % (45–61 %) of all assaults seen in A&E.',
    );
  });

  it('does not call them the two of the district where a hidden ward may hold more', () => {
    const areas = [ward('Harbour', 70), ward('Ropewalk', 10), ward('Windmill', 10), ward('Priory', 0)];
    expect(twoHoldSentence({ ...of, shown: 4, hidden: 12, areas })).toBe(
      'Of the 4 wards shown, two, Harbour and Ropewalk, hold most: 53 % (45–61 %) of all assaults seen in A&E.',
    );
  });

  it('is not made of too few areas shown, nor of areas without events', () => {
    const areas = [ward('Harbour', 70), ward('Ropewalk', 10), ward('Windmill', 10)];
    expect(twoHoldSentence({ ...of, shown: 3, hidden: 13, areas })).toBe('');
    const none = ['Fulmar Cliffs', 'Lantern Hill', 'Oldchurch & Marsh', 'Thorn Downs'].map((name) =>
      ward(name, 0),
    );
    expect(twoHoldSentence({ ...of, shown: 4, hidden: 12, total: 15, areas: none })).toBe('');
    expect(twoHoldSentence({ ...of, areas: [ward('Harbour', 9), ...none] })).toBe('');
  });

  it('never gives two areas more than their district, rounded each by itself', () => {
    const areas = [ward('Harbour', 100), ward('Ropewalk', 55)];
    expect(twoHoldSentence({ ...of, areas })).toMatch(/hold 100 % \(\d+–100 %\)/);
  });
});
