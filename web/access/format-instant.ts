const clock = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Europe/London',
});

/** An ISO instant as '3 Oct 2018, 09:30', UK civil time. */
export function formatInstant(instant: string): string {
  return clock.format(new Date(instant));
}
