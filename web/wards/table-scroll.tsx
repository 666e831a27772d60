import type { ComponentChildren } from 'preact';

/** Lets a wide table scroll by itself, by keyboard too, instead of the page. */
export function TableScroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="table-scroll" tabIndex={0} aria-label={`Table: ${label}`}>
      {children}
    </section>
  );
}
