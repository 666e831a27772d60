const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/London',
});
const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: '2-digit', timeZone: 'UTC' });

/** '2018-10-03' or an instant as '3 October 2018'. */
export function formatDay(text: string): string {
  return day.format(new Date(text.length === 10 ? `${text}T12:00:00Z` : text));
}

/** '2018-10' as 'Oct 18'. */
export function formatMonthShort(text: string): string {
  return month.format(new Date(`${text}-15T00:00:00Z`));
}

/** Every month from one to another, inclusive, YYYY-MM. */
export function monthsBetween(first: string, last: string): string[] {
  const number = (text: string) => 12 * Number(text.slice(0, 4)) + Number(text.slice(5, 7)) - 1;
  return Array.from({ length: number(last) - number(first) + 1 }, (_, i) => {
    const at = number(first) + i;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}
