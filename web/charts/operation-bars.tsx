import type { CatalogueMonth } from '../../server/contract/catalogue.ts';
import { monthNoOf, monthOf } from '../../server/contract/month-no.ts';
import { monthScale } from './month-bars.tsx';

export interface OperationBar {
  id: number;
  name: string;
  /** In words. */
  days: string;
  /** First and last day, YYYY-MM-DD. */
  from: string;
  to: string;
}

export const OPERATIONS_PX = 14;
const LEAST_PX = 4;
const LETTER_PX = 6;

/** When operations ran, as bars over the months, each with its name where there is room beside it. */
export function OperationBars({
  months,
  operations,
  widthPx,
}: {
  months: readonly CatalogueMonth[];
  operations: readonly OperationBar[];
  widthPx: number;
}) {
  const x = monthScale(months, widthPx);
  const [first, last] = [months[0]!.month, months.at(-1)!.month];
  const seen = operations.filter((one) => one.to.slice(0, 7) >= first && one.from.slice(0, 7) <= last);
  if (seen.length === 0) return null;
  /** Where a day stands: months are as wide as one another, days share their month. */
  const at = (day: string, share: number): number => {
    const month = monthOf(Math.min(Math.max(monthNoOf(day.slice(0, 7)), monthNoOf(first)), monthNoOf(last)));
    return (x(month) ?? 0) + ((Number(day.slice(8)) - 1 + share) / 31) * x.bandwidth();
  };
  let free = 0;
  return (
    <svg
      class="operation-bars"
      width={widthPx}
      height={OPERATIONS_PX}
      viewBox={`0 0 ${widthPx} ${OPERATIONS_PX}`}
      role="img"
      aria-label={`Operations: ${seen.map((one) => `${one.name}, ${one.days}`).join('; ')}`}
    >
      {seen.map((one) => {
        const left = at(one.from, 0);
        const width = Math.max(LEAST_PX, at(one.to, 1) - left);
        const textPx = one.name.length * LETTER_PX;
        const right = left + width + 4;
        // Beside the bar where there is room: after it, or else before it.
        const textAt =
          left >= free && right + textPx < widthPx ? right : left - 4 - textPx >= free ? left - 4 : null;
        free = textAt === right ? right + textPx + 4 : right;
        return (
          <g key={one.id}>
            <title>{`${one.name}, ${one.days}`}</title>
            <rect x={left} y="4" width={width} height="6" />
            {textAt !== null && (
              <text x={textAt} y="11" text-anchor={textAt === right ? 'start' : 'end'}>
                {one.name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
