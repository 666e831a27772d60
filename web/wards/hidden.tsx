import type { DisclosureUsed } from '../../server/contract/disclosure.ts';
import type { HiddenArea } from '../../server/contract/measures.ts';
import { keepUnits } from '../words/format.ts';
import { areaHref } from './address.ts';

/** In the place of a figure that restricted data does not show. Not to be read as none. */
export function Hidden({ title }: { title?: string }) {
  return (
    <span class="quiet" title={title ?? 'A small number, or one that would give a small number away'}>
      hidden
    </span>
  );
}

/** Areas that stand in no ranking because their count is hidden, by name. */
export function HiddenAreas({ areas, one }: { areas: readonly HiddenArea[] | undefined; one: string }) {
  if (!areas || areas.length === 0) return null;
  return (
    <p class="chart-note">
      Not ranked, because the count is hidden, which is not to be read as none or few:{' '}
      {areas.map(({ code, name }, i) => (
        <span key={code}>
          {i > 0 && (i === areas.length - 1 ? ' and ' : ', ')}
          {one === 'ward' ? <a href={areaHref(code)}>{name}</a> : name}
        </span>
      ))}
      .
    </p>
  );
}

/** How the figures of a restricted layer are protected, for the method of a page. */
export function Protection({ disclosure }: { disclosure: DisclosureUsed | undefined }) {
  if (!disclosure) return null;
  return (
    <>
      <h3>How restricted figures are protected</h3>
      <ul class="plain-list">
        {disclosure.notes.map((note) => (
          <li key={note}>{keepUnits(note)}</li>
        ))}
      </ul>
    </>
  );
}
