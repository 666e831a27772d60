import { Worker } from 'node:worker_threads';
import { compiledWorker } from '../compiled-worker.ts';
import type { StatsTaskInput, StatsTaskName, StatsTaskResult, WorkerMessage } from './stats-tasks.ts';

export interface RunInWorkerOptions {
  /** How much is done of how much: at most every 50 ms, and once at the end, for tasks that can tell. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Abort to stop the work at once: the worker ends and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Buffers of the input to hand over instead of copying: the caller's arrays on them are empty afterwards. None by default.
   * Copying 8 MB takes about 2 ms, so hand over only what is large and no longer needed.
   */
  readonly transfer?: readonly ArrayBuffer[];
  /** Largest heap of the worker, MB; by default what Node gives. Beyond it the promise rejects with ERR_WORKER_OUT_OF_MEMORY. */
  readonly memoryMb?: number;
}

/**
 * Run a long computation in a worker thread of its own, so that requests are answered meanwhile.
 *
 * One worker per call, ended as soon as it has answered; starting it takes a few tens of milliseconds. Typed arrays in the
 * result are handed over, not copied. A RangeError or TypeError of the task arrives as one, with its message.
 *
 * @param taskName a task of stats-tasks.ts
 * @param input the task's input: data only
 * @returns the task's result, "not computable" included
 * @throws (rejects) with the signal's reason when aborted; with the task's error; when the compiled worker is missing (build
 *   the server first); when the worker dies without an answer, such as for want of memory
 */
export function runInWorker<Name extends StatsTaskName>(
  taskName: Name,
  input: StatsTaskInput<Name>,
  { onProgress, signal, transfer = [], memoryMb }: RunInWorkerOptions = {},
): Promise<StatsTaskResult<Name>> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = new Worker(compiledWorker(import.meta.url, 'stats-worker'), {
      workerData: { taskName, input },
      transferList: [...transfer],
      ...(memoryMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryMb } }),
      execArgv: [], // a test runner's own loader flags are not for the worker
    });
    const onAbort = (): void => finish(() => reject(signal?.reason));
    const finish = (settle: () => void): void => {
      signal?.removeEventListener('abort', onAbort);
      worker.removeAllListeners();
      worker.on('error', () => {}); // an error after the answer has nowhere to go
      void worker.terminate();
      settle();
    };

    signal?.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (message: WorkerMessage<Name>) => {
      if (message.kind === 'progress') {
        try {
          onProgress?.(message.done, message.total);
        } catch (error) {
          finish(() => reject(error)); // a callback that throws stops the job, as it would without a worker
        }
      } else if (message.kind === 'done') finish(() => resolve(message.result));
      else finish(() => reject(rebuildError(message.errorName, message.message)));
    });
    worker.on('error', (error) => finish(() => reject(error)));
    worker.on('exit', (code) =>
      finish(() =>
        reject(
          new Error(
            `The worker for "${taskName}" ended with code ${code} before it answered. Try a smaller job.`,
          ),
        ),
      ),
    );
  });
}

function rebuildError(name: string, message: string): Error {
  if (name === 'RangeError') return new RangeError(message);
  if (name === 'TypeError') return new TypeError(message);
  return new Error(message);
}
