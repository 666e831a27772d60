import { describe, expect, it } from 'vitest';
import { chartFile, csvField, plainNumber, wrap } from '../../web/wards/chart-file.ts';

const ORIGIN = {
  looks: ['11111111-2222-4333-8444-555555555555'],
  area: 'Thanet',
  period: 'Oct 2018 to Feb 2019',
  sources: ['Street-level crime (data.police.uk)', 'Deprivation & people (ONS)'],
  synthetic: false,
};
const RECORD = { auditId: '99999999-2222-4333-8444-555555555555', marking: 'OFFICIAL' as const };
const DRAWING =
  '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100" viewBox="0 0 300 100"><rect/></svg>';

const textsOf = (svg: string) => [...svg.matchAll(/<text [^>]*y="(\d+)"[^>]*>([^<]*)<\/text>/g)];

describe('a chart that leaves the page', () => {
  it('carries marking, title, area, period, sources and the id of its audit entry, the marking first', () => {
    const file = chartFile(
      DRAWING,
      { widthPx: 300, heightPx: 100 },
      'Parts of the composite',
      ORIGIN,
      RECORD,
    );
    const texts = textsOf(file).map(([, , text]) => text);
    expect(texts[0]).toBe('OFFICIAL');
    const all = texts.join(' ');
    for (const words of [
      'Parts of the composite',
      'Thanet, Oct 2018 to Feb 2019',
      'data.police.uk',
      RECORD.auditId,
    ])
      expect(all).toContain(words);
    expect(file).toContain('Deprivation &#38; people');
    expect(file.match(/<\?xml/g)).toHaveLength(1);
  });

  it('keeps the drawing and the lines apart and inside the picture, however long they are', () => {
    const sources = Array.from({ length: 12 }, (_, i) => `Dataset number ${i} of a partner with a long name`);
    const file = chartFile(
      DRAWING,
      { widthPx: 300, heightPx: 100 },
      'A title '.repeat(40).trim(),
      { ...ORIGIN, sources },
      RECORD,
    );
    const height = Number(/viewBox="0 0 \d+ (\d+)"/.exec(file)![1]);
    const top = Number(/<svg x="24" y="(\d+)"/.exec(file)![1]);
    const lines = textsOf(file).map(([, y]) => Number(y));
    expect(lines.length).toBeGreaterThan(15);
    for (const y of lines) {
      expect(y < top || y > top + 100).toBe(true);
      expect(y).toBeLessThan(height);
    }
  });

  it('says SYNTHETIC beside the marking of invented figures', () => {
    const file = chartFile(
      DRAWING,
      { widthPx: 300, heightPx: 100 },
      'T',
      { ...ORIGIN, synthetic: true },
      RECORD,
    );
    expect(textsOf(file)[0][2]).toBe('OFFICIAL. SYNTHETIC: these are not real figures.');
  });

  it('quotes what a spreadsheet would compute, and leaves negative numbers numbers', () => {
    expect(csvField('=SUM(A1)')).toBe("'=SUM(A1)");
    expect(csvField('-cmd')).toBe("'-cmd");
    expect(csvField('-12.5')).toBe('-12.5');
    expect(csvField('-0.03 (38.9)')).toBe('-0.03 (38.9)');
    expect(csvField('-1+HYPERLINK("x")')).toBe(`"'-1+HYPERLINK(""x"")"`);
    expect(csvField('a "b", c')).toBe('"a ""b"", c"');
  });

  it('writes numbers as programs read them', () => {
    expect(plainNumber('+3.02')).toBe('3.02');
    expect(plainNumber('\u22120.049')).toBe('-0.049');
    expect(plainNumber('1,015')).toBe('1015');
    expect(plainNumber('Mar 2026, 12')).toBe('Mar 2026, 12');
  });

  it('breaks lines at spaces only', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('averylongwordindeed', 5)).toEqual(['averylongwordindeed']);
  });
});
