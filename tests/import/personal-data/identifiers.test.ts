import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasEmail,
  hasNhsCheckDigit,
  isFreeText,
  isNationalInsuranceNumber,
  isPhoneNumber,
  isPupilNumber,
  isStreetAddress,
  isVehiclePlate,
} from '../../../data-import/steps/personal-data/identifiers.ts';

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(''));

describe('NHS numbers', () => {
  it('knows the example of the NHS Data Dictionary, 943 476 5919, and no neighbour of it', () => {
    expect(hasNhsCheckDigit('9434765919')).toBe(true);
    for (let last = 0; last < 9; last++) expect(hasNhsCheckDigit(`943476591${last}`)).toBe(false);
  });

  it('takes exactly one check digit for nine digits, or none where it would be 10', () => {
    fc.assert(
      fc.property(digits(9), (nine) => {
        fc.pre(!/^(\d)\1{8}$/.test(nine));
        // 11 minus the weighted sum, in the words of the dictionary, by hand.
        const remainder = [...nine].reduce((sum, digit, i) => sum + Number(digit) * (10 - i), 0) % 11;
        const taken = [...'0123456789'].filter((last) => hasNhsCheckDigit(nine + last));
        expect(taken).toEqual(remainder === 1 ? [] : [String(remainder === 0 ? 0 : 11 - remainder)]);
      }),
    );
  });

  it('notices every single wrong digit', () => {
    fc.assert(
      fc.property(digits(10), fc.nat(9), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        fc.pre(hasNhsCheckDigit(number));
        const wrong = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1);
        expect(hasNhsCheckDigit(wrong)).toBe(false);
      }),
    );
  });
});

describe('unique pupil numbers', () => {
  const letters = [...'ABCDEFGHJKLMNPQRTUVWXYZ'];

  it('takes exactly one of the 23 letters for twelve digits', () => {
    fc.assert(
      fc.property(digits(12), (twelve) => {
        expect(letters.filter((letter) => isPupilNumber(letter + twelve))).toHaveLength(1);
      }),
    );
  });

  it('takes exactly one letter for a temporary number, whose last place is a letter', () => {
    fc.assert(
      fc.property(digits(11), fc.constantFrom(...letters), (eleven, last) => {
        expect(letters.filter((letter) => isPupilNumber(letter + eleven + last))).toHaveLength(1);
      }),
    );
  });

  it('notices every single wrong digit', () => {
    fc.assert(
      fc.property(digits(12), fc.nat(11), fc.integer({ min: 1, max: 9 }), (twelve, at, by) => {
        const letter = letters.find((first) => isPupilNumber(first + twelve))!;
        const wrong = twelve.slice(0, at) + ((Number(twelve[at]) + by) % 10) + twelve.slice(at + 1);
        expect(isPupilNumber(letter + wrong)).toBe(false);
      }),
    );
  });

  it('never has I, O or S', () => {
    for (const first of 'IOS') expect(isPupilNumber(`${first}801200001001`)).toBe(false);
  });
});

describe('National Insurance numbers', () => {
  const first = fc.constantFrom(...'ABCEGHJKLMNOPRSTWXYZ');
  const second = fc.constantFrom(...'ABCEGHJKLMNPRSTWXYZ');

  it('takes every prefix that is issued, spaced or not, in either case', () => {
    fc.assert(
      fc.property(
        first,
        second,
        digits(6),
        fc.constantFrom(...'ABCD'),
        fc.boolean(),
        fc.boolean(),
        (a, b, six, last, spaced, lower) => {
          fc.pre(!['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].includes(a + b));
          const parts = [a + b, six.slice(0, 2), six.slice(2, 4), six.slice(4), last];
          const text = parts.join(spaced ? ' ' : '');
          expect(isNationalInsuranceNumber(lower ? text.toLowerCase() : text)).toBe(true);
        },
      ),
    );
  });

  it.each([
    'DA123456A',
    'QQ123456C',
    'AO123456A',
    'GB123456A',
    'ZZ123456D',
    'AB123456E',
    'AB12345A',
    'AB1234567',
  ])('%s is none: HM Revenue & Customs does not issue it', (text) => {
    expect(isNationalInsuranceNumber(text)).toBe(false);
  });
});

describe('telephone numbers, e-mail addresses, plates', () => {
  it.each([
    '07700 900123',
    '07700900123',
    '+44 7700 900123',
    '+44 (0)20 7946 0123',
    '0044 7700 900123',
    '(01843) 960123',
    '020-7946-0123',
    '01632 960123',
  ])('%s is a telephone number', (text) => {
    expect(isPhoneNumber(text)).toBe(true);
  });

  it.each([
    '0801193',
    '2026-04-01T01:00',
    '663900',
    '01/09/2026',
    '100061123456',
    '0157865',
    '1234567890',
    '00123456789',
    '07/04/2026 12:30',
    '51.389123',
  ])('%s is no telephone number', (text) => {
    expect(isPhoneNumber(text)).toBe(false);
  });

  it('sees an e-mail address within a sentence, and none in a web address or a handle', () => {
    expect(hasEmail('ask a.person+x@thanet.gov.uk first')).toBe(true);
    for (const text of ['http://id.esd.org.uk/service/646', '@thanet', 'a@b', '5 @ 3.50'])
      expect(hasEmail(text)).toBe(false);
  });

  it.each(['AB12 CDE', 'ab12cde', 'LB70 XYZ', 'GJ02 ABC', 'P123 ABC'])('%s is a plate', (text) => {
    expect(isVehiclePlate(text)).toBe(true);
  });

  it.each([
    'CT9 1AB',
    'E01016016',
    'AB30 CDE',
    'AI12 CDE',
    'WD24CD',
    'ZZRV1',
    '2026-Q2',
    'LSOA 21',
    'Thanet 001A',
    'P123ABC',
  ])('%s is no plate', (text) => {
    expect(isVehiclePlate(text)).toBe(false);
  });
});

describe('addresses and free text', () => {
  it.each([
    '12 Acacia Road',
    '12a Acacia Rd, Margate',
    'Flat 2, 12 Acacia Avenue, Margate, CT9 1AB',
    '28-34 High Street',
    "3 St Mary's Close",
  ])('%s is an address', (text) => {
    expect(isStreetAddress(text)).toBe(true);
  });

  it.each([
    'On or near High Street',
    'Tollgate Street',
    'A28 Canterbury Road',
    '24 hours',
    'Margate Central 3',
    'outside the pub in Cecil Square',
    '2 storeys',
  ])('%s is none', (text) => {
    expect(isStreetAddress(text)).toBe(false);
  });

  it('a list of labels, an id and a long web address are no free text; two sentences are', () => {
    expect(
      isFreeText(
        'Live Music|Recorded Music|Performances of Dance|Similar to music or dance|Provision of facilities|Boxing or wrestling|Indoor sports',
      ),
    ).toBe(false);
    expect(isFreeText('ab12'.repeat(50))).toBe(false);
    expect(isFreeText(`http://id.esd.org.uk/${'service/'.repeat(20)}`)).toBe(false);
    expect(
      isFreeText(
        'Patient was found by her neighbour on the landing at about ten in the evening. She said that she had been pushed by her former partner.',
      ),
    ).toBe(true);
  });
});
