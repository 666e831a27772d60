import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../data-import/command-line.ts';
import type { ImportRefusedError } from '../../data-import/steps/import-refused.ts';

const hintOf = (...words: string[]) => {
  try {
    readCommandLine(words, {});
  } catch (error) {
    return `${(error as ImportRefusedError).code}: ${(error as ImportRefusedError).hint}`;
  }
  return 'read';
};

describe('import command line', () => {
  it('reads kind, files, flags and settings in any order', () => {
    expect(
      readCommandLine(['--dry-run', 'population', 'a.csv', '--year', '2023', 'b.csv', '--json'], {}),
    ).toEqual({
      kind: 'population',
      paths: ['a.csv', 'b.csv'],
      dryRun: true,
      json: true,
      synthetic: false,
      year: 2023,
      source: undefined,
      mapPath: undefined,
      showMap: false,
      saveMapAs: undefined,
      acceptMap: false,
      terms: {},
      sharing: undefined,
      databaseUrl: undefined,
      dataDirectory: './data',
    });
  });

  it('reads what is said of a source, and takes a map kept for a source as that source', () => {
    const words = ['points', 'a.csv', '--save-map', 'fire-service', '--map=m.json', '--title', 'Fires'];
    expect(readCommandLine([...words, '--sensitivity', 'open'], {})).toMatchObject({
      source: 'fire-service',
      saveMapAs: 'fire-service',
      mapPath: 'm.json',
      terms: { title: 'Fires', sensitivity_class: 'open' },
    });
    expect(hintOf('points', 'a', '--sensitivity', 'opne')).toBe('option-wrong: Did you mean "open"?');
    expect(hintOf('points', 'a', '--source', 'Fire Service')).toMatch(/^option-wrong/);
  });

  it('takes the server from the environment, unless a folder is named', () => {
    const environment = { DATABASE_URL: 'postgres://x', WARDLIGHT_DATA: '/data' };
    expect(readCommandLine(['police', 'a'], environment)).toMatchObject({ databaseUrl: 'postgres://x' });
    expect(readCommandLine(['police', 'a', '--data=./d'], environment)).toMatchObject({
      databaseUrl: undefined,
      dataDirectory: './d',
    });
  });

  it('refuses unknown words by name, with the nearest known one', () => {
    expect(hintOf('polise', 'a')).toBe('kind-unknown: Did you mean "police"?');
    expect(hintOf('police', 'a', '--dryrun')).toBe('flag-unknown: Did you mean "--dry-run"?');
    expect(hintOf('police', 'a', '--yaer', '2023')).toBe('flag-unknown: Did you mean "--year"?');
  });

  it('refuses a missing kind, missing files, a year that is none, and two databases', () => {
    expect(hintOf()).toMatch(/^kind-unknown/);
    expect(hintOf('police')).toMatch(/^files-missing/);
    expect(hintOf('population', 'a', '--year', '23')).toMatch(/^option-wrong/);
    expect(hintOf('population', 'a', '--year')).toMatch(/^option-wrong/);
    expect(hintOf('police', 'a', '--data', 'x', '--database-url', 'y')).toMatch(/^option-wrong/);
  });

  it('gives the help where it is asked for', () => {
    expect(readCommandLine(['--help'], {})).toBe('help');
  });
});
