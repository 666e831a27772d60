import type { Catalogue } from '../../server/contract/catalogue.ts';
import { hasRole } from '../access/session.ts';
import { pageHref } from '../state/place.ts';

/** Nothing to show yet: says which of the two things is missing and how to bring it in. */
export function NoData({ catalogue }: { catalogue: Catalogue }) {
  const noAreas = catalogue.studyAreas.length === 0;
  const noEvents = !catalogue.layers.some((l) => l.months.some((m) => m.status !== 'not-supplied'));
  return (
    <section class="no-data">
      <h1>
        {noAreas && noEvents
          ? 'No data has been imported yet'
          : noAreas
            ? 'No ward boundaries have been imported yet'
            : 'No events have been imported yet'}
      </h1>
      <p>
        Run these where Wardlight is installed, then reload this page.
        {hasRole('data-steward') && (
          <>
            {' '}
            Files of partners are brought in on the page <a href={pageHref('data')}>Data</a>.
          </>
        )}
      </p>
      {noAreas && (
        <>
          <h2>Ward boundaries</h2>
          <p>A GeoJSON file of wards from the Office for National Statistics, any year.</p>
          <pre>npm run import -- boundaries wards.geojson</pre>
        </>
      )}
      {noEvents && (
        <>
          <h2>Crime</h2>
          <p>Street-level files from data.police.uk, one or a folder of many.</p>
          <pre>npm run import -- police ./2025-10 ./2025-11</pre>
        </>
      )}
      <button type="button" onClick={() => window.location.reload()}>
        Reload
      </button>
    </section>
  );
}
