import type { ServiceError } from '../api/service-error.ts';

interface Props {
  readonly error: Pick<ServiceError, 'message' | 'hint' | 'seen'> | null;
  /** What it is about, where that does not stand beside it. */
  readonly about?: string;
}

/** What is wrong, what was seen, what to do. */
export function Trouble({ error, about }: Props) {
  if (!error) return null;
  return (
    <div class="data-trouble" role="alert">
      <p>
        <strong>
          {about && `${about}: `}
          {error.message}
        </strong>
      </p>
      {error.seen && !error.message.includes(error.seen) && <p>Seen: {error.seen}</p>}
      {error.hint && <p>{withLinks(error.hint)}</p>}
    </div>
  );
}

/** A hint with the documents that it names as links to their pages here. */
function withLinks(hint: string) {
  return hint.split(/(docs\/[a-z-]+\/[a-z0-9-]+\.md)/).map((part) => {
    const [, page] = /^docs\/(.+)\.md$/.exec(part) ?? [];
    if (!page) return part;
    return (
      <a key={page} href={new URL(page, document.baseURI).href} target="_blank" rel="noreferrer">
        {page.split('/').at(-1)?.replaceAll('-', ' ')} (opens in a new tab)
      </a>
    );
  });
}
