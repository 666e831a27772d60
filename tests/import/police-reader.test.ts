import { describe, expect, it } from 'vitest';
import { PoliceReader } from '../../data-import/formats/police.ts';
import type { PoliceKind, PoliceSpot } from '../../data-import/formats/police-spot.ts';
import { ImportRefusedError } from '../../data-import/steps/import-refused.ts';
import { recordPieces } from '../../data-import/steps/record-pieces.ts';
import { RowTally } from '../../data-import/steps/row-tally.ts';
import { crimeId, POLICE_HEADER, policeFile, policeRow } from './support/police-rows.ts';

async function* chunksOf(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < content.length; from += size) yield content.subarray(from, from + size);
}

/** What a file comes to, whichever size its chunks have. */
async function readPolice(content: string | Buffer, chunkBytes = 1 << 16) {
  const tally = new RowTally('test.csv');
  const rows = new Map<number, string>();
  const reader = new PoliceReader(
    tally,
    {
      add: (line: number, spot: PoliceSpot, kind: PoliceKind) => {
        const place = spot.x === null ? 'not mapped' : `${spot.x} ${spot.y}`;
        rows.set(line, [kind.category, kind.outcome, place, spot.lsoaCode, spot.location].join(' | '));
      },
      drop: (line: number) => rows.delete(line),
    },
    { wantsEveryRow: false, chunk: () => undefined },
    0,
  );
  for await (const piece of recordPieces(chunksOf(Buffer.from(content), chunkBytes))) reader.read(piece);
  const reasons = Object.fromEntries(
    tally.reasons.map((r) => [r.code, [r.verdict, r.count, ...r.firstLines]]),
  );
  const { read, accepted, rejected, duplicate } = tally;
  return { rows: Object.fromEntries(rows), reasons, counts: [read, accepted, rejected, duplicate] };
}

async function refusalOf(content: string | Buffer, chunkBytes?: number): Promise<ImportRefusedError> {
  const error = await readPolice(content, chunkBytes).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ImportRefusedError);
  return error as ImportRefusedError;
}

const THERE = '635750 170800';

