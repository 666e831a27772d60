import type { AreasQuery, AreasResult } from '../../contract/areas.ts';
import type { Catalogue } from '../../contract/catalogue.ts';
import type { DataQuality, DataQualityQuery } from '../../contract/data-quality.ts';
import { areas } from '../areas.ts';
import type { Asking, Tagged } from '../asking.ts';
import { catalogue } from '../catalogue.ts';
import { dataQuality } from '../data-quality/data-quality.ts';
import { markingOf } from '../marking.ts';
import { useOfEverything } from '../use-record.ts';

// What is held: layers and choices, how good they are, where boundaries run.

export async function answerCatalogue(asking: Asking): Promise<Tagged<Catalogue>> {
  const holdings = await asking.holdingsWithRegisters();
  return asking.tagged('catalogue', holdings, useOfEverything(holdings), ({ database, tellDone }) =>
    catalogue(database, holdings, asking.releases, asking.version, tellDone),
  );
}

export async function answerDataQuality(
  asking: Asking,
  query: DataQualityQuery,
): Promise<Tagged<DataQuality>> {
  const holdings = await asking.holdings();
  const key = JSON.stringify(['data-quality', query.layer ?? null]);
  return asking.tagged(key, holdings, { ...useOfEverything(holdings), filters: query }, ({ database }) =>
    dataQuality(database, asking.releases, holdings, query.layer),
  );
}

export async function answerAreas(asking: Asking, query: AreasQuery): Promise<Tagged<AreasResult>> {
  const holdings = await asking.holdings();
  const key = JSON.stringify(['areas', query.family, query.boundaryYear, query.district ?? null]);
  const about = {
    ...useOfEverything(holdings),
    datasets: [],
    area: query.district ?? null,
    filters: query,
    marking: markingOf([]),
  };
  return asking.tagged(key, holdings, about, ({ database }) => areas(database, query));
}
