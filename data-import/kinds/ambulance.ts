import { parseAgeBand } from '../steps/parse-values.ts';
import { parseWhen } from '../steps/parse-when.ts';
import { type EventKind, PARTNER_TERMS } from './event-kind.ts';
import { PLACE_FIELDS, placeClues, SOME_PLACE } from './place-fields.ts';
import { type CategoryName, leftOut, type RowNote, rejected } from './row-reading.ts';

/**
 * Groups of problems, tried in this order. AMPDS determinants begin with their card: 4 assault, 23 overdose or poisoning,
 * 25 psychiatric or suicide attempt, 27 stab, gunshot or penetrating trauma (Medical Priority Dispatch System, chief complaints).
 */
const GROUPS: readonly (CategoryName & { readonly words: RegExp; readonly card?: number })[] = [
  {
    slug: 'penetrating-trauma',
    label: 'Stab, gunshot or penetrating trauma',
    words: /stab|gunshot|shooting|penetrating/i,
    card: 27,
  },
  { slug: 'assault', label: 'Assault or sexual assault', words: /assault|rape/i, card: 4 },
  {
    slug: 'mental-health',
    label: 'Mental health: psychiatric, abnormal behaviour or suicide attempt',
    words: /psychiatr|mental|abnormal behav|suicid|self.?harm|s(?:ection)?\.? ?136/i,
    card: 25,
  },
  { slug: 'overdose', label: 'Overdose or poisoning', words: /overdose|poison|ingestion/i, card: 23 },
  { slug: 'alcohol', label: 'Alcohol related', words: /alcohol|intoxicat|drunk/i },
];
const OTHER: CategoryName = { slug: 'other', label: 'Other problem' };

/** How a call ended, in the words of the NHS ambulance data set. */
const PICK_UPS: readonly { readonly label: string; readonly words: RegExp }[] = [
  {
    label: 'See and convey',
    words: /see\W*(?:treat\W*)?(?:and\W*|&\W*|,\W*)*convey|^s(?:ee)?[&+]?c$|^convey(?:ed)?\b/i,
  },
  { label: 'See and treat', words: /see\W*(?:and|&)?\W*treat|^s[&+]?t$/i },
];
const NOT_PICK_UP =
  /hear\W*(?:and|&)?\W*(?:treat|refer|advise)|^h[&+]?t$|cancel|stood down|no trace|hoax|abort|telephone/i;

/** Pick-ups of an ambulance trust: calls that a crew attended. Docs: docs/data-contracts/ambulance.md. */
export const ambulance: EventKind = {
  dataset: {
    title: 'Ambulance pick-ups',
    layer: 'ambulance',
    supplier: 'ambulance-trust',
    sensitivity_class: 'health',
    owner: 'Ambulance trust',
    ...PARTNER_TERMS,
  },
  table: {
    hint: 'An ambulance file has a row a call: a date and time, a problem group, an outcome (see and treat, see and convey) and a place (coordinates, postcode or LSOA).',
    needs: [['when'], ['problem'], ['outcome'], SOME_PLACE],
    fields: [
      {
        name: 'reference',
        says: 'pseudonymous reference',
        names: ['incident_ref', 'incident_id', 'call_ref', 'cad', 'cad_number', 'incident number'],
      },
      {
        name: 'when',
        says: 'date, or date and time, of the call',
        names: [
          'call_datetime',
          'call_date',
          'incident_datetime',
          'incident_date',
          'date',
          'call time',
          'datetime',
        ],
      },
      {
        name: 'hour',
        says: 'hour of the call',
        names: ['call_hour_band', 'call_hour', 'hour_band', 'hour', 'incident_hour'],
      },
      {
        name: 'problem',
        says: 'problem group',
        names: [
          'problem_group',
          'chief_complaint',
          'ampds_code',
          'ampds',
          'nhs_pathways',
          'problem',
          'category',
          'nature',
        ],
      },
      {
        name: 'outcome',
        says: 'outcome of the call',
        names: ['outcome', 'response_outcome', 'disposition', 'call_outcome'],
      },
      { name: 'age', says: 'age band', names: ['age_band', 'age_group', 'age'] },
      ...PLACE_FIELDS,
    ],
  },
  leavesOut: [
    { columns: /^(sex|gender)$/, because: 'sex is not needed for any map' },
    { columns: /hospital/, because: 'the hospital is not needed for any map' },
  ],
  readEvent(field) {
    const outcomeText = field('outcome');
    const pickUp = PICK_UPS.find(({ words }) => words.test(outcomeText));
    if (!pickUp) {
      if (NOT_PICK_UP.test(outcomeText))
        return leftOut(
          'outcome',
          'not-a-pick-up',
          'Nobody was picked up: the call was closed by telephone or stood down. Counted here, on no map.',
        );
      return rejected(
        'outcome',
        'outcome-unknown',
        'The outcome is neither see and treat, see and convey nor hear and treat.',
      );
    }
    const when = parseWhen(field('when'), field('hour'));
    if (!when) return rejected('when', 'date-wrong', 'This is not a date that exists (day before month).');
    const problem = field('problem');
    const card = /^0*(\d{1,2})(?:-?[A-EΩO]-?\d|$)/i.exec(problem);
    const group = GROUPS.find(
      ({ words, card: own }) => words.test(problem) || (card && Number(card[1]) === own),
    );
    const notes: RowNote[] =
      group || problem === '' || /^other/i.test(problem) || card
        ? []
        : [
            {
              field: 'problem',
              code: 'problem-other',
              message: 'A problem group that is none of the five named was read as "Other problem".',
            },
          ];
    const age = parseAgeBand(field('age'));
    const { slug, label } = group ?? OTHER;
    return {
      row: {
        reference: field('reference'),
        when,
        category: { slug, label },
        outcome: pickUp.label,
        ageFrom: age?.ageFrom ?? null,
        ageTo: age?.ageTo ?? null,
        place: placeClues(field),
      },
      notes,
    };
  },
};
