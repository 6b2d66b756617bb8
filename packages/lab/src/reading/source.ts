// Where a probe's features come from: a layer of a pretrained model, or features drawn in memory
// for a demonstration.

import { checkOptions, InputError, shownUncalled, shownValue } from "@w2s/base";
import * as z from "zod";

/** How a text's tokens become one vector: their mean, the first, or the last. */
export type Pooling = "mean" | "first" | "last";

/**
 * One layer of a pretrained model. Layer 0 is the embeddings' output, layer l the output of block
 * l; -1 is the last.
 */
export interface ModelFeatures {
  readonly kind: "model";
  readonly model: string;
  readonly revision: string | undefined;
  /** What tables call the model. */
  readonly alias: string;
  readonly layer: number;
  readonly pooling: Pooling;
  readonly maxTokens: number | undefined;
}

/**
 * Random word vectors in place of a model: see drawn-features.ts. For demonstrations and
 * tests.
 */
export interface DrawnFeatures {
  readonly kind: "drawn";
  readonly alias: string;
  readonly width: number;
  /** Standard deviation of the noise on each feature; a feature's own is about 1. */
  readonly noise: number;
}

/** Features of several sources beside each other. Made by `joined`. */
export interface JoinedFeatures {
  readonly kind: "joined";
  readonly alias: string;
  readonly parts: readonly FeatureSource[];
}

/** What a probe reads: a layer of a model, features drawn in memory, or several of them. */
export type FeatureSource = ModelFeatures | DrawnFeatures | JoinedFeatures;

const modelOptions = z.strictObject({
  /** What tables call it; default: the name's last part. */
  as: z.string().min(1).optional(),
  /** A revision of the hub's repository: branch, tag or commit; default "main". */
  revision: z.string().min(1).optional(),
  /** How token activations become one vector: "mean" (default), "first" or "last" token. */
  pooling: z.enum(["mean", "first", "last"]).default("mean"),
  /** Longer texts are cut; at least 1, default: the model's context. */
  maxTokens: z.int().min(1).optional(),
});
/** Options of `model`. */
export type ModelOptions = z.input<typeof modelOptions>;

/**
 * A pretrained model by its hub name, or a folder; `.layer(l)` chooses one of its layers, and
 * without it the last counts.
 *
 *     model("HuggingFaceTB/SmolLM2-135M", { as: "SmolLM2" }).layer(15)
 *
 * @throws InputError for an unknown or wrong option
 */
export function model(name: string, options: ModelOptions = {}): ModelHandle {
  return new ModelHandle(name, options);
}

const drawnOptions = z.strictObject({
  /**
   * Standard deviation of the noise on each feature, whose own is about 1; at least 0, default 0.
   */
  noise: z.number().min(0).default(0),
  /** What tables call it; default "drawn". */
  as: z.string().min(1).default("drawn"),
});

/** The most features of a text that are drawn. */
const widest = 65_536;

/**
 * A stand-in for a model, drawn in memory: a text is the mean of random word vectors of this width.
 * No language model is involved; it shows how a study works.
 * @param width how many features a text has, from 1 to 65,536
 * @throws InputError for another width, and an unknown or wrong option
 */
export function drawn(width: number, options: z.input<typeof drawnOptions> = {}): DrawnFeatures {
  if (!Number.isInteger(width) || width < 1 || width > widest) {
    throw new InputError(
      `drawn: width must be a whole number from 1 to ${widest}, got ${shownValue(width)}`,
    );
  }
  const { noise, as } = checkOptions(drawnOptions, options, "drawn");
  return { kind: "drawn", alias: as, width, noise };
}

/**
 * Features of several sources beside each other, `[texts, d1 + d2 + ...]`, as one source for a
 * probe: a student that reads its supervisor's features as well, layers of one model, models of
 * several languages.
 *
 *     probe(joined(model("SmolLM2").layer(15), model("MiniLM").layer(2)))
 *
 * @throws InputError for fewer than two sources, for the same twice, and for what is none
 */