describe('police street file', () => {
  it('keeps identical rows of anti-social behaviour: they are two incidents', async () => {
    const { counts } = await readPolice(policeFile([{}, {}, {}]));
    expect(counts).toEqual([3, 3, 0, 0]);
  });

  it('keeps one row of a repeated Crime ID, the first with an outcome', async () => {
    const burglary = { type: 'Burglary' };
    const { rows, reasons, counts } = await readPolice(
      policeFile([
        { ...burglary, id: crimeId(1), outcome: '' },
        { ...burglary, id: crimeId(2), outcome: 'Local resolution' },
        { ...burglary, id: crimeId(1), outcome: 'Under investigation' },
        { ...burglary, id: crimeId(2), outcome: '' },
        { ...burglary, id: crimeId(1), outcome: 'Local resolution' },
        { ...burglary, id: 'short-id' },
        { ...burglary, id: 'short-id', outcome: 'Local resolution' },
      ]),
    );
    expect(Object.keys(rows)).toEqual(['3', '4', '8']);
    expect(reasons['crime-id-repeated']).toEqual(['duplicate', 4, 2, 5, 6, 7]);
    expect(counts).toEqual([7, 3, 0, 4]);
  });

  it('keeps blank, (0,0) and "No Location" rows without a place', async () => {
    const { rows, reasons } = await readPolice(
      policeFile([
        { lon: '', lat: '', location: 'No Location', lsoa: '' },
        { lon: '0', lat: '0.000000' },
        { location: 'No Location' },
        { lon: '', lat: '' },
      ]),
    );
    expect(Object.values(rows).map((row) => row.includes('not mapped'))).toEqual([true, true, true, true]);
    expect(reasons['not-mapped']).toEqual(['note', 4, 2, 3, 4, 5]);
  });

  it('rejects points off the National Grid, halves of coordinates and what is no number', async () => {
    const { reasons, counts } = await readPolice(
      policeFile([
        { lon: '2.3522', lat: '48.8566' },
        { lon: '-40', lat: '51' },
        { lon: '', lat: '51' },
        { lon: 'x', lat: '51' },
        { lat: '1e999' },
        {},
      ]),
    );
    expect(reasons).toEqual({
      'outside-great-britain': ['rejected', 2, 2, 3],
      'coordinate-wrong': ['rejected', 3, 4, 5, 6],
    });
    expect(counts).toEqual([6, 1, 5, 0]);
  });

  it('keeps a transport-police row without LSOA, and a point far from the force', async () => {
    const { rows, counts } = await readPolice(
      policeFile([{ lsoa: '' }, { lon: '-4.5', lat: '53.3', location: 'On or near Holyhead Road' }]),
    );
    expect(counts).toEqual([2, 2, 0, 0]);
    expect(rows[3]).toContain('| 233497 381032 |');
  });

  it('reads legacy categories, and rejects unknown ones', async () => {
    const { rows, reasons } = await readPolice(
      policeFile([
        { type: 'Violent crime', id: crimeId(1) },
        { type: 'Public disorder and weapons', id: crimeId(2) },
        { type: 'Violence and sexual offences', id: crimeId(3) },
        { type: 'Piracy', id: crimeId(4) },
      ]),
    );
    expect(Object.values(rows).map((row) => row.split(' | ')[0])).toEqual([
      'violent-crime',
      'public-order',
      'violent-crime',
    ]);
    expect(reasons).toEqual({
      'category-legacy': ['note', 2, 2, 3],
      'category-unknown': ['rejected', 1, 5],
    });
  });

  it('piles 60 incidents on one snap point as 60 rows', async () => {
    const { rows } = await readPolice(policeFile(Array(60).fill({ location: 'On or near Police station' })));
    expect(new Set(Object.values(rows)).size).toBe(1);
    expect(Object.keys(rows)).toHaveLength(60);
  });

  it('reads a byte order mark, mixed line ends, quoted commas and line breaks as the same rows with any chunk size', async () => {
    const rows = [
      policeRow({ location: 'On or near Plain Street' }),
      policeRow({ location: '"On or near Smith, Jones & Co"' }),
      policeRow({ location: '"On or near ""The Hub"""' }),
      policeRow({ location: '"On or near\nTwo Lines"' }),
      policeRow({ location: 'On or near Café Corner' }),
    ];
    const text = `\uFEFF${POLICE_HEADER}\r\n${rows[0]}\n${rows[1]}\r\n\r\n${rows[2]}\r\n${rows[3]}\n${rows[4]}`;
    const whole = await readPolice(text);
    expect(whole.counts).toEqual([5, 5, 0, 0]);
    expect(Object.values(whole.rows).map((row) => row.split(' | ')[4])).toEqual([
      'On or near Plain Street',
      'On or near Smith, Jones & Co',
      'On or near "The Hub"',
      'On or near\nTwo Lines',
      'On or near Café Corner',
    ]);
    for (const size of [7, 64, 501])
      expect(Object.values((await readPolice(text, size)).rows)).toEqual(Object.values(whole.rows));
  });

  it('gives the same rows from the splitter and from csv-parse', async () => {
    const plain = policeFile([
      { id: crimeId(1), type: 'Drugs', outcome: 'Local resolution' },
      { lon: '', lat: '' },
      { id: crimeId(1), type: 'Drugs' },
      { type: 'Piracy' },
    ]);
    const quoted = plain.replaceAll('Test Police', '"Test Police"');
    expect(await readPolice(quoted)).toEqual(await readPolice(plain));
  });

  it('finds columns by name in another order, in any case, with columns of others between', async () => {
    const header = POLICE_HEADER.split(',').reverse();
    const row = policeRow({ id: crimeId(1), type: 'Drugs' })
      .split(',')
      .reverse();
    const text = `Extra,${header.join(',').toUpperCase()}\nx,${row.join(',')}\n`;
    const { rows } = await readPolice(text);
    expect(rows).toEqual((await readPolice(policeFile([{ id: crimeId(1), type: 'Drugs' }]))).rows);
    expect(rows[2]).toContain(THERE.slice(0, 3));
  });

  it('reads a Windows-1252 file', async () => {
    const text = policeFile([{ location: 'On or near Café Corner' }]);
    const { rows } = await readPolice(Buffer.from(text, 'latin1'));
    expect(rows[2]).toContain('Café Corner');
  });

  it('rejects a row with too few or too many columns inside the file', async () => {
    const { reasons, counts } = await readPolice(
      `${POLICE_HEADER}\n${policeRow()}\n${policeRow()},x\nonly,three,columns\n${policeRow()}\n`,
    );
    expect(reasons).toEqual({ 'column-count': ['rejected', 2, 3, 4] });
    expect(counts).toEqual([4, 2, 2, 0]);
  });

  it.each([
    ['rows of two months', policeFile([{}, { month: '2018-11' }]), 'month-mixed', 3],
    ['a month a spreadsheet rewrote', policeFile([{ month: 'Oct-18' }]), 'month-wrong', 2],
    ['a month beyond what is stored', policeFile([{ month: '9999-12' }]), 'month-wrong', 2],
    ['a wrong header', `Name,Date\nx,y\n`, 'header-wrong', 1],
    [
      'a header with one column misspelt',
      policeFile([{}]).replace('Crime type', 'Crime kind'),
      'header-wrong',
      1,
    ],
    ['half a line at the end', policeFile([{}, {}]).slice(0, -30), 'file-cut-off', 3],
    ['an end inside quotation marks', `${policeFile([{}])},2018-10,"Test`, 'quote-open', undefined],
    ['an empty file', '', 'empty', undefined],
    ['a line of 10 MB', Buffer.alloc(10_000_000, 'x'), 'line-too-long', 1],
    ['a long line in the middle', `${policeFile([{}])}${'x'.repeat(100_000)}\n`, 'line-too-long', 3],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'binary', undefined],
    ['a workbook', Buffer.from('504b030414000600', 'hex'), 'binary', undefined],
    ['UTF-16', Buffer.from(`\uFEFF${policeFile([{}])}`, 'utf16le'), 'binary', undefined],
    [
      'two encodings',
      Buffer.concat([
        Buffer.from(policeFile([{ location: 'On or near Café' }])),
        Buffer.from(`${policeRow({ location: 'On or near Café' })}\n`, 'latin1'),
      ]),
      'encoding-mixed',
      3,
    ],
  ])('refuses %s', async (_, content, code, line) => {
    const refusal = await refusalOf(content);
    expect(refusal.code).toBe(code);
    if (line !== undefined) expect(refusal.line).toBe(line);
    expect(refusal.hint).not.toBe('');
  });

  it('names the missing column and the near one', async () => {
    const refusal = await refusalOf(policeFile([{}]).replace('Crime type', 'Crime tipe'));
    expect(refusal.message).toContain('"Crime type"');
    expect(refusal.hint).toContain('"Crime tipe"');
  });

  it('says that an outcomes file is one', async () => {
    const refusal = await refusalOf(
      'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\n',
    );
    expect(refusal.message).toContain('outcomes');
  });
});
