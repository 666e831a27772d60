import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { SavedItem, SharedWith } from '../../server/contract/workspace.ts';
import { SharingChoice } from './sharing-choice.tsx';
import { TextField } from './text-field.tsx';

export type Names = Pick<SavedItem, 'name' | 'description' | 'sharedWith'>;

/** What something to be kept is called and who may read it, while it is typed. */
export interface Naming {
  readonly name: Signal<string>;
  readonly description: Signal<string>;
  readonly sharedWith: Signal<SharedWith>;
  /** As it is to be kept: without spaces around. */
  typed(): Names;
}

export function useNaming(initial: Names = { name: '', description: '', sharedWith: 'own' }): Naming {
  const name = useSignal(initial.name);
  const description = useSignal(initial.description);
  const sharedWith = useSignal(initial.sharedWith);
  return {
    name,
    description,
    sharedWith,
    typed: () => ({
      name: name.value.trim(),
      description: description.value.trim(),
      sharedWith: sharedWith.value,
    }),
  };
}

interface Props {
  naming: Naming;
  nameHint?: string;
  /** Fields between the name and its description. */
  children?: ComponentChildren;
}

/** Name, description and readers of what is kept. */
export function NamingFields({ naming: { name, description, sharedWith }, nameHint, children }: Props) {
  return (
    <>
      <TextField
        label="Name"
        {...(nameHint === undefined ? {} : { hint: nameHint })}
        value={name.value}
        maxLength={120}
        required
        onChange={(value) => {
          name.value = value;
        }}
      />
      {children}
      <TextField
        label="Description"
        value={description.value}
        maxLength={2000}
        rows={2}
        onChange={(value) => {
          description.value = value;
        }}
      />
      <SharingChoice
        value={sharedWith.value}
        onChange={(value) => {
          sharedWith.value = value;
        }}
      />
    </>
  );
}
