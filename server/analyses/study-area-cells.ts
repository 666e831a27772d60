import type { Database } from '../db/database.ts';
import { readAreaPolygons } from '../db/queries/area-geometry.ts';
import { RequestError } from '../errors.ts';
import { type CellIndex, indexCells } from '../stats/lattice/cell-index.ts';
import { type MaskedCells, maskCells, type Polygons } from '../stats/lattice/mask-cells.ts';
import { MAXIMUM_CELLS } from './precision.ts';
import type { StudyArea } from './selection.ts';
import { count } from './words.ts';

/** A study area cut into cells. */
export interface StudyAreaCells {
  readonly cells: MaskedCells;
  readonly index: CellIndex;
  readonly polygons: Polygons;
}

/** Cuts study areas into cells and keeps the latest few: boundaries change with the data's version only. */
export class StudyAreaCutter {
  static readonly #KEPT = 16;
  readonly #database: Database;
  readonly #kept = new Map<string, Promise<StudyAreaCells>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws RequestError too-many-cells */
  async cut(studyArea: StudyArea, cellSizeM: number, dataVersion: number): Promise<StudyAreaCells> {
    const expected = (studyArea.areaKm2 * 1e6) / cellSizeM ** 2;
    if (expected > MAXIMUM_CELLS) {
      throw new RequestError('too-many-cells', {
        detail: `${studyArea.name} would need about ${count(Math.round(expected))} cells of ${cellSizeM} m; at most ${count(MAXIMUM_CELLS)} are drawn.`,
        seen: `${cellSizeM} m`,
        hint: 'Ask for larger cells or a smaller study area.',
        field: 'cellSizeM',
      });
    }
    const key = `${dataVersion}|${studyArea.district.areaSetId}|${studyArea.code}|${drawnKey(studyArea)}|${cellSizeM}`;
    const known = this.#kept.get(key);
    if (known) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const cutting = this.#cutNow(studyArea, cellSizeM);
    this.#kept.set(key, cutting);
    cutting.catch(() => this.#kept.delete(key));
    if (this.#kept.size > StudyAreaCutter.#KEPT) {
      const [oldest] = this.#kept.keys();
      this.#kept.delete(oldest);
    }
    return cutting;
  }

  async #cutNow({ wardIds, drawn }: StudyArea, cellSizeM: number): Promise<StudyAreaCells> {
    const polygons =
      drawn?.polygons ??
      (await readAreaPolygons(this.#database.db, wardIds)).flatMap((ward) => ward.polygons);
    const cells = maskCells(polygons, cellSizeM);
    return { cells, index: indexCells(cells), polygons };
  }
}

/** A kept area keeps its code when it is drawn anew. */
function drawnKey({ drawn, wardIds, level }: StudyArea): string {
  return level === 'drawn' ? (drawn?.wkt ?? wardIds.join(',')) : '';
}
