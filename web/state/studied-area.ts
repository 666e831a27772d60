import type { CatalogueStudyArea } from '../../server/contract/catalogue.ts';
import type { KeptArea } from '../../server/contract/study-areas.ts';
import type { DrawnShape } from '../../server/contract/workspace.ts';

/** What a map is about: a district, one of its wards, or an area that somebody drew and kept. */
export type StudiedArea = Omit<CatalogueStudyArea, 'level'> & {
  level: 'district' | 'ward' | 'drawn';
  /** Left out for districts and wards. */
  drawn?: { shape: DrawnShape; wardCodes: readonly string[] };
};

const KEPT_AREA = /^study-area:\d{1,9}(:\d{1,9})?$/;

/** Whether a code names a kept area, with or without its version: study-area:12:3. */
export function isKeptAreaCode(code: string | null): code is string {
  return code !== null && KEPT_AREA.test(code);
}

/** A kept area as the map is about it. null where its district is not in the catalogue. */
export function studiedKeptArea(
  { code, name, item, place }: KeptArea,
  studyAreas: readonly CatalogueStudyArea[],
): StudiedArea | null {
  const district = studyAreas.find((area) => area.code === place.districtCode);
  if (!district || !('area' in item.body)) return null;
  const { family, boundaryYear } = district;
  return {
    code,
    name,
    level: 'drawn',
    districtCode: place.districtCode,
    family,
    boundaryYear,
    wards: place.wards.length,
    areaKm2: place.areaKm2,
    events: 0,
    bbox: place.bbox,
    drawn: { shape: item.body.area, wardCodes: place.wards.map((ward) => ward.code) },
  };
}

/** The wards that a drawn area touches: those that are shown by ward. null, all of the district's, where nothing was drawn. */
export function wardsTouched(area: StudiedArea | null): ReadonlySet<string> | null {
  return area?.drawn ? new Set(area.drawn.wardCodes) : null;
}

/** The wards that the map keeps bright, the others dimmed; null: all. An outline of its own dims nothing. */
export function wardsStudied(area: StudiedArea): ReadonlySet<string> | null {
  if (area.level === 'ward') return new Set([area.code]);
  return area.drawn?.shape.shape === 'wards' ? new Set(area.drawn.wardCodes) : null;
}
