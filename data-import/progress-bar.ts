import type { ImportProgress } from './import-files.ts';

const BAR_WIDTH = 30;
/** Redraw at most this often, milliseconds. */
const REDRAW_MS = 100;

/** A progress bar on a terminal; nothing where the stream is not one. */
export function progressBar(stream: NodeJS.WriteStream): {
  readonly show: (progress: ImportProgress) => void;
  readonly clear: () => void;
} {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  let drawnAt = 0;
  return {
    show({ file, fileIndex, fileCount, bytesRead, bytes }) {
      const now = performance.now();
      if (now - drawnAt < REDRAW_MS && bytesRead < bytes) return;
      drawnAt = now;
      const share = bytes === 0 ? 1 : bytesRead / bytes;
      const done = Math.round(BAR_WIDTH * share);
      const bar = '#'.repeat(done) + '-'.repeat(BAR_WIDTH - done);
      const percent = `${Math.round(100 * share)} %`.padStart(5);
      stream.write(`\r\u001b[K[${bar}] ${percent}  file ${fileIndex + 1} of ${fileCount}  ${file}`);
    },
    clear() {
      stream.write('\r\u001b[K');
    },
  };
}
