// Prefix steps: what the frozen blocks of a model say of every token of a task's texts, for all
// students that train only the blocks above.

import type { NdArray } from "@w2s/grad";
import { extractTokenStates, type Model } from "@w2s/models";
import { type Codec, kept, type Step, type StepKind } from "../engine/index.js";
import { float32, int32 } from "../labels/index.js";
import { encodedTexts } from "./encoded-texts.js";
import { requireFinite } from "./finite.js";
import { OpenedModel } from "./model-at.js";
import type { Room } from "./room.js";
import type { Texts } from "./texts.js";

/** Token states `[tokens, d]`, and where each text's begin: `[texts + 1]`. */
export interface Prefix {
  readonly states: NdArray<"float32">;
  readonly offsets: NdArray<"int32">;
}

interface PrefixValue {
  readonly texts: Texts;
  readonly model: OpenedModel;
  /** From 0, the embeddings' output. */
  readonly layer: number;
  readonly maxTokens: number | null;
}

const codec: Codec<Prefix> = {
  encode: ({ states, offsets }) => ({
    facts: { texts: offsets.shape[0]! - 1, tokens: states.shape[0]! },
    arrays: { states, offsets },
  }),
  decode: ({ arrays }) => ({
    states: float32(arrays, "states"),
    offsets: int32(arrays, "offsets"),
  }),
};

const prefixKind: StepKind<Prefix, PrefixValue, Record<never, never>> = {
  name: "prefix",
  version: 1,
  codec,
  describe: ([step]) => ({
    label: step!.label,
    unit: "texts",
    total: step!.value.texts.list.length,
  }),
  /** Characters times the blocks that each of them goes through. */
  cost: (steps) =>
    steps.reduce((sum, { value: { layer, texts } }) => {
      return sum + texts.characters * layer;
    }, 0),
  rateKey: ([step]) => step!.value.model.model.name,
  async run([step], context) {
    const started = performance.now();
    const { model, texts, layer, maxTokens } = step!.value;
    const encoded = encodedTexts(model.model, texts.list, maxTokens ?? undefined);
    const { runtime, threads, signal, progress } = context;
    const prefix = await extractTokenStates(
      model.model,
      encoded.map(({ ids }) => ids),
      { layer, runtime, threads, signal, onProgress: progress },
    );
    requireFinite(prefix.states, step!.label);
    await context.keep(kept(step!, prefix), performance.now() - started);
  },
};

/** What the first `layer` blocks say of the room's texts. */
export function prefixOf(
  { graph, texts, task }: Room,
  model: Model,
  layer: number,
  maxTokens: number | undefined,
  alias: string,
): Step<Prefix> {
  const value = { texts, model: new OpenedModel(model), layer, maxTokens: maxTokens ?? null };
  return graph.step(prefixKind, value, {}, `${alias} up to layer ${layer} on ${task.name}`);
}
