// Text to token ids, against the Rust library on one thread. Both sides take a tokenizer that has
// read nothing yet, as both remember the words that they met.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadTokenizer } from "@w2s/models";
import type { Bench, Context } from "../bench.js";
import { allSeconds, digits } from "../harness/format.js";
import { median, timed } from "../harness/interleave.js";

const rounds = 7;
const shared = () => resolve(process.env.W2S_SHARED ?? "../shared");
const textFile = () => join(shared(), "data/sst2/train.tsv");
const published = (name: string) => join(shared(), "tokenizers", name, "tokenizer.json");

/** Llama 3's way of cutting a text. */
const LLAMA_3 =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| " +
  "?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

export const tokenize: Bench = {
  name: "tokenize",
  summary:
    "6,920 sentences of SST-2 as token ids (GPT-2, Llama 3, Llama 2, BERT), against the Rust " +
    "library on one thread",
  requirement: "ratio at least .5 for each, the same ids",
  missing: () => {
    const needed = [textFile(), published("gpt2")].find((path) => !existsSync(path));
    return needed && `no ${needed}; W2S_SHARED names a folder with tokenizers/ and data/`;
  },
  async run(context) {
    const rows = readFileSync(textFile(), "utf8").trimEnd().split("\n");
    const texts = rows.map((row) => row.split("\t")[0]!);
    const file = join(context.folder, "texts.json");
    writeFileSync(file, JSON.stringify(texts));
    const peer = await context.peer("tokenize_texts", { texts: file });
    let worst = { ours: 0, peer: 0, ratio: Number.POSITIVE_INFINITY };
    let areEqual = true;
    for (const [name, tokenizer] of Object.entries(files(context))) {
      const load = () => loadTokenizer({ tokenizer }, 1_000_000);
      const { ids } = await peer.ask<{ ids: readonly number[][] }>({ tokenizer, ids: true });
      const warm = load();
      areEqual &&= texts.every((text, i) => warm.encode(text).ids.join() === ids[i]!.join());
      const runs = await context.interleave(
        rounds,
        () => {
          const fresh = load();
          return timed(async () => texts.map((text) => fresh.encode(text)).length);
        },
        () => peer.ask<{ seconds: number }>({ tokenizer }),
      );
      const fast = await peer.ask<{ seconds: number }>({ tokenizer, fast: true });
      const [ours, theirs] = [runs.ours, runs.peer].map((side) => side.map((run) => run.seconds));
      const ratio = median(theirs!) / median(ours!);
      context.say(`${name}: ours ${allSeconds(ours!)}, ratio ${digits(ratio, 3)}`);
      context.say(
        `${name}: peer ${allSeconds(theirs!)}, without offsets ${allSeconds([fast.seconds])}`,
      );
      if (ratio < worst.ratio) worst = { ours: median(ours!), peer: median(theirs!), ratio };
    }
    context.say(`ids are ${areEqual ? "the same" : "not the same"}`);
    return { ...worst, unit: "s", met: worst.ratio >= 0.5 && areEqual };
  },
};

/** Published tokenizers; Llama 3's is GPT-2's vocabulary cut as Llama 3 cuts. */
function files({ folder }: Context): Readonly<Record<string, string>> {
  const gpt2 = JSON.parse(readFileSync(published("gpt2"), "utf8"));
  const pretokenizers = [
    { type: "Split", pattern: { Regex: LLAMA_3 }, behavior: "Isolated", invert: false },
    { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false },
  ];
  const llama3 = join(folder, "tokenizer.json");
  const model = { ...gpt2.model, ignore_merges: true };
  writeFileSync(
    llama3,
    JSON.stringify({ ...gpt2, model, pre_tokenizer: { type: "Sequence", pretokenizers } }),
  );
  return {
    "GPT-2": published("gpt2"),
    "Llama 3's split": llama3,
    "Llama 2": published("tinyllama-chat"),
    BERT: published("bert-base-cased"),
  };
}
