/** What kind of personal data a column or a value is. */
export type PersonalDataKind =
  | 'name'
  | 'date-of-birth'
  | 'nhs-number'
  | 'pupil-number'
  | 'national-insurance-number'
  | 'person-identifier'
  | 'address'
  | 'phone'
  | 'e-mail'
  | 'vehicle-plate'
  | 'free-text'
  | 'looked-after-child';

/** A column kind in words, singular, as the refusal says it. */
export const PERSONAL_DATA_WORDS: Readonly<Record<PersonalDataKind, string>> = {
  name: 'name of a person',
  'date-of-birth': 'date of birth',
  'nhs-number': 'NHS number',
  'pupil-number': 'unique pupil number',
  'national-insurance-number': 'National Insurance number',
  'person-identifier': 'number of a person',
  address: 'address of a person',
  phone: 'telephone number',
  'e-mail': 'e-mail address',
  'vehicle-plate': 'vehicle registration',
  'free-text': 'free text',
  'looked-after-child': 'looked-after child (SSDA903)',
};

/** Ten digits whose last is the check digit of an NHS number (NHS Data Dictionary: weights 10 to 2, modulus 11, 10 never issued). */
export function hasNhsCheckDigit(digits: string): boolean {
  if (!/^\d{10}$/.test(digits) || /^(\d)\1{9}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += (10 - i) * Number(digits[i]);
  const check = (11 - (sum % 11)) % 11;
  return check === Number(digits[9]);
}

/** Letters of the check of a unique pupil number, by remainder: I, O and S are not used. */
const PUPIL_CHECK_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/**
 * A unique pupil number: check letter and 12 digits, or 11 digits and a letter for a temporary one
 * (Department for Education, "Unique pupil numbers", 2019: weights 2 to 13, modulus 23).
 */
export function isPupilNumber(text: string): boolean {
  const upper = text.trim().toUpperCase();
  if (!/^[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]$/.test(upper)) return false;
  let sum = 0;
  for (let i = 1; i < 13; i++) {
    const value = PUPIL_CHECK_LETTERS.indexOf(upper[i]);
    sum += (i + 1) * (value < 0 ? Number(upper[i]) : value);
  }
  return PUPIL_CHECK_LETTERS[sum % 23] === upper[0];
}

/**
 * A National Insurance number: two letters, six digits, A to D, spaced or not. Prefixes that HM Revenue & Customs
 * does not issue (NIM39110: D, F, I, Q, U, V; O second; BG GB KN NK NT TN ZZ) are none.
 */
export function isNationalInsuranceNumber(text: string): boolean {
  const upper = text.trim().toUpperCase();
  return (
    /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$|^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} \d{2} \d{2} ?[A-D]$/.test(
      upper,
    ) && !/^(BG|GB|KN|NK|NT|TN|ZZ)/.test(upper)
  );
}

/** A British telephone number with its leading 0 or country code; points, brackets, hyphens and spaces between the digits are fine. */
export function isPhoneNumber(text: string): boolean {
  const bare = text.trim();
  if (!/^(\+|\(?0)[\d\s().-]{8,20}$/.test(bare)) return false;
  const digits = bare.replace(/\(0\)/, '').replace(/\D/g, '');
  return (
    /^(?:44|0044|0)(?:7\d{9}|[123]\d{8,9}|8\d{9})$/.test(digits) &&
    (bare.startsWith('+') || bare.replace('(', '').startsWith('0'))
  );
}

/** There is an e-mail address in the text. */
export function hasEmail(text: string): boolean {
  return /[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/i.test(text);
}

/**
 * A vehicle registration of the style since 2001 (two letters, age identifier 02-29 or 51-79, three letters), or of the
 * one before it written with its space (A123 BCD). Older and personal ones look like any code and are not recognised.
 */
export function isVehiclePlate(text: string): boolean {
  return /^(?:[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|[12]\d|5[1-9]|[67]\d) ?[A-HJ-PR-Z]{3}|[A-HJ-NPR-TV-Y]\d{1,3} [A-HJ-PR-Y][A-HJ-PR-Z]{2})$/.test(
    text.trim().toUpperCase(),
  );
}

const STREET =
  '(?:road|rd|street|st|avenue|ave|lane|ln|close|drive|court|crescent|gardens|grove|place|terrace|way|square|hill|parade|row|mews|walk|rise|green|park)';
const HOUSE = new RegExp(
  `^\\s*(?:(?:flat|apartment|apt|room|unit)\\s+\\w{1,4}\\s*,?\\s+)?\\d{1,4}[a-z]?(?:-\\d{1,4})?,?\\s+(?:[a-z'.-]+\\s+){1,4}${STREET}\\b`,
  'i',
);

/** A house number with its street: "12 Acacia Road", "Flat 2, 12 Acacia Road, Margate". A street alone is none. */
export function isStreetAddress(text: string): boolean {
  return HOUSE.test(text);
}

/**
 * Longest text that passes for a label, characters, between `|` of a list. The longest category of the police outcomes has 60,
 * of the premises register 74; sentences about a person begin where labels end.
 */
export const LONGEST_LABEL = 120;

/** Longer than a label, and words: an address of a web page or an id is none. */
export function isFreeText(text: string): boolean {
  if (text.length <= LONGEST_LABEL) return false;
  return text.split('|').some((part) => part.length > LONGEST_LABEL && part.trim().split(/\s+/).length >= 8);
}
