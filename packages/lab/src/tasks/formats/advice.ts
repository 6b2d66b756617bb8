// What messages advise about a file's form: to say it by an option, or, where whoever reads the
// file has no such options, to write it otherwise.

/** What to do about a file's form, as parts of messages. */
export interface FormAdvice {
  /** Where fields are divided by another character than this one. */
  delimiter(wanted: string): string;
  /** Where the first line looks like data. */
  readonly header: string;
  /** Where names of columns stand in quotes that nobody reads. */
  readonly quotedNames: string;
  /** Where a field may be enclosed in quotes, or have them as text. */
  readonly enclosed: string;
  /** Further ways out where a quote is not doubled, in the wrong place, or never closed. */
  readonly orText: string;
  readonly orBackslash: string;
  /** Where JSON has rows in another shape, as the end of a line. */
  readonly otherShape: string;
  /** Where the file is of another format than it seems. */
  format(is: "jsonl" | "json" | "parquet" | "arrow"): string;
}

/** For files that a user describes. */
export const bySaying: FormAdvice = {
  delimiter: () => "say delimiter",
  header: "say header: false, or header: [names]",
  quotedNames: "say quotes: true",
  enclosed: 'say quotes: true where " encloses fields, quotes: false where it is text',
  orText: ", or say quotes: false where quotes are text",
  orBackslash: ', or say quotes: "backslash" where they are written \\"',
  otherShape: "; see rows()",
  format: (is) => `say format: "${is}"`,
};

/** For files that a user describes, where no function may give the rows. */
export const byOptions: FormAdvice = { ...bySaying, otherShape: "" };

/** For files that a program of the user's writes. */
export const byWriting: FormAdvice = {
  delimiter: (wanted) => `divide them by ${JSON.stringify(wanted)}`,
  header: "write the names of the columns there",
  quotedNames: "write them without",
  enclosed: "write fields without quotes",
  orText: "",
  orBackslash: "",
  otherShape: "",
  format: (is) => `name the file .${is}`,
};
