// Many trials that train the top blocks of one encoder: what the frozen blocks say is computed once
// for all of them.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type NdArray, ndarray, nodeRuntime } from "@w2s/grad";
import { confidence, naive, random } from "@w2s/lab";
import { finetuneRecipe, finetuneStudent, StoredLayer } from "@w2s/lab/internals";
import { extractTokenStates } from "@w2s/models";
import type { Bench } from "../bench.js";
import { minilmFolder, missingSst2, sst2 } from "../data/sst2.js";
import { allSeconds, digits } from "../harness/format.js";
import { fastest, median, timed } from "../harness/interleave.js";

const examples = 512;
const batch = 32;
const epochs = 3;
const blocks = 2;
const seeds = 3;
const rounds = 2;
const pooling = "first";

export const finetuneTop: Bench = {
  name: "finetune-top",
  summary:
    "6 trials (2 methods x 3 seeds) of the top 2 of MiniLM's 6 blocks, 3 epochs each, against " +
    "PyTorch's loop with a frozen prefix",
  requirement: "ratio at least 4",
  missing: missingSst2,
  async run({ folder, peer: start, interleave, say }) {
    const { model, ids, labels, file } = await sst2(examples, folder);
    const soft = softLabels(labels);
    const softFile = join(folder, "soft.f32");
    writeFileSync(softFile, new Uint8Array(soft.data.buffer));
    const peer = await start("finetune_top", {
      folder: minilmFolder(),
      file,
      soft: softFile,
      batch,
      blocks,
    });
    const loop = (threads: number, method: string, short?: { epochs: number; examples: number }) =>
      peer.ask<{ seconds: number; loss: number }>({
        threads,
        method,
        seed: 1,
        pooling,
        ...(short ?? { epochs, examples }),
      });
    const short = { epochs: 1, examples: 4 * batch };
    const { best: threads } = await fastest(
      [2, 1],
      async (n) => (await loop(n, "naive", short)).seconds,
    );

    const rows = Int32Array.from(ids, (_, i) => i);
    const few = rows.slice(0, batch);
    const validation = ndarray(soft.data.slice(0, 2 * batch), [batch, 2]);
    const recipe = finetuneRecipe({
      epochs,
      batchSize: batch,
      warmup: 0,
      schedule: "constant",
      blocks,
      pooling,
    });
    model.weights(model.architecture.parameters(model.layers)); // Reads them, as the peer has.
    const ours = async () => {
      const { states, offsets } = await extractTokenStates(model, ids, {
        layer: model.layers - blocks,
        runtime: nodeRuntime,
        threads: 2,
      });
      const stored = new StoredLayer(states, offsets.data as Int32Array);
      const data = {
        model,
        stored,
        shape: "classify",
        options: 2,
        ids,
        train: rows,
        validation: few,
        predict: few,
      } as const;
      const losses: number[] = [];
      for (const method of [naive(), confidence()]) {
        for (let seed = 0; seed < seeds; seed++) {
          const student = { name: "MiniLM", method, train: soft, validation };
          const run = { runtime: nodeRuntime, seed, threads: 2 };
          losses.push((await finetuneStudent(student, data, recipe, run)).curve.loss.at(-1)!);
        }
      }
      return losses;
    };
    const runs = await interleave(
      rounds,
      () => timed(ours),
      async () => [await loop(threads, "naive"), await loop(threads, "confidence")],
    );
    model.close();
    await peer.close();
    const own = runs.ours.map(({ seconds }) => seconds);
    const theirs = runs.peer.map(
      (both) => seeds * both.reduce((sum, { seconds }) => sum + seconds, 0),
    );
    const ratio = median(theirs) / median(own);
    say(`${examples} sentences, ${2 * seeds} trials of ${epochs} epochs, ${pooling} token pooled:`);
    say(
      `  ours: ${allSeconds(own)} for all, the frozen blocks' pass included; last losses ` +
        `${digits(runs.ours[0]!.value[0]!, 3)} and ${digits(runs.ours[0]!.value[seeds]!, 3)}`,
    );
    say(
      `  peer: ${allSeconds(theirs)}: one trial a method, counted ${seeds} times; last losses ` +
        `${runs.peer[0]!.map(({ loss }) => digits(loss, 3)).join(" and ")} (threads: ` +
        `${threads}, the better of 1 and 2)`,
    );
    say(`  ratio ${digits(ratio, 3)}`);
    return { ours: median(own), peer: median(theirs), unit: "s", ratio, met: ratio >= 4 };
  },
};

/** Labels as a weak supervisor gives them: right in nine of ten, and more or less sure. */
function softLabels(labels: Int32Array): NdArray<"float32"> {
  const draw = random(0, "finetune-top labels");
  const data = new Float32Array(2 * labels.length);
  labels.forEach((label, i) => {
    const sure = 0.55 + 0.45 * draw.uniform();
    const said = draw.uniform() < 0.9 ? label : 1 - label;
    data[2 * i + said] = sure;
    data[2 * i + 1 - said] = 1 - sure;
  });
  return ndarray(data, [labels.length, 2]);
}
