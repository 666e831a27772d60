import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../server/reports/csv.ts';
import type { ExportTable } from '../../server/reports/export-table.ts';
import { geoJsonOf } from '../../server/reports/geojson.ts';

const table = (columns: ExportTable['columns'], geometries?: readonly unknown[]): ExportTable => ({
  fileName: 'x',
  title: 'Wards, Ravensand',
  sentence: 'Two wards, A and B, hold 33 %.',
  method: 'Counted.',
  period: '2025-10 to 2026-09',
  studyArea: 'Ravensand (E07999001)',
  marking: 'OFFICIAL',
  synthetic: true,
  dataVersion: 7,
  sources: [],
  notes: [],
  columns,
  ...(geometries ? { geometries } : {}),
});

/** The data rows as any CSV reader that skips comment lines gives them. */
const rowsOf = (csv: string): string[][] =>
  (parse(csv, { bom: true, relaxColumnCount: true }) as string[][]).filter(
    ([first]) => !first.startsWith('# '),
  );

describe('CSV', () => {
  it('comes back from a CSV reader value for value, whatever the text holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true })), {
          minLength: 1,
          maxLength: 20,
        }),
        (rows) => {
          fc.pre(rows.every(([text]) => !text.startsWith('# ')));
          const csv = csvOf(
            table([
              { name: 'name', values: rows.map(([text]) => text) },
              { name: 'events', values: rows.map(([, value]) => value) },
            ]),
            'a1',
          );
          const [header, ...back] = rowsOf(csv);
          expect(header).toEqual(['name', 'events']);
          expect(back.map(([, value]) => Number(value))).toEqual(rows.map(([, value]) => value + 0));
          expect(back.map(([text]) => text.replace(/^'(?='*[=+\-@\t\r])/, ''))).toEqual(
            rows.map(([text]) => text),
          );
        },
      ),
    );
  });

  it('keeps an apostrophe that was there before a sign', () => {
    const texts = ["'@", "'=1", "''-", "'quoted'"];
    const csv = csvOf(table([{ name: 'name', values: texts }]), 'a1');
    expect(rowsOf(csv).slice(1)).toEqual([["''@"], ["''=1"], ["'''-"], ["'quoted'"]]);
  });

  it('gives a spreadsheet no formula to run', () => {
    const csv = csvOf(table([{ name: 'name', values: ['=HYPERLINK("x")', '+1', '-1+1', '@SUM(A1)'] }]), 'a1');
    for (const [text] of rowsOf(csv).slice(1)) expect(text[0]).toBe("'");
  });

  it('writes words for what has no number, and says that they are not 0', () => {
    const csv = csvOf(table([{ name: 'events', values: ['hidden', 'not supplied', 0] }]), 'a1');
    expect(rowsOf(csv).slice(1)).toEqual([['hidden'], ['not supplied'], ['0']]);
    expect(csv).toContain('None of them is 0.');
  });

  it('carries marking, SYNTHETIC, data version and the audit entry', () => {
    const csv = csvOf(table([{ name: 'events', values: [] }]), 'audit-12');
    for (const part of ['OFFICIAL', 'SYNTHETIC', 'Data version: 7', 'Audit entry: audit-12'])
      expect(csv).toContain(part);
  });
});

describe('GeoJSON', () => {
  it('has a feature a row with the same values and the same words about itself', () => {
    const point = { type: 'Point', coordinates: [1.4, 51.4] };
    const file = JSON.parse(
      geoJsonOf(table([{ name: 'events', values: [3, 'hidden'] }], [point, point]), 'a1'),
    );
    expect(file.features.map((f: { properties: unknown }) => f.properties)).toEqual([
      { events: 3 },
      { events: 'hidden' },
    ]);
    expect(file.wardlight.Marking[0]).toContain('SYNTHETIC');
  });

  it('refuses a table without geometry', () => {
    expect(() => geoJsonOf(table([{ name: 'events', values: [1] }]), 'a1')).toThrow('no geometry');
  });
});
