import { createHash, type Hash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, open, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ImportRefusedError } from '../steps/import-refused.ts';
import { looksLikeZip } from '../steps/workbook-sheets.ts';
import { FileWatch } from './watch-file.ts';

/** A file about to be read. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Hash of the bytes handed out by `readChunks` or `readWhole` so far; complete when they are done. */
  readonly hash: Hash;
  /** Looks at the same bytes for personal data, and stops the reading where it finds any. */
  readonly watch: FileWatch;
}

/** Bytes read at a time: large enough to cost no time, small enough to cost no memory. */
const CHUNK_BYTES = 256 * 1024;

/** Name and size of a file of a kind. @throws ImportRefusedError file-missing, file-unreadable */
export async function describeFile(path: string, kind: string): Promise<SourceFile> {
  try {
    const info = await stat(path);
    await access(path, constants.R_OK);
    if (!info.isFile()) throw new Error('it is not a file');
    return {
      path,
      name: basename(path),
      bytes: info.size,
      hash: createHash('sha256'),
      watch: new FileWatch(kind),
    };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? new ImportRefusedError('file-missing', 'There is no such file.', path, 'Check the path.')
      : new ImportRefusedError(
          'file-unreadable',
          'The file cannot be read.',
          message,
          'Check its permissions.',
        );
  }
}

/** SHA-256 of a file's bytes, read for this alone. */
export async function hashFile({ path }: SourceFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) hash.update(chunk);
  return hash.digest('hex');
}

/** The bytes of a file in chunks, telling how many have been read. @throws ImportRefusedError personal-data */
export async function* readChunks(
  file: SourceFile,
  onBytes: (bytesRead: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of readUnwatched(file, onBytes)) {
    file.watch.chunk(chunk);
    yield chunk;
  }
  file.watch.end();
}

/**
 * As readChunks, for a reader that knows which rows are worth the watch's time, shows it those, and ends it.
 * A reader that refuses the file calls `watchAgain`.
 */
export async function* readUnwatched(
  { path, hash }: SourceFile,
  onBytes: (bytesRead: number) => void,
): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    hash.update(chunk as Buffer);
    read += (chunk as Buffer).length;
    yield chunk as Buffer;
    onBytes(read);
  }
}

/**
 * Before a refusal repeats anything of a file: look at every byte that its reader has had.
 *
 * @param bytesRead as last told to `onBytes`; the chunk after it is what the reader failed on
 * @throws ImportRefusedError personal-data
 */
export async function watchAgain({ path, watch }: SourceFile, bytesRead: number): Promise<void> {
  watch.startOver();
  for await (const chunk of createReadStream(path, {
    highWaterMark: CHUNK_BYTES,
    end: bytesRead + CHUNK_BYTES - 1,
  }))
    watch.chunk(chunk as Buffer);
  watch.end();
}

/** A whole file; for formats that are small or cannot be read in parts. @throws ImportRefusedError personal-data */
export async function readWhole({ path, hash, watch }: SourceFile): Promise<Buffer> {
  const bytes = await readFile(path);
  hash.update(bytes);
  // The rows of a workbook are looked at when it is unpacked.
  if (!looksLikeZip(bytes)) watch.whole(bytes);
  return bytes;
}

/** The beginning of a file as text, for a guess at what it is. */
export async function readHead(file: SourceFile): Promise<string> {
  return (await readHeadBytes(file, 65_536)).toString('utf8');
}

/** The first bytes of a file. */
export async function readHeadBytes({ path }: SourceFile, bytes: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
