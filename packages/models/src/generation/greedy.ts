// Greedy decoding: the most probable next token, again and again. Prompts of nearly equal length go
// together; what ends leaves the batch.

import { type Arrays, type Executable, type NdArray, ndarray, type Runtime } from "@w2s/grad";
import { batchesByLength } from "../batches.js";
import type { ScoringModel } from "../scoring/questions.js";
import { KeyValueCache } from "./cache.js";
import { decoderShapes, promptProgram, stepProgram } from "./programs.js";

/** What decodes, how far, and where it ends. */
export interface GreedyOptions {
  readonly runtime: Runtime;
  /** Threads inside one op; default 2. */
  readonly threads?: number;
  /** Most tokens that are said after a prompt, at least 1. */
  readonly maxTokens: number;
  /** Whether a text ends here, given all that was said after it, the newest token last. */
  readonly isOver: (said: readonly number[]) => boolean;
  /** Most prompts that go together; default 64. */
  readonly maxRows?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of prompts done. */
  readonly onProgress?: (prompts: number) => void;
}

/**
 * What a decoder says after each prompt (its tokens, at least one): the most probable token, the
 * lowest id at a tie, until the text is over or `maxTokens` are said. The token that ended it is
 * the last.
 * @throws InputError for an encoder; the signal's reason when aborted
 */
export async function decodeGreedily(
  model: ScoringModel,
  prompts: readonly Int32Array[],
  options: GreedyOptions,
): Promise<number[][]> {
  const { maxTokens, maxRows = 64, signal, onProgress } = options;
  const decoder = await Decoder.load(model, options);
  const said: number[][] = prompts.map(() => []);
  try {
    const lengths = prompts.map(({ length }) => length);
    let done = 0;
    for (const { rows } of batchesByLength(lengths, {
      maxRows,
      maxPadding: 0.25,
      maxTokens: 2 ** 14,
    })) {
      const going = rows.map((row) => ({ prompt: prompts[row]!, said: said[row]! }));
      await decoder.decode(going, maxTokens, signal);
      done += rows.length;
      onProgress?.(done);
    }
  } finally {
    await decoder.release();
  }
  return said;
}

/** A text that is gone on with. */
interface Going {
  readonly prompt: Int32Array;
  readonly said: number[];
}

class Decoder {
  private constructor(
    private readonly prompts: Executable,
    private readonly steps: Executable,
    private readonly weights: Arrays,
    private readonly isOver: GreedyOptions["isOver"],
  ) {}

  static async load(
    model: ScoringModel,
    { runtime, threads = 2, isOver }: GreedyOptions,
  ): Promise<Decoder> {
    const first = promptProgram(model);
    const weights = model.weights(decoderShapes(model));
    const prompts = await runtime.load(first, { threads, planned: false });
    try {
      const steps = await runtime.load(stepProgram(model, first.outputs), { threads });
      return new Decoder(prompts, steps, weights, isOver);
    } catch (error) {
      await prompts.release();
      throw error;
    }
  }

  async decode(batch: readonly Going[], maxTokens: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { next, ...read } = await this.prompts.run({ ...this.weights, ...promptInputs(batch) });
    const cache = new KeyValueCache(batch.length, read);
    let going = this.heard(batch, next!, cache);
    for (let step = 1; step < maxTokens && going.length > 0; step++) {
      signal?.throwIfAborted();
      const places = Int32Array.from(going, ({ prompt, said }) => prompt.length + said.length - 1);
      cache.reserve(Math.max(...places) + 1);
      const { next: token, ...own } = await this.steps.run({
        ...this.weights,
        ...cache.feeds(),
        ids: vector(going.map(({ said }) => said.at(-1)!)),
        positions: vector(places),
      });
      cache.add(own, places);
      going = this.heard(going, token!, cache);
    }
  }

  /** Notes what each text says next; those that are not over go on. */
  private heard(batch: readonly Going[], next: NdArray, cache: KeyValueCache): readonly Going[] {
    const on: number[] = [];
    for (const [i, { said }] of batch.entries()) {
      said.push(Number(next.data[i]));
      if (!this.isOver(said)) on.push(i);
    }
    if (on.length === batch.length) return batch;
    if (on.length > 0) cache.keep(on);
    return on.map((i) => batch[i]!);
  }

  async release(): Promise<void> {
    await Promise.all([this.prompts.release(), this.steps.release()]);
  }
}

function promptInputs(batch: readonly Going[]): Readonly<Record<string, NdArray>> {
  const slots = Math.max(...batch.map(({ prompt }) => prompt.length));
  const ids = new Int32Array(batch.length * slots);
  for (const [row, { prompt }] of batch.entries()) ids.set(prompt, row * slots);
  return {
    ids: ndarray(ids, [batch.length, slots]),
    lengths: vector(batch.map(({ prompt }) => prompt.length)),
  };
}

function vector(values: ArrayLike<number>): NdArray {
  return ndarray(Int32Array.from(values), [values.length]);
}
