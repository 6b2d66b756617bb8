// What a student says: probabilities of every option, for any rows, under any weights.

import type { Arrays, Executable, NdArray, Runtime } from "@w2s/grad";
import { batchesByLength } from "@w2s/models";
import { PredictedRows, type RowPredictions } from "../../shared/predicted-rows.js";
import { scoreProgram, textsPerExample } from "../program/program.js";
import type { FinetuneShape } from "../program/shape.js";
import type { Examples } from "./examples.js";

export class Scorer {
  private constructor(
    private readonly executable: Executable,
    private readonly examples: Examples,
  ) {}

  static async load(
    shape: FinetuneShape,
    examples: Examples,
    runtime: Runtime,
    threads: number,
  ): Promise<Scorer> {
    // Hardly two batches of texts have the same sizes: there is nothing to plan for.
    return new Scorer(
      await runtime.load(scoreProgram(shape), { threads, planned: false }),
      examples,
    );
  }

  /** Scores of a whole batch, `logits: [examples, 1, options]`, of weights and texts. */
  run(feeds: Arrays): Promise<Arrays> {
    return this.executable.run(feeds);
  }

  /** The same program for other examples of the same shape; it is released once. */
  of(examples: Examples): Scorer {
    return new Scorer(this.executable, examples);
  }

  /** Probabilities `[rows, options]`. @throws the signal's reason when aborted */
  async probabilities(
    rows: Int32Array,
    weights: Arrays,
    signal?: AbortSignal,
  ): Promise<NdArray<"float32">> {
    return (await this.said(rows, weights, signal)).probabilities;
  }

  /** What is said of rows, in their order. @throws the signal's reason when aborted */
  async said(rows: Int32Array, weights: Arrays, signal?: AbortSignal): Promise<RowPredictions> {
    const { options } = this.examples.data;
    const said = new PredictedRows(rows.length, options);
    const lengths = Array.from(rows, (row) => this.examples.lengthOf(row));
    const maxTokens = Math.ceil(4096 / textsPerExample(this.examples.data));
    // Packed texts need not be of one length; what is alike in length is still fastest together.
    for (const batch of batchesByLength(lengths, { maxTokens, maxPadding: 0.2 })) {
      signal?.throwIfAborted();
      const chosen = Int32Array.from(batch.rows, (i) => rows[i]!);
      const { logits } = await this.executable.run({ ...weights, ...this.examples.texts(chosen) });
      batch.rows.forEach((row, i) => {
        const values = Array.from(logits!.data.subarray(i * options, (i + 1) * options), Number);
        said.note(row, values);
      });
    }
    return said.said();
  }

  release(): Promise<void> {
    return this.executable.release();
  }
}
