import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARTNER_TABLES } from '../../../data-import/kinds/partner-tables.ts';
import { FileWatch } from '../../../data-import/load/watch-file.ts';
import { samplePartners } from '../../../data-import/sample/write-partner-files.ts';
import type { ImportRefusedError } from '../../../data-import/steps/import-refused.ts';
import { hasNhsCheckDigit, isPupilNumber } from '../../../data-import/steps/personal-data/identifiers.ts';
import { columnRule, personalDataPolicy } from '../../../data-import/steps/personal-data/policy.ts';
import { sharedData, sharedDataMissing, sharedFile } from '../../support/shared-data.ts';
import { generateInTemporaryFolder } from '../sample-files.ts';

/** The columns that the tripwire names for a file of this kind, read in pieces of any size; none where it lets it pass. */
function columnsNamed(kind: string, file: string | Buffer, pieceBytes = 1 << 18): string[] {
  const bytes = Buffer.from(file);
  const watch = new FileWatch(kind);
  try {
    for (let i = 0; i < bytes.length; i += pieceBytes) watch.chunk(bytes.subarray(i, i + pieceBytes));
    watch.end();
    return [];
  } catch (error) {
    return (error as ImportRefusedError).seen.split(', ');
  }
}

function refusalOf(kind: string, file: string): ImportRefusedError {
  const watch = new FileWatch(kind);
  try {
    watch.whole(Buffer.from(file));
  } catch (error) {
    return error as ImportRefusedError;
  }
  throw new Error('It was let pass.');
}

const table = (header: string, value: string, rows = 3, filler = 'E01024684') =>
  `lsoa21cd,call_datetime,${header}\n${Array.from({ length: rows }, () => `${filler},2026-04-01T01:00,${value}\n`).join('')}`;

describe('columns named for what they hold', () => {
  it.each([
    'Forename',
    'SURNAME',
    'Full name',
    'patient_name',
    'Name of child',
    'name',
    'DOB',
    'Date of Birth',
    'date_of_birth',
    'MC_DOB',
    'NHS Number',
    'nhs_no',
    'UPN',
    'National Insurance No',
    'nino',
    'Home Address',
    'address_line_1',
    'Address',
    'House number',
    'Phone',
    'Mobile number',
    'telephone',
    'E-mail',
    'Email address',
    'VRM',
    'Vehicle registration',
    'Notes',
    'Incident description',
    'CHILD',
    'MOTHER',
    'HOME_POST',
    'PL_POST',
    'DECOM',
    'Patient ID',
    'CRN',
    'PNCID',
    'Hospital number',
  ])('%s is refused in a file about incidents, however harmless its values', (header) => {
    expect(columnsNamed('ambulance', table(header, 'x'))).toEqual([header]);
  });

  it.each([
    'incident_ref',
    'age_band',
    'sex',
    'hospital_code',
    'postcode',
    'easting',
    'LSOA name',
    'ward_name',
    'problem_group',
    'outcome',
    'incident_location',
    'chief_complaint',
    'count',
    'placing_authority',
    'looked_after',
    'time of day',
    'Object of search',
    'Self-defined ethnicity',
    'Gender',
    'Age range',
    'Policing operation',
    'month',
    'child_type',
    'number_of_children',
  ])('%s is let pass', (header) => {
    expect(columnsNamed('ambulance', table(header, 'x'))).toEqual([]);
  });

  it('is found below title rows, with other separators, a byte order mark, other line ends and any case', () => {
    const rows = ['Extract of placements', '', 'area,dob,type', 'E01024684,x,y', 'E01024685,x,y'];
    for (const end of ['\n', '\r\n', '\r'])
      for (const separator of [',', ';', '\t'])
        expect(columnsNamed('placements', `\ufeff${rows.join(end).replaceAll(',', separator)}`)).toEqual([
          'dob',
        ]);
  });

  it('is found in a GeoJSON file', () => {
    const features = [{ type: 'Feature', properties: { Surname: 'x', WD24CD: 'E05' }, geometry: null }];
    expect(refusalOf('boundaries', JSON.stringify({ type: 'FeatureCollection', features })).seen).toBe(
      'Surname',
    );
  });
});

