// One epoch of finetuning a pretrained encoder on real sentences, as users of either system run it.

import { ndarray, nodeRuntime } from "@w2s/grad";
import { naive } from "@w2s/lab";
import { finetuneRecipe, finetuneStudent } from "@w2s/lab/internals";
import type { Bench } from "../bench.js";
import { minilmFolder, missingSst2, sst2 } from "../data/sst2.js";
import { allSeconds, digits } from "../harness/format.js";
import { fastest, median, timed } from "../harness/interleave.js";

const examples = 1024;
const batch = 32;
const rounds = 2;

interface Epoch {
  readonly seconds: number;
  readonly loss: number;
  readonly padded: number;
  readonly real: number;
}

export const finetuneText: Bench = {
  name: "finetune-text",
  summary:
    "one epoch of MiniLM on SST-2, batches of 32, against the Hugging Face Trainer with its " +
    "defaults",
  requirement: "ratio at least 2.5",
  missing: missingSst2,
  async run({ folder, peer: start, interleave, say }) {
    const { model, ids, labels, file } = await sst2(examples, folder);
    const peer = await start("finetune_text", {
      folder: minilmFolder(),
      file,
      output: folder,
      batch,
    });
    const epoch = (threads: number, sampling: string, count = examples) =>
      peer.ask<Epoch>({ threads, sampling, examples: count });
    const { best: threads } = await fastest(
      [2, 1],
      async (n) => (await epoch(n, "random", 64)).seconds,
    );

    const rows = Int32Array.from(ids, (_, i) => i);
    const few = rows.slice(0, batch);
    const oneHot = (of: Int32Array) =>
      ndarray(
        Float32Array.from({ length: 2 * of.length }, (_, i) =>
          Number(labels[of[i >> 1]!] === i % 2),
        ),
        [of.length, 2],
      );
    const student = {
      name: "MiniLM",
      method: naive(),
      train: oneHot(rows),
      validation: oneHot(few),
    };
    const data = {
      model,
      shape: "classify",
      options: 2,
      ids,
      train: rows,
      validation: few,
      predict: few,
    } as const;
    const recipe = finetuneRecipe({ epochs: 1, batchSize: batch, warmup: 0 });
    const ours = () =>
      timed(() =>
        finetuneStudent(student, data, recipe, { runtime: nodeRuntime, seed: 1, threads: 2 }),
      );
    model.weights(model.architecture.parameters(model.layers)); // Reads them, as the peer has.

    const runs = await interleave(rounds, ours, async () => ({
      random: await epoch(threads, "random"),
      grouped: await epoch(threads, "group_by_length"),
    }));
    model.close();
    await peer.close();
    const own = runs.ours.map(({ seconds }) => seconds);
    const random = runs.peer.map((run) => run.random.seconds);
    const grouped = runs.peer.map((run) => run.grouped.seconds);
    const ratio = median(random) / median(own);
    const padding = ({ padded, real }: Epoch) => digits(padded / real, 3);
    const first = runs.peer[0]!;
    say(`${examples} sentences, ${first.random.real} tokens, one epoch, batches of ${batch}:`);
    say(
      `  ours: ${allSeconds(own)}, loss ${digits(runs.ours[0]!.value.curve.loss[0]!, 3)}; no ` +
        "padding in linear layers",
    );
    say(
      `  Trainer: ${allSeconds(random)}, loss ${digits(first.random.loss, 3)}, ` +
        `${padding(first.random)} padded tokens a real one (threads: ${threads}, the better of ` +
        "1 and 2)",
    );
    say(
      `  Trainer, grouped by length: ${allSeconds(grouped)}, ${padding(first.grouped)} padded ` +
        `tokens a real one, ratio ${digits(median(grouped) / median(own), 3)}`,
    );
    say(`  ratio ${digits(ratio, 3)}`);
    return { ours: median(own), peer: median(random), unit: "s", ratio, met: ratio >= 2.5 };
  },
};
