// Features of a taught student: what its trained body says of a task's texts, pooled as its own
// head reads them. Known only once it was taught, so a step after it.

import { InternalError } from "@w2s/base";
import { extractFeatures } from "@w2s/models";
import { kept, type RunContext, type Step, type StepKind } from "../../engine/index.js";
import type { Labels } from "../../labels/index.js";
import {
  type Features,
  featuresCodec,
  modelUpTo,
  OpenedModel,
  type Room,
  requireFinite,
  type Texts,
  type Told,
  toldEndings,
} from "../../reading/index.js";
import { Body } from "../shared/trained-body.js";
import type { Taught, ToldAs } from "../student.js";
import type { BodySpec } from "./spec.js";

interface Value {
  readonly texts: Texts;
  /** As it was before it was taught. */
  readonly model: OpenedModel;
  readonly body: Body;
  readonly pooling: BodySpec["recipe"]["pooling"];
  readonly maxTokens: number | null;
  readonly told?: Told | undefined;
}

type FeatureInputs = {
  /** What the body is read from. */
  readonly body: readonly Step[];
  readonly told: Step<Labels> | undefined;
};
type TaughtFeatures = Step<Features, Value, FeatureInputs>;

const taughtFeaturesKind: StepKind<Features, Value, FeatureInputs> = {
  name: "taught features",
  version: 1,
  codec: featuresCodec,
  describe: ([step]) => ({
    label: step!.label,
    unit: "texts",
    total: step!.value.texts.list.length,
  }),
  /** Characters times the parameters that each of them meets. */
  cost: (steps) =>
    steps.reduce((sum, { value: { texts, model } }) => {
      return sum + texts.characters * model.model.parameters;
    }, 0),
  rateKey: ([step]) => step!.value.model.model.name,
  async run([step], context) {
    const started = performance.now();
    const features = await featuresIn(step!, context);
    requireFinite(features, step!.label);
    await context.keep(kept(step!, features), performance.now() - started);
  },
};

async function featuresIn({ value, inputs, label }: TaughtFeatures, context: RunContext) {
  const { body, pooling, maxTokens, told } = value;
  const { list: texts } = value.texts;
  const model = await body.read({ read: (step) => context.result(step) });
  const endings = await toldEndings(texts.length, told, inputs.told, context);
  const { runtime, threads, signal, progress } = context;
  const extracted = await extractFeatures(model, texts, {
    layers: [model.layers],
    pooling,
    ...(maxTokens === null ? {} : { maxTokens }),
    ...(endings && { endings }),
    runtime,
    threads,
    signal,
    onProgress: progress,
  });
  const features = extracted.features.get(model.layers);
  if (features) return features;
  throw new InternalError(`${label}: its last layer was not read`);
}

/** Features of the room's texts by a body that was taught. @throws InternalError for no model */
export function taughtFeatures(
  room: Room,
  { model: source, recipe, label }: BodySpec,
  { trained, step }: Taught,
  told?: ToldAs,
  remarks?: Step<Labels>,
): Step<Features> {
  if (!trained?.model) throw new InternalError(`${label}: has no trained model to read`);
  const value = {
    texts: room.texts,
    model: new OpenedModel(modelUpTo(room, source)),
    body: new Body(trained.model),
    pooling: recipe.pooling,
    maxTokens: recipe.maxTokens ?? null,
    told: told && { remark: told.remark, words: [...told.words] },
  };
  const inputs = { body: trained.targets, told: remarks };
  return room.graph.step(taughtFeaturesKind, value, inputs, `features of ${step.label}`);
}
