import type { Upload } from '../../server/contract/imports.ts';

const STEPS = ['Look for personal data', 'Say how it is read', 'Check all rows', 'Commit'] as const;

/** Where an upload stands on its way in. */
export function UploadSteps({ state, isChecked }: { state: Upload['state']; isChecked: boolean }) {
  const at = state === 'checking' ? 0 : state === 'done' ? STEPS.length : isChecked ? 3 : 1;
  return (
    <ol class="upload-steps" aria-label="Steps">
      {STEPS.map((step, i) => (
        <li key={step} data-done={i < at} aria-current={i === at ? 'step' : undefined}>
          {step}
          {i < at && <span class="visually-hidden"> (done)</span>}
        </li>
      ))}
    </ol>
  );
}
