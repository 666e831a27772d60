import { daysInMonth, type MonthNo, monthOf } from '../contract/month-no.ts';
import type { MonthStatus, PeriodUsed } from '../contract/shared.ts';
import { isAggregate } from './aggregates.ts';
import type { LayerHolding } from './holdings.ts';
import { isRegister } from './registers.ts';
import type { Selection } from './selection.ts';

/** The period as it was supplied: months missing are named, and only supplied days count as exposure. */
export function periodUsed({ layer, fromMonthNo, toMonthNo }: Selection): PeriodUsed {
  if (isAggregate(layer)) {
    let days = 0;
    for (let monthNo = fromMonthNo; monthNo <= toMonthNo; monthNo++) days += daysInMonth(monthNo);
    const monthsSupplied = toMonthNo - fromMonthNo + 1;
    return {
      from: monthOf(fromMonthNo),
      to: monthOf(toMonthNo),
      monthsSupplied,
      days,
      notSupplied: [],
      flagged: [],
    };
  }
  if (isRegister(layer)) {
    const month = monthOf(toMonthNo);
    return {
      from: month,
      to: month,
      monthsSupplied: 1,
      days: daysInMonth(toMonthNo),
      notSupplied: [],
      flagged: [],
    };
  }
  const statuses = monthStatuses(layer, fromMonthNo, toMonthNo);
  let days = 0;
  const notSupplied: string[] = [];
  const flagged: PeriodUsed['flagged'] = [];
  for (const { monthNo, status, reason } of statuses) {
    if (status === 'not-supplied') notSupplied.push(monthOf(monthNo));
    else days += daysInMonth(monthNo);
    if (status === 'under-supplied' || status === 'over-supplied') {
      flagged.push({ month: monthOf(monthNo), status, reason });
    }
  }
  return {
    from: monthOf(fromMonthNo),
    to: monthOf(toMonthNo),
    monthsSupplied: statuses.length - notSupplied.length,
    days,
    notSupplied,
    flagged,
  };
}

export interface MonthSupply {
  readonly monthNo: MonthNo;
  readonly status: MonthStatus;
  /** null where not supplied. */
  readonly events: number | null;
  readonly reason: string;
}

/** How each month was supplied, suppliers taken together: one faulty supplier flags the month. */
export function monthStatuses(
  { supply }: LayerHolding,
  fromMonthNo: MonthNo,
  toMonthNo: MonthNo,
): MonthSupply[] {
  const statuses: MonthSupply[] = [];
  for (let monthNo = fromMonthNo; monthNo <= toMonthNo; monthNo++) {
    const rows = supply.filter((row) => row.monthNo === monthNo);
    const faulty = rows.find(({ status }) => status !== 'supplied');
    statuses.push({
      monthNo,
      status: rows.length === 0 ? 'not-supplied' : (faulty?.status ?? 'supplied'),
      events: rows.length === 0 ? null : rows.reduce((sum, { events }) => sum + events, 0),
      reason: faulty?.reason ?? '',
    });
  }
  return statuses;
}