export function joined(...sources: readonly (FeatureSource | ModelHandle)[]): JoinedFeatures {
  const parts = sources.map((one, i) => featuresFrom(one, `joined: source ${i}`));
  if (parts.length < 2) {
    throw new InputError(`joined: needs two sources of features or more, got ${parts.length}`);
  }
  const known = parts.map((part) => JSON.stringify(part));
  const again = parts.find((_, i) => known.indexOf(known[i]!) < i);
  if (again) throw new InputError(`joined: has the features of ${featureLabel(again)} twice`);
  return { kind: "joined", alias: parts.map(({ alias }) => alias).join("+"), parts };
}

/**
 * The features that a function is given; of a model without a layer, those of its last.
 * @param subject what the message is about, such as "probe:"
 * @throws InputError for what has none
 */
export function featuresFrom(value: unknown, subject: string): FeatureSource {
  if (value instanceof ModelHandle) return value.layer(-1);
  if (isFeatureSource(value)) return value;
  throw new InputError(
    `${subject} needs features, such as model(...), model(...).layer(k) or drawn(...), got ` +
      shownSource(value),
  );
}

function isFeatureSource(value: unknown): value is FeatureSource {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  if (value.kind === "joined") return "parts" in value;
  return value.kind === "model" ? "layer" in value : value.kind === "drawn" && "width" in value;
}

/** Whether a value is a layer of a model. */
export const isModelFeatures = (value: unknown): value is ModelFeatures =>
  isFeatureSource(value) && value.kind === "model";

/** What came in place of a model, with what to write where that is plain. */
export function shownSource(value: unknown): string {
  if (isFeatureSource(value)) return `features ${featureLabel(value)}`;
  const shown = shownUncalled(value);
  return typeof value === "string" && value !== "" ? `${shown}; write model(${shown})` : shown;
}

/** The layers of models among features. */
export function modelsIn(source: FeatureSource | null): readonly ModelFeatures[] {
  if (source?.kind === "joined") return source.parts.flatMap(modelsIn);
  return source?.kind === "model" ? [source] : [];
}

/** Whether features, or some of them, are drawn in memory. */
export function hasDrawn(source: FeatureSource | null): boolean {
  return source?.kind === "joined" ? source.parts.some(hasDrawn) : source?.kind === "drawn";
}

/** How many features a text has. */
export function featureWidth(
  source: FeatureSource,
  models: { model(source: ModelFeatures): { readonly width: number } },
): number {
  if (source.kind === "model") return models.model(source).width;
  if (source.kind === "drawn") return source.width;
  return source.parts.reduce((sum, part) => sum + featureWidth(part, models), 0);
}

/** How tables name features: "SmolLM2:15". */
export function featureLabel(source: FeatureSource): string {
  if (source.kind === "joined") return source.parts.map(featureLabel).join("+");
  const detail = source.kind === "drawn" ? String(source.width) : String(source.layer);
  const pooling = source.kind === "model" && source.pooling !== "mean" ? `/${source.pooling}` : "";
  return `${source.alias}:${detail}${pooling}`;
}

/** A model before a layer is chosen. */
export class ModelHandle {
  private readonly options: z.output<typeof modelOptions>;

  constructor(
    readonly name: string,
    options: ModelOptions,
  ) {
    if (typeof name !== "string" || name.trim() === "") {
      throw new InputError(`model: needs a hub name or a folder, got ${JSON.stringify(name)}`);
    }
    this.options = checkOptions(modelOptions, options, `model "${name}"`);
  }

  /** Features of one layer: 0 is the embeddings' output, l the output of block l, -1 the last. */
  layer(layer: number): ModelFeatures {
    if (!Number.isInteger(layer)) {
      throw new InputError(`model "${this.name}": a layer must be a whole number, got ${layer}`);
    }
    const { as, revision, pooling, maxTokens } = this.options;
    const alias =
      as ??
      this.name
        .replace(/\/+$|^zoo:/g, "")
        .split("/")
        .at(-1)!;
    return { kind: "model", model: this.name, revision, alias, layer, pooling, maxTokens };
  }
}
