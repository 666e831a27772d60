import {
  hasEmail,
  hasNhsCheckDigit,
  isFreeText,
  isNationalInsuranceNumber,
  isPhoneNumber,
  isPupilNumber,
  isStreetAddress,
  isVehiclePlate,
  type PersonalDataKind,
} from './identifiers.ts';

/** What one value shows. Ten bare digits are an NHS number only in the company of others: one in eleven passes by chance. */
export type ValueFinding = PersonalDataKind | 'ten-digits' | 'ten-digits-with-nhs-check' | null;

const NHS_SPACED = /(?:^|[^\d-])(\d{3})([ -])(\d{3})\2(\d{4})(?![\d-])/;
const NHS_LABELLED = /nhs\D{0,12}(\d{10})(?!\d)/i;
const PHONE_IN_TEXT = /(?:^|[^\d.+])((?:\+44|0)[\d (-]{9,16}\d)(?![\d.])/;
const PLATE_IN_TEXT = /(?:^|\s)([A-Z]{2}\d{2} ?[A-Z]{3})(?=[\s,.;)]|$)/;
const INSURANCE_IN_TEXT = /(?:^|\s)([A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D])(?=[\s,.;)]|$)/;
const PUPIL_IN_TEXT = /(?:^|\s)([A-Z]\d{11}[0-9A-Z])(?=[\s,.;)]|$)/;

/**
 * What a value gives away, alone or inside a sentence.
 *
 * @param addressIsOfPlace the column holds addresses of places: an address there is no person's
 */
export function inspectValue(value: string, addressIsOfPlace: boolean): ValueFinding {
  const text = value.trim();
  if (text.length < 6) return null;
  if (text.includes('@') && hasEmail(text)) return 'e-mail';
  if (!/\d/.test(text)) return isFreeText(text) ? 'free-text' : null;
  if (/^\d{10}$/.test(text)) {
    if (isPhoneNumber(text)) return 'phone';
    return hasNhsCheckDigit(text) ? 'ten-digits-with-nhs-check' : 'ten-digits';
  }
  const spaced = NHS_SPACED.exec(text);
  if (spaced && hasNhsCheckDigit(spaced[1] + spaced[3] + spaced[4])) return 'nhs-number';
  const labelled = NHS_LABELLED.exec(text);
  if (labelled && hasNhsCheckDigit(labelled[1])) return 'nhs-number';
  if (isPupilNumber(text)) return 'pupil-number';
  if (isNationalInsuranceNumber(text)) return 'national-insurance-number';
  if (isVehiclePlate(text)) return 'vehicle-plate';
  if (isPhoneNumber(text)) return 'phone';
  if (!addressIsOfPlace && isStreetAddress(text)) return 'address';
  if (isFreeText(text)) return 'free-text';
  return text.includes(' ') && text.length > 14 ? insideText(text) : null;
}

function insideText(text: string): ValueFinding {
  const phone = PHONE_IN_TEXT.exec(text);
  if (phone && isPhoneNumber(phone[1])) return 'phone';
  const plate = PLATE_IN_TEXT.exec(text);
  if (plate && isVehiclePlate(plate[1])) return 'vehicle-plate';
  const insurance = INSURANCE_IN_TEXT.exec(text);
  if (insurance && isNationalInsuranceNumber(insurance[1])) return 'national-insurance-number';
  const pupil = PUPIL_IN_TEXT.exec(text);
  if (pupil && isPupilNumber(pupil[1])) return 'pupil-number';
  return null;
}
