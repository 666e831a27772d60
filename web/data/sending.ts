import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Upload, UploadKind } from '../../server/contract/imports.ts';
import { ServiceError, toServiceError } from '../api/service-error.ts';
import { sendFile } from './api.ts';
import { formatBytes } from './kind-words.ts';

/** A file that was chosen and is not there yet, or did not get in at all. */
export interface Sending {
  readonly key: number;
  readonly fileName: string;
  /** How much of it has left, 0 to 1. */
  readonly share: number;
  readonly error: ServiceError | null;
  /** Takes it off the list, and stops it where it is on its way. */
  cancel(): void;
}

/** Files on their way: one leaves after the other, each is cancelled by itself, and one that fails holds up none. */
export function useSending(onThere: (upload: Upload) => void): {
  readonly sendings: Signal<readonly Sending[]>;
  send(kind: UploadKind, files: readonly File[], largestBytes: number | null): void;
} {
  const sendings = useSignal<readonly Sending[]>([]);
  const line = useRef<{ last: Promise<void>; keys: number }>({ last: Promise.resolve(), keys: 0 });
  const change = (key: number, part: Partial<Sending>) => {
    sendings.value = sendings.value.map((each) => (each.key === key ? { ...each, ...part } : each));
  };
  const drop = (key: number) => {
    sendings.value = sendings.value.filter((each) => each.key !== key);
  };
  const sendOne = async (kind: UploadKind, file: File, key: number, stop: AbortController) => {
    if (stop.signal.aborted) return;
    try {
      onThere(await sendFile(kind, file, (share) => change(key, { share }), stop.signal));
      drop(key);
    } catch (cause) {
      if (!stop.signal.aborted) change(key, { error: toServiceError(cause) });
    }
  };
  return {
    sendings,
    send(kind, files, largestBytes) {
      for (const file of files) {
        const key = line.current.keys++;
        const stop = new AbortController();
        const error = largestBytes !== null && file.size > largestBytes ? tooLarge(file, largestBytes) : null;
        const cancel = () => {
          stop.abort();
          drop(key);
        };
        sendings.value = [...sendings.value, { key, fileName: file.name, share: 0, error, cancel }];
        if (!error) line.current.last = line.current.last.then(() => sendOne(kind, file, key, stop));
      }
    },
  };
}

/** Said before anything leaves: the service would say the same after all of it. */
function tooLarge(file: File, largestBytes: number): ServiceError {
  return new ServiceError(
    'body-too-large',
    `The file has ${formatBytes(file.size)}; the largest that is taken has ${formatBytes(largestBytes)}.`,
    null,
    'Split it by month, or have it imported on the command line.',
  );
}
