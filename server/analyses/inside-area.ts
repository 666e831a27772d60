import type { InsideArea } from '../contract/ward-layer.ts';
import type { Database } from '../db/database.ts';
import { numberShown } from '../disclosure/disclosed.ts';
import { type DisclosurePolicy, isRestricted } from '../disclosure/policy.ts';
import { isAggregate } from './aggregates.ts';
import { openFigures } from './event-figures.ts';
import { isRegister } from './registers.ts';
import { type Selection, whatIsCounted } from './selection.ts';
import { count, counted, percent } from './words.ts';

/**
 * Whether events inside a drawn area may be counted ward by ward: of open events only. A drawn area of restricted data could
 * be moved a little and subtracted from itself, counts by area are of whole areas, and a register has its own rule.
 */
export function countsInside({ layer, studyArea }: Selection, policy: DisclosurePolicy): boolean {
  return studyArea.level === 'drawn' && !isRestricted(policy) && !isRegister(layer) && !isAggregate(layer);
}

/** Events inside a drawn area in each ward that it touches, most first. Open events only: see `countsInside`. */
export async function insideArea(database: Database, inside: Selection): Promise<InsideArea> {
  const { studyArea } = inside;
  const byWard = await openFigures(database, inside).byWard();
  const wards = studyArea.district.wardAreas
    .filter(({ areaId }) => studyArea.wardIds.includes(areaId))
    .map(({ areaId, code, name }) => {
      const figure = byWard.get(areaId);
      return { code, name, events: (figure && numberShown(figure)) ?? 0 };
    })
    .sort((a, b) => b.events - a.events || a.name.localeCompare(b.name, 'en-GB'));
  return {
    code: studyArea.code,
    name: studyArea.name,
    ofWholeWards: studyArea.drawn === undefined,
    events: wards.reduce((sum, { events }) => sum + events, 0),
    wards: wards.map(({ code, events }) => ({ code, events })),
  };
}

/** "Harbour front (version 1) lies in 3 of 16 wards: 412 events of all crime and ASB inside it, 71 % of them in Harbour." */
export function insideSentence(inside: Selection, { name, events, wards }: InsideArea): string {
  const { wardAreas } = inside.studyArea.district;
  const where = `${name} lies in ${wards.length} of ${counted(wardAreas.length, 'ward')}`;
  const what = whatIsCounted(inside);
  const top = wards[0];
  if (events === 0 || !top)
    return `${where}: no event of ${what} was recorded inside it in the months supplied.`;
  const found = `${where}: ${count(events)} ${events === 1 ? 'event' : 'events'} of ${what} inside it`;
  const topName = wardAreas.find(({ code }) => code === top.code)?.name ?? top.code;
  return wards.length === 1
    ? `${found}, in ${topName}.`
    : `${found}, ${percent(top.events / events)} of them in ${topName}.`;
}
