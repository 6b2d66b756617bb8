import {
  compile,
  gather,
  gatherElements,
  gradients,
  input,
  logSoftmax,
  mean,
  type NdArray,
  ndarray,
  neg,
  nodeRuntime,
  reshape,
  runOnce,
  type Tensor,
} from "@w2s/grad";
import { architectureOf, parseModelConfig, tokenBatch, weightInputs } from "@w2s/models";
import { describe, expect, it } from "vitest";
import { defaultMixture, parseMixture } from "../world/index.js";
import { type Batches, drawBatches, type Step } from "./batches.js";
import { initialParameters, namedParameters } from "./parameters.js";
import { type ModelSize, modelConfig } from "./size.js";
import { PretrainTrainer } from "./trainer.js";

const size: ModelSize = { width: 16, layers: 2, heads: 2, feedForward: 24 };
const mixture = parseMixture(defaultMixture);
const architecture = architectureOf(parseModelConfig(modelConfig(size), "test"));
const shapes = architecture.parameters(size.layers);

/**
 * Loss and gradients of one batch by the models package's own Llama, which is checked against
 * transformers.
 */
async function byArchitecture(
  values: Float32Array,
  { tokens, answers }: Batches,
  step: Step,
): Promise<Record<string, NdArray>> {
  const { sentences, length, answer, token, target } = step;
  const program = compile(
    {
      ...weightInputs(shapes),
      ids: input("int32", ["batch", "seq"]),
      rows: input("int32", ["predicted"]),
      targets: input("int32", ["predicted", 1]),
    },
    (tensors) => {
      const weights = (name: string) => (tensors as Record<string, Tensor>)[name]!;
      const states = architecture.hiddenStates(tokenBatch(tensors.ids), weights, size.layers);
      const logits = architecture.head!.run(gather(states.at(-1)!, tensors.rows), weights);
      const loss = reshape(neg(mean(gatherElements(logSoftmax(logits), tensors.targets, 1))), []);
      const names = Object.keys(shapes);
      const derivatives = gradients(loss, names.map(weights));
      return {
        loss,
        ...Object.fromEntries(names.map((name, i) => [`d ${name}`, derivatives[i]!])),
      };
    },
  );
  const rows = Array.from({ length: sentences }, (_, s) =>
    Array.from({ length: answer }, (_, i) => s * length + length - answer + i),
  ).flat();
  return runOnce(program, {
    ...namedParameters(size, values),
    ids: ndarray(tokens.slice(token, token + sentences * length), [sentences, length]),
    rows: ndarray(Int32Array.from(rows), [rows.length]),
    targets: ndarray(answers.slice(target, target + rows.length), [rows.length, 1]),
  });
}

describe("pretrainProgram", () => {
  it("gives the loss and the gradients of the Llama that models have", async () => {
    const batches = drawBatches(mixture, 3, 0, 400, 32);
    const sums = batches.steps.find(({ answer }) => answer > 1)!;
    const trainer = await PretrainTrainer.load(nodeRuntime, size, 1);
    for (const step of [batches.steps[0]!, sums]) {
      const parameters = initialParameters(size, 1);
      const expected = await byArchitecture(parameters, batches, step);
      const state = {
        ...zeros(parameters),
        parameters: parameters.slice(),
        steps: 0,
        sentences: 0,
      };
      const [loss] = await trainer.run(state, batches, [step], () => 1e-3);
      expect(loss).toBeCloseTo(Number(expected.loss!.data[0]), 5);
      // After the first step Adam's mean is the gradient, scaled down to length 1 where it is
      // longer.
      const norm = Math.hypot(
        ...Object.keys(shapes).map((n) =>
          Math.hypot(...(expected[`d ${n}`]!.data as Float32Array)),
        ),
      );
      const scale = Math.min(1, 1 / norm);
      const found = namedParameters(size, state.mean);
      for (const name of Object.keys(shapes)) {
        const wanted = expected[`d ${name}`]!.data as Float32Array;
        const worst = Math.max(
          ...wanted.map((g, i) => Math.abs(g * scale - Number(found[name]!.data[i]))),
        );
        expect(worst, name).toBeLessThan(2e-6);
      }
    }
    await trainer.release();
  });
});

function zeros({ length }: Float32Array) {
  return { mean: new Float32Array(length), square: new Float32Array(length) };
}
