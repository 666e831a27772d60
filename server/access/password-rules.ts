import { commonPasswords } from './common-passwords.ts';

export const MINIMUM_PASSWORD_LENGTH = 12;
export const MAXIMUM_PASSWORD_LENGTH = 256;

let known: Set<string> | undefined;

/**
 * Why a new password is refused, as a sentence with what to do; null where it is good. Length counts, kinds of characters
 * do not (NIST SP 800-63B, 2017, 5.1.1.2). Refused: too short, known from breaches (also with digits or signs put around, or
 * said twice), one sign or a run repeated, or made of the account's own words.
 *
 * @param ownWords user name, name of the person, of the organisation
 */
export function passwordFault(password: string, ownWords: readonly string[]): string | null {
  const length = [...password].length;
  if (length < MINIMUM_PASSWORD_LENGTH) {
    return `The new password has ${length} characters; it needs ${MINIMUM_PASSWORD_LENGTH} or more. Three or four words in a row are easy to remember.`;
  }
  if (length > MAXIMUM_PASSWORD_LENGTH) {
    return `The new password has ${length} characters; at most ${MAXIMUM_PASSWORD_LENGTH} are taken.`;
  }
  known ??= new Set(commonPasswords.trim().split('\n'));
  const text = password.toLowerCase();
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const candidates = [text, core, unrepeated(text), unrepeated(core)];
  const tooPlain = new Set(text).size < 5 || unrepeated(text).length < MINIMUM_PASSWORD_LENGTH / 2;
  if (tooPlain || candidates.some((candidate) => known?.has(candidate))) {
    return 'The new password is one of those tried first: it is known from breaches, or is such a one with something added. Choose words that nobody has put together before.';
  }
  const rest = ['wardlight', ...ownWords.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])]
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word, ''), text);
  if (rest.length < MINIMUM_PASSWORD_LENGTH / 2) {
    return 'The new password is mostly your own name, your organisation or the name of this service. Choose other words.';
  }
  return null;
}

/** 'abcabc' is 'abc' twice: the shortest piece that the text repeats. */
function unrepeated(text: string): string {
  for (let size = 1; size <= text.length / 2; size++) {
    const piece = text.slice(0, size);
    if (text.length % size === 0 && piece.repeat(text.length / size) === text) return piece;
  }
  return text;
}
