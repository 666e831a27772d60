import type { ShownCells } from '../state/shown-cells.ts';
import { sayBand } from './bands.ts';
import { countedIn, formatCounted } from './counted.ts';
import { formatCount, formatEvents, formatMeasure, formatMonth } from './format.ts';

/** What a cell holds, in a line: for hovering and for assistive tools. */
export function sayCell(shown: ShownCells, index: number): string {
  switch (shown.mode) {
    case 'hot-spots': {
      const { cells, parameters } = shown.result;
      const counted = countedIn(shown.result);
      const events = formatCounted(cells.events[index]!, counted);
      const band = cells.band?.[index];
      if (band != null) return `${events} · ${sayBand(band).toLowerCase()}`;
      const harm = cells.harm?.[index];
      if (harm !== undefined && shown.result.harm)
        return `${formatMeasure(harm)} ${shown.result.harm.unit} · ${events}`;
      if (parameters.statistic !== 'density') return events;
      const density = cells.densityPerKm2Year[index];
      return `${events} · ${density == null ? 'density not computable' : `${formatMeasure(density)} per km²${counted.aYear}`}`;
    }
    case 'coincidence': {
      const { first, second, cells } = shown.result;
      return `${first.what} ${sayShown(cells.firstEvents[index])} · ${second.what} ${sayShown(cells.secondEvents[index])} · ${sayJoint(cells.jointClass[index]!, first.what, second.what)}`;
    }
    case 'change': {
      const { cells } = shown.result;
      return `${formatCount(cells.before[index]!)} before, ${formatCount(cells.after[index]!)} after · ${sayDirection(cells.direction[index] ?? null)}`;
    }
    case 'emerging': {
      const { cells, classes, months } = shown.result;
      const name = classes[cells.emergingClass[index]!]!.emergingClass;
      const what = name === 'none' ? 'no pattern' : sayEmerging(name).toLowerCase();
      return `${formatEvents(cells.events[index]!)} since ${formatMonth(months[0]!)} · ${what}`;
    }
  }
}

/** A count, or that it is hidden: never 0 for hidden. */
export function sayShown(count: number | null | undefined): string {
  return count == null ? 'hidden' : formatCount(count);
}

/** The joint class of two layers in words. */
export function sayJoint(joint: number, first: string, second: string): string {
  if (joint === 4) return 'not shown, hidden counts could change it';
  if (joint === 3) return 'hot for both';
  if (joint === 0) return 'hot for neither';
  return `hot for ${joint === 1 ? first : second} only`;
}

export function sayDirection(direction: 1 | -1 | 0 | null): string {
  if (direction === null) return 'none in either period';
  if (direction === 0) return 'no evidence of a change';
  return direction === 1 ? 'more than before' : 'fewer than before';
}

/** 'new hot' as 'New hot spot'. */
export function sayEmerging(emergingClass: string): string {
  if (emergingClass === 'none') return 'No pattern';
  return `${emergingClass.charAt(0).toUpperCase()}${emergingClass.slice(1)} spot`;
}
