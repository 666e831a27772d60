import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const PREFIX = 'wardlight-uploads-';
/** Folders of a service that died are removed by the next one after this long, milliseconds: another may be running. */
const LEFT_BEHIND_MS = 24 * 3_600_000;

/** Uploaded files on disk, readable by nobody else, in a folder that no address leads to. */
export class UploadStore {
  readonly #parent: string;
  #folder: Promise<string> | undefined;

  constructor(parent = tmpdir()) {
    this.#parent = parent;
  }

  /** Write a stream into a file of its own, named as it was sent. @returns its path and size */
  async put(id: string, fileName: string, content: Readable): Promise<{ path: string; bytes: number }> {
    const folder = join(await this.#open(), id);
    await mkdir(folder, { mode: 0o700 });
    const path = join(folder, safeName(fileName));
    const file = createWriteStream(path, { mode: 0o600 });
    await pipeline(content, file);
    return { path, bytes: file.bytesWritten };
  }

  async remove(id: string): Promise<void> {
    if (this.#folder) await rm(join(await this.#folder, id), { recursive: true, force: true });
  }

  async close(): Promise<void> {
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
  }

  #open(): Promise<string> {
    this.#folder ??= (async () => {
      await removeLeftBehind(this.#parent);
      // mkdtemp makes it readable by its owner alone.
      return mkdtemp(join(this.#parent, PREFIX));
    })();
    return this.#folder;
  }
}

/** Letters, digits and the marks of ordinary file names; a name that says its month keeps saying it. */
export function safeName(fileName: string): string {
  const name = basename(fileName.replaceAll('\\', '/'))
    .replace(/[^\w .()-]+/g, '_')
    .replace(/^\.+/, '')
    .slice(-120)
    .trim();
  return name === '' ? 'upload' : name;
}

async function removeLeftBehind(parent: string): Promise<void> {
  for (const name of (await readdir(parent)).filter((entry) => entry.startsWith(PREFIX))) {
    const path = join(parent, name);
    const info = await stat(path).catch(() => undefined);
    if (info && Date.now() - info.mtimeMs > LEFT_BEHIND_MS)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
