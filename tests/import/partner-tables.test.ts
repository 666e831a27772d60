import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { premises } from '../../data-import/kinds/premises.ts';
import { services } from '../../data-import/kinds/services.ts';
import { detectColumnMap, parseColumnMap } from '../../data-import/steps/column-map.ts';
import { csvRows } from '../../data-import/steps/csv-rows.ts';
import { ImportRefusedError } from '../../data-import/steps/import-refused.ts';
import { parsePeriod } from '../../data-import/steps/parse-period.ts';
import {
  normalisedPostcode,
  parseAgeBand,
  parseCount,
  parseNumber,
  postcodeOf,
} from '../../data-import/steps/parse-values.ts';
import { parseWhen } from '../../data-import/steps/parse-when.ts';
import { workbookSheets } from '../../data-import/steps/workbook-sheets.ts';
import { workbook } from './support/workbook.ts';

async function rowsOf(content: string | Buffer, chunkBytes = 7): Promise<(readonly string[])[]> {
  const bytes = Buffer.from(content);
  async function* chunks() {
    for (let i = 0; i < bytes.length; i += chunkBytes) yield bytes.subarray(i, i + chunkBytes);
  }
  const rows: (readonly string[])[] = [];
  for await (const page of csvRows(chunks())) rows.push(...page.map(({ fields }) => fields));
  return rows;
}

