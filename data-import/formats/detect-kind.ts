import type { ImportKind } from '../report.ts';
import { areaColumnPairs } from '../steps/area-column.ts';

/**
 * What kind of file its beginning looks like, to tell a user who named another; undefined where it looks like none.
 *
 * @param head the first bytes as text, some 64 KB
 */
export function detectKind(head: string): ImportKind | undefined {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (/^\{/.test(text)) return /"FeatureCollection"/.test(text) ? 'boundaries' : undefined;
  const header = text
    .slice(0, text.search(/[\r\n]|$/))
    .split(',')
    .map((name) => name.replaceAll('"', '').trim());
  const lower = header.map((name) => name.toLowerCase());
  if (lower.includes('crime type') && lower.includes('lsoa code')) return 'police';
  if (lower.includes('area_code') && lower.includes('population')) return 'population';
  const codes = areaColumnPairs(header).length;
  if (codes > 0 && lower.some((name) => /^(total|total_population|all ages)$/.test(name)))
    return 'population';
  return codes >= 2 ? 'lookup' : undefined;
}
