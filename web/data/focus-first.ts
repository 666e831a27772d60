/** As a form's `ref`: who opened it from further down the page is taken to its first field. */
export function focusFirst(form: HTMLElement | null): void {
  form?.querySelector<HTMLElement>('input, textarea')?.focus();
}
