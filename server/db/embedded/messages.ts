/** What the main thread asks of the database's worker thread. */
export type EmbeddedRequest =
  | { readonly id: number; readonly type: 'open'; readonly dataDirectory: string }
  | {
      readonly id: number;
      readonly type: 'query';
      readonly sql: string;
      readonly params: readonly unknown[];
      readonly blob?: Uint8Array;
    }
  | { readonly id: number; readonly type: 'script'; readonly sql: string }
  | { readonly id: number; readonly type: 'close' };

/** Rows of one statement. */
export interface EmbeddedResult {
  readonly rows: readonly Record<string, unknown>[];
  readonly command: string;
  readonly affectedRows: number | null;
}

/** An error as plain data: a thread cannot be handed an Error with its fields. */
export interface EmbeddedFailure {
  readonly message: string;
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}

export type EmbeddedReply =
  | { readonly id: number; readonly result: EmbeddedResult }
  | { readonly id: number; readonly failure: EmbeddedFailure };
