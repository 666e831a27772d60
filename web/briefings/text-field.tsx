import { useId } from 'preact/hooks';

interface Props {
  label: string;
  hint?: string;
  value: string;
  maxLength: number;
  required?: boolean;
  /** Rows of a box for several lines; 1: a single line. Default 1. */
  rows?: number;
  onChange(value: string): void;
}

/** A box with its label above. */
export function TextField({ label, hint, value, maxLength, required = false, rows = 1, onChange }: Props) {
  const id = useId();
  const described = hint ? `${id}-hint` : undefined;
  return (
    <div class="kept-field">
      <label for={id}>{label}</label>
      {hint && (
        <p id={described} class="quiet">
          {hint}
        </p>
      )}
      {rows === 1 ? (
        <input
          id={id}
          aria-describedby={described}
          type="text"
          value={value}
          maxLength={maxLength}
          required={required}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <textarea
          id={id}
          aria-describedby={described}
          value={value}
          maxLength={maxLength}
          required={required}
          rows={rows}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
