// A trained probe as a model of its own: the backbone up to its layer, and a linear head.

import { InputError } from "@w2s/base";
import { type NdArray, ndarray } from "@w2s/grad";
import type { Classifier } from "@w2s/models";
import { layerOf, type Room } from "../../reading/index.js";
import { backboneOf } from "../shared/backbone.js";
import type { Taught, Trained } from "../student.js";
import type { ProbeResult } from "./result.js";
import type { ProbeSpec } from "./spec.js";
import type { ProbeStep } from "./step.js";

/** Read from the fit's own result. @throws InputError for features that come from no model */
export function probedModel(
  step: ProbeStep,
  { features, label, told }: ProbeSpec,
  room: Room,
): Trained {
  return {
    targets: [step],
    async read(results) {
      if (features.kind !== "model") {
        const what = features.kind === "drawn" ? "are drawn in memory" : "come from several";
        throw new InputError(`${label}: its features ${what}; there is no model to export`);
      }
      if (told)
        throw new InputError(
          `${label}: is told its supervisor's labels in its texts, which an exported model would ` +
            "not be; choose another with --student",
        );
      const model = room.model(features);
      const layer = layerOf(features, model);
      const head = headOf(await results.read(step), step.value.shape);
      return { ...backboneOf(model, layer, {}), layer, pooling: features.pooling, head };
    },
  };
}

/**
 * A trained body with a probe's head in place of its own. @throws InputError for a student that is
 * told labels
 */
export function probedHead(
  step: ProbeStep,
  { trained }: Taught,
  { label, told }: Pick<ProbeSpec, "label" | "told">,
): Trained | null {
  if (trained === null) return null;
  return {
    targets: [...trained.targets, step],
    async read(results) {
      if (told)
        throw new InputError(
          `${label}: is told its supervisor's labels in its texts, which an exported model would ` +
            "not be; choose another with --student",
        );
      const head = headOf(await results.read(step), step.value.shape);
      return { ...(await trained.read(results)), head };
    },
  };
}

function headOf({ weight, bias }: ProbeResult, shape: string): Classifier["head"] {
  const rows = headRows(weight, bias);
  return shape === "compare" ? { weight: lastRow(rows.weight) } : rows;
}

/**
 * A row an option, as linear layers have them. With two options the probe is one column, the
 * log-odds: those of option 0 are zeros.
 */
function headRows(weight: NdArray<"float32">, bias: NdArray<"float32">) {
  const [d, columns] = weight.shape as [number, number];
  const outputs = columns === 1 ? 2 : columns;
  const from = outputs - columns;
  const data = new Float32Array(outputs * d);
  for (let c = 0; c < columns; c++) {
    for (let j = 0; j < d; j++) data[(from + c) * d + j] = weight.data[j * columns + c]!;
  }
  const biases = new Float32Array(outputs);
  biases.set(bias.data, from);
  return { weight: ndarray(data, [outputs, d]), bias: ndarray(biases, [outputs]) };
}

function lastRow({ data, shape }: NdArray<"float32">): NdArray<"float32"> {
  const d = shape[1]!;
  return ndarray(data.slice(-d), [1, d]);
}
