/**
 * A label as it reads inside a sentence: in lower case, with acronyms and letters that stand alone as they are.
 * 'Mandatory HMO licence' is 'mandatory HMO licence', 'GP' stays, 'Class A drugs' is 'class A drugs'.
 */
export function inSentence(label: string): string {
  return label
    .split(' ')
    .map((word, i) => {
      const capitals = word.match(/\p{Lu}/gu)?.length ?? 0;
      const standsAlone = i > 0 && /^\p{Lu}$/u.test(word);
      return capitals > 1 || standsAlone ? word : word.toLowerCase();
    })
    .join(' ');
}
