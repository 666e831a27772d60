import { parentPort, workerData } from 'node:worker_threads';
import { type StatsTaskName, statsTasks, type WorkerMessage } from './stats-tasks.ts';
import { typedArrayBuffers } from './typed-array-buffers.ts';

/** Progress is told at most this often: a job of a million steps must not flood the main thread. */
const PROGRESS_EVERY_MS = 50;

/** Worker side: runs the one task named in workerData, tells its progress, hands over its result, ends. */
const { taskName, input } = workerData as { taskName: StatsTaskName; input: never };

let toldAt = Number.NEGATIVE_INFINITY;
const onProgress = (done: number, total: number): void => {
  const now = performance.now();
  if (done < total && now - toldAt < PROGRESS_EVERY_MS) return;
  toldAt = now;
  post({ kind: 'progress', done, total });
};

try {
  if (!Object.hasOwn(statsTasks, taskName)) {
    throw new RangeError(
      `There is no task "${taskName}". The tasks are: ${Object.keys(statsTasks).join(', ')}.`,
    );
  }
  const result = statsTasks[taskName](input, onProgress);
  post({ kind: 'done', result }, typedArrayBuffers(result));
} catch (error) {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  post({ kind: 'failed', errorName: name, message });
}

function post(message: WorkerMessage<StatsTaskName>, handOver: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, handOver);
}
