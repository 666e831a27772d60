import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { account } from './session.ts';

/** A page of forms and tables: marking, way back, heading. */
export function AccessFrame({ title, children }: { title: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Wardlight`;
    heading.current?.focus();
  }, [title]);
  return (
    <main class="access-page">
      <div class="marking">
        <strong>OFFICIAL-SENSITIVE</strong>
      </div>
      {account.value?.duties.length === 0 && (
        <p>
          <a href="#map">Back to the map</a>
        </p>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}
