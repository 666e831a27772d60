/** A Mapbox vector tile (version 2.1) of one layer with one square that covers it, with one text property. */
export function coveringTile(layer: string, key: string, value: string): Buffer {
  const extent = 4096;
  const zigzag = (n: number) => (n << 1) ^ (n >> 31);
  const command = (id: number, count: number) => (id & 7) | (count << 3);
  const geometry = [
    command(1, 1),
    zigzag(0),
    zigzag(0),
    command(2, 3),
    ...[extent, 0, 0, extent, -extent, 0].map(zigzag),
    command(7, 1),
  ];
  const feature = Buffer.concat([
    bytesField(2, packed([0, 0])),
    varintField(3, 3),
    bytesField(4, packed(geometry)),
  ]);
  const body = Buffer.concat([
    varintField(15, 2),
    bytesField(1, Buffer.from(layer)),
    bytesField(2, feature),
    bytesField(3, Buffer.from(key)),
    bytesField(4, bytesField(1, Buffer.from(value))),
    varintField(5, extent),
  ]);
  return bytesField(3, body);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest >= 128; rest >>>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

const packed = (numbers: readonly number[]) => Buffer.concat(numbers.map(varint));
const varintField = (field: number, value: number) => Buffer.concat([varint(field << 3), varint(value)]);
const bytesField = (field: number, bytes: Buffer) =>
  Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
