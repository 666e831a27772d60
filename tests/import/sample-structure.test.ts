import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SampleManifest } from '../../data-import/sample/generate-sample-district.ts';
import type { PlantedPlace } from '../../data-import/sample/planted-place.ts';
import { checkCompleteness } from '../../data-import/steps/completeness.ts';
import { monthNoOf } from '../../server/contract/month-no.ts';
import {
  containsPoint,
  generateInTemporaryFolder,
  readCsv,
  readFeatures,
  readStreetRows,
  type SampleFeature,
  type StreetRow,
} from './sample-files.ts';

let manifest: SampleManifest;
let rows: StreetRow[];
let lsoas: SampleFeature[];
let deprivation: Record<string, string>[];
let wardOfLsoa: Map<string, string>;
let remove: () => Promise<void>;

beforeAll(async () => {
  const sample = await generateInTemporaryFolder({});
  ({ manifest, remove } = sample);
  rows = await readStreetRows(manifest);
  lsoas = await readFeatures(sample.directory, 'lsoa21_ravensand.geojson');
  deprivation = await readCsv(join(sample.directory, 'imd/imd2025_lsoa21_ravensand.csv'));
  const lookup = await readCsv(join(sample.directory, 'lookups/lsoa21_ward25_lad25_ravensand.csv'));
  wardOfLsoa = new Map(lookup.map((row) => [row.LSOA21CD, row.WD25CD]));
});
afterAll(() => remove());

describe('where crime is', () => {
  test('every mapped row stands inside the LSOA it names, but for the few beyond the district', () => {
    const shapes = new Map(lsoas.map((lsoa) => [lsoa.properties.LSOA21CD, lsoa.geometry.coordinates]));
    const places = new Map(
      rows.filter((row) => row.position).map((row) => [`${row.lon} ${row.lat} ${row.lsoaCode}`, row]),
    );
    let beyond = 0;
    for (const row of places.values()) {
      const shape = shapes.get(row.lsoaCode);
      if (shape) expect(containsPoint(shape, Number(row.lon), Number(row.lat)), row.location).toBe(true);
      else {
        beyond++;
        expect(
          lsoas.some((l) => containsPoint(l.geometry.coordinates, Number(row.lon), Number(row.lat))),
        ).toBe(false);
      }
    }
    expect(beyond).toBe(3);
    expect(manifest.truth.oddities.rowsOutsideDistrict).toBe(3);
    expect(places.size).toBeGreaterThan(1200);
  });

  test('Harbour and St Mildred lead and hold a third of all crime and anti-social behaviour', () => {
    const counts = countBy(rows, (row) => wardOfLsoa.get(row.lsoaCode) ?? '');
    const leading = manifest.truth.leadingWards.map((ward) => ward.code);
    const ranked = [...counts].sort((a, b) => b[1] - a[1]).map(([code]) => code);
    expect(ranked.slice(0, 2)).toEqual(leading);
    const share = leading.reduce((sum, code) => sum + counts.get(code)!, 0) / rows.length;
    expect(share).toBeCloseTo(0.33, 2);
  });

  test('neutral wards differ in rate per head by no more than chance', () => {
    const neutral = manifest.truth.neutralWards.map(({ code }) => ({
      population: manifest.truth.expectedEventsByWard.find((ward) => ward.code === code)!.population,
      events: rows.filter((row) => wardOfLsoa.get(row.lsoaCode) === code).length,
    }));
    const rate = sum(neutral.map((w) => w.events)) / sum(neutral.map((w) => w.population));
    const chiSquare = sum(neutral.map((w) => (w.events - rate * w.population) ** 2 / (rate * w.population)));
    // 99.9 % point of chi-square with 3 degrees of freedom.
    expect(chiSquare).toBeLessThan(16.27);
  });

  test('within a neutral ward counts at map points are over-dispersed', () => {
    const [{ code }] = manifest.truth.neutralWards;
    const own = rows.filter((row) => wardOfLsoa.get(row.lsoaCode) === code);
    const counts = [...countBy(own, (row) => `${row.lon} ${row.lat}`).values()];
    const mean = sum(counts) / counts.length;
    const variance = sum(counts.map((count) => (count - mean) ** 2)) / (counts.length - 1);
    expect(variance / mean).toBeGreaterThan(3);
  });

  test('deprived LSOAs have higher rates, but not in lockstep', () => {
    const { expectedEventsByWard } = manifest.truth;
    expect(expectedEventsByWard).toHaveLength(16);
    const counts = countBy(rows, (row) => row.lsoaCode);
    const events = deprivation.map((row) => counts.get(row.lsoa21_code) ?? 0);
    const rho = correlation(ranksOf(events), ranksOf(deprivation.map((row) => -Number(row.IMD_rank))));
    expect(rho).toBeGreaterThan(0.4);
    expect(rho).toBeLessThan(0.9);
  });

  test('the night-time economy holds most of Harbour’s violence and public order', () => {
    const { nightTimeEconomy } = manifest.truth;
    const night = rows.filter((row) =>
      ['Violence and sexual offences', 'Public order'].includes(row.category),
    );
    const inWard = night.filter((row) => wardOfLsoa.get(row.lsoaCode) === nightTimeEconomy.wardCode);
    expect(within(night, nightTimeEconomy).length / inWard.length).toBeGreaterThan(0.5);
    expect(within(night, nightTimeEconomy).length / night.length).toBeGreaterThan(0.08);
  });

  test('one supermarket is where shoplifting piles up', () => {
    const { supermarket } = manifest.truth;
    const thefts = countBy(
      rows.filter((row) => row.category === supermarket.category),
      (row) => `${row.lon} ${row.lat}`,
    );
    const [first, second] = [...thefts].sort((a, b) => b[1] - a[1]);
    expect(first[0]).toBe(`${supermarket.lon} ${supermarket.lat}`);
    expect(first[1]).toBeGreaterThan(2 * second[1]);
    expect(rows.find((row) => row.lon === supermarket.lon)!.location).toBe('On or near Supermarket');
  });
});

