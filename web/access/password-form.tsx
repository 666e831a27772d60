import { useSignal } from '@preact/signals';
import { changePassword } from './access-client.ts';
import { Field, Form } from './form-parts.tsx';
import { session } from './session.ts';

/** Change one's password; asks for the present one. */
export function PasswordForm() {
  const done = useSignal(false);
  return (
    <>
      {done.value && <p role="status">The password is changed. Your other sessions have ended.</p>}
      <Form
        action="Change password"
        label="Change password"
        onSubmit={async ({ currentPassword, newPassword }, form) => {
          session.value = await changePassword({
            currentPassword: currentPassword ?? '',
            newPassword: newPassword ?? '',
          });
          done.value = true;
          form.reset();
        }}
      >
        {(error) => (
          <>
            <Field
              name="currentPassword"
              label="Current password"
              type="password"
              autoComplete="current-password"
              error={error}
            />
            <Field
              name="newPassword"
              label="New password"
              hint="12 characters or more. Three or four words in a row are easy to remember. You can paste it from a password manager."
              type="password"
              autoComplete="new-password"
              error={error}
            />
          </>
        )}
      </Form>
    </>
  );
}
