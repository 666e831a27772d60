import { describe, expect, it } from 'vitest';
import { inSentence } from '../../server/contract/in-sentence.ts';

describe('a label inside a sentence', () => {
  it.each([
    ['Mandatory HMO licence', 'mandatory HMO licence'],
    ['GP surgery', 'GP surgery'],
    ['All crime and ASB', 'all crime and ASB'],
    ['HMOs', 'HMOs'],
    ['A&E attendance', 'A&E attendance'],
    ['Class A drugs', 'class A drugs'],
    ['A public place', 'a public place'],
    ['Criminal Damage', 'criminal damage'],
    ['Violence and sexual offences', 'violence and sexual offences'],
  ])('%s reads %s', (label, read) => {
    expect(inSentence(label)).toBe(read);
  });
});
