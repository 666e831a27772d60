/** Words of an id kept to tell it from another: 96 of the 256 bits of a published Crime ID, which is itself a hash. */
const WORDS = 3;
/** The words and the line: an entry of 16 bytes lies in one line of the processor's cache. */
const ENTRY = WORDS + 1;
const LEAST_CAPACITY = 1 << 15;
const PUBLISHED_LENGTH = 64;

/**
 * The Crime IDs of one file, to find repeats; forgotten when the file is done. A published id is 64 hexadecimal digits of a
 * hash: its first 96 bits and the line take 16 bytes in an open-addressing table (32 MB for a million rows with room to
 * grow), a tenth of a Map of strings. Two different ids are confused with probability 6e-17 in a file of three million rows. Ids of any other
 * shape are kept whole in a Map.
 */
export class CrimeIds {
  #capacity: number;
  #size = 0;
  /** A slot: the words, then line * 2 + (has an outcome); 0 there = free. */
  #entries: Int32Array;
  readonly #others = new Map<string, number>();

  /** @param expected about how many ids will come; the table grows where there are more */
  constructor(expected: number) {
    this.#capacity = LEAST_CAPACITY;
    while (this.#capacity < 2 * expected) this.#capacity *= 2;
    this.#entries = new Int32Array(ENTRY * this.#capacity);
  }

  /**
   * Enter the id at bytes [from, to).
   *
   * @param line of its row; below 2^30
   * @returns 0 for a new id; the line of the kept row where this one is to be dropped; minus that line where this row
   *   replaces it, because only this one has an outcome
   */
  enter(bytes: Buffer, from: number, to: number, line: number, hasOutcome: boolean): number {
    const value = line * 2 + (hasOutcome ? 1 : 0);
    if (to - from !== PUBLISHED_LENGTH || !isPublishedId(bytes, from)) {
      const id = bytes.toString('latin1', from, to);
      const kept = this.#others.get(id);
      if (kept === undefined || replaces(kept, hasOutcome)) this.#others.set(id, value);
      return kept === undefined ? 0 : replaces(kept, hasOutcome) ? -(kept >>> 1) : kept >>> 1;
    }
    if (this.#size * 2 >= this.#capacity) this.#grow();
    const a = hexWord(bytes, from);
    const b = hexWord(bytes, from + 8);
    const c = hexWord(bytes, from + 16);
    const at = this.#find(a, b, c);
    const entries = this.#entries;
    const kept = entries[at + WORDS];
    if (kept === 0) {
      entries[at] = a;
      entries[at + 1] = b;
      entries[at + 2] = c;
      entries[at + WORDS] = value;
      this.#size++;
      return 0;
    }
    if (!replaces(kept, hasOutcome)) return kept >>> 1;
    entries[at + WORDS] = value;
    return -(kept >>> 1);
  }

  #find(a: number, b: number, c: number): number {
    const entries = this.#entries;
    const mask = this.#capacity - 1;
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const at = ENTRY * slot;
      if (entries[at + WORDS] === 0) return at;
      if (entries[at] === a && entries[at + 1] === b && entries[at + 2] === c) return at;
    }
  }

  #grow(): void {
    const old = this.#entries;
    this.#capacity *= 2;
    this.#entries = new Int32Array(ENTRY * this.#capacity);
    for (let from = 0; from < old.length; from += ENTRY) {
      if (old[from + WORDS] === 0) continue;
      const to = this.#find(old[from], old[from + 1], old[from + 2]);
      for (let i = 0; i < ENTRY; i++) this.#entries[to + i] = old[from + i];
    }
  }
}

/** The 64 bytes from here are hexadecimal digits: an id as published, which says nothing about anybody. */
export function isPublishedId(bytes: Buffer, from: number): boolean {
  if (from + PUBLISHED_LENGTH > bytes.length) return false;
  let others = 0;
  for (let i = from; i < from + PUBLISHED_LENGTH; i++) others |= HEX_DIGIT[bytes[i]];
  return others < 16;
}

function hexWord(bytes: Buffer, from: number): number {
  let value = 0;
  for (let i = from; i < from + 8; i++) value = (value << 4) | HEX_DIGIT[bytes[i]];
  return value;
}

/** Value of a hexadecimal digit by its byte; 255 for any other byte. */
const HEX_DIGIT = Uint8Array.from({ length: 256 }, (_, byte) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase());
  return digit < 0 ? 255 : digit;
});

function replaces(kept: number, hasOutcome: boolean): boolean {
  return hasOutcome && (kept & 1) === 0;
}
