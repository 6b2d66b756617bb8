// Two threads: the same bytes, fifty times over, and one thread's numbers within rounding, for
// every kind of student in the map that computes anything here. Batches are large enough, and their
// words few enough, that threads share the sums of embeddings' gradients.

import { fileURLToPath } from "node:url";
import { type NdArray, ndarray, nodeRuntime } from "@w2s/grad";
import { architectureOf, extractFeatures, openModel, resolveModel } from "@w2s/models";
import { afterAll, describe, expect, it } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { writeTinyDecoder } from "../../test/tiny-decoder.js";
import { oneHotLabels } from "../labels/index.js";
import { confidence, elr, naive } from "../methods/index.js";
import { random } from "../random.js";
import { chat } from "./chat/spec.js";
import { external } from "./external/spec.js";
import { withTrained } from "./finetune/generative/step.js";
import { trainGenerative } from "./finetune/generative/train.js";
import type { TunedModel } from "./finetune/program/tuning.js";
import { finetuneRecipe } from "./finetune/recipe.js";
import { finetuneSideBySide } from "./finetune/side-by-side/fit.js";
import type { FinetuneData } from "./finetune/training/examples.js";
import { finetuneStudent } from "./finetune/training/fit.js";
import { isStudentSpec, type StudentSpec, studentKind } from "./kinds.js";
import { loraRecipe } from "./lora/recipe.js";
import { loraTuning } from "./lora/tuning.js";
import { predictions } from "./predictions/spec.js";
import { type AdamRecipe, type LogisticRecipe, probeRecipe } from "./probe/recipe.js";
import { fitAdamProbes } from "./probe/training/adam.js";
import type { FitOptions, ProbeStudent } from "./probe/training/fit.js";
import { fitOnThreads } from "./probe/training/lanes.js";
import { fitLogisticProbes } from "./probe/training/logistic.js";
import { promptStudent } from "./prompt/predict.js";
import { promptRecipe } from "./prompt/recipe.js";
import { tinyModel, tinyModelAt } from "./testing/tiny-student.js";

const draw = random(4, "threads test");
const truth = Int32Array.from({ length: 144 }, () => draw.integer(2));
const rows = Int32Array.from({ length: 144 }, (_, i) => i);
/** 144 texts of 20 words, of which there are nine: 2,560 words a step. */
const ids = Array.from({ length: 144 }, () =>
  Int32Array.from({ length: 20 }, () => 8 + draw.integer(9)),
);
const data: FinetuneData = {
  model: shallow(tinyModel),
  shape: "classify",
  options: 2,
  ids,
  train: rows.slice(0, 128),
  validation: rows.slice(128, 136),
  predict: rows.slice(136),
};
const labelled = {
  name: "a student",
  train: oneHotLabels(truth, data.train, 2),
  validation: oneHotLabels(truth, data.validation, 2),
};
const once = { epochs: 1, batchSize: 128, learningRate: 1e-2 };
const run = (threads: number) => ({ runtime: nodeRuntime, seed: 1, threads });
const llama = shallow(
  tinyModelAt(
    fileURLToPath(new URL("../../../models/src/fixtures/families/llama/", import.meta.url)),
  ),
);

/** The model of the first block alone: compiled in half the time. */
function shallow(model: TunedModel): TunedModel {
  const config = { ...model.config, layers: 1 };
  return { ...model, config, architecture: architectureOf(config), layers: 1 };
}

const decoder = await openModel(
  await resolveModel(await writeTinyDecoder(scratchFolder("two"), 1, 1)),
);
afterAll(() => decoder.close());
const encoder = decoder.tokenizer();
const texts = ids.map((text) => Array.from(text, (id) => "abcdefghi"[id % 9]).join(" "));
const read: FinetuneData = {
  ...data,
  model: decoder,
  ids: texts.map((text) => Int32Array.from(encoder.encode(text).ids)),
};

/** What is computed, by name, on so many threads. */
type Run = (threads: number) => Promise<Readonly<Record<string, NdArray>>>;

const features = ndarray(Float32Array.from({ length: 144 * 64 }, draw.normal), [144, 64]);
const probes = [naive(), confidence(), elr()].map(
  (method): ProbeStudent => ({ ...labelled, method, features: undefined }),
);
const probeData = { ...data, shape: "classify", features } as const;
const adam = probeRecipe({ epochs: 3, batchSize: 16 }) as AdamRecipe;

