import { type CoincidenceResult, JOINT_CLASS_CODES } from '../contract/coincidence.ts';
import type { EmergingResult } from '../contract/emerging.ts';
import type { HotSpotResult } from '../contract/hot-spots.ts';
import type { PeriodChangeResult } from '../contract/period-change.ts';
import type { WardLayerResult, WardRow } from '../contract/ward-layer.ts';
import { cellPolygon } from './cell-polygon.ts';
import {
  type ExportColumn,
  type ExportTable,
  type ExportValue,
  HIDDEN,
  NOT_COMPUTABLE,
  NOT_SUPPLIED,
} from './export-table.ts';
import { choices, frame, orNotComputable, periodText } from './table-frame.ts';

const BANDS: Readonly<Record<string, string>> = {
  '3': 'more than expected, 99 % sure',
  '2': 'more than expected, 95 % sure',
  '1': 'more than expected, 90 % sure',
  '0': 'no evidence of a hot spot',
  '-1': 'fewer than expected, 90 % sure',
  '-2': 'fewer than expected, 95 % sure',
  '-3': 'fewer than expected, 99 % sure',
};

/** Hot spots: a row a cell, hidden cells included as rows that say so. */
export function hotSpotTable(result: HotSpotResult): ExportTable {
  const { cells, hiddenCells, parameters, disclosure } = result;
  const withheld = (i: number) => cells.bandWithheld?.[i] ?? false;
  const unknown = (i: number): ExportValue => (withheld(i) ? HIDDEN : NOT_COMPUTABLE);
  const shown = range(cells.length);
  const hidden = range(hiddenCells?.length ?? 0);
  const column = (name: string, of: (i: number) => ExportValue): ExportColumn => ({
    name,
    values: [...shown.map(of), ...hidden.map(() => HIDDEN)],
  });
  const columns = [...cells.column, ...(hiddenCells?.column ?? [])];
  const rows = [...cells.row, ...(hiddenCells?.row ?? [])];
  return {
    ...frame(
      result,
      'hot-spots',
      `${result.method.title}, ${parameters.cellSizeM} m cells${timesOf(parameters)}`,
    ),
    sentence: result.summary.sentence,
    method: `${result.method.definition} Definition ${result.method.definitionVersion}.`,
    notes: [
      ...choices(result.chosen),
      ...(disclosure?.notes ?? []),
      ...(result.notComputable ? [result.notComputable.detail] : []),
    ],
    columns: [
      ...places(columns, rows, [...cells.areaShare, ...(hiddenCells?.areaShare ?? [])], parameters.cellSizeM),
      column('events', (i) => cells.events[i]),
      column('events_per_km2_year', (i) => cells.densityPerKm2Year[i] ?? NOT_COMPUTABLE),
      ...(cells.harm ? [column('harm', (i) => cells.harm?.[i] ?? NOT_COMPUTABLE)] : []),
      ...(cells.z && cells.p && cells.pAdjusted && cells.band
        ? [
            column('gi_star_z', (i) => cells.z?.[i] ?? unknown(i)),
            column('p', (i) => cells.p?.[i] ?? unknown(i)),
            column('p_adjusted', (i) => cells.pAdjusted?.[i] ?? unknown(i)),
            column('evidence', (i) =>
              withheld(i) ? HIDDEN : (BANDS[String(cells.band?.[i])] ?? NOT_COMPUTABLE),
            ),
          ]
        : []),
    ],
    geometries: polygons(columns, rows, parameters.cellSizeM),
  };
}

/** Wards: events, share and rate, each with its interval; hidden wards as rows that say so. Geometry, where wanted, by ward code. */
export function wardTable(result: WardLayerResult, geometryOf?: ReadonlyMap<string, unknown>): ExportTable {
  const hidden = result.hiddenWards ?? [];
  const column = (name: string, of: (ward: WardRow) => ExportValue): ExportColumn => ({
    name,
    values: [...result.wards.map(of), ...hidden.map(() => HIDDEN)],
  });
  const wards = [...result.wards, ...hidden];
  const inside = result.insideArea;
  return {
    ...frame(result, 'wards', `Wards${timesOf(result.parameters)}`),
    sentence: result.sentence,
    method:
      'Events per 1,000 residents per year with exact (under 10 events) or Byar intervals at 95 %; shares with Wilson intervals at 95 %.',
    notes: [
      ...choices(result.chosen),
      ...(inside
        ? [`events_inside: events inside ${inside.name}; rates and shares are of whole wards.`]
        : []),
      ...(result.population
        ? [
            `Residents: ${result.population.source}, ${result.population.referenceYear}, ${result.population.method}.`,
          ]
        : []),
      ...(result.disclosure?.notes ?? []),
    ],
    columns: [
      { name: 'ward_code', values: wards.map(({ code }) => code) },
      { name: 'ward_name', values: wards.map(({ name }) => name) },
      column('events', ({ events }) => events),
      ...(inside
        ? [
            column(
              'events_inside',
              ({ code }) => inside.wards.find((ward) => ward.code === code)?.events ?? 0,
            ),
          ]
        : []),
      column('share_of_district', ({ share }) => share),
      column('share_lower_95', ({ shareInterval }) => shareInterval.lower),
      column('share_upper_95', ({ shareInterval }) => shareInterval.upper),
      { name: 'residents', values: wards.map(({ population }) => population ?? NOT_SUPPLIED) },
      column('events_per_1000_residents_year', ({ ratePer1000Year }) => ratePer1000Year ?? NOT_SUPPLIED),
      column('rate_lower_95', ({ rateInterval }) => rateInterval?.lower ?? NOT_SUPPLIED),
      column('rate_upper_95', ({ rateInterval }) => rateInterval?.upper ?? NOT_SUPPLIED),
      column('against_district', ({ againstDistrict }) => againstDistrict?.replace('-', ' ') ?? NOT_SUPPLIED),
    ],
    ...(geometryOf ? { geometries: wards.map(({ code }) => geometryOf.get(code) ?? null) } : {}),
  };
}

