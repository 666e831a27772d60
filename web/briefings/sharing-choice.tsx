import type { SharedWith } from '../../server/contract/workspace.ts';

export const SHARED_WORDS: Readonly<Record<SharedWith, string>> = {
  own: 'Only you',
  organisation: 'Your organisation',
  everyone: 'Everyone who is signed in',
};

/** Who may read what is kept. The figures themselves always follow the reader's own role. */
export function SharingChoice({ value, onChange }: { value: SharedWith; onChange(value: SharedWith): void }) {
  return (
    <label class="kept-field">
      <span>Who may read it</span>
      <select
        value={value}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange(chosen === 'organisation' || chosen === 'everyone' ? chosen : 'own');
        }}
      >
        {Object.entries(SHARED_WORDS).map(([shared, words]) => (
          <option key={shared} value={shared}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
