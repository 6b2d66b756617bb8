// Sentences of SST-2 as MiniLM's token ids, with their labels, for our side and, as JSON, for a
// peer.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Model, openModel, resolveModel } from "@w2s/models";

const shared = () => resolve(process.env.W2S_SHARED ?? "../shared");
export const minilmFolder = () => join(shared(), "models/all-MiniLM-L6-v2");
const textFile = () => join(shared(), "data/sst2/train.tsv");

export interface Sst2 {
  readonly model: Model;
  readonly ids: readonly Int32Array[];
  readonly labels: Int32Array;
  /** A JSON file of `{ ids, labels }`. */
  readonly file: string;
}

/** Why these data are not there, in one line; undefined when they are. */
export function missingSst2(): string | undefined {
  const needed = [minilmFolder(), textFile()].find((path) => !existsSync(path));
  return needed && `no ${needed}; W2S_SHARED names a folder with models/ and data/`;
}

/** The first `count` sentences of the training file. */
export async function sst2(count: number, folder: string): Promise<Sst2> {
  const rows = readFileSync(textFile(), "utf8").split("\n").slice(0, count);
  const model = await openModel(await resolveModel(minilmFolder()));
  const tokenizer = model.tokenizer();
  const ids = rows.map((row) => tokenizer.encode(row.split("\t")[0]!).ids);
  const labels = Int32Array.from(rows, (row) => Number(row.split("\t")[1]));
  const file = join(folder, "sst2.json");
  writeFileSync(file, JSON.stringify({ ids: ids.map((one) => [...one]), labels: [...labels] }));
  return { model, ids, labels, file };
}
