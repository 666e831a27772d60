/**
 * Fields and frame of PostgreSQL's binary COPY format (PostgreSQL 15 manual, "COPY", Binary Format): a header, rows of
 * a 16-bit count of fields and the fields, each its length in 32 bits and its value, and a trailer. All big-endian.
 */

/** Signature, no flags, no header extension. */
export const BINARY_COPY_HEADER: Buffer = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const BINARY_COPY_TRAILER: Buffer = Buffer.from([0xff, 0xff]);

const EPOCH_MS = Date.UTC(2000, 0, 1);
const NULL_FIELD: Buffer = Buffer.from([0xff, 0xff, 0xff, 0xff]);

/** A `smallint` field. @throws RangeError beyond 16 bits */
export function smallintField(value: number | null): Buffer {
  if (value === null) return NULL_FIELD;
  const field = fieldOf(2);
  field.writeInt16BE(value, 4);
  return field;
}

/** An `integer` field. @throws RangeError beyond 32 bits */
export function integerField(value: number | null): Buffer {
  if (value === null) return NULL_FIELD;
  const field = fieldOf(4);
  field.writeInt32BE(value, 4);
  return field;
}

/** A `"char"` field: one ASCII character. */
export function charField(value: string | null): Buffer {
  if (value === null) return NULL_FIELD;
  const field = fieldOf(1);
  field.writeUInt8(value.charCodeAt(0), 4);
  return field;
}

/** A `timestamp` field. @param utcMs the civil time read as if it were UTC, milliseconds since 1970 */
export function timestampField(utcMs: number | null): Buffer {
  if (utcMs === null) return NULL_FIELD;
  const field = fieldOf(8);
  field.writeBigInt64BE(BigInt(utcMs - EPOCH_MS) * 1000n, 4);
  return field;
}

function fieldOf(bytes: number): Buffer {
  const field = Buffer.alloc(4 + bytes);
  field.writeInt32BE(bytes, 0);
  return field;
}
