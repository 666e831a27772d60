import type { HotSpotSummary } from '../../server/contract/hot-spots.ts';
import { figureFacts } from '../state/figure-facts.ts';
import { replacedChoices } from '../state/replaced-choices.ts';
import {
  catalogue,
  figures,
  hotSpots,
  main,
  mode,
  other,
  otherView,
  resolved,
  view,
} from '../state/store.ts';
import { formatCount, formatEvents, formatMonth, formatPeriod, sayCount } from '../words/format.ts';

/** What a reader must know before repeating a figure: choices that could not be had, gaps, flagged months, events that are not on the map. */
export function PeriodNotes() {
  const facts = figureFacts(main);
  const summary = mode.value === 'hot-spots' ? hotSpots.state.value.data?.summary : null;
  if (!facts) return null;
  const notes = choicesReplaced();
  const used = figures.value.data?.parameters;
  const asked = resolved.value;
  if (used && asked && !figures.value.loading && (used.from !== asked.from || used.to !== asked.to))
    notes.push(
      `These figures are for ${formatPeriod(used.from, used.to)}, not for the months chosen (${formatPeriod(asked.from, asked.to)}): restricted data is not released for those.`,
    );
  if (summary?.events === 0)
    notes.push(
      hotSpots.state.value.data?.register
        ? 'The register holds no place of this choice here. Tick more kinds.'
        : 'No events are recorded for this choice. Widen the period or tick more categories.',
    );
  for (const { used } of facts.periods) {
    const { notSupplied, flagged } = used;
    if (notSupplied.length > 0)
      notes.push(
        `${list(notSupplied)} ${notSupplied.length === 1 ? 'was' : 'were'} not supplied and ${notSupplied.length === 1 ? 'is' : 'are'} left out.`,
      );
    if (flagged.length > 0)
      notes.push(
        `${list(flagged.map((f) => f.month))} ${flagged.length === 1 ? 'breaks' : 'break'} from the months around: check the supply before reading a change into it.`,
      );
  }
  if (summary && summary.eventsNotMapped > 0 && !summary.eventsNotMappedHidden)
    notes.push(
      hotSpots.state.value.data?.register
        ? `${sayCount(summary.eventsNotMapped, 'place')} of the register without a location: not on the map.`
        : `${formatEvents(summary.eventsNotMapped)} of this ${facts.disclosures.length > 0 ? 'layer, over the whole supply,' : 'selection'} could not be placed and ${summary.eventsNotMapped === 1 ? 'is' : 'are'} not on the map.`,
    );
  if (summary && summary.eventsInNoCell > 0) notes.push(inNoCellNote(summary, facts.disclosures.length > 0));
  const distinct = [...new Set(notes)];
  const protection = [...new Set(facts.disclosures.flatMap((disclosure) => disclosure.notes))];
  if (distinct.length + protection.length === 0) return null;
  return (
    <div class="notes">
      <ul>
        {distinct.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {protection.length > 0 && (
        <details>
          <summary>
            {facts.disclosures.every(({ hiddenBelow }) => hiddenBelow === 0)
              ? 'Restricted register: how it is counted'
              : 'Restricted data: small counts are hidden, others rounded'}
          </summary>
          <ul>
            {protection.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What either map was asked for and could not have. */
function choicesReplaced(): string[] {
  const held = catalogue.state.value.data;
  const sides = [
    [view.value, resolved.value, ''],
    [otherView.value, other.resolved.value, ' on the other map'],
  ] as const;
  return sides.flatMap(([asked, used, where]) =>
    held && asked && used
      ? replacedChoices(asked, used, held).map(({ why, instead }) => `${why}: ${instead}${where}.`)
      : [],
  );
}

/** Events that a map of cells cannot draw, though they are counted. */
function inNoCellNote(
  { eventsInNoCell, eventsInNoCellHidden }: HotSpotSummary,
  isRestricted: boolean,
): string {
  const inWards =
    'known by LSOA or ward only: they count in wards and totals and are in no cell of this map.';
  if (eventsInNoCellHidden) return `Events of this layer may be ${inWards} How many is not shown.`;
  const events = `${formatCount(eventsInNoCell)} ${eventsInNoCell === 1 ? 'event' : 'events'}`;
  return isRestricted
    ? `Over the whole supply, ${events} of this layer are ${inWards}`
    : `${events} of this selection ${eventsInNoCell === 1 ? 'is' : 'are'} ${inWards}`;
}

function list(months: readonly string[]): string {
  const names = months.map(formatMonth);
  if (names.length > 4) return `${formatCount(names.length)} months (${names[0]} to ${names.at(-1)})`;
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