/** Two periods compared, a row a cell. */
export function changeTable(result: PeriodChangeResult): ExportTable {
  const { cells, parameters } = result;
  const words = {
    '1': 'more than before',
    '-1': 'fewer than before',
    '0': 'no evidence of a change',
  } as Record<string, string>;
  return {
    ...frame(result, 'change', `Change, ${parameters.cellSizeM} m cells`),
    period: `${periodText(result.period)} against ${periodText(result.periodBefore)}`,
    sentence: result.summary.sentence,
    method: `${result.definition} Definition ${result.definitionVersion}.`,
    notes: choices(result.chosen),
    columns: [
      ...places(cells.column, cells.row, cells.areaShare, parameters.cellSizeM),
      { name: 'events_before', values: cells.before },
      { name: 'events_after', values: cells.after },
      { name: 'rate_ratio_per_day', values: cells.ratio.map(orNotComputable) },
      { name: 'p', values: cells.p.map(orNotComputable) },
      { name: 'p_adjusted', values: cells.pAdjusted.map(orNotComputable) },
      {
        name: 'evidence',
        values: cells.direction.map((direction) =>
          direction === null ? NOT_COMPUTABLE : words[String(direction)],
        ),
      },
    ],
    geometries: polygons(cells.column, cells.row, parameters.cellSizeM),
  };
}

/** Two layers together, a row a cell. */
export function coincidenceTable(result: CoincidenceResult): ExportTable {
  const { cells, parameters, first, second } = result;
  const orHidden = (value: number | null): ExportValue => value ?? HIDDEN;
  return {
    ...frame(result, 'coincidence', `${first.title} and ${second.title}, ${parameters.cellSizeM} m cells`),
    sentence: result.summary.sentence,
    method: `${result.definition} Definition ${result.definitionVersion}.`,
    notes: [
      ...choices(result.chosen),
      ...(first.disclosure?.notes ?? []),
      ...(second.disclosure?.notes ?? []),
      result.moran.note,
    ],
    columns: [
      ...places(cells.column, cells.row, cells.areaShare, parameters.cellSizeM),
      { name: `${parameters.first}_events`, values: cells.firstEvents.map(orHidden) },
      {
        name: `${parameters.second === parameters.first ? `${parameters.second}_second` : parameters.second}_events`,
        values: cells.secondEvents.map(orHidden),
      },
      { name: 'first_p_adjusted', values: cells.firstPAdjusted.map(orHidden) },
      { name: 'second_p_adjusted', values: cells.secondPAdjusted.map(orHidden) },
      {
        name: 'hot_in',
        values: cells.jointClass.map((code) =>
          JOINT_CLASS_CODES[code] === 'not-shown' ? HIDDEN : JOINT_CLASS_CODES[code].replace('-', ' '),
        ),
      },
      { name: 'bivariate_moran_i', values: cells.moranI.map(orNotComputable) },
      { name: 'bivariate_moran_p_adjusted', values: cells.moranPAdjusted.map(orNotComputable) },
    ],
    geometries: polygons(cells.column, cells.row, parameters.cellSizeM),
  };
}

/** The class of each cell's history, a row a cell. */
export function emergingTable(result: EmergingResult): ExportTable {
  const { cells, classes, parameters } = result;
  return {
    ...frame(result, 'emerging', `Emerging hot spots, ${parameters.cellSizeM} m cells`),
    sentence: result.summary.sentence,
    method: `${result.definition} Definition ${result.definitionVersion}.`,
    notes: [
      ...choices(result.chosen),
      ...classes
        .filter(({ cells: n }) => n > 0)
        .map(({ emergingClass, meaning }) => `${emergingClass}: ${meaning}`),
    ],
    columns: [
      ...places(cells.column, cells.row, cells.areaShare, parameters.cellSizeM),
      { name: 'events', values: cells.events },
      { name: 'class', values: cells.emergingClass.map((code) => classes[code].emergingClass) },
      {
        name: 'second_class',
        values: cells.secondaryClass.map((code) => (code === 0 ? '' : classes[code].emergingClass)),
      },
      { name: 'hot_months', values: cells.hotMonths },
      { name: 'trend_p', values: cells.trendP.map(orNotComputable) },
    ],
    geometries: polygons(cells.column, cells.row, parameters.cellSizeM),
  };
}

function timesOf({ times }: { times?: string }): string {
  return times === undefined ? '' : `, ${times}`;
}

function places(
  column: readonly number[],
  row: readonly number[],
  areaShare: readonly number[],
  cellSizeM: number,
): ExportColumn[] {
  return [
    { name: 'west_easting_m', values: column.map((c) => c * cellSizeM) },
    { name: 'south_northing_m', values: row.map((r) => r * cellSizeM) },
    { name: 'cell_size_m', values: column.map(() => cellSizeM) },
    { name: 'share_in_study_area', values: areaShare },
  ];
}

function polygons(column: readonly number[], row: readonly number[], cellSizeM: number): unknown[] {
  return column.map((c, i) => cellPolygon(c, row[i], cellSizeM));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
