/** Whole calendar quarters, `2024-Q3`, that the months cover, oldest first. */
export function quartersOf(months: readonly string[]): string[] {
  const quarterOf = (month: string): string =>
    `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
  const quarters = months.map(quarterOf);
  return [...new Set(quarters)].filter((quarter) => quarters.filter((q) => q === quarter).length === 3);
}
