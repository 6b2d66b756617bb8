// Features steps: one layer's features of a task's texts. All wanted layers of a model are read in
// one pass.

import type { NdArray } from "@w2s/grad";
import { extractFeatures } from "@w2s/models";
import {
  type Codec,
  type Inputs,
  kept,
  type RunContext,
  type Step,
  type StepKind,
} from "../engine/index.js";
import { float32 } from "../labels/index.js";
import { drawFeatures } from "./drawn-features.js";
import { requireFinite } from "./finite.js";
import type { OpenedModel } from "./model-at.js";
import type { DrawnFeatures, ModelFeatures } from "./source.js";
import type { Texts } from "./texts.js";

/** Features `[texts, d]`. */
export type Features = NdArray<"float32">;

/** What reads texts, and which. */
interface ModelValue {
  readonly texts: Texts;
  readonly model: OpenedModel;
  /** From 0, the embeddings' output. */
  readonly layer: number;
  readonly pooling: ModelFeatures["pooling"];
  readonly maxTokens: number | null;
}
interface DrawnValue {
  readonly texts: Texts;
  readonly drawn: Pick<DrawnFeatures, "width" | "noise">;
}
export type FeaturesValue = ModelValue | DrawnValue;
/** A step of features, of these texts or of others made of them. */
export type FeaturesStep<I extends Inputs = Inputs> = Step<Features, FeaturesValue, I>;

/** How features are kept. */
export const featuresCodec: Codec<Features> = {
  encode: (features) => {
    const [texts, width] = features.shape as [number, number];
    return { facts: { texts, width }, arrays: { features } };
  },
  decode: ({ arrays }) => float32(arrays, "features"),
};

export const featuresKind: StepKind<Features, FeaturesValue> = {
  name: "features",
  version: 1,
  codec: featuresCodec,
  groupKey: ({ params: { layer: _, ...rest } }) => JSON.stringify(rest),
  describe: (steps) => ({
    label: labelOf(steps),
    unit: "texts",
    total: steps[0]!.value.texts.list.length,
  }),
  cost: costOf,
  rateKey: rateKeyOf,
  async run(steps, context) {
    const started = performance.now();
    const read = await readBy(steps, { texts: steps[0]!.value.texts.list }, context);
    const results = steps.map((step) => read.get(layerIn(step))!);
    await context.keep(
      steps.flatMap((step, i) => kept(step, results[i]!)),
      performance.now() - started,
    );
  },
};

/** Which layers of which model are read of a task. */
export function labelOf(steps: readonly FeaturesStep[]): string {
  const layers = new Set(steps.flatMap(({ value }) => ("layer" in value ? [value.layer] : [])));
  const which =
    layers.size > 0 ? ` layer${layers.size > 1 ? "s" : ""} ${[...layers].join(", ")}` : "";
  return steps[0]!.label.replace(" on ", `${which} on `);
}

/** Characters times the blocks that each of them goes through, the embeddings as one. */
export function costOf(steps: readonly FeaturesStep[]): number {
  return steps[0]!.value.texts.characters * (1 + Math.max(...steps.map(layerIn)));
}

export function rateKeyOf([step]: readonly FeaturesStep[]): string {
  return "model" in step!.value ? step!.value.model.model.name : "drawn";
}

/** The layer that a step wants; of drawn features there is one. */
export const layerIn = ({ value }: FeaturesStep): number => ("layer" in value ? value.layer : 0);

/** What is read: texts, and what stands at the end of each. */
interface Readings {
  readonly texts: readonly string[];
  readonly endings?: readonly string[];
}

/**
 * Features of texts by layer, all layers that steps of one group want in one pass.
 * @throws InputError for a feature that is no finite number
 */
export async function readBy(
  steps: readonly FeaturesStep[],
  readings: Readings,
  context: RunContext,
): Promise<ReadonlyMap<number, Features>> {
  const { value, label } = steps[0]!;
  const { texts, endings } = readings;
  const drawnFrom = () => texts.map((text, i) => text + (endings?.[i] ?? ""));
  const read =
    "model" in value
      ? await fromModel(value, steps.map(layerIn), readings, label, context)
      : new Map([[0, drawFeatures(value.drawn, drawnFrom())]]);
  for (const features of read.values()) requireFinite(features, `features of ${label}`);
  return read;
}

async function fromModel(
  { model: { model }, pooling, maxTokens }: ModelValue,
  layers: readonly number[],
  { texts, endings }: Readings,
  label: string,
  { runtime, threads, signal, progress, warn }: RunContext,
): Promise<ReadonlyMap<number, Features>> {
  const extracted = await extractFeatures(model, texts, {
    layers,
    pooling,
    ...(maxTokens === null ? {} : { maxTokens }),
    ...(endings && { endings }),
    runtime,
    threads,
    signal,
    onProgress: progress,
  });
  if (extracted.truncated > 0) {
    warn(
      `${label}: ${extracted.truncated} of ${texts.length} texts are longer than ` +
        `${extracted.maxTokens} tokens and were cut`,
    );
  }
  if (extracted.lack !== undefined) warn(`${label}: ${extracted.lack}`);
  return extracted.features;
}
