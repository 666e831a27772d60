import type { RandomSource } from '../../../server/stats/random.ts';

/** How a file can come to harm on its way; each takes a valid file and gives a broken or merely unusual one. */
const MUTATIONS: Readonly<Record<string, (bytes: Buffer, random: RandomSource) => Buffer>> = {
  'flip bytes': (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let i = 0; i < 1 + random() * 20; i++) copy[at(copy, random)] ^= 1 << Math.floor(random() * 8);
    return copy;
  },
  'cut off': (bytes, random) => bytes.subarray(0, at(bytes, random)),
  'cut out': (bytes, random) => {
    const [from, to] = [at(bytes, random), at(bytes, random)].sort((a, b) => a - b);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  'swap separators': (bytes, random) => replaced(bytes, ',', pick([';', '\t', '|', ''], random)),
  'other line ends': (bytes, random) => replaced(bytes, '\n', pick(['\r\n', '\r', '\n\n', ' '], random)),
  'double a column': (bytes, random) =>
    columns(bytes, random, (row, k) => [...row.slice(0, k), row[k] ?? '', ...row.slice(k)]),
  'remove a column': (bytes, random) => columns(bytes, random, (row, k) => row.filter((_, i) => i !== k)),
  'swap two columns': (bytes, random) =>
    columns(bytes, random, (row, k) => {
      const copy = [...row];
      [copy[0], copy[k]] = [copy[k] ?? '', copy[0] ?? ''];
      return copy;
    }),
  'double rows': (bytes, random) => {
    const rows = bytes.toString('latin1').split('\n');
    const k = Math.floor(random() * rows.length);
    return Buffer.from([...rows, ...rows.slice(k)].join('\n'), 'latin1');
  },
  'mix encodings': (bytes, random) =>
    insert(
      bytes,
      random,
      pick(
        [
          Buffer.from('é', 'utf8'),
          Buffer.from('é', 'latin1'),
          Buffer.from('\ufeff', 'utf8'),
          Buffer.from('é£', 'utf16le'),
        ],
        random,
      ),
    ),
  'huge field': (bytes, random) =>
    insert(
      bytes,
      random,
      Buffer.alloc(Math.floor(1000 + random() * 120_000), pick(['x', '9', ' ', '"'], random)),
    ),
  'control characters': (bytes, random) =>
    insert(bytes, random, Buffer.from(pick([[0], [7, 8], [27, 91], [26], [12], [127], [0, 0, 0]], random))),
  'stray quotation mark': (bytes, random) =>
    insert(bytes, random, Buffer.from(pick(['"', '""', ',"', '",'], random))),
  'odd value': (bytes, random) =>
    columns(bytes, random, (row, k, line) =>
      line % 3 === 0
        ? row
        : row.map((value, i) =>
            i === k
              ? pick(
                  [
                    '',
                    '-1',
                    '1e999',
                    'NaN',
                    '0',
                    '99/99/9999',
                    '2026-02-30',
                    '\\N',
                    '=1+1',
                    'null',
                    'DROP TABLE',
                    '٣',
                    '9999999999999',
                  ],
                  random,
                )
              : value,
          ),
    ),
  'another header': (bytes, random) => {
    const text = bytes.toString('latin1');
    const end = Math.max(1, text.indexOf('\n'));
    return Buffer.from(
      pick(
        [
          text.slice(end + 1),
          `Title\n\n${text}`,
          text.slice(0, end).toUpperCase() + text.slice(end),
          `${text.slice(0, end)}\n${text}`,
        ],
        random,
      ),
      'latin1',
    );
  },
  'only a header': (bytes) => bytes.subarray(0, Math.max(0, bytes.indexOf(10))),
};

/** A name of a mutation and the file after it: one to three mutations, all drawn from the seed. */
export function mutateFile(
  bytes: Buffer,
  random: RandomSource,
): { readonly how: string; readonly bytes: Buffer } {
  const names = Object.keys(MUTATIONS);
  const how: string[] = [];
  let mutated = bytes;
  for (let i = 0; i < 1 + Math.floor(random() * random() * 3); i++) {
    const name = pick(names, random);
    how.push(name);
    mutated = MUTATIONS[name](mutated, random);
  }
  return { how: how.join(' + '), bytes: mutated };
}

function pick<T>(list: readonly T[], random: RandomSource): T {
  return list[Math.floor(random() * list.length)];
}

function at(bytes: Buffer, random: RandomSource): number {
  return Math.floor(random() * bytes.length);
}

function insert(bytes: Buffer, random: RandomSource, piece: Buffer): Buffer {
  const where = at(bytes, random);
  return Buffer.concat([bytes.subarray(0, where), piece, bytes.subarray(where)]);
}

function replaced(bytes: Buffer, what: string, by: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(what, by), 'latin1');
}

function columns(
  bytes: Buffer,
  random: RandomSource,
  change: (row: string[], k: number, line: number) => string[],
): Buffer {
  const rows = bytes.toString('latin1').split('\n');
  const k = Math.floor(random() * (rows[0]?.split(',').length ?? 1));
  return Buffer.from(
    rows.map((row, line) => (row === '' ? row : change(row.split(','), k, line).join(','))).join('\n'),
    'latin1',
  );
}
