// Which step has the features that a student asks for: of a task's texts or of texts that tell
// labels, of one model or of several beside each other.

import { ndarray } from "@w2s/grad";
import { type Step, smallKind } from "../engine/index.js";
import type { Labels } from "../labels/index.js";
import { once } from "../once.js";
import { type Features, featuresCodec, featuresKind } from "./features-step.js";
import { layerOf, OpenedModel } from "./model-at.js";
import type { Room } from "./room.js";
import type { DrawnFeatures, FeatureSource, ModelFeatures } from "./source.js";
import type { Told } from "./told.js";
import { toldFeaturesKind } from "./told-features-step.js";

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
  const bySource = once(plain, room, () => new WeakMap<FeatureSource, Step<Features>>());
  return once(bySource, source, () => namedFeatures(room, source));
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
  const value = { texts, ...readerOf(room, source) };
  if (told === undefined || remarks === undefined) {
    return graph.step(featuresKind, value, {}, label);
  }
  const remark = { remark: told.remark, words: [...told.words] };
  return graph.step(toldFeaturesKind, { ...value, told: remark }, { told: remarks }, label);
}

/** What reads the texts. @throws InputError for a layer that the model does not have */
function readerOf(room: Room, source: ModelFeatures | DrawnFeatures) {
  if (source.kind === "drawn") {
    return { drawn: { width: source.width, noise: source.noise } };
  }
  const model = room.model(source);
  const { pooling, maxTokens = null } = source;
  return { model: new OpenedModel(model), layer: layerOf(source, model), pooling, maxTokens };
}