describe('values that give somebody away', () => {
  it.each([
    ['an e-mail address', 'a.person@example.org'],
    ['a mobile number', '07700 900123'],
    ['a mobile number in a sentence', 'call the son on 07700 900123 please'],
    ['an NHS number with spaces', '943 476 5919'],
    ['an NHS number in a sentence', 'known as NHS 9434765919 alone'],
    ['a National Insurance number', 'AB 12 34 56 C'],
    ['a plate', 'AB12 CDE'],
    ['a plate in a sentence', 'left in a red AB12 CDE before'],
    ['a house', '"12 Acacia Road, Margate"'],
    ['a story', `"${'the caller said that she was afraid of him and '.repeat(4)}"`],
  ])('%s in one row of a thousand trips', (_, value) => {
    const rows = table('where', 'the harbour', 1000).split('\n');
    rows[700] = `E01024684,2026-04-01T01:00,${value}`;
    expect(columnsNamed('ambulance', rows.join('\n'))).toEqual(['where']);
  });

  it('a column of NHS numbers trips, spaced or not, with a few mistyped', () => {
    fc.assert(
      fc.property(nhsNumbers(12), fc.boolean(), (numbers, spaced) => {
        const values = numbers.map((n, i) => (i === 5 ? '1234567890' : n));
        const rows = values.map(
          (n) => `E01024684,${spaced ? `${n.slice(0, 3)} ${n.slice(3, 6)} ${n.slice(6)}` : n}`,
        );
        expect(columnsNamed('ambulance', `lsoa21cd,ref\n${rows.join('\n')}\n`)).toEqual(['ref']);
      }),
      { numRuns: 50 },
    );
  });

  it('a column of ten-digit references does not, though one in eleven has the check digit by chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 1_900_000_000 }), (start) => {
        const rows = Array.from({ length: 200 }, (_, i) => `E01024684,${start + 7 * i}`);
        expect(columnsNamed('ambulance', `lsoa21cd,ref\n${rows.join('\n')}\n`)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('a single property reference of ten digits does not, a column of NHS numbers called UPRN does', () => {
    expect(columnsNamed('premises', 'name,uprn\nThe Ship,9434765919\n')).toEqual([]);
    expect(
      columnsNamed(
        'premises',
        `name,uprn\n${fc
          .sample(nhsNumbers(8), { seed: 1, numRuns: 1 })[0]
          .map((n) => `The Ship,${n}`)
          .join('\n')}\n`,
      ),
    ).toEqual(['uprn']);
  });

  it('every pupil number trips, whatever its column is called', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (n) => {
        const twelve = String(n).padStart(12, '0');
        const letter = [...'ABCDEFGHJKLMNPQRTUVWXYZ'].find((first) => isPupilNumber(first + twelve))!;
        expect(columnsNamed('missing', `period,ref\n2026-Q1,${letter}${twelve}\n`)).toEqual(['ref']);
      }),
    );
  });

  it('is the same however the file is cut into pieces', () => {
    const file = table('where', '"outside, 12 Acacia Road"', 2) + table('where', 'call 07700 900123 now', 1);
    for (const pieceBytes of [1, 2, 3, 7, 64, 1000])
      expect(columnsNamed('points', file, pieceBytes)).toEqual(['where']);
  });

  it('a file without a header has its columns numbered, and its first row is not repeated', () => {
    const refusal = refusalOf(
      'points',
      'Ann,Smith,01/02/2003,a.smith@example.org\nBob,Jones,02/02/2003,b.jones@example.org\n',
    );
    expect(refusal.seen).toBe('column 4');
  });
});

describe('what a refusal says', () => {
  const secret = 'a.person@example.org';

  it('names the column and how to send it properly, never the value', () => {
    const refusal = refusalOf('ambulance', table('Contact of ward', secret));
    expect(refusal.code).toBe('personal-data');
    expect(refusal.message).toContain('Contact of ward (e-mail address)');
    expect(refusal.hint).toContain('age band');
    expect(JSON.stringify({ ...refusal, message: refusal.message })).not.toContain(secret);
  });

  it('never repeats a value however the file is broken, whatever its kind', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('ambulance', 'police', 'placements', 'points'),
        fc.nat(400),
        fc.nat(3),
        (kind, at, how) => {
          const file = table('where', secret, 4);
          const broken = [
            file.slice(0, at),
            `${file.slice(0, at)}"${file.slice(at)}`,
            file.replaceAll('\n', ' '),
            file.slice(at),
          ][how];
          const watch = new FileWatch(kind);
          try {
            watch.whole(Buffer.from(broken));
          } catch (error) {
            const { message, seen, hint } = error as ImportRefusedError;
            expect(message + seen + hint).not.toContain('person@');
          }
        },
      ),
    );
  });
});

describe('registers', () => {
  it('may carry holders, managers, supervisors and conditions: these columns are not read', () => {
    const text =
      'Licence Ref,Address of licensed property,Postcode,Licence holder,Licence holder address,Manager,Conditions,Telephone\n' +
      `1,21 Oast Court,CT9 1AB,Ann Smith,12 Acacia Road,Bob Jones,"${'the holder shall keep every door shut after eleven '.repeat(9)}",07700 900123\n`;
    expect(columnsNamed('housing', text)).toEqual([]);
    expect(columnsNamed('premises', text)).toEqual([]);
    expect(columnsNamed('ambulance', text)).not.toEqual([]);
  });

  it('are refused for people in other columns', () => {
    expect(columnsNamed('housing', 'Licence Ref,Tenant surname,Date of birth\n1,x,y\n')).toEqual([
      'Tenant surname',
      'Date of birth',
    ]);
    expect(columnsNamed('premises', 'PREMISESNAME,POSTCODE\nThe Ship 07700 900123,CT9 1AB\n')).toEqual([
      'PREMISESNAME',
    ]);
  });
});

