import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ImportRefusedError } from '../steps/import-refused.ts';

/** A file about to be read. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Bytes read at a time: large enough to cost no time, small enough to cost no memory. */
const CHUNK_BYTES = 256 * 1024;

/** Size and hash of a file. @throws ImportRefusedError file-missing, file-unreadable */
export async function describeFile(path: string): Promise<SourceFile> {
  try {
    const { size } = await stat(path);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
    return { path, name: basename(path), bytes: size, sha256: hash.digest('hex') };
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

/** The bytes of a file in chunks, telling how many have been read. */
export async function* readChunks(
  path: string,
  onBytes: (bytesRead: number) => void,
): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    read += (chunk as Buffer).length;
    yield chunk as Buffer;
    onBytes(read);
  }
}
