import type { PersonalDataWatch } from '../personal-data.ts';

const NAME_AND_VALUE = /"((?:[^"\\]|\\.){0,80})"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d{9,13})(?![\d.]))?/g;

/**
 * Feeds the properties of a JSON file (GeoJSON features) to the watch: every name of a member once as a header, text values
 * and long whole numbers as its values. Coordinates are numbers in lists and are passed over.
 */
export function scanJsonText(text: string, watch: PersonalDataWatch): void {
  const names = [...new Set([...text.matchAll(NAME_AND_VALUE)].map(([, name]) => name))];
  watch.names(names);
  const indexOf = new Map(names.map((name, i) => [name, i]));
  for (const [, name, words, digits] of text.matchAll(NAME_AND_VALUE)) {
    const value = words ?? digits;
    if (value !== undefined && value.length >= 6) watch.value(indexOf.get(name)!, value);
  }
}
