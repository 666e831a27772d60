import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { recordPicture } from '../api/record-picture.ts';
import { type ServiceError, toServiceError } from '../api/service-error.ts';

interface Options {
  /** The briefing's name. */
  what: string;
  /** The audit's entries of all figures on its slides. */
  looks: readonly string[];
  /** Everything that is to be printed is there. */
  isReady: boolean;
}

interface Printing {
  /** The audit's entry of the print; null before the first. */
  auditId: string | null;
  problem: ServiceError | null;
  print(): Promise<void>;
}

/**
 * Printing that is put on record first: the sheets carry the id of its entry. Ctrl+P does the same as the button. Sheets
 * printed from the browser's own menu name the entries of the figures instead.
 */
export function usePrint({ what, looks, isReady }: Options): Printing {
  const auditId = useSignal<string | null>(null);
  const problem = useSignal<ServiceError | null>(null);
  const print = async () => {
    if (!isReady) return;
    try {
      problem.value = null;
      // A briefing whose figures are all missing shows nothing that could be recorded.
      if (looks.length > 0)
        auditId.value = (await recordPicture({ format: 'slides', what, looks: [...new Set(looks)] })).auditId;
      await drawn();
      window.print();
    } catch (cause) {
      problem.value = toServiceError(cause);
    }
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'p') return;
      event.preventDefault();
      void print();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return { auditId: auditId.value, problem: problem.value, print };
}

/** The id has to be on the sheets before they are printed. */
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
