import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { account } from './session.ts';

/** A page of forms and tables: heading, and what stands above every screen where the application is not around it yet. */
export function AccessFrame({ title, children }: { title: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Wardlight`;
    heading.current?.focus();
  }, [title]);
  const page = (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  );
  if (account.value?.duties.length === 0) return <div class="access-page">{page}</div>;
  return (
    <main class="access-page">
      <div class="marking">
        <strong>OFFICIAL-SENSITIVE</strong>
      </div>
      {page}
    </main>
  );
}
