// Features steps: one layer's features of a task's texts. All wanted layers of a model are read in
// one pass.

import type { NdArray } from "@w2s/grad";
import { extractFeatures, type Model } from "@w2s/models";
import type { StepResult } from "../store/index.js";
import type { DrawnFeatures, ModelFeatures } from "../study/index.js";
import { drawFeatures } from "./drawn-features.js";
import { requireFinite } from "./finite.js";
import type { RunContext, Step, StepKind } from "./step.js";

export type FeaturesPayload = {
  readonly task: string;
  readonly texts: readonly string[];
} & (
  | { readonly source: ModelFeatures; readonly model: Model; readonly layer: number }
  | { readonly source: DrawnFeatures }
);

export const featuresKind: StepKind<FeaturesPayload> = {
  name: "features",
  version: 1,
  reportTogether: false,
  groupKey: ({ params: { layer: _, ...rest } }) => JSON.stringify(rest),
  describe: (steps) => {
    const { source, task, texts } = steps[0]!.payload;
    const layers = steps.flatMap(({ payload }) => ("layer" in payload ? [payload.layer] : []));
    const which =
      layers.length > 0 ? ` layer${layers.length > 1 ? "s" : ""} ${layers.join(", ")}` : "";
    return { label: `${source.alias}${which} on ${task}`, unit: "texts", total: texts.length };
  },
  /** Characters times the parameters that each of them meets. */
  cost: (steps) => {
    const { payload } = steps[0]!;
    const characters = payload.texts.reduce((sum, text) => sum + text.length, 0);
    return "model" in payload ? characters * payload.model.parameters : characters;
  },
  async run(steps, context) {
    const started = performance.now();
    const { payload } = steps[0]!;
    const results =
      "model" in payload
        ? await fromModel(steps, context)
        : [drawFeatures(payload.source, payload.texts)];
    const kept = new Map<Step, StepResult>();
    steps.forEach((step, i) => {
      const features = results[i]!;
      requireFinite(features, `features of ${payload.source.alias} on ${payload.task}`);
      const [texts, width] = features.shape as [number, number];
      kept.set(step, { facts: { texts, width }, arrays: { features } });
    });
    await context.keep(kept, performance.now() - started);
  },
};

async function fromModel(
  steps: readonly Step<FeaturesPayload>[],
  { runtime, threads, signal, progress, reporter }: RunContext,
): Promise<NdArray<"float32">[]> {
  const payloads = steps.map(
    ({ payload }) => payload as Extract<FeaturesPayload, { model: Model }>,
  );
  const { model, source, texts, task } = payloads[0]!;
  const layers = payloads.map(({ layer }) => layer);
  const { pooling, maxTokens } = source;
  const extracted = await extractFeatures(model, texts, {
    layers,
    pooling,
    ...(maxTokens === undefined ? {} : { maxTokens }),
    runtime,
    threads,
    signal,
    onProgress: progress,
  });
  if (extracted.truncated > 0) {
    reporter.warn(
      `${source.alias} on ${task}: ${extracted.truncated} of ${texts.length} texts are longer ` +
        `than ${extracted.maxTokens} tokens and were cut`,
    );
  }
  return layers.map((layer) => extracted.features.get(layer)!);
}
