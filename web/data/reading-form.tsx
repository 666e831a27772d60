import { useId } from 'preact/hooks';
import type { SharingRecords, UploadKind, Uploads } from '../../server/contract/imports.ts';
import { formatDay } from '../words/format.ts';
import { ColumnMapFields, MeasureFields } from './column-map-fields.tsx';
import { MAY_BE_OPEN } from './kind-words.ts';
import {
  type HeldDataset,
  missingColumn,
  type Preview,
  type Reading,
  readBySource,
  wantsRecord,
  yearOfName,
} from './reading.ts';
import { SharingChoiceFields } from './sharing-choice.tsx';

interface Props {
  readonly kind: UploadKind;
  readonly fileName: string;
  readonly preview: Preview | null;
  readonly reading: Reading;
  readonly columnMaps: Uploads['columnMaps'];
  readonly sharing: SharingRecords;
  /** The dataset that the file is added to. */
  readonly held: HeldDataset | undefined;
  readonly holds: Uploads['holds'] | null;
  onChange(reading: Reading): void;
}

/** Kinds whose files may leave the year to whoever imports them. */
const DATED_BY_YEAR: readonly UploadKind[] = ['population', 'area-measures', 'deprivation'];

/** How a file is to be read: its columns, who sent it, under what, and whether it is invented. */
export function ReadingForm(props: Props) {
  const { kind, fileName, preview, reading, sharing, held, holds, onChange } = props;
  const set = (part: Partial<Reading>) => onChange({ ...reading, ...part });
  const isBegun = MAY_BE_OPEN.includes(kind) && !held;
  const nothingKnown = preview?.map && Object.keys(preview.map.columns).length === 0;
  return (
    <>
      {nothingKnown && !reading.kept && (
        <p class="data-note">
          No heading of this file is known for this kind. If it is a file of another kind, cancel it and
          choose that kind; if not, say below which column is what.
        </p>
      )}
      {preview?.map && (
        <ColumnMapFields preview={asNeeded(preview, reading)} reading={reading} onChange={set} />
      )}
      {preview?.map && kind === 'area-measures' && (
        <MeasureFields preview={preview} reading={reading} onChange={set} />
      )}
      <div class="data-fields">
        {preview?.map && <SourceField {...props} preview={preview} />}
        {DATED_BY_YEAR.includes(kind) && (
          <label class="field">
            <span>Year of the figures, where no column says it</span>
            <input
              type="text"
              inputMode="numeric"
              placeholder={yearOfName(fileName)}
              value={reading.year}
              onInput={(event) => set({ year: event.currentTarget.value.trim() })}
            />
          </label>
        )}
        {isBegun && (
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
        {wantsRecord(kind, reading, held, holds) && (
          <SharingChoiceFields
            kind={kind}
            choice={reading.sharing}
            sharing={sharing}
            onChange={(choice) => set({ sharing: choice })}
          />
        )}
      </div>
      {held && (
        <p>
          Added to the dataset “{held.title}”, which is held{' '}
          {held.sharingReference
            ? `under the record of sharing ${held.sharingReference} of ${held.owner}`
            : `as: ${held.licence}`}
          .
        </p>
      )}
      {isBegun && (
        <label class="data-tick">
          <input
            type="checkbox"
            checked={reading.isOpen}
            onChange={(event) => set({ isOpen: event.currentTarget.checked, sharing: { by: 'unsaid' } })}
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

/** Without the fields that figures in a column each have no use for. */
function asNeeded(preview: Preview, { measures }: Reading): Preview {
  if (Object.keys(measures).length === 0) return preview;
  const unused = ['measure', 'value'];
  return { ...preview, fields: preview.fields.filter(({ name }) => !unused.includes(name)) };
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
