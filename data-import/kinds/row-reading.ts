/** Why a row is not kept. 'left-out' is by the rules of its kind and no fault of the file. */
export interface RowFault {
  readonly verdict: 'rejected' | 'left-out' | 'duplicate';
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Something to know about a row that is kept. */
export interface RowNote {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export type RowReading<Row> =
  | { readonly row: Row; readonly notes?: readonly RowNote[] }
  | { readonly fault: RowFault };

/** A category of a layer. */
export interface CategoryName {
  readonly slug: string;
  readonly label: string;
}

export function rejected(field: string, code: string, message: string): { fault: RowFault } {
  return { fault: { verdict: 'rejected', field, code, message } };
}

export function leftOut(field: string, code: string, message: string): { fault: RowFault } {
  return { fault: { verdict: 'left-out', field, code, message } };
}
