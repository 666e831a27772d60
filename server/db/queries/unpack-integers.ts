/** Big-endian 32-bit integers, `columns` of them a record, into one array a column. */
export function unpackIntegers(packed: Uint8Array, columns: number): Int32Array[] {
  const length = packed.length / (4 * columns);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const unpacked = Array.from({ length: columns }, () => new Int32Array(length));
  for (let i = 0, offset = 0; i < length; i++) {
    for (let k = 0; k < columns; k++, offset += 4) unpacked[k][i] = view.getInt32(offset);
  }
  return unpacked;
}
