// Prefix steps: what the frozen blocks of a model say of every token of a task's texts, for all
// students that train only the blocks above.

import { extractTokenStates, type Model } from "@w2s/models";
import { encodedTexts } from "./encoded-texts.js";
import { requireFinite } from "./finite.js";
import type { Step, StepKind } from "./step.js";

/**
 * Arrays of a prefix step's result: `states: [tokens, d]` and `offsets: [texts + 1]`, as
 * `StoredLayer` takes them.
 */
export interface PrefixPayload {
  readonly task: string;
  readonly alias: string;
  readonly texts: readonly string[];
  readonly model: Model;
  /** From 0, the embeddings' output. */
  readonly layer: number;
  readonly maxTokens: number | undefined;
}

export const prefixKind: StepKind<PrefixPayload> = {
  name: "prefix",
  version: 1,
  reportTogether: false,
  groupKey: (step) => step.name,
  describe: ([step]) => {
    const { alias, layer, task, texts } = step!.payload;
    return {
      label: `${alias} up to layer ${layer} on ${task}`,
      unit: "texts",
      total: texts.length,
    };
  },
  /** Characters times the parameters that each of them meets. */
  cost: (steps) =>
    steps.reduce((sum, { payload: { model, layer, texts } }) => {
      const characters = texts.reduce((total, text) => total + text.length, 0);
      return sum + (characters * model.parameters * layer) / model.layers;
    }, 0),
  async run([step], context) {
    const started = performance.now();
    const { model, texts, layer, maxTokens, alias, task } = step!.payload;
    const ids = encodedTexts(model, texts, maxTokens).map((encoding) => encoding.ids);
    const { runtime, threads, signal, progress } = context;
    const arrays = await extractTokenStates(model, ids, {
      layer,
      runtime,
      threads,
      signal,
      onProgress: progress,
    });
    requireFinite(arrays.states, `${alias} up to layer ${layer} on ${task}`);
    const facts = { texts: texts.length, tokens: arrays.states.shape[0]! };
    await context.keep(
      new Map([[step as Step, { facts, arrays: { ...arrays } }]]),
      performance.now() - started,
    );
  },
};
