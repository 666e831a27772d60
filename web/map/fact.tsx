import type { ComponentChildren } from 'preact';

/** One line of a card: the term and what it is here. Stands in a <dl class="facts">. */
export function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
