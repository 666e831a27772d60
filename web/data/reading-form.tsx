import { useId } from 'preact/hooks';
import type { SharingRecords, UploadKind, Uploads } from '../../server/contract/imports.ts';
import { ColumnMapFields, MeasureFields } from './column-map-fields.tsx';
import { formatDay } from './dates.ts';
import { MAY_BE_OPEN, mayNeedRecord } from './kind-words.ts';
import { missingColumn, type Preview, type Reading, readBySource } from './reading.ts';
import { SharingChoiceFields } from './sharing-choice.tsx';

interface Props {
  readonly kind: UploadKind;
  readonly preview: Preview | null;
  readonly reading: Reading;
  readonly columnMaps: Uploads['columnMaps'];
  readonly records: SharingRecords['records'];
  readonly holds: Uploads['holds'] | null;
  onChange(reading: Reading): void;
}

/** How a file is to be read: its columns, who sent it, under what, and whether it is invented. */
export function ReadingForm(props: Props) {
  const { kind, preview, reading, records, holds, onChange } = props;
  const set = (part: Partial<Reading>) => onChange({ ...reading, ...part });
  return (
    <>
      {preview?.map && <ColumnMapFields preview={preview} reading={reading} onChange={set} />}
      {preview?.map && kind === 'area-measures' && (
        <MeasureFields preview={preview} reading={reading} onChange={set} />
      )}
      <div class="data-fields">
        {preview?.map && <SourceField {...props} preview={preview} />}
        {(kind === 'population' || kind === 'area-measures') && (
          <label class="field">
            <span>Year of the figures, where the file does not say it</span>
            <input
              type="text"
              inputMode="numeric"
              value={reading.year}
              onInput={(event) => set({ year: event.currentTarget.value.trim() })}
            />
          </label>
        )}
        {MAY_BE_OPEN.includes(kind) && (
          <label class="field">
            <span>What the dataset is called (may stay empty)</span>
            <input
              type="text"
              maxLength={120}
              value={reading.title}
              onInput={(event) => set({ title: event.currentTarget.value })}
            />
          </label>
        )}
        {mayNeedRecord(kind) && !reading.synthetic && !reading.isOpen && holds !== 'synthetic' && (
          <SharingChoiceFields
            choice={reading.sharing}
            records={records}
            onChange={(sharing) => set({ sharing })}
          />
        )}
      </div>
      {MAY_BE_OPEN.includes(kind) && (
        <label class="data-tick">
          <input
            type="checkbox"
            checked={reading.isOpen}
            onChange={(event) => set({ isOpen: event.currentTarget.checked, sharing: { by: 'dataset' } })}
          />
          It is under an open licence: shown as it is, without a record of sharing
        </label>
      )}
      {holds !== 'real' && (
        <label class="data-tick">
          <input
            type="checkbox"
            checked={reading.synthetic}
            onChange={(event) => set({ synthetic: event.currentTarget.checked })}
          />
          The file is invented: it is marked synthetic on every screen and export
        </label>
      )}
    </>
  );
}

/** Whose file it is: names the dataset and finds the column map kept from the last one. */
function SourceField({ reading, preview, columnMaps, onChange }: Props & { readonly preview: Preview }) {
  const id = useId();
  const kept = columnMaps.find(({ source }) => source === reading.source);
  const missing = kept && missingColumn(kept.map, preview);
  return (
    <div class="field">
      <label>
        <span>Who sent it, as a short name</span>
        <input
          type="text"
          list={`${id}-sources`}
          autoComplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={60}
          aria-describedby={`${id}-says`}
          value={reading.source}
          onInput={(event) =>
            onChange(readBySource(reading, event.currentTarget.value.trim(), preview, columnMaps))
          }
        />
      </label>
      <datalist id={`${id}-sources`}>
        {columnMaps.map(({ source }) => (
          <option key={source} value={source} />
        ))}
      </datalist>
      <p id={`${id}-says`} class="quiet">
        {missing
          ? `The column map kept for ${reading.source} reads “${missing}”, which this file does not have. What you choose here replaces it.`
          : kept && reading.kept === kept && !reading.changed
            ? `Read by the column map kept for ${kept.source} by ${kept.savedBy} on ${formatDay(kept.savedAt)}.`
            : reading.source !== ''
              ? 'The column map is kept under this name for the next file.'
              : 'For example harbour-fire. Keeps the column map for the next file.'}
      </p>
    </div>
  );
}
