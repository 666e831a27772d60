import { clip, parseList, parseYesNo } from '../steps/parse-values.ts';
import { nextDay, parseDay } from '../steps/parse-when.ts';
import { OPEN_TERMS } from './event-kind.ts';
import { PLACE_FIELDS, placeClues, SOME_PLACE } from './place-fields.ts';
import type { PlaceKind } from './place-kind.ts';
import { type CategoryName, leftOut } from './row-reading.ts';

const TYPES: readonly (CategoryName & { readonly words: RegExp })[] = [
  { slug: 'club-premises-certificate', label: 'Club premises certificate', words: /club/i },
  { slug: 'temporary-event', label: 'Temporary event notice', words: /temporary|\bten\b/i },
  { slug: 'premises-licence', label: 'Premises licence', words: /premises|licen[cs]e|./i },
];
const NO_TYPE: CategoryName = { slug: 'premises-licence', label: 'Premises licence' };
/** Where the sale is stated in words: "Sale by retail of alcohol (on and off the premises)". */
const ALCOHOL_WORDS = /alcohol/i;

/** Premises licences (Licensing Act 2003, section 8 register). Docs: docs/data-contracts/premises.md. */
export const premises: PlaceKind = {
  dataset: {
    title: 'Licensed premises',
    layer: 'premises',
    supplier: 'licensing-authority',
    sensitivity_class: 'open',
    owner: 'Licensing authority',
    ...OPEN_TERMS,
  },
  table: {
    hint: "A register of premises licences: the 36 columns of the Local Government Association (PREMISESNAME, POSTCODE, SERVICETYPELABEL, ...), or a council's own sheet with a name and a postcode, UPRN or coordinates.",
    needs: [['name'], SOME_PLACE],
    namesPeople:
      /\b(holders?|applicants? name|supervisors?|dps|managers?|owners?)\b|licenceholder|designatedpremisessupervisor|supervisor(?:licenceno|address|postcode)/,
    fields: [
      {
        name: 'reference',
        says: 'licence number',
        names: ['CASEREFERENCE', 'licence number', 'licence no', 'licence ref', 'reference', 'ref'],
        pattern: /^(?:premises )?licen[cs]e (?:number|no|ref|reference)$/,
      },
      {
        name: 'name',
        says: 'name of the premises',
        names: [
          'PREMISESNAME',
          'premises name',
          'trading name',
          'trading as',
          'premises',
          'business name',
          'name',
        ],
      },
      {
        name: 'type',
        says: 'type of licence',
        names: ['SERVICETYPELABEL', 'licence type', 'type of licence', 'type', 'application type'],
      },
      { name: 'status', says: 'status', names: ['STATUSLABEL', 'status', 'licence status'] },
      {
        name: 'alcohol',
        says: 'alcohol sold',
        names: ['ALCOHOLSUPPLY', 'alcohol', 'sale of alcohol', 'alcohol supply'],
      },
      {
        name: 'alcoholOn',
        says: 'alcohol sold for drinking there',
        names: ['ONPREMISESALCOHOLSALE', 'on sales', 'alcohol on', 'on premises', 'alcohol on premises'],
      },
      {
        name: 'alcoholOff',
        says: 'alcohol sold to take away',
        names: ['OFFPREMISESALCOHOLSALE', 'off sales', 'alcohol off', 'off premises', 'alcohol off premises'],
      },
      {
        name: 'lateRefreshment',
        says: 'late night refreshment',
        names: ['LATENIGHTREFRESHMENT', 'late night refreshment', 'lnr', 'late refreshment'],
      },
      {
        name: 'activities',
        says: 'licensable activities',
        names: ['licensable activities', 'activities', 'licensed activities'],
      },
      {
        name: 'entertainment',
        says: 'entertainment, | between several',
        names: ['ENTERTAINMENTTYPELABEL', 'entertainment', 'regulated entertainment'],
      },
      {
        name: 'hours',
        says: 'opening hours, | between several',
        names: ['OPENINGHOURS', 'opening hours', 'hours', 'licensed hours', 'hours open to public'],
      },
      {
        name: 'cumulative',
        says: 'cumulative impact area',
        names: ['cumulative impact', 'cumulative impact area', 'cip', 'cia', 'cumulative impact zone'],
      },
      { name: 'conditions', says: 'conditions, read for "cumulative impact" only', names: ['CONDITIONS'] },
      {
        name: 'from',
        says: 'licensed from',
        names: [
          'LICENCESTARTDATE',
          'licence start date',
          'start date',
          'date granted',
          'granted',
          'effective from',
          'issue date',
          'DECISIONDATE',
        ],
      },
      {
        name: 'to',
        says: 'licensed to',
        names: [
          'LICENCEENDDATE',
          'licence end date',
          'end date',
          'expiry date',
          'surrendered',
          'lapsed date',
        ],
      },
      ...PLACE_FIELDS,
    ],
  },
  leavesOut: [
    {
      columns: /address|locationtext|^location$/,
      because: 'the address in words is not needed: the place is found by postcode, UPRN or coordinates',
    },
  ],
  readPlace(field) {
    const type = field('type');
    if (/personal/i.test(type))
      return leftOut('type', 'personal-licence', 'A personal licence is about a person, not a place.');
    const category = type === '' ? NO_TYPE : (TYPES.find(({ words }) => words.test(type)) ?? NO_TYPE);
    const from = parseDay(field('from')) ?? null;
    const to = parseDay(field('to'));
    const activities = field('activities');
    const status = field('status');
    const on = parseYesNo(field('alcoholOn'));
    const off = parseYesNo(field('alcoholOff'));
    const said = parseYesNo(field('alcohol'));
    const either = on === null && off === null ? null : (on ?? false) || (off ?? false);
    const attributes = {
      alcohol: said ?? either ?? (activities === '' ? null : ALCOHOL_WORDS.test(activities)),
      alcoholOn: on ?? wordsSay(activities, /\bon\b/i),
      alcoholOff: off ?? wordsSay(activities, /\boff\b/i),
      lateRefreshment:
        parseYesNo(field('lateRefreshment')) ??
        (activities === '' ? null : /late night refreshment/i.test(activities)),
      hours: parseList(field('hours')),
      entertainment: parseList(field('entertainment')),
      cumulativeImpact:
        parseYesNo(field('cumulative')) ?? (/cumulative impact/i.test(field('conditions')) || null),
      current: status === '' ? null : /current|active|granted|live|issued|in force/i.test(status),
    };
    const { slug, label } = category;
    return {
      row: {
        reference: field('reference'),
        category: { slug, label },
        name: clip(field('name'), 120) || null,
        validFrom: from,
        validTo: to && (from === null || to >= from) ? nextDay(to) : null,
        attributes,
        place: placeClues(field),
      },
      notes:
        field('to') !== '' && !to
          ? [
              {
                field: 'to',
                code: 'date-unread',
                message: 'An end date is not a date; the licence is kept without one.',
              },
            ]
          : [],
    };
  },
};

/** Whether a list of activities in words sells alcohol on, or off, the premises; null where it does not say. */
function wordsSay(activities: string, words: RegExp): boolean | null {
  return ALCOHOL_WORDS.test(activities) && words.test(activities) ? true : null;
}
