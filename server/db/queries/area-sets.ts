import { type Kysely, sql } from 'kysely';
import type { AreaLevel, Tables } from '../tables.ts';

export interface AreaSetRow {
  readonly areaSetId: number;
  readonly family: string;
  readonly level: AreaLevel;
  readonly boundaryYear: number;
  readonly areas: number;
  readonly withGeometry: number;
  readonly simplified: boolean | null;
}

/** Every set of areas held, newest first within its family. */
export async function readAreaSets(db: Kysely<Tables>): Promise<AreaSetRow[]> {
  return db
    .selectFrom('area_set as s')
    .innerJoin('area as a', 'a.area_set_id', 's.area_set_id')
    .groupBy('s.area_set_id')
    .select([
      's.area_set_id as areaSetId',
      's.family',
      's.level',
      's.boundary_year as boundaryYear',
      's.simplified',
      sql<number>`count(*)::int`.as('areas'),
      sql<number>`count(a.geom)::int`.as('withGeometry'),
    ])
    .orderBy('s.family')
    .orderBy('s.boundary_year', 'desc')
    .execute();
}
