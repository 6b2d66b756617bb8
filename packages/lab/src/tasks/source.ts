// Where a task's rows come from.

/** Rows from a function or a list, for data that no file format describes. Made by `rows`. */
export interface RowsSource {
  readonly kind: "rows";
  readonly name: string;
  readonly make: (context: RowsContext) => RowsResult | Promise<RowsResult>;
}

/** What a rows function is given. */
export interface RowsContext {
  /** The folder that relative paths start at: the study file's. */
  readonly baseDir: string;
}

/** What a rows function gives: plain objects, one a row. */
export type RowsResult = Iterable<object> | AsyncIterable<object>;

/** Where rows come from: a path, relative to the study file, or `rows(...)`. */
export type Source = string | RowsSource;
