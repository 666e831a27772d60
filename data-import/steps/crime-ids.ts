/** Words of an id kept to tell it from another: 96 of the 256 bits of a published Crime ID, which is itself a hash. */
const WORDS = 3;
const LEAST_CAPACITY = 1 << 15;

/**
 * The Crime IDs of one file, to find repeats; forgotten when the file is done. A published id is 64 hexadecimal digits of a
 * hash: its first 96 bits and the line take 16 bytes in an open-addressing table (32 MB for a million rows with room to
 * grow), a tenth of a Map of strings. Two different ids are confused with probability 6e-17 in a file of three million rows. Ids of any other
 * shape are kept whole in a Map.
 */
export class CrimeIds {
  #capacity: number;
  #size = 0;
  #words: Uint32Array;
  /** Line * 2 + (has an outcome); 0 = free. */
  #lines: Uint32Array;
  readonly #others = new Map<string, number>();
  readonly #id = new Uint32Array(WORDS);

  /** @param expected about how many ids will come; the table grows where there are more */
  constructor(expected: number) {
    this.#capacity = LEAST_CAPACITY;
    while (this.#capacity < 2 * expected) this.#capacity *= 2;
    this.#words = new Uint32Array(WORDS * this.#capacity);
    this.#lines = new Uint32Array(this.#capacity);
  }

  /**
   * Enter the id at bytes [from, to).
   *
   * @param line of its row; below 2^31
   * @returns 0 for a new id; the line of the kept row where this one is to be dropped; minus that line where this row
   *   replaces it, because only this one has an outcome
   */
  enter(bytes: Buffer, from: number, to: number, line: number, hasOutcome: boolean): number {
    const value = line * 2 + (hasOutcome ? 1 : 0);
    if (to - from !== 64 || !this.#readHex(bytes, from)) {
      const id = bytes.toString('latin1', from, to);
      const kept = this.#others.get(id);
      if (kept === undefined || replaces(kept, hasOutcome)) this.#others.set(id, value);
      return kept === undefined ? 0 : replaces(kept, hasOutcome) ? -(kept >>> 1) : kept >>> 1;
    }
    if (this.#size * 2 >= this.#capacity) this.#grow();
    const slot = this.#find(this.#id[0], this.#id[1], this.#id[2]);
    const kept = this.#lines[slot];
    if (kept === 0) {
      this.#words.set(this.#id, WORDS * slot);
      this.#lines[slot] = value;
      this.#size++;
      return 0;
    }
    if (!replaces(kept, hasOutcome)) return kept >>> 1;
    this.#lines[slot] = value;
    return -(kept >>> 1);
  }

  #readHex(bytes: Buffer, from: number): boolean {
    for (let word = 0; word < WORDS; word++) {
      let value = 0;
      for (let i = from + 8 * word; i < from + 8 * word + 8; i++) {
        const digit = HEX_DIGIT[bytes[i]];
        if (digit > 15) return false;
        value = (value << 4) | digit;
      }
      this.#id[word] = value;
    }
    return true;
  }

  #find(a: number, b: number, c: number): number {
    const mask = this.#capacity - 1;
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      if (this.#lines[slot] === 0) return slot;
      const at = WORDS * slot;
      if (this.#words[at] === a && this.#words[at + 1] === b && this.#words[at + 2] === c) return slot;
    }
  }

  #grow(): void {
    const [words, lines] = [this.#words, this.#lines];
    this.#capacity *= 2;
    this.#words = new Uint32Array(WORDS * this.#capacity);
    this.#lines = new Uint32Array(this.#capacity);
    for (let old = 0; old < lines.length; old++) {
      if (lines[old] === 0) continue;
      const slot = this.#find(words[WORDS * old], words[WORDS * old + 1], words[WORDS * old + 2]);
      this.#words.set(words.subarray(WORDS * old, WORDS * old + WORDS), WORDS * slot);
      this.#lines[slot] = lines[old];
    }
  }
}

/** Value of a hexadecimal digit by its byte; 255 for any other byte. */
const HEX_DIGIT = Uint8Array.from({ length: 256 }, (_, byte) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase());
  return digit < 0 ? 255 : digit;
});

function replaces(kept: number, hasOutcome: boolean): boolean {
  return hasOutcome && (kept & 1) === 0;
}