describe('separated text', () => {
  const wanted = [
    ['a', 'b'],
    ['1', 'x, "y"'],
    ['2', 'two\nlines'],
  ];
  const text = 'a,b\n1,"x, ""y"""\n2,"two\nlines"\n';
  it.each([
    ['line feeds', text],
    ['a byte order mark', `\uFEFF${text}`],
    ['blank rows of separators', text.replace('2,', ',\n2,')],
    ['spaces around fields', text.replace('a,b', ' a , b ')],
  ])('reads the same rows with %s', async (_, content) => {
    expect(await rowsOf(content)).toEqual(wanted);
  });
  it('reads CRLF, and CR alone, as line ends', async () => {
    expect(await rowsOf('a,b\r\n1,2\r\n', 1024)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(await rowsOf('a,b\r1,2\r', 1024)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });
  it('finds semicolons and tabs, and leaves | in its list', async () => {
    expect(await rowsOf('a;b\n1;x|y,z\n')).toEqual([
      ['a', 'b'],
      ['1', 'x|y,z'],
    ]);
    expect(await rowsOf('a\tb\n1\tx|y,z\n')).toEqual([
      ['a', 'b'],
      ['1', 'x|y,z'],
    ]);
  });
  it('reads Windows-1252 where it is not UTF-8', async () => {
    expect(await rowsOf(Buffer.from('name,price\nCafé,£5\n', 'latin1'), 1024)).toEqual([
      ['name', 'price'],
      ['Café', '£5'],
    ]);
  });
  it('reads a piece without quotation marks as it reads the same piece with them', async () => {
    const cell = fc.stringMatching(/^[ a-z0-9|.é£'-]{0,8}$/);
    const table = fc.tuple(
      fc.constantFrom(',', ';', '\t'),
      fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom('\n', '\r\n'),
    );
    await fc.assert(
      fc.asyncProperty(table, async ([separator, rows, end]) => {
        const header = ['alpha', 'beta', 'gamma'].join(separator);
        const body = rows.map((row) => row.join(separator) + end).join('');
        const plain = await rowsOf(`${header}${end}${body}`, 4096);
        const [, ...quoted] = await rowsOf(`${header.replace('alpha', '"alpha"')}${end}${body}`, 4096);
        expect(plain.slice(1)).toEqual(quoted);
      }),
      { seed: 4, numRuns: 200 },
    );
  });
  it('refuses a file that breaks off in its last row', async () => {
    await expect(rowsOf('a,b,c,d,e,f\n1,2,3,4,5,6\n1,2')).rejects.toThrow(/breaks off in line 3/);
  });
});

describe('Excel workbooks', () => {
  it('give text as CSV would: ISO dates, plain numbers, TRUE and FALSE, sheet row numbers', async () => {
    const [notes, data] = await workbookSheets(
      workbook({
        Notes: [['Extracted & checked'], [null], ['by the council']],
        Data: [
          ['Date', 'Hour', 'n', 'ok'],
          [{ date: '2026-03-05T00:00:00' }, { date: '2026-03-05T22:15:00' }, 0.1 + 0.2, true],
        ],
      }),
    );
    expect(notes.rows.map(({ line }) => line)).toEqual([1, 3]);
    expect(notes.rows[0].fields[0]).toBe('Extracted & checked');
    expect(data.rows[1].fields).toEqual(['2026-03-05', '2026-03-05T22:15:00', '0.3', 'TRUE']);
  });
  it('are refused, not crashed on, where they are no workbook', async () => {
    const whole = workbook({ Data: [['a'], ['b']] });
    for (const bytes of [whole.subarray(0, 200), Buffer.from('PK\u0003\u0004 and nothing else')])
      await expect(workbookSheets(bytes)).rejects.toThrow(ImportRefusedError);
    await expect(workbookSheets(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toThrow(/97-2003/);
  });
  it('that claim to unpack to more than can be read are refused before they are unpacked', async () => {
    const bytes = workbook({ Data: [['a']] });
    const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes.writeUInt32LE(2 ** 31, entry + 24);
    await expect(workbookSheets(bytes)).rejects.toThrow(/larger than can be read/);
  });
});

describe('dates', () => {
  it.each([
    ['2026-03-05', '2026-03-05 00:00:00', '2026-03-06 00:00:00', 'day'],
    ['05/03/2026', '2026-03-05 00:00:00', '2026-03-06 00:00:00', 'day'],
    ['5.3.26', '2026-03-05 00:00:00', '2026-03-06 00:00:00', 'day'],
    ['5 March 2026', '2026-03-05 00:00:00', '2026-03-06 00:00:00', 'day'],
    ['05-Mar-2026 11:59 PM', '2026-03-05 23:00:00', '2026-03-06 00:00:00', 'hour'],
    ['2024-02-29T12:30:59.5', '2024-02-29 12:00:00', '2024-02-29 13:00:00', 'hour'],
    ['20260305', '2026-03-05 00:00:00', '2026-03-06 00:00:00', 'day'],
    ['2026-12', '2026-12-01 00:00:00', '2027-01-01 00:00:00', 'month'],
    ['Dec-26', '2026-12-01 00:00:00', '2027-01-01 00:00:00', 'month'],
  ])('%s is %s to %s', (text, from, to, precision) => {
    expect(parseWhen(text)).toMatchObject({ from, to, precision });
  });
  it.each([
    '29/02/2026',
    '03/25/2026',
    '2026-13-01',
    '00/01/2026',
    '24:00',
    '',
    'today',
    '05/03/1926',
    '2026-03-05T25:00',
  ])('%s is no date', (text) => {
    expect(parseWhen(text)).toBeUndefined();
  });
  it('brings offsets to UK civil time across both changes of the clocks', () => {
    // 2026: summer time from 29 March to 25 October, 01:00 UTC.
    const hourOf = (text: string) => parseWhen(text)?.from.slice(0, 13);
    expect(hourOf('2026-03-29T00:59:00Z')).toBe('2026-03-29 00');
    expect(hourOf('2026-03-29T01:00:00Z')).toBe('2026-03-29 02');
    expect(hourOf('2026-10-25T00:59:00+00:00')).toBe('2026-10-25 01');
    expect(hourOf('2026-10-25T01:00:00+00:00')).toBe('2026-10-25 01');
    expect(hourOf('2026-07-01T00:30:00+01:00')).toBe('2026-07-01 00');
    expect(hourOf('2026-06-30T23:30:00-02:00')).toBe('2026-07-01 02');
  });
  it.each([
    ['22', '22:00:00', '23:00:00'],
    ['22:15', '22:00:00', '23:00:00'],
    ['22:00-22:59', '22:00:00', '23:00:00'],
    ['18-24', '18:00:00', '00:00:00'],
    ['9 to 12', '09:00:00', '12:00:00'],
  ])('an hour band %s is %s to %s', (hour, from, to) => {
    const when = parseWhen('05/03/2026', hour);
    expect([when?.from.slice(11), when?.to.slice(11)]).toEqual([from, to]);
  });
});

describe('periods', () => {
  it.each([
    ['2026-Q3', '2026-07-01', '2026-10-01'],
    ['Q4 2026', '2026-10-01', '2027-01-01'],
    ['2025-10/2026-09', '2025-10-01', '2026-10-01'],
    ['2025/26', '2025-04-01', '2026-04-01'],
    ['2025-26', '2025-04-01', '2026-04-01'],
    ['2011-12', '2011-12-01', '2012-01-01'],
    ['2011/12', '2011-04-01', '2012-04-01'],
    ['2026', '2026-01-01', '2027-01-01'],
    ['30/09/2026', '2026-09-30', '2026-10-01'],
    ['01/07/2026 to 30/09/2026', '2026-07-01', '2026-10-01'],
  ])('%s is %s to %s', (text, from, to) => {
    expect(parsePeriod(text)).toEqual({ from, to });
  });
  it.each(['2026-Q5', '2026-09/2025-10', 'spring', ''])('%s is none', (text) => {
    expect(parsePeriod(text)).toBeUndefined();
  });
});

describe('values', () => {
  it.each([
    ['1,234', 1234],
    ['£1,234.50', 1234.5],
    [' -3 ', -3],
    ['1e3', 1000],
    ['1,23', undefined],
    ['12,34,567', undefined],
    ['1.234,5', undefined],
    ['', undefined],
    ['n/a', undefined],
  ])('%s is the number %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
  it('counts are whole and not negative', () => {
    expect([parseCount('12'), parseCount('1.5'), parseCount('-1'), parseCount('9999999999')]).toEqual([
      12,
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('age bands are half-open years', () => {
    expect(parseAgeBand('18-24')).toEqual({ ageFrom: 18, ageTo: 25 });
    expect(parseAgeBand('65+')).toEqual({ ageFrom: 65, ageTo: 999 });
    expect(parseAgeBand('under 10')).toEqual({ ageFrom: 0, ageTo: 10 });
    expect(parseAgeBand('34')).toBeUndefined();
  });
  it('postcodes lose their spaces, and outward codes are none', () => {
    expect(normalisedPostcode(' ct9  1aa ')).toBe('CT91AA');
    expect(normalisedPostcode('W1A 1HQ')).toBe('W1A1HQ');
    expect(normalisedPostcode('CT9')).toBeUndefined();
    expect(normalisedPostcode('CT9 1A')).toBeUndefined();
  });
  it('an address is in the postcode that it ends with, and in none that stands elsewhere in it', () => {
    expect(postcodeOf('1 Harbour Street, Margate, CT9 1AA')).toBe('CT91AA');
    expect(postcodeOf('The Anchor\nMargate\nct91aa. ')).toBe('CT91AA');
    expect(postcodeOf(' ct9  1aa ')).toBe('CT91AA');
    expect(postcodeOf('CT9 1AA (rear of)')).toBeUndefined();
    expect(postcodeOf('1 Harbour Street, Margate')).toBeUndefined();
  });
});

describe('column maps', () => {
  it('find a column once, by its best name, whatever its case, line breaks and punctuation', () => {
    const map = detectColumnMap(
      'premises',
      ['Licence\nNumber', 'TRADING-NAME', 'Name', 'Premises Postcode'],
      premises.table,
    );
    expect(map.columns).toMatchObject({
      reference: 'Licence\nNumber',
      name: 'TRADING-NAME',
      postcode: 'Premises Postcode',
    });
  });
  it('never take a column that names people', () => {
    const header = ['Name', 'Postcode', 'Licence holder name', 'DPS', 'Manager', 'Owner name'];
    const { columns } = detectColumnMap('premises', header, premises.table);
    expect(Object.values(columns)).toEqual(['Name', 'Postcode']);
    expect(services.table.namesPeople?.test('head teacher')).toBe(true);
  });
  it('are refused with the field named, and the nearest one, where they cannot be used', () => {
    const parse = (given: unknown) => () => parseColumnMap(given, 'premises', premises.table);
    expect(parse({ columns: { postcod: 'A' } })).toThrow(/did you mean "postcode"/);
    expect(parse({ kind: 'housing', columns: {} })).toThrow(/for the kind housing/);
    expect(parse([])).toThrow(/not a JSON object/);
    expect(parse({ columns: { postcode: 3 } })).toThrow(/not an object of texts/);
    expect(parse({ columns: {}, values: { type: 'x' } })).toThrow(/values/);
  });
});
