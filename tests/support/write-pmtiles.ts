import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

export interface PmtilesToWrite {
  /** Tiles as they are stored, by 'z/x/y'. */
  readonly tiles: ReadonlyMap<string, Buffer>;
  readonly metadata?: Record<string, unknown>;
  /** 1 none, 2 gzip, 3 brotli, 4 zstd; of the tiles. Default 1. */
  readonly tileCompression?: number;
  /** 1 none, 2 gzip; of directories and metadata. Default 2. */
  readonly internalCompression?: 1 | 2;
  /** 1 MVT, 2 PNG. Default 1. */
  readonly tileType?: number;
  /** Entries of one leaf directory; undefined: all in the root. */
  readonly leafEntries?: number;
  readonly bounds?: readonly [number, number, number, number];
}

interface Entry {
  tileId: number;
  runLength: number;
  offset: number;
  length: number;
}

/** Writes a PMTiles file as version 3 of the specification has it: contents once each, runs of one content as one entry. */
export function writePmtiles(path: string, given: PmtilesToWrite): void {
  const { tiles, metadata = {}, tileCompression = 1, internalCompression = 2, tileType = 1 } = given;
  const { bounds = [-180, -85, 180, 85] } = given;
  const pack = (bytes: Buffer) => (internalCompression === 2 ? gzipSync(bytes) : bytes);
  const ordered = [...tiles]
    .map(([name, bytes]) => {
      const [z, x, y] = name.split('/').map(Number) as [number, number, number];
      return { z, bytes, tileId: hilbertId(z, x, y) };
    })
    .sort((a, b) => a.tileId - b.tileId);

  const contents: Buffer[] = [];
  const offsets = new Map<string, number>();
  const entries: Entry[] = [];
  let dataLength = 0;
  for (const { bytes, tileId } of ordered) {
    const key = bytes.toString('base64');
    let offset = offsets.get(key);
    if (offset === undefined) {
      offset = dataLength;
      offsets.set(key, offset);
      contents.push(bytes);
      dataLength += bytes.length;
    }
    const last = entries.at(-1);
    if (last && last.offset === offset && last.tileId + last.runLength === tileId) last.runLength++;
    else entries.push({ tileId, runLength: 1, offset, length: bytes.length });
  }

  const leaves: Buffer[] = [];
  let root = entries;
  if (given.leafEntries !== undefined) {
    root = [];
    let at = 0;
    for (let i = 0; i < entries.length; i += given.leafEntries) {
      const part = entries.slice(i, i + given.leafEntries);
      const leaf = pack(directory(part));
      root.push({ tileId: part[0]!.tileId, runLength: 0, offset: at, length: leaf.length });
      leaves.push(leaf);
      at += leaf.length;
    }
  }
  const rootBytes = pack(directory(root));
  const metadataBytes = pack(Buffer.from(JSON.stringify(metadata)));
  const leafBytes = Buffer.concat(leaves);
  const header = Buffer.alloc(127);
  header.write('PMTiles', 0, 'latin1');
  header[7] = 3;
  let offset = 127;
  for (const [at, length] of [
    [8, rootBytes.length],
    [24, metadataBytes.length],
    [40, leafBytes.length],
    [56, dataLength],
  ] as const) {
    header.writeBigUInt64LE(BigInt(offset), at);
    header.writeBigUInt64LE(BigInt(length), at + 8);
    offset += length;
  }
  header.writeBigUInt64LE(BigInt(tiles.size), 72);
  header.writeBigUInt64LE(BigInt(entries.length), 80);
  header.writeBigUInt64LE(BigInt(contents.length), 88);
  header[97] = internalCompression;
  header[98] = tileCompression;
  header[99] = tileType;
  header[100] = Math.min(...ordered.map(({ z }) => z));
  header[101] = Math.max(...ordered.map(({ z }) => z));
  bounds.forEach((degrees, i) => {
    header.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * i);
  });
  writeFileSync(path, Buffer.concat([header, rootBytes, metadataBytes, leafBytes, ...contents]));
}

function directory(entries: readonly Entry[]): Buffer {
  const bytes: number[] = [];
  const varint = (value: number) => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  };
  varint(entries.length);
  entries.forEach(({ tileId }, i) => {
    varint(tileId - (i === 0 ? 0 : entries[i - 1]!.tileId));
  });
  for (const { runLength } of entries) varint(runLength);
  for (const { length } of entries) varint(length);
  entries.forEach(({ offset }, i) => {
    const before = entries[i - 1];
    varint(before && offset === before.offset + before.length ? 0 : offset + 1);
  });
  return Buffer.from(bytes);
}

/** By walking the curve square by square, as the drawing in the specification does: slow, and not how the reader does it. */
function hilbertId(zoom: number, x: number, y: number): number {
  let before = 0;
  for (let z = 0; z < zoom; z++) before += 4 ** z;
  return before + curve(zoom).indexOf(`${x},${y}`);
}

const curves: string[][] = [['0,0']];

function curve(zoom: number): string[] {
  const known = curves[zoom];
  if (known) return known;
  const half = 2 ** (zoom - 1);
  const smaller = curve(zoom - 1).map((at) => at.split(',').map(Number) as [number, number]);
  const made = [
    ...smaller.map(([x, y]) => [y, x]),
    ...smaller.map(([x, y]) => [x, y + half]),
    ...smaller.map(([x, y]) => [x + half, y + half]),
    ...smaller.map(([x, y]) => [2 * half - 1 - y, half - 1 - x]),
  ].map(([x, y]) => `${x},${y}`);
  curves[zoom] = made;
  return made;
}
