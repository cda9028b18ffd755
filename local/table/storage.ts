/** One change to stored keys. */
export type Write =
  | { readonly type: "put"; readonly key: string; readonly value: unknown }
  | { readonly type: "del"; readonly key: string };

export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
}

/** What can be read, now or as it was at a moment. Keys are in the order of their bytes. */
export interface View {
  /** Undefined when nothing is stored under the key. */
  get(key: string): Promise<unknown>;
  /** Whoever wants so many at most may say so: then no more are read than that. */
  entries(range: KeyRange, atMost?: number): AsyncIterable<readonly [key: string, value: unknown]>;
}

/** Ordered storage under the tables. Once `commit` resolves, all of its writes survive a crash; before, none need to. */
export interface Storage extends View {
  commit(writes: readonly Write[]): Promise<void>;
  /** A view of this moment that later commits do not change. */
  freeze(): View & { release(): Promise<void> };
  /** Lets go of what was overwritten or deleted, which may lie in the files for long otherwise. Absent without files. */
  compact?(): Promise<void>;
  close(): Promise<void>;
}
