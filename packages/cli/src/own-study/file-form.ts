// How a user's file is to be read where its ending does not say it: its format, its delimiter, its
// quotes, and whether its first line names the columns.

import { type SampledRows, sampleRows } from "@w2s/lab";

/** Rows that are looked at; a task reads all. */
const most = 50_000;

/** What is said of the file in the study, as options of its task. */
export interface FileForm {
  readonly delimiter?: string;
  readonly quotes?: true;
  readonly header?: false;
  readonly format?: "jsonl";
}

export interface Sampled extends SampledRows {
  readonly form: FileForm;
}

/** Tried one after the other: the first is what a file is by its ending. */
function formsOf(ending: "csv" | "tsv"): readonly FileForm[] {
  const quotes: FileForm = ending === "tsv" ? { quotes: true } : {};
  return [{}, quotes, ...[";", "\t", "|", ","].map((delimiter) => ({ delimiter, ...quotes }))];
}

/**
 * A file's rows, in the first form in which all of them have the same columns, two or more; where
 * there is none, as its ending says. A first line of data is taken for a row where the names that
 * it gives are none.
 * @throws InputError where the file cannot be read
 */
export async function sampled(from: string, cwd: string): Promise<Sampled> {
  const ending = /\.([ct]sv)(\.gz)?$/i.exec(from)?.[1]?.toLowerCase();
  const read = async (form: FileForm): Promise<Sampled> => ({
    ...(await sampleRows(from, { baseDir: cwd, most, ...form })),
    form,
  });
  if (/\.json(\.gz)?$/i.test(from)) {
    // An object a line under the ending of one document, as many data sets are published.
    return read({}).catch((error) => read({ format: "jsonl" }).catch(() => Promise.reject(error)));
  }
  if (ending !== "csv" && ending !== "tsv") return read({});
  for (const form of formsOf(ending)) {
    const named = await read(form).catch(() => undefined);
    const names = Object.keys(named?.rows[0] ?? {});
    if (names.length < 2) continue;
    return isHeader(names, named!.rows) ? named! : read({ ...form, header: false });
  }
  return read({});
}

/** Names, some of which may be blank: an index, or columns that a spreadsheet left empty. */
function isHeader(names: readonly string[], rows: SampledRows["rows"]): boolean {
  const given = names.filter((name) => name.trim() !== "");
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
