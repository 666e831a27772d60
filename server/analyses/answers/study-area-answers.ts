import type { AreaPlace, KeptArea } from '../../contract/study-areas.ts';
import type { DrawnShape } from '../../contract/workspace.ts';
import type { Asking } from '../asking.ts';
import { areaCodeOf, areaNameOf, drawnStudyArea, keptStudyArea } from '../drawn-area.ts';
import { studyAreaFacts } from '../study-area-facts.ts';

/** Where a drawn shape would lie as a study area. @throws RequestError invalid-parameter where it would not do */
export async function answerAreaCheck(asking: Asking, shape: DrawnShape): Promise<AreaPlace> {
  const holdings = await asking.holdings();
  const named = { code: 'drawn', name: 'The area' };
  const area = await drawnStudyArea(asking.database, holdings, named, shape);
  return studyAreaFacts(holdings, asking.releases, area);
}

/** A kept study area or operation with the place it covers. @param version null: the latest */
export async function answerKeptArea(asking: Asking, id: number, version: number | null): Promise<KeptArea> {
  const holdings = await asking.holdings();
  const item = await asking.openKept(id, version);
  const area = await keptStudyArea(asking.database, holdings, item);
  return {
    code: areaCodeOf(item),
    name: areaNameOf(item),
    item,
    place: studyAreaFacts(holdings, asking.releases, area),
  };
}
