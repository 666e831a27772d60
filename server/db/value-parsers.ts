/**
 * How values come back from both engines, by type oid: the drivers' own defaults differ.
 * Dates and civil timestamps stay text (a JS Date would give them a zone), bigint and numeric become numbers.
 */
export const textParsers: Readonly<Record<number, (text: string) => unknown>> = {
  20: safeInteger, // int8
  1700: Number, // numeric
  1082: asText, // date
  1114: asText, // timestamp without time zone
  1184: (text) => new Date(text), // timestamp with time zone
  17: (text) => Buffer.from(text.slice(2), 'hex'), // bytea, hex form
};

function asText(text: string): string {
  return text;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`The integer ${text} is too large for a JavaScript number.`);
  }
  return value;
}
