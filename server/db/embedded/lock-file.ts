import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

interface LockHolder {
  readonly pid: number;
  /** Start of the process in clock ticks since boot (Linux), to tell a reused pid; null elsewhere. */
  readonly started: string | null;
  readonly host: string;
  readonly token: string;
}

/** A data folder that another live process has open. */
export class DataFolderInUseError extends Error {
  readonly code = 'data-folder-in-use';
  constructor(directory: string, holder: LockHolder) {
    super(
      `The data folder ${directory} is in use by process ${holder.pid} on ${holder.host}. ` +
        'The embedded database takes one process at a time: stop that one first (Ctrl-C in its window), or name another folder with WARDLIGHT_DATA.',
    );
    this.name = 'DataFolderInUseError';
  }
}

/**
 * Take the folder for this process alone. The embedded database itself does not notice a second process, which would
 * lose rows and damage indexes, so this lock comes before it is opened.
 *
 * The lock appears by link(2), which is atomic; a lock whose process is gone is moved aside, and put back where it turns
 * out to have been someone's live one.
 *
 * @returns a function that gives the folder back
 * @throws DataFolderInUseError
 */
export function lockDataFolder(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'wardlight.lock');
  const own: LockHolder = {
    pid: process.pid,
    started: processStart(process.pid),
    host: hostname(),
    token: randomUUID(),
  };
  const draft = `${path}.${own.token}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    for (let attempt = 0; attempt < 50; attempt++) {
      try {
        linkSync(draft, path);
        return () => {
          if (readHolder(path)?.token === own.token) rmSync(path, { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readHolder(path);
      if (holder && isAlive(holder)) throw new DataFolderInUseError(directory, holder);
      moveStaleLockAside(path, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(
    `The lock ${path} could not be taken in 50 attempts. Is another program creating and removing it?`,
  );
}

function moveStaleLockAside(path: string, seen: LockHolder | null): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved && moved.token !== seen?.token && isAlive(moved)) {
    try {
      linkSync(aside, path);
    } catch {
      // Someone else took the folder in between; the moved holder's own check on use is the last line.
    }
  }
  rmSync(aside, { force: true });
}

function readHolder(path: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
  } catch {
    return null;
  }
}

function isAlive(holder: LockHolder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return holder.started === null || processStart(holder.pid) === holder.started;
}

/** Field 22 of /proc/PID/stat: the process's start time. Null where there is no /proc. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
