import { useSignal } from '@preact/signals';
import type { UploadKind } from '../../server/contract/imports.ts';
import { formatBytes, formatsOf, KIND_GROUPS, KIND_WORDS } from './kind-words.ts';

interface Props {
  readonly largestBytes: number | null;
  onChoose(kind: UploadKind, files: readonly File[]): void;
}

/** What is in the file, then the file: by the box, or dropped on it. */
export function ChooseFile({ largestBytes, onChoose }: Props) {
  const kind = useSignal<UploadKind>('police');
  const limit = largestBytes === null ? '' : `, up to ${formatBytes(largestBytes)}`;
  return (
    <form class="data-form" aria-label="Choose a file" onSubmit={(event) => event.preventDefault()}>
      <div class="data-fields choose-file">
        <label class="field">
          <span>What is in the file</span>
          <select
            value={kind.value}
            onChange={(event) => {
              kind.value = event.currentTarget.value as UploadKind;
            }}
          >
            {KIND_GROUPS.map(({ label, kinds }) => (
              <optgroup key={label} label={label}>
                {kinds.map((each) => (
                  <option key={each} value={each}>
                    {KIND_WORDS[each]}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        <label class="field">
          <span>
            File: {formatsOf(kind.value)}
            {limit}; several may be chosen or dropped here
          </span>
          <input
            type="file"
            multiple
            onChange={(event) => {
              const input = event.currentTarget;
              const files = [...(input.files ?? [])];
              input.value = '';
              if (files.length > 0) onChoose(kind.value, files);
            }}
          />
        </label>
      </div>
      <p class="choose-file-help">
        <a
          href={new URL(`data-contracts/${kind.value}`, document.baseURI).href}
          target="_blank"
          rel="noopener"
        >
          What such a file may hold
        </a>{' '}
        (opens in a new tab)
      </p>
    </form>
  );
}
