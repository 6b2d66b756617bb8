// Features steps: one layer's features of a task's texts. All wanted layers of a model are read in
// one pass.

import { type NdArray, ndarray } from "@w2s/grad";
import { extractFeatures } from "@w2s/models";
import {
  type Codec,
  kept,
  type RunContext,
  type Step,
  type StepKind,
  smallKind,
} from "../engine/index.js";
import { float32, type Labels } from "../labels/index.js";
import { drawFeatures } from "./drawn-features.js";
import { requireFinite } from "./finite.js";
import { layerOf, OpenedModel } from "./model-at.js";
import type { Room } from "./room.js";
import type { DrawnFeatures, FeatureSource, ModelFeatures } from "./source.js";
import type { Texts } from "./texts.js";
import { type Told, toldEndings } from "./told.js";

/** Features `[texts, d]`. */
export type Features = NdArray<"float32">;

interface FeaturesValue {
  readonly texts: Texts;
  readonly told?: Told | undefined;
}
interface ModelValue extends FeaturesValue {
  readonly model: OpenedModel;
  /** From 0, the embeddings' output. */
  readonly layer: number;
  readonly pooling: ModelFeatures["pooling"];
  readonly maxTokens: number | null;
}
interface DrawnValue extends FeaturesValue {
  readonly drawn: Pick<DrawnFeatures, "width" | "noise">;
}
type Value = ModelValue | DrawnValue;
interface FeatureInputs {
  readonly told: Step<Labels> | undefined;
  readonly [role: string]: Step | undefined;
}
type FeaturesStep = Step<Features, Value, FeatureInputs>;

/** How features are kept. */
export const featuresCodec: Codec<Features> = {
  encode: (features) => {
    const [texts, width] = features.shape as [number, number];
    return { facts: { texts, width }, arrays: { features } };
  },
  decode: ({ arrays }) => float32(arrays, "features"),
};

export const featuresKind: StepKind<Features, Value, FeatureInputs> = {
  name: "features",
  version: 1,
  codec: featuresCodec,
  groupKey: ({ params: { layer: _, ...rest }, inputs }) =>
    JSON.stringify([rest, inputs.told?.name]),
  describe: (steps) => {
    const { value, label } = steps[0]!;
    const layers = steps.flatMap((step) => ("layer" in step.value ? [step.value.layer] : []));
    const which =
      layers.length > 0 ? ` layer${layers.length > 1 ? "s" : ""} ${layers.join(", ")}` : "";
    const total = value.texts.list.length;
    return { label: label.replace(" on ", `${which} on `), unit: "texts", total };
  },
  /** Characters times the blocks that each of them goes through, the embeddings as one. */
  cost: (steps) => {
    return steps[0]!.value.texts.characters * (1 + Math.max(...steps.map(layerIn)));
  },
  rateKey: ([step]) => ("model" in step!.value ? step!.value.model.model.name : "drawn"),
  async run(steps, context) {
    const started = performance.now();
    const { value, label, inputs } = steps[0]!;
    const endings = await toldEndings(value.texts.list.length, value.told, inputs.told, context);
    const { list } = value.texts;
    const results = isOfModel(value)
      ? await fromModel(value, steps.map(layerIn), endings, label, context)
      : [drawFeatures(value.drawn, endings ? list.map((text, i) => text + endings[i]!) : list)];
    for (const features of results) requireFinite(features, `features of ${label}`);
    await context.keep(
      steps.flatMap((step, i) => kept(step, results[i]!)),
      performance.now() - started,
    );
  },
};

const isOfModel = (value: Value): value is ModelValue => "model" in value;
const layerIn = ({ value }: FeaturesStep): number => (isOfModel(value) ? value.layer : 0);

async function fromModel(
  { model: { model }, pooling, maxTokens, texts: { list: texts } }: ModelValue,
  layers: readonly number[],
  endings: readonly string[] | undefined,
  label: string,
  { runtime, threads, signal, progress, warn }: RunContext,
): Promise<Features[]> {
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
  return layers.map((layer) => extracted.features.get(layer)!);
}

/** Features of several sources beside each other, in their order. */
const joinedKind = smallKind<Features, object, { readonly parts: readonly Step<Features>[] }>({
  name: "joined features",
  version: 1,
  codec: featuresCodec,
  label: "features beside each other",
  async compute({ inputs }, context) {
    const parts: Features[] = [];
    for (const part of inputs.parts) parts.push(await context.result(part));
    const texts = parts[0]!.shape[0]!;
    const width = parts.reduce((sum, { shape }) => sum + shape[1]!, 0);
    const data = new Float32Array(texts * width);
    let column = 0;
    for (const { data: own, shape } of parts) {
      const columns = shape[1]!;
      for (let text = 0; text < texts; text++) {
        const from = text * columns;
        data.set(own.subarray(from, from + columns), text * width + column);
      }
      column += columns;
    }
    return ndarray(data, [texts, width]);
  },
});

/**
 * Features of the room's texts; with `told`, of texts that end in the remark that `remarks` decide.
 * @throws InputError for a layer that the model does not have
 */
export function featuresOf(
  room: Room,
  source: FeatureSource,
  told?: Told,
  remarks?: Step<Labels>,
): Step<Features> {
  if (told || remarks) return namedFeatures(room, source, told, remarks);
  const bySource = plain.get(room) ?? new WeakMap<FeatureSource, Step<Features>>();
  plain.set(room, bySource);
  const step = bySource.get(source) ?? namedFeatures(room, source);
  bySource.set(source, step);
  return step;
}

/** Features that no remark changes, named once in a room: all students of a model ask for them. */
const plain = new WeakMap<Room, WeakMap<FeatureSource, Step<Features>>>();

function namedFeatures(
  room: Room,
  source: FeatureSource,
  told?: Told,
  remarks?: Step<Labels>,
): Step<Features> {
  const { texts, graph, task } = room;
  const label = `${source.alias} on ${task.name}`;
  if (source.kind === "joined") {
    const parts = source.parts.map((part) => featuresOf(room, part, told, remarks));
    return graph.step(joinedKind, {}, { parts }, label);
  }
  const inputs = { told: remarks };
  const shared = { texts, ...(told && { told: { remark: told.remark, words: [...told.words] } }) };
  if (source.kind === "drawn") {
    const drawn = { width: source.width, noise: source.noise };
    return graph.step(featuresKind, { ...shared, drawn }, inputs, label);
  }
  const model = room.model(source);
  const { pooling, maxTokens = null } = source;
  const layer = layerOf(source, model);
  const value = { ...shared, model: new OpenedModel(model), layer, pooling, maxTokens };
  return graph.step(featuresKind, value, inputs, label);
}