describe('the kinds of file', () => {
  it('read no column that the tripwire refuses, and of what it drops only conditions, for the cumulative impact area', () => {
    const contested = Object.entries(PARTNER_TABLES).flatMap(([kind, { fields }]) =>
      fields.flatMap(({ names }) =>
        names
          .filter((name) => columnRule(personalDataPolicy(kind), name).rule !== 'read')
          .map((name) => `${kind} ${name}`),
      ),
    );
    expect(contested).toEqual(['premises CONDITIONS']);
  });
});

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/police/, 'police'],
  [/boundaries/, 'boundaries'],
  [/lookups/, 'lookup'],
  [/population/, 'population'],
  [/imd/, 'deprivation'],
  [/postcodes/, 'postcodes'],
  [/licensing/, 'premises'],
  [/housing/, 'housing'],
  [/services|hospitals/, 'services'],
  [/placements/, 'placements'],
  [/missing/, 'missing'],
  [/ambulance/, 'ambulance'],
  [/ed-assault/, 'ed-assault'],
  [/area-measures/, 'area-measures'],
];
function kindOf(path: string): string | undefined {
  return KINDS.find(([pattern]) => pattern.test(path))?.[1];
}
function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true })
    .map((name) => join(directory, String(name)))
    .filter((path) => statSync(path).isFile());
}
function namedIn(path: string, kind: string): string[] {
  const bytes = readFileSync(path);
  if (!path.endsWith('json')) return columnsNamed(kind, bytes);
  try {
    new FileWatch(kind).whole(bytes);
    return [];
  } catch (error) {
    return (error as ImportRefusedError).seen.split(', ');
  }
}

describe.skipIf(sharedDataMissing)(
  `the sample data${sharedDataMissing ? ` (missing: ${sharedDataMissing})` : ''}`,
  () => {
    it('lets every file of places and counts pass', () => {
      const files = filesBelow(sharedData).filter(
        (path) => kindOf(relative(sharedData, path)) && !path.includes('ssda903') && !path.endsWith('.md'),
      );
      expect(files.length).toBeGreaterThan(20);
      for (const path of files)
        expect([path, ...namedIn(path, kindOf(relative(sharedData, path))!)]).toEqual([path]);
    });

    it.each([
      ['ssda903_header_fake.csv', ['CHILD', 'DOB', 'UPN', 'MOTHER', 'MC_DOB']],
      ['ssda903_missing_fake.csv', ['CHILD', 'DOB']],
    ])('refuses %s whatever kind it is called', (name, columns) => {
      for (const kind of [
        'placements',
        'missing',
        'points',
        'police',
        'area-measures',
        'premises',
        'population',
      ])
        expect(columnsNamed(kind, readFileSync(sharedFile('placements', name)))).toEqual(columns);
    });

    it('refuses its rows without their header too', () => {
      const [, ...rows] = readFileSync(sharedFile('placements', 'ssda903_header_fake.csv'), 'utf8').split(
        '\n',
      );
      const upns = rows.filter((row) => isPupilNumber(row.split(',')[4] ?? ''));
      // The invented numbers carry check letters by chance only, so only a file with one that holds can be told.
      expect(columnsNamed('placements', rows.join('\n')).length).toBe(upns.length > 0 ? 1 : 0);
    });
  },
);

describe('the synthetic district', () => {
  let sample: Awaited<ReturnType<typeof generateInTemporaryFolder>>;
  beforeAll(async () => {
    sample = await generateInTemporaryFolder({ months: 3, include: samplePartners });
  });
  afterAll(() => rmSync(sample.directory, { recursive: true, force: true }));

  it('has no file that is refused, and every partner file is refused once a person is added', () => {
    for (const { kind, path } of sample.manifest.files) {
      expect([path, ...namedIn(path, kind)]).toEqual([path]);
      if (path.endsWith('json')) continue;
      const [header, ...rows] = readFileSync(path, 'utf8').split('\n');
      const added = [`${header},Date of birth`, ...rows.map((row) => `${row},x`)].join('\n');
      expect([path, ...columnsNamed(kind, added)]).toContain('Date of birth');
    }
  });
});

function nhsNumbers(count: number): fc.Arbitrary<string[]> {
  const one = fc
    .integer({ min: 400_000_000, max: 799_999_999 })
    .map((nine) => [...'0123456789'].map((last) => `${nine}${last}`).find(hasNhsCheckDigit))
    .filter((number): number is string => number !== undefined);
  return fc.array(one, { minLength: count, maxLength: count });
}