describe('how crime moves', () => {
  test('the seafront doubles in July and August', () => {
    const inPlace = within(rows, manifest.truth.seafront);
    const summer = inPlace.filter((row) => /-0[78]$/.test(row.month)).length / 6;
    const rest = inPlace.filter((row) => !/-0[78]$/.test(row.month)).length / 30;
    expect(summer / rest).toBeGreaterThan(1.75);
    expect(summer / rest).toBeLessThan(2.35);
  });

  test('one hot spot emerges in the last eight months and was not there before', () => {
    const { emerging } = manifest.truth;
    const monthly = perMonth(within(rows, emerging));
    const first = manifest.truth.months.indexOf(emerging.firstMonth);
    expect(first).toBe(28);
    expect(mean(monthly.slice(first))).toBeGreaterThan(1.8 * mean(monthly.slice(0, first)));
    expect(mean(monthly.slice(32))).toBeGreaterThan(mean(monthly.slice(28, 32)));
    expect(mean(monthly.slice(14, 28)) / mean(monthly.slice(0, 14))).toBeCloseTo(1, 0);
  });

  test('another fades after month 14', () => {
    const { fading } = manifest.truth;
    const monthly = perMonth(within(rows, fading));
    expect(manifest.truth.months.indexOf(fading.lastFullMonth)).toBe(13);
    expect(mean(monthly.slice(17))).toBeLessThan(0.5 * mean(monthly.slice(0, 14)));
  });

  test('there are 55,000 to 60,000 rows, with fewer in February than in the months beside it', () => {
    expect(rows.length).toBeGreaterThan(55_000);
    expect(rows.length).toBeLessThan(60_000);
    const monthly = perMonth(rows);
    manifest.truth.months.forEach((month, i) => {
      if (month.endsWith('-02')) expect(monthly[i]).toBeLessThan((monthly[i - 1] + monthly[i + 1]) / 2);
    });
  });

  test('no month breaks from its neighbours: the completeness check is silent', () => {
    expect(new Set(rows.map((row) => row.category)).size).toBe(14);
    const supplies = manifest.truth.months.map((month) => ({
      monthNo: monthNoOf(month),
      counts: Object.fromEntries(
        countBy(
          rows.filter((row) => row.month === month),
          (row) => row.category,
        ),
      ),
    }));
    const verdicts = checkCompleteness(supplies);
    expect(verdicts).toHaveLength(36);
    expect(verdicts.filter((verdict) => verdict.status !== 'supplied')).toEqual([]);
  });
});

describe('what is odd in the files, as in real ones', () => {
  test('a few dozen rows have no location', () => {
    const unplaced = rows.filter((row) => row.location === 'No Location');
    expect(unplaced.length).toBe(manifest.truth.oddities.unplacedRows);
    expect(unplaced.length).toBeGreaterThan(24);
    expect(unplaced.length).toBeLessThan(72);
  });

  test('some Crime IDs appear twice, within one month, with different outcomes', () => {
    const byId = new Map<string, StreetRow[]>();
    for (const row of rows) if (row.id !== '') byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
    const repeated = [...byId.values()].filter((group) => group.length > 1);
    expect(repeated).toHaveLength(manifest.truth.oddities.repeatedIds);
    expect(repeated.length).toBe(12);
    for (const group of repeated) {
      expect(group).toHaveLength(2);
      expect(group[0].month).toBe(group[1].month);
      expect(group[0].outcome).not.toBe(group[1].outcome);
    }
  });

  test('outcomes are right-censored: half of the newest month is under investigation, hardly any of the oldest', () => {
    const open = (months: readonly string[]): number => {
      const crimes = rows.filter((row) => row.outcome !== '' && months.includes(row.month));
      return crimes.filter((row) => row.outcome === 'Under investigation').length / crimes.length;
    };
    expect(open(manifest.truth.months.slice(-1))).toBeCloseTo(0.5, 1);
    expect(open(manifest.truth.months.slice(0, 12))).toBeLessThan(0.01);
  });
});

function within(among: readonly StreetRow[], place: PlantedPlace): StreetRow[] {
  return among.filter(
    ({ position, lsoaCode }) =>
      position &&
      wardOfLsoa.get(lsoaCode) === place.wardCode &&
      place.centresM.some(([x, y]) => Math.hypot(position[0] - x, position[1] - y) <= place.radiusM),
  );
}

function perMonth(among: readonly StreetRow[]): number[] {
  const counts = countBy(among, (row) => row.month);
  return manifest.truth.months.map((month) => counts.get(month) ?? 0);
}

function countBy(among: readonly StreetRow[], key: (row: StreetRow) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of among) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  return counts;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function ranksOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const products = sum(a.map((value, i) => (value - meanA) * (b[i] - meanB)));
  const squares = (values: readonly number[], m: number): number => sum(values.map((v) => (v - m) ** 2));
  return products / Math.sqrt(squares(a, meanA) * squares(b, meanB));
}
