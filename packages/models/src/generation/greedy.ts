// Greedy decoding: the most probable next token, again and again. Prompts of nearly equal length go
// together; what ends leaves the batch.

import { type Arrays, type Executable, type NdArray, ndarray, type Runtime } from "@w2s/grad";
import { batchesByLength } from "../batches.js";
import type { ScoringModel } from "../scoring/questions.js";
import { KeyValueCache } from "./cache.js";
import { decoderShapes, promptProgram, stepProgram } from "./programs.js";

/** How far decoding goes, and where it ends. */
export interface GreedyOptions {
  /** Most tokens that are said after a prompt, at least 1. */
  readonly maxTokens: number;
  /** Whether a text ends here, given all that was said after it, the newest token last. */
  readonly isOver: (said: readonly number[]) => boolean;
  /** Most prompts that go together; default 64. */
  readonly maxRows?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of prompts done. */
  readonly onProgress?: (prompts: number) => void;
}

/** What decodes. */
export interface DecoderOptions {
  readonly runtime: Runtime;
  /** Threads inside one op; default 2. */
  readonly threads?: number;
}

/** A decoder's programs, loaded once for any number of weights; release it when done. */
export class GreedyDecoder {
  private constructor(
    private readonly prompts: Executable,
    private readonly steps: Executable,
  ) {}

  /** @throws InputError for an encoder */
  static async load(
    model: ScoringModel,
    { runtime, threads = 2 }: DecoderOptions,
  ): Promise<GreedyDecoder> {
    const first = promptProgram(model);
    const prompts = await runtime.load(first, { threads, planned: false });
    try {
      const steps = await runtime.load(stepProgram(model, first.outputs), { threads });
      return new GreedyDecoder(prompts, steps);
    } catch (error) {
      await prompts.release();
      throw error;
    }
  }

  /**
   * What is said after each prompt (its tokens, at least one) with these weights, by the names of
   * `decoderShapes`: the most probable token, the lowest id at a tie, until the text is over or
   * `maxTokens` are said. The token that ended it is the last.
   * @throws the signal's reason when aborted
   */
  async say(
    weights: Arrays,
    prompts: readonly Int32Array[],
    options: GreedyOptions,
  ): Promise<number[][]> {
    const { maxRows = 64, onProgress } = options;
    const all: readonly Going[] = prompts.map((prompt) => ({ prompt, said: [] }));
    const lengths = prompts.map(({ length }) => length);
    let done = 0;
    for (const { rows } of batchesByLength(lengths, { ...together, maxRows })) {
      const batch = rows.map((row) => all[row]!);
      await this.sayTogether(weights, batch, options);
      done += rows.length;
      onProgress?.(done);
    }
    return all.map(({ said }) => said);
  }

  private async sayTogether(
    weights: Arrays,
    batch: readonly Going[],
    { maxTokens, isOver, signal }: GreedyOptions,
  ): Promise<void> {
    signal?.throwIfAborted();
    const { next, ...read } = await this.prompts.run({ ...weights, ...promptInputs(batch) });
    const cache = new KeyValueCache(batch.length, read);
    let going = goingOn(batch, next!, cache, isOver);
    for (let step = 1; step < maxTokens && going.length > 0; step++) {
      signal?.throwIfAborted();
      const places = Int32Array.from(going, ({ prompt, said }) => prompt.length + said.length - 1);
      cache.reserve(Math.max(...places) + 1);
      const { next: token, ...own } = await this.steps.run({
        ...weights,
        ...cache.feeds(),
        ids: vector(going.map(({ said }) => said.at(-1)!)),
        positions: vector(places),
      });
      cache.add(own, places);
      going = goingOn(going, token!, cache, isOver);
    }
  }

  async release(): Promise<void> {
    await Promise.all([this.prompts.release(), this.steps.release()]);
  }
}

/** `GreedyDecoder` for one list of prompts, with the model's own weights. @throws as it does */
export async function decodeGreedily(
  model: ScoringModel,
  prompts: readonly Int32Array[],
  { runtime, threads, ...options }: GreedyOptions & DecoderOptions,
): Promise<number[][]> {
  const weights = model.weights(decoderShapes(model));
  const decoder = await GreedyDecoder.load(model, { runtime, ...(threads && { threads }) });
  try {
    return await decoder.say(weights, prompts, options);
  } finally {
    await decoder.release();
  }
}

/**
 * Padding costs a prompt's reading once; a batch more costs every step, which reads all weights
 * whether for one text or for many.
 */
const together = { maxPadding: 0.5, maxTokens: 2 ** 14 };

/** A text that is gone on with. */
interface Going {
  readonly prompt: Int32Array;
  readonly said: number[];
}

/** Notes what each text says next; those that are not over go on. */
function goingOn(
  batch: readonly Going[],
  next: NdArray,
  cache: KeyValueCache,
  isOver: GreedyOptions["isOver"],
): readonly Going[] {
  const on: number[] = [];
  for (const [i, { said }] of batch.entries()) {
    said.push(Number(next.data[i]));
    if (!isOver(said)) on.push(i);
  }
  if (on.length === batch.length) return batch;
  if (on.length > 0) cache.keep(on);
  return on.map((i) => batch[i]!);
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
