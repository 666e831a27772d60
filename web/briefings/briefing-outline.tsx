import type { BriefingBody, SavedItem } from '../../server/contract/workspace.ts';
import { exploreHref, pageHref } from '../state/place.ts';
import { formatDay } from '../words/format.ts';
import { SHARED_WORDS } from './sharing-choice.tsx';
import { CHART_WORDS } from './slides.ts';

/** A briefing before it is presented: who made it, what its slides say, and what can be done with it. */
export function BriefingOutline({ item }: { item: SavedItem }) {
  const { slides } = item.body as BriefingBody;
  const id = String(item.id);
  return (
    <div class="briefings">
      <p>
        <a href={pageHref('briefings')}>All briefings</a>
      </p>
      <h1>{item.name}</h1>
      {item.description !== '' && <p class="briefing-about">{item.description}</p>}
      <p class="quiet">
        By {item.madeBy}, {item.organisation}. Version {item.version}, {formatDay(item.savedAt)}. Read by{' '}
        {SHARED_WORDS[item.sharedWith].toLowerCase()}.
      </p>
      <p class="briefing-actions">
        <a class="primary" href={pageHref('briefings', [id, 'present'])}>
          Present
        </a>
        {item.own && <a href={pageHref('briefings', [id, 'edit'])}>Edit</a>}
      </p>
      <h2>
        {slides.length} {slides.length === 1 ? 'slide' : 'slides'}
      </h2>
      <ol class="briefing-slides">
        {slides.map((slide, i) => (
          <li key={i}>
            <a href={pageHref('briefings', [id, 'present'], { page: String(i + 1) })}>{slide.title}</a>
            {slide.sentence !== '' && <p>{slide.sentence}</p>}
            {slide.ask !== '' && (
              <p>
                <strong>We ask:</strong> {slide.ask}
              </p>
            )}
            <p class="quiet">
              {CHART_WORDS[slide.chart]}. <a href={exploreHref(slide.address)}>Open on the map</a>
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}
