import { type FileHandle, open } from 'node:fs/promises';
import {
  type DirectoryEntry,
  findEntry,
  HEADER_BYTES,
  type Part,
  PmtilesError,
  type PmtilesHeader,
  readDirectory,
  readHeader,
  tileIdOf,
  unpack,
} from './pmtiles-format.ts';

/** Leaf directories kept unpacked; one holds some thousand tiles. */
const LEAVES_KEPT = 64;
/** The specification nests one level of leaves; more is read, without end is not. */
const DEEPEST = 4;

/** A PMTiles file, version 3, open for reading tiles. Nothing of it is held in memory but directories. */
export class PmtilesFile {
  readonly header: PmtilesHeader;
  /** What the file says of itself: name, attribution, vector_layers. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** When the file was last changed, milliseconds since 1970: part of every tile's tag. */
  readonly changedAt: number;
  readonly #file: FileHandle;
  readonly #bytes: number;
  #root: DirectoryEntry[] = [];
  readonly #leaves = new Map<number, Promise<DirectoryEntry[]>>();

  /**
   * Open a file and check that it can be read: header, root directory, metadata.
   *
   * @throws PmtilesError naming the file, what is wrong with it and what to do
   */
  static async open(path: string): Promise<PmtilesFile> {
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'r');
      const { size, mtimeMs } = await file.stat();
      const header = readHeader(await readExactly(file, { offset: 0, length: Math.min(HEADER_BYTES, size) }));
      for (const [name, { offset, length }] of [
        ['root directory', header.rootDirectory],
        ['metadata', header.metadata],
        ['leaf directories', header.leafDirectories],
        ['tiles', header.tileData],
      ] as const) {
        if (offset + length > size)
          throw new PmtilesError(
            `Its ${name} should end at byte ${offset + length}, and the file has ${size}: it was not copied whole.`,
          );
      }
      const metadata = await readMetadata(file, header);
      const opened = new PmtilesFile(file, size, header, metadata, mtimeMs);
      opened.#root = await opened.#directory(header.rootDirectory);
      return opened;
    } catch (error) {
      await file?.close();
      const { code, message } = error as NodeJS.ErrnoException;
      const because = code === 'ENOENT' ? 'There is no such file.' : message;
      throw new PmtilesError(`The basemap ${path} cannot be used. ${because}`);
    }
  }

  private constructor(
    file: FileHandle,
    bytes: number,
    header: PmtilesHeader,
    metadata: Readonly<Record<string, unknown>>,
    changedAt: number,
  ) {
    this.#file = file;
    this.#bytes = bytes;
    this.header = header;
    this.metadata = metadata;
    this.changedAt = changedAt;
  }

  /** The bytes of a tile as they are stored (`header.tileCompression`); null where the file has none. */
  async tile(zoom: number, column: number, row: number): Promise<Buffer | null> {
    const { minimumZoom, maximumZoom, tileData, leafDirectories } = this.header;
    const side = 2 ** zoom;
    if (zoom < minimumZoom || zoom > maximumZoom || column >= side || row >= side) return null;
    const tileId = tileIdOf(zoom, column, row);
    let entries = this.#root;
    for (let depth = 0; depth < DEEPEST; depth++) {
      const entry = findEntry(entries, tileId);
      if (!entry) return null;
      if (entry.runLength > 0) {
        const part = { offset: tileData.offset + entry.offset, length: entry.length };
        return readExactly(this.#file, this.#inside(part));
      }
      entries = await this.#leaf({ offset: leafDirectories.offset + entry.offset, length: entry.length });
    }
    throw new PmtilesError('Its leaf directories lead round in a circle.');
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #leaf(part: Part): Promise<DirectoryEntry[]> {
    const known = this.#leaves.get(part.offset);
    // The one used last is kept longest.
    this.#leaves.delete(part.offset);
    const reading = known ?? this.#directory(part);
    this.#leaves.set(part.offset, reading);
    reading.catch(() => this.#leaves.delete(part.offset));
    if (this.#leaves.size > LEAVES_KEPT) {
      const [oldest] = this.#leaves.keys();
      this.#leaves.delete(oldest);
    }
    return reading;
  }

  async #directory(part: Part): Promise<DirectoryEntry[]> {
    return readDirectory(
      unpack(await readExactly(this.#file, this.#inside(part)), this.header.internalCompression),
    );
  }

  #inside(part: Part): Part {
    if (part.offset + part.length > this.#bytes)
      throw new PmtilesError(`An entry of it points at byte ${part.offset}, beyond its end.`);
    return part;
  }
}

async function readMetadata(file: FileHandle, header: PmtilesHeader): Promise<Record<string, unknown>> {
  if (header.metadata.length === 0) return {};
  const text = unpack(await readExactly(file, header.metadata), header.internalCompression).toString('utf8');
  let metadata: unknown;
  try {
    metadata = JSON.parse(text);
  } catch {
    throw new PmtilesError('Its metadata is not JSON.');
  }
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    throw new PmtilesError('Its metadata is not a JSON object.');
  return metadata as Record<string, unknown>;
}

async function readExactly(file: FileHandle, { offset, length }: Part): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) throw new PmtilesError(`It ends at byte ${offset + done}, in the middle of a part.`);
    done += bytesRead;
  }
  return bytes;
}
