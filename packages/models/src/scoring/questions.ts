// Log-probabilities of tokens that could follow parts of texts, by a decoder. The head sees the
// places that are asked about, so many at a time that its logits stay small.

import { InputError } from "@w2s/base";
import {
  compile,
  type Executable,
  gather,
  input,
  type NdArray,
  ndarray,
  type Runtime,
  type Signature,
} from "@w2s/grad";
import { batchesByLength } from "../batches.js";
import type { Model } from "../model.js";
import {
  type LanguageModelHead,
  type Shapes,
  type Weights,
  weightInputs,
} from "../transformers/architecture.js";
import { nextTokenLogProbabilities } from "../transformers/next-token.js";
import { type PaddingSide, tokenBatch } from "../transformers/padded-batch.js";

/**
 * What is asked of a text: `targets[i]` is a token that could follow the first `after[i]` tokens of
 * `ids`, at least one.
 */
export interface TokenQuestions {
  readonly ids: Int32Array;
  readonly after: Int32Array;
  readonly targets: Int32Array;
}

/** What answers questions about tokens, and how. */
export interface ScoreOptions {
  readonly runtime: Runtime;
  /** Threads inside one op; default 2. */
  readonly threads?: number;
  /**
   * Where shorter texts of a batch are filled up; makes no difference to the result. Default
   * "right".
   */
  readonly padding?: PaddingSide;
  readonly signal?: AbortSignal;
  /** Called with the number of texts done. */
  readonly onProgress?: (texts: number) => void;
}

/** Of a model, what scoring its tokens needs; an encoder is refused. */
export type ScoringModel = Pick<Model, "name" | "architecture" | "layers" | "width" | "weights">;

/**
 * Log-probabilities (nats) of the tokens asked about, text by text. Texts of nearly equal length
 * share a batch.
 * @throws InputError for an encoder; the signal's reason when aborted
 */
export async function answerQuestions(
  model: ScoringModel,
  questions: readonly TokenQuestions[],
  options: ScoreOptions,
): Promise<Float32Array[]> {
  const scorer = await Scorer.load(model, options);
  const answers: Float32Array[] = new Array(questions.length);
  try {
    let done = 0;
    for (const { rows } of batchesByLength(questions.map(({ ids }) => ids.length))) {
      options.signal?.throwIfAborted();
      const scored = await scorer.score(rows.map((row) => questions[row]!));
      rows.forEach((row, i) => {
        answers[row] = scored[i]!;
      });
      done += rows.length;
      options.onProgress?.(done);
    }
  } finally {
    await scorer.release();
  }
  return answers;
}

/** A model's language-model head. @throws InputError for an encoder, by the model's name */
export function headOfDecoder({
  name,
  architecture,
}: Pick<Model, "name" | "architecture">): LanguageModelHead {
  if (architecture.head) return architecture.head;
  throw new InputError(
    `${name}: an encoder has no language-model head; use a decoder such as Llama or GPT-2`,
  );
}

/** At most so many log-probabilities lie in memory at once, 64 MB of them. */
const mostLogits = 2 ** 24;

class Scorer {
  private constructor(
    private readonly backbone: Executable,
    private readonly head: Executable,
    private readonly weights: Readonly<
      Record<"backbone" | "head", Readonly<Record<string, NdArray>>>
    >,
    private readonly options: ScoreOptions,
    /** Predictions that the head makes at a time. */
    private readonly chunk: number,
  ) {}

  static async load(model: ScoringModel, options: ScoreOptions): Promise<Scorer> {
    const { runtime, threads = 2, padding = "right" } = options;
    const { architecture, layers, width } = model;
    const head = headOfDecoder(model);
    const shapes = architecture.parameters(layers);
    const [vocab] = head.shapes[head.matrix] as readonly number[];
    const weights = { backbone: model.weights(shapes), head: model.weights(head.shapes) };
    const backbone = await runtime.load(backboneProgram(model, shapes, padding), { threads });
    const heads = runtime
      .load(headProgram(head, width), { threads })
      .catch(async (error: unknown) => {
        await backbone.release();
        throw error;
      });
    return new Scorer(
      backbone,
      await heads,
      weights,
      options,
      Math.max(1, Math.floor(mostLogits / vocab!)),
    );
  }

  async score(batch: readonly TokenQuestions[]): Promise<Float32Array[]> {
    const { chosen } = await this.backbone.run({ ...this.weights.backbone, ...this.inputs(batch) });
    const targets = batch.flatMap((questions) => [...questions.targets]);
    const width = chosen!.shape[1]!;
    const all = new Float32Array(targets.length);
    for (let from = 0; from < targets.length; from += this.chunk) {
      const tokens = Int32Array.from(targets.slice(from, from + this.chunk));
      const states = (chosen!.data as Float32Array).subarray(
        from * width,
        (from + tokens.length) * width,
      );
      const { logs } = await this.head.run({
        ...this.weights.head,
        states: ndarray(states, [tokens.length, width]),
        tokens: ndarray(tokens, [tokens.length]),
      });
      all.set(logs!.data as Float32Array, from);
    }
    return piecesOf(
      all,
      batch.map((questions) => questions.targets.length),
    );
  }

  private inputs(batch: readonly TokenQuestions[]): Readonly<Record<string, NdArray>> {
    const slots = Math.max(...batch.map(({ ids }) => ids.length));
    const first = (row: number) =>
      row * slots + (this.options.padding === "left" ? slots - batch[row]!.ids.length : 0);
    const ids = new Int32Array(batch.length * slots);
    for (const [row, question] of batch.entries()) ids.set(question.ids, first(row));
    const rows = batch.flatMap(({ after }, row) =>
      Array.from(after, (count) => first(row) + count - 1),
    );
    return {
      ids: ndarray(ids, [batch.length, slots]),
      lengths: ndarray(
        Int32Array.from(batch, (question) => question.ids.length),
        [batch.length],
      ),
      rows: ndarray(Int32Array.from(rows), [rows.length]),
    };
  }

  async release(): Promise<void> {
    await Promise.all([this.backbone.release(), this.head.release()]);
  }
}

/** One stretch after another, of the given lengths. */
export function piecesOf<T extends { slice(from: number, to: number): T }>(
  all: T,
  lengths: readonly number[],
): T[] {
  let end = 0;
  return lengths.map((length) => {
    end += length;
    return all.slice(end - length, end);
  });
}

/** From tokens to the last layer's activations at chosen rows, `[chosen, d]`. */
function backboneProgram(
  { architecture, layers }: ScoringModel,
  shapes: Shapes,
  padding: PaddingSide,
) {
  const signature: Signature = {
    ...weightInputs(shapes),
    ids: input("int32", ["batch", "seq"]),
    lengths: input("int32", ["batch"]),
    rows: input("int32", ["chosen"]),
  };
  return compile(signature, (tensors) => {
    const weights: Weights = (name) => tensors[name]!;
    const batch = tokenBatch(tensors.ids!, tensors.lengths, padding);
    const states = architecture.hiddenStates(batch, weights, layers).at(-1)!;
    return { chosen: gather(states, tensors.rows!) };
  });
}

/** From activations to log-probabilities of one token each. */
function headProgram(head: LanguageModelHead, width: number) {
  const signature: Signature = {
    ...weightInputs(head.shapes),
    states: input("float32", ["chosen", width]),
    tokens: input("int32", ["chosen"]),
  };
  return compile(signature, ({ states, tokens, ...weights }) => ({
    logs: nextTokenLogProbabilities(states!, tokens!, head, (name) => weights[name]!),
  }));
}
