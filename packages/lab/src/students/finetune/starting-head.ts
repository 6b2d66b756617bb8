// What a student's head starts from: zeros, the rows of label words in the language model's own
// head, or a probe that was trained on the same labels before (LP-FT).

import { InternalError } from "@w2s/base";
import { type Arrays, ndarray } from "@w2s/grad";
import type { Model } from "@w2s/models";
import type { RunContext } from "../../engine/index.js";
import { type ProbeResult, probeResultOf } from "../probe/result.js";
import { labelWordHead } from "./label-words.js";
import type { TunedStep } from "./tuned-step.js";

/** The head by its parameters' names; nothing where it starts from zeros. */
export async function startingHead(
  { value, inputs, label }: TunedStep,
  model: Model,
  context: Pick<RunContext, "result">,
): Promise<{ readonly head?: Arrays }> {
  const { recipe, options, shape } = value;
  if (inputs.head) {
    const probed = probeResultOf(await context.result(inputs.head));
    if (!probed) throw new InternalError(`${label}: starts from what is no probe`);
    return { head: shape === "compare" ? scoreHead(probed) : choiceHead(probed, options) };
  }
  const { labelWords } = recipe;
  if (!labelWords) return {};
  return { head: labelWordHead(model, model.tokenizer(recipe.maxTokens), labelWords, options) };
}

/** One score a text: a probe of differences has the same weights. */
function scoreHead({ weight }: ProbeResult): Arrays {
  return { "student.weight": ndarray(weight.data.slice(), [1, weight.shape[0]!]) };
}

/**
 * A row an option. A probe of two options is one column, the log-odds u: half of it is the row of
 * option 1, and minus half that of option 0.
 */
function choiceHead({ weight, bias }: ProbeResult, options: number): Arrays {
  const [d, columns] = weight.shape as [number, number];
  const rows = new Float32Array(options * d);
  const biases = new Float32Array(options);
  for (let k = 0; k < options; k++) {
    const [column, scale] = columns === 1 ? [0, k === 1 ? 0.5 : -0.5] : [k, 1];
    for (let j = 0; j < d; j++) rows[k * d + j] = scale * weight.data[j * columns + column]!;
    biases[k] = scale * bias.data[column]!;
  }
  return {
    "student.weight": ndarray(rows, [options, d]),
    "student.bias": ndarray(biases, [options]),
  };
}
