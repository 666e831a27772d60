import type { PersonalDataKind } from './identifiers.ts';

/** Letters and digits of a column name, lower case: `Date of Birth`, `date_of_birth` and `DateOfBirth` are one. */
export function squash(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

const PEOPLE =
  '(?:patient|client|child|childs|young|pupil|student|person|persons|subject|victim|suspect|offender|nominal|tenant|resident|parent|carer|mother|father|guardian|nextofkin|caller|informant|applicant|licensee|holder|officer|worker|socialworker|gp|staff)';

/** Each pattern is matched with the whole squashed name. */
const RULES: readonly (readonly [PersonalDataKind, RegExp])[] = [
  // Columns of the children looked after return that say it is one, whatever else is in the file.
  [
    'looked-after-child',
    /^(child|mother|mcdob|homepost|plpost|decom|rne|duc|placeprovider|reasonplacechange|reasonepisodeceased)$/,
  ],
  [
    'name',
    new RegExp(
      `^(fore|first|given|christian|middle|sur|last|family|full|maiden|preferred|other)names?$|^${PEOPLE}s?(full|fore|first|sur|last|family)?names?$|^(names?of)(the)?${PEOPLE}|^(knownas|alias|aliases|initials|nameinfull)$|^(fore|sur)name\\d$`,
    ),
  ],
  [
    'date-of-birth',
    /^.*(dateofbirth|birthdate|dobirth)\d*$|^(.{0,12})dob$|^dob(ddmmyyyy|yyyymmdd)?$|^(birthday|yearofbirth|monthofbirth|birthyear|born)$/,
  ],
  ['nhs-number', /^.*nhs(number|no|num|id|nbr)$|^(chinumber|chino|hcnumber)$/],
  ['pupil-number', /^(former|current)?(upn|uniquepupilnumber|uln|uniquelearnernumber)$/],
  ['national-insurance-number', /^(nino|ninumber|nino\d|ninum|nationalinsurance(number|no)?)$/],
  [
    'person-identifier',
    new RegExp(
      `^${PEOPLE}(id|ref|reference|number|no)$|^(crn|pncid|pnc|pncno|pncnumber|cro|cronumber|nomsnumber|nomsno|nomsid|prisonnumber|hospitalnumber|hospitalno|mrn|passportnumber|passportno|drivernumber|drivinglicence|liquidlogicid|mosaicid|fosterid)$`,
    ),
  ],
  [
    'phone',
    /^(home|work|mobile|contact|daytime|evening|business|office|main)?(tele?phone|phone|tel|mobile|mob)(number|no|num|nr)?\d?$|^contact(number|no|num)$|^faxn?(umber|o)?$|^fax$/,
  ],
  ['e-mail', /^(contact|home|work|business)?e?mail(address)?\d?$/],
  [
    'vehicle-plate',
    /^(vrm|vrn|vehicleregistration(mark|number|no)?|vehiclereg(no|number)?|carreg(istration)?|numberplate|licenceplate|vehicleplate|platenumber)$/,
  ],
  [
    'address',
    new RegExp(
      `^(home|current|full|permanent|last|previous|postal|correspondence|residential)?address(line)?\\d?$|^addr\\d?$|^addressline\\w*$|^${PEOPLE}s?(home)?address(line)?\\d?$|^addressof${PEOPLE}|^house(no|number|name|nameornumber)$|^(flat|door)(no|number)$|^homepostcode$|^(home|placement)postcode$`,
    ),
  ],
  [
    'free-text',
    /^(notes?|casenotes?|comments?|remarks?|narrative|freetext|incidentnarrative|incidentdescription|callnotes?|details|incidentdetails|circumstances|summary|mo|modusoperandi|clinicalnotes?|presentingcomplainttext)$|(notes|comments|remarks|narrative|freetext)$|^(crew|officer|patient|staff|dispatcher)note$/,
  ],
];

/** What a column's name says it holds, or null. A plain `name` is a person's where rows are about people. */
export function personalHeader(header: string): PersonalDataKind | null {
  const name = squash(header);
  if (name === 'name' || name === 'names') return 'name';
  return RULES.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}