/** Of each kind all that it computes, by what it is called; or one of it, that reads no model. */
const runs: { readonly [K in StudentSpec["kind"]]: Readonly<Record<string, Run>> | StudentSpec } = {
  probe: {
    async probe(threads) {
      const fit = (students: readonly ProbeStudent[], options: FitOptions) =>
        fitAdamProbes(students, probeData, adam, options);
      // Two lanes, which so few would not be given.
      const lanes = [probes.slice(0, 2), probes.slice(2)];
      const fits = await (threads === 1 ? fit(probes, run(1)) : fitOnThreads(lanes, fit, run(2)));
      return Object.fromEntries(fits.map(({ weight }, i) => [`weight ${i}`, weight]));
    },
    async "logistic probe"(threads) {
      const recipe = probeRecipe({ solver: "lbfgs" }) as LogisticRecipe;
      const [fit] = await fitLogisticProbes(probes.slice(0, 1), probeData, recipe, run(threads));
      return { weight: fit!.weight };
    },
  },
  finetune: {
    async finetune(threads) {
      const student = { ...labelled, method: elr() };
      return (await finetuneStudent(student, data, finetuneRecipe(once), run(threads))).weights;
    },
    async "side by side"(threads) {
      const students = [1, 2].map((seed) => ({
        student: { ...labelled, method: naive() },
        data,
        seed,
      }));
      const fits = await finetuneSideBySide(students, finetuneRecipe(once), { threads });
      return Object.fromEntries(
        fits.flatMap(({ weights }, i) =>
          Object.entries(weights).map(([name, weight]) => [`${i} ${name}`, weight]),
        ),
      );
    },
    async generative(threads) {
      const fit = await trainGenerative(llama, ids, once, { ...run(threads), name: "a model" });
      return fit.weights;
    },
  },
  lora: {
    async lora(threads) {
      const recipe = loraRecipe({ ...once, rank: 2 });
      const tuning = loraTuning(data.model, recipe, 1);
      const student = { ...labelled, method: confidence() };
      return (await finetuneStudent(student, { ...data, tuning }, recipe, run(threads))).weights;
    },
  },
  prompt: {
    async prompt(threads) {
      const asked = {
        ...read,
        model: decoder,
        shape: "classify" as const,
        optionNames: ["no", "yes"],
        texts,
        labels: labelled.train,
      };
      const recipe = promptRecipe({ shots: 2, template: "{text} {label}", separator: " " });
      const { probabilities } = await promptStudent(asked, recipe, run(threads));
      return { probabilities };
    },
  },
  chat: chat({ url: "http://127.0.0.1:1", model: "tests/tiny" }),
  predictions: predictions("theirs.jsonl"),
  external: external({ command: ["theirs", "{folder}"] }),
  reprobe: {
    async reprobe(threads) {
      const student = { ...labelled, method: naive() };
      const body = await finetuneStudent(student, read, finetuneRecipe(once), run(threads));
      const taught = await extractFeatures(withTrained(decoder, body.weights), texts, {
        layers: [decoder.layers],
        runtime: nodeRuntime,
        threads,
      });
      const own = { ...probeData, features: taught.features.get(decoder.layers)! };
      const [fit] = await fitAdamProbes(probes.slice(0, 1), own, adam, run(threads));
      return { features: own.features, weight: fit!.weight };
    },
  },
};
const computed = Object.values(runs).flatMap((own) =>
  isStudentSpec(own) ? [] : Object.entries(own),
);

/** The largest difference, by the largest number. */
function distance(one: NdArray, other: NdArray): number {
  const [a, b] = [one.data as Float32Array, other.data as Float32Array];
  const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0) / largest;
}

describe.each(Object.entries(runs))("the kind of student %s", (kind, own) => {
  it("computes what is tested here, or reads no model of ours", () => {
    if (!isStudentSpec(own)) return expect(Object.keys(own)).not.toEqual([]);
    expect(own.kind).toBe(kind);
    expect(studentKind(own).source(own)).toBeNull();
  });
});

describe.each(computed)("%s on two threads", (_, fit) => {
  it("gives the same bytes fifty times over, and one thread's numbers", async () => {
    const first = await fit(2);
    for (let again = 1; again < 50; again++) {
      const next = await fit(2);
      for (const [name, array] of Object.entries(first)) {
        expect(Buffer.compare(bytesOf(array), bytesOf(next[name]!)), `${name}, run ${again}`).toBe(
          0,
        );
      }
    }
    const alone = await fit(1);
    for (const [name, array] of Object.entries(first)) {
      expect(distance(array, alone[name]!), name).toBeLessThan(1e-3);
    }
  }, 180_000);
});

function bytesOf({ data }: NdArray): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
