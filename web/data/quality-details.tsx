import { useSignal } from '@preact/signals';
import type { DataQuality, DatasetQuality } from '../../server/contract/data-quality.ts';
import { ScrollAcross } from '../access/form-parts.tsx';
import { type ServiceError, toServiceError } from '../api/service-error.ts';
import { formatCount, formatMeasure, formatMonthShort, formatShare } from '../words/format.ts';
import { Trouble } from './trouble.tsx';

interface Props {
  readonly slug: string;
  load(): Promise<DataQuality>;
}

/** How well a dataset is placed, where it piles up, where its recording breaks, and what is known of that; worked out when opened. */
export function QualityDetails({ slug, load }: Props) {
  /** undefined until it was asked for; null where it is not for this reader. */
  const found = useSignal<DatasetQuality | null | undefined>(undefined);
  const isLoading = useSignal(false);
  const error = useSignal<ServiceError | null>(null);
  const open = async () => {
    if (found.value || isLoading.value) return;
    isLoading.value = true;
    try {
      const { datasets } = await load();
      found.value = datasets.find(({ dataset }) => dataset === slug) ?? null;
      error.value = null;
    } catch (cause) {
      error.value = toServiceError(cause);
    }
    isLoading.value = false;
  };
  return (
    <details
      class="data-more"
      onToggle={(event) => {
        if (event.currentTarget.open) void open();
      }}
    >
      <summary>How well it is placed and recorded</summary>
      <Trouble error={error.value} />
      {isLoading.value && <p role="status">Being worked out</p>}
      {found.value === null && <p>Its record of sharing does not let you see how it is made up.</p>}
      {found.value && <Quality quality={found.value} />}
    </details>
  );
}

function Quality({ quality }: { quality: DatasetQuality }) {
  const { notPlacedShare, noPointShare, placedBy, pileUps, breaks, notes, disclosure } = quality;
  return (
    <>
      {disclosure && <p class="quiet">{disclosure}</p>}
      <p>
        {notPlacedShare === null
          ? 'Too few to say what share is not placed. '
          : `Not placed, so in no area and no cell: ${formatShare(notPlacedShare)}. `}
        {noPointShare !== null && `Without a point, so in no cell: ${formatShare(noPointShare)}. `}
        {placedBy.length > 0 &&
          `Placed by ${placedBy.map(({ way, share }) => `${way} ${formatShare(share)}`).join(', ')}.`}
      </p>
      {pileUps.length > 0 && (
        <ScrollAcross label={`Points where records pile up: ${quality.title}`}>
          <table class="figures">
            <caption>Points where records pile up</caption>
            <thead>
              <tr>
                <th scope="col">Point</th>
                <th scope="col" class="number">
                  Records
                </th>
                <th scope="col" class="number">
                  Share
                </th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {pileUps.map(({ lon, lat, name, events, share, note }) => (
                <tr key={`${lon},${lat}`}>
                  <th scope="row">{name ?? `${lat.toFixed(4)}, ${lon.toFixed(4)}`}</th>
                  <td class="number">{formatCount(events)}</td>
                  <td class="number">{formatShare(share)}</td>
                  <td>{note ?? 'Nothing noted'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAcross>
      )}
      {pileUps.length === 0 && !disclosure && <p>No point holds more records than a street would.</p>}
      {breaks.length === 0 ? (
        <p>No break in recording was found.</p>
      ) : (
        <ul class="data-list">
          {breaks.map(({ supplier, category, month, ratio, othersRatio, explained }) => (
            <li key={`${supplier}${category}${month}`}>
              {category} of {supplier} is at {formatMeasure(ratio)} times its level from{' '}
              {formatMonthShort(month)} on, others at {formatMeasure(othersRatio)}:{' '}
              {explained
                ? 'a known change of recording.'
                : 'perhaps a change of recording; nothing is noted.'}
            </li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <ul class="data-list" aria-label="Known changes of recording">
          {notes.map(({ supplier, category, from, to, note }) => (
            <li key={`${supplier}${category}${from}${note}`}>
              {[supplier, category ?? 'all categories'].filter(Boolean).join(', ')}, {formatMonthShort(from)}
              {to !== from && ` to ${formatMonthShort(to)}`}: {note}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
