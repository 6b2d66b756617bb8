// How a user's file is to be read where its ending does not say it: its format, its delimiter, its
// quotes, and whether its first line names the columns.

import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { InputError } from "@w2s/base";
import { type SampledRows, sampleRows } from "@w2s/lab";
import { knownFormat } from "@w2s/lab/labelling";

/** Rows that are looked at; a task reads all. */
const most = 50_000;

/** What is said of the file in the study, as options of its task. */
export interface FileForm {
  readonly delimiter?: string;
  readonly quotes?: true | "backslash";
  readonly header?: false;
  readonly format?: Parameters<typeof sampleRows>[1]["format"];
}

export interface Sampled extends SampledRows {
  readonly form: FileForm;
}

/** Ways of reading a file, the likeliest first; by its ending where `{}`. */
function formsOf(from: string): readonly FileForm[] {
  const ending = /\.([^./\\]+?)(?:\.gz)?$/i.exec(from)?.[1]?.toLowerCase();
  if (ending === "csv" || ending === "tsv")
    return [{}, { quotes: "backslash" }, ...delimited(ending, {})];
  // An object a line under the ending of one document, as many data sets are published; a list
  // under that of lines.
  if (ending === "json") return [{}, { format: "jsonl" }];
  if (ending === "jsonl" || ending === "ndjson") return [{}, { format: "json" }];
  if (knownFormat(from) !== undefined) return [{}];
  return [
    {},
    ...(["parquet", "arrow", "jsonl", "json", "tsv"] as const).map((format) => ({ format })),
    { format: "tsv", quotes: true },
    { format: "csv" },
    ...delimited("csv", { format: "csv" }),
  ];
}

/** Other quotes and delimiters than those of the ending. */
function delimited(ending: "csv" | "tsv", form: FileForm): FileForm[] {
  const quoted: FileForm = ending === "tsv" ? { ...form, quotes: true } : form;
  return [
    ...(ending === "tsv" ? [quoted] : []),
    ...[";", "\t", "|", ",", "^", "~", "\u0001"].map((delimiter) => ({ ...quoted, delimiter })),
  ];
}

/**
 * A file's rows, in the first form in which all of them have the same columns, two or more; where
 * there is none, as its ending says. A first line of data is taken for a row where the names that
 * it gives are none.
 * @throws InputError where the file cannot be read
 */
export async function sampled(from: string, cwd: string): Promise<Sampled> {
  const read = async (form: FileForm): Promise<Sampled> => ({
    ...(await sampleRows(from, { baseDir: cwd, most, ...form })),
    form,
  });
  const [byEnding, ...others] = formsOf(from);
  const headed = (sample: Sampled) => {
    if (!/^[ct]sv$/.test(sample.form.format ?? knownFormat(from) ?? "")) return sample;
    const [first = ""] = Object.keys(sample.rows[0] ?? {});
    if (/^sep=/i.test(first)) {
      throw new InputError(`${from}: the first line is Excel's own and no header: remove it`);
    }
    return isHeader(sample.rows) ? sample : read({ ...sample.form, header: false });
  };
  const first = await read(byEnding!).catch((error: unknown) => error);
  if (isSampled(first) && isTold(first)) return headed(first);
  // A folder's files of one form among others are no table that anybody meant; an object a line
  // under the ending of one document is what query engines write as shards.
  const isFile = (await stat(resolve(cwd, from)).catch(() => undefined))?.isFile() === true;
  const isShards = !isFile && /holds one JSON value a line/.test(messageOf(first));
  for (const form of isFile ? others : isShards ? ([{ format: "jsonl" }] as const) : []) {
    const other = await read(form).catch(() => undefined);
    if (other !== undefined && isTold(other)) return headed(other);
  }
  if (isSampled(first)) return first;
  // What is no table in text is told by its first bytes.
  const isOther = /; it is /.test(messageOf(first));
  if (!isFile || isOther || knownFormat(from) !== undefined) throw first;
  throw new InputError(
    `${from}: must be a table of two columns or more, and is none as JSONL, JSON, CSV, TSV, ` +
      "Parquet or Arrow; write a study of it by hand, as docs/tasks.md shows",
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "");
const isSampled = (result: unknown): result is Sampled => !(result instanceof Error);

/**
 * Whether a form tells rows from columns: two columns or more where lines are divided, and of JSON
 * two rows, as one document on one line is no row.
 */
function isTold({ rows, form }: Sampled): boolean {
  if (form.format === "jsonl") return rows.length > 1;
  return Object.keys(rows[0] ?? {}).length > 1;
}

/** Names, some of which may be blank: an index, or columns that a spreadsheet left empty. */
function isHeader(rows: SampledRows["rows"]): boolean {
  const given = Object.keys(rows[0] ?? {}).filter((name) => name.trim() !== "");
  return given.length > 1 && given.every((name) => isName(name) && !isValue(name, rows));
}

/**
 * Whether a column's name is one of its own values: "ham", over many that are ham. A header that
 * stands again where files were joined is in a few rows alone.
 */
function isValue(name: string, rows: SampledRows["rows"]): boolean {
  const same = rows.filter((row) => row[name] === name).length;
  return same > 1 && same > rows.length / 50;
}

const isName = (name: string): boolean => name.length <= 60 && !Number.isFinite(Number(name));
