import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** Bytes of the header of a PMTiles file, version 3 (github.com/protomaps/PMTiles, spec v3). */
export const HEADER_BYTES = 127;
/** A directory of the specification's size is 16 kB; one that unpacks to more than this is no directory. */
const LARGEST_DIRECTORY_BYTES = 64 * 2 ** 20;

export const TILE_TYPES = ['unknown', 'mvt', 'png', 'jpeg', 'webp', 'avif'] as const;
export type TileType = (typeof TILE_TYPES)[number];
const COMPRESSIONS = ['unknown', 'none', 'gzip', 'brotli', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** Where a part of the file lies, in bytes. */
export interface Part {
  readonly offset: number;
  readonly length: number;
}

export interface PmtilesHeader {
  readonly rootDirectory: Part;
  readonly metadata: Part;
  readonly leafDirectories: Part;
  readonly tileData: Part;
  readonly internalCompression: Compression;
  readonly tileCompression: Compression;
  readonly tileType: TileType;
  readonly minimumZoom: number;
  readonly maximumZoom: number;
  /** west, south, east, north, degrees. */
  readonly bounds: readonly [number, number, number, number];
}

/** One line of a directory: tiles from `tileId` on share one content; runLength 0 points at a leaf directory. */
export interface DirectoryEntry {
  readonly tileId: number;
  readonly runLength: number;
  readonly offset: number;
  readonly length: number;
}

/** The file is not what it should be: what was expected and what was seen. */
export class PmtilesError extends Error {
  readonly code = 'basemap-unusable';
  constructor(message: string) {
    super(message);
    this.name = 'PmtilesError';
  }
}

/** @throws PmtilesError */
export function readHeader(bytes: Buffer): PmtilesHeader {
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 7) !== 'PMTiles')
    throw new PmtilesError('It does not begin with "PMTiles": it is not a PMTiles file.');
  if (bytes[7] !== 3)
    throw new PmtilesError(
      `It is PMTiles version ${bytes[7]}; version 3 is read. Convert it: pmtiles convert OLD NEW.`,
    );
  const number = (at: number): number => {
    const value = bytes.readBigUInt64LE(at);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new PmtilesError(`The number at byte ${at} is too large.`);
    return Number(value);
  };
  const part = (at: number): Part => ({ offset: number(at), length: number(at + 8) });
  const degrees = (at: number): number => bytes.readInt32LE(at) / 1e7;
  return {
    rootDirectory: part(8),
    metadata: part(24),
    leafDirectories: part(40),
    tileData: part(56),
    internalCompression: COMPRESSIONS[bytes[97]] ?? 'unknown',
    tileCompression: COMPRESSIONS[bytes[98]] ?? 'unknown',
    tileType: TILE_TYPES[bytes[99]] ?? 'unknown',
    minimumZoom: bytes[100],
    maximumZoom: bytes[101],
    bounds: [degrees(102), degrees(106), degrees(110), degrees(114)],
  };
}

/** @throws PmtilesError where the kind of compression is not read, or the bytes are damaged */
export function unpack(bytes: Buffer, compression: Compression): Buffer {
  const limit = { maxOutputLength: LARGEST_DIRECTORY_BYTES };
  try {
    if (compression === 'none') return bytes;
    if (compression === 'gzip') return gunzipSync(bytes, limit);
    if (compression === 'brotli') return brotliDecompressSync(bytes, limit);
  } catch (error) {
    throw new PmtilesError(`A part of it cannot be unpacked as ${compression}: ${(error as Error).message}.`);
  }
  throw new PmtilesError(`Its parts are packed as ${compression}; gzip, brotli and none are read.`);
}

/** @throws PmtilesError where the bytes end too soon */
export function readDirectory(bytes: Buffer): DirectoryEntry[] {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (at >= bytes.length) throw new PmtilesError('A directory of it ends in the middle of a number.');
      const byte = bytes[at++];
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER)
        throw new PmtilesError('A directory of it holds a number too large.');
      if (byte < 0x80) return value;
    }
  };
  const count = varint();
  // Each entry takes four bytes at least.
  if (count * 4 > bytes.length)
    throw new PmtilesError(`A directory of it names ${count} entries and is too short for them.`);
  const column = (): number[] => Array.from({ length: count }, varint);
  let tileId = 0;
  const tileIds = column().map((step) => {
    tileId += step;
    return tileId;
  });
  const runLengths = column();
  const lengths = column();
  const offsets: number[] = [];
  for (let i = 0; i < count; i++) {
    const value = varint();
    // 0: right after the entry before.
    offsets.push(value === 0 && i > 0 ? offsets[i - 1] + lengths[i - 1] : value - 1);
  }
  return tileIds.map((id, i) => ({
    tileId: id,
    runLength: runLengths[i],
    offset: offsets[i],
    length: lengths[i],
  }));
}

/** The entry that holds a tile or leads to it; null where the directory has none. */
export function findEntry(entries: readonly DirectoryEntry[], tileId: number): DirectoryEntry | null {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (entries[middle].tileId <= tileId) low = middle + 1;
    else high = middle - 1;
  }
  const entry = high >= 0 ? entries[high] : null;
  if (!entry) return null;
  return entry.runLength === 0 || tileId - entry.tileId < entry.runLength ? entry : null;
}

/** A tile's place on the Hilbert curves of all zooms, one after the other: the order of PMTiles. */
export function tileIdOf(zoom: number, column: number, row: number): number {
  let id = (4 ** zoom - 1) / 3;
  let [x, y] = [column, row];
  for (let side = 2 ** (zoom - 1); side >= 1; side /= 2) {
    const right = x >= side;
    const down = y >= side;
    id += side * side * ((right ? 3 : 0) ^ (down ? 1 : 0));
    if (right) x -= side;
    if (down) y -= side;
    if (down) continue;
    // Turn the quarter, so that the curve inside it begins and ends where it should.
    if (right) [x, y] = [side - 1 - x, side - 1 - y];
    [x, y] = [y, x];
  }
  return id;
}
