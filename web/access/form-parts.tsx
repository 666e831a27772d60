import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { ServiceError } from '../api/service-error.ts';
import { FormRefusal } from './access-client.ts';

/** What the browser and password managers may fill in. */
type AutoFill = 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'off';

interface FieldProps {
  name: string;
  label: string;
  hint?: string;
  type?: 'text' | 'password' | 'date' | 'number';
  autoComplete?: AutoFill;
  inputMode?: 'numeric' | 'text';
  required?: boolean;
  value?: string;
  min?: number;
  max?: number;
  error: ServiceError | null;
  onChange?: (value: string) => void;
}

/** A box with its label, its hint, and what is wrong with it: said to eyes and to assistive tools alike. */
export function Field({
  name,
  label,
  hint,
  error,
  type = 'text',
  required = true,
  onChange,
  ...rest
}: FieldProps) {
  const id = useId();
  const own = error instanceof FormRefusal && error.field === name ? error : null;
  const described = [hint && `${id}-hint`, own && `${id}-error`].filter(Boolean).join(' ');
  const attributes = {
    ...rest,
    id,
    name,
    type,
    required,
    'aria-invalid': own !== null,
    'aria-describedby': described || undefined,
    autoCapitalize: 'none',
    spellcheck: false,
    ...(onChange
      ? { onInput: (event: Event) => onChange((event.currentTarget as HTMLInputElement).value) }
      : {}),
  } as JSX.IntrinsicElements['input'];
  return (
    <div class="form-field" data-wrong={own !== null}>
      <label for={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} class="quiet">
          {hint}
        </p>
      )}
      {own && (
        <p id={`${id}-error`} class="form-error">
          {own.message} {own.hint}
        </p>
      )}
      <input {...attributes} />
    </div>
  );
}

interface FormProps {
  action: string;
  children: (error: ServiceError | null) => ComponentChildren;
  /** What is typed, by the names of the boxes. */
  onSubmit(values: Record<string, string>, form: HTMLFormElement): Promise<void>;
  label?: string;
}

/** A form that sends once at a time, says what went wrong at the top, and takes the reader to it. */
export function Form({ action, children, onSubmit, label }: FormProps) {
  const error = useSignal<ServiceError | null>(null);
  const busy = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!error.value) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (wrong ?? form.current?.querySelector<HTMLElement>('.form-problem'))?.focus();
  }, [error.value]);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value || !form.current) return;
    busy.value = true;
    const values = Object.fromEntries(
      [...new FormData(form.current)].map(([name, value]) => [name, String(value)]),
    );
    try {
      error.value = null;
      await onSubmit(values, form.current);
    } catch (cause) {
      error.value = cause as ServiceError;
    } finally {
      busy.value = false;
    }
  };
  const atField =
    error.value instanceof FormRefusal &&
    error.value.field !== null &&
    form.current?.elements.namedItem(error.value.field) != null;
  return (
    <form ref={form} class="access-form" aria-label={label} onSubmit={submit}>
      {error.value && !atField && (
        <div class="form-problem" role="alert" tabIndex={-1}>
          <strong>{error.value.message}</strong> {error.value.hint}
        </div>
      )}
      {children(error.value)}
      <button type="submit" class="primary" aria-disabled={busy.value}>
        {action}
      </button>
    </form>
  );
}

/** Something shown once: a password, a token, codes. Takes the reader to it, since it may stand far from the button. */
export function ShownOnce({ title, lines }: { title: string; lines: readonly string[] }) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), [title, lines]);
  return (
    <section class="shown-once" ref={box} tabIndex={-1} aria-label={title}>
      <h3>{title}</h3>
      <p>It is shown only now. Copy it to where it is safe.</p>
      <pre>{lines.join('\n')}</pre>
    </section>
  );
}

/** Something wider than the screen: it scrolls by itself, by keyboard too. */
export function ScrollAcross({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse (WCAG 2.1.1)
    <section class="scroll-x" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
