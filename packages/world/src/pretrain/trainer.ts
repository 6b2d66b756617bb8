// Takes steps: the loaded program, and the state that goes into it and comes out.

import { type Arrays, type Executable, ndarray, type Runtime } from "@w2s/grad";
import type { Batches, Step } from "./batches.js";
import { optimizer, pretrainProgram } from "./program.js";
import type { ModelSize } from "./size.js";

const stateNames = ["parameters", "mean", "square"] as const;

/** What the optimizer changes, `[n]` each, and how far it is. */
type Trained = { readonly [N in (typeof stateNames)[number]]: Float32Array } & {
  readonly steps: number;
  readonly sentences: number;
};

export class PretrainTrainer {
  private constructor(private readonly executable: Executable) {}

  static async load(runtime: Runtime, size: ModelSize, threads: number): Promise<PretrainTrainer> {
    return new PretrainTrainer(await runtime.load(pretrainProgram(size), { threads }));
  }

  /**
   * Takes some of the batches' steps and writes the new parameters and moments to `state`; gives
   * the losses.
   */
  async run(
    state: Trained,
    batches: Batches,
    steps: readonly Step[],
    rate: (sentences: number) => number,
  ): Promise<Float32Array> {
    const arrays = stateNames.map(
      (name) => [name, ndarray(state[name], [state[name].length])] as const,
    );
    const results = await this.executable.run({
      ...Object.fromEntries(arrays),
      ...stepFeeds(batches, steps),
      ...optimizerNumbers(state, steps, rate),
      count: ndarray(BigInt64Array.of(BigInt(steps.length)), []),
    });
    for (const name of stateNames) state[name].set(results[`next ${name}`]!.data as Float32Array);
    return results.losses!.data as Float32Array;
  }

  async release(): Promise<void> {
    await this.executable.release();
  }
}

function stepFeeds({ tokens, answers }: Batches, steps: readonly Step[]): Arrays {
  const column = (value: (step: Step) => number) =>
    ndarray(
      BigInt64Array.from(steps, (step) => BigInt(value(step))),
      [steps.length, 1],
    );
  return {
    tokens: ndarray(tokens, [tokens.length]),
    answers: ndarray(answers, [answers.length]),
    "tokens/starts": column(({ token }) => token),
    "tokens/ends": column(({ token, sentences, length }) => token + sentences * length),
    "answers/starts": column(({ target }) => target),
    "answers/ends": column(({ target, sentences, answer }) => target + sentences * answer),
    lengths: column(({ length }) => length),
    answerLengths: column(({ answer }) => answer),
    predicted: column(({ length, answer }) => length - answer),
    "number of answers": ndarray(
      Float32Array.from(steps, ({ sentences, answer }) => sentences * answer),
      [steps.length],
    ),
  };
}

function optimizerNumbers(
  state: Trained,
  steps: readonly Step[],
  rate: (read: number) => number,
): Arrays {
  let read = state.sentences;
  const numbers = steps.map(({ sentences }, i) => {
    read += sentences;
    return optimizer.numbers(state.steps + i + 1, rate(read));
  });
  const named = numbers[0]!.map((_, column) => {
    const values = Float32Array.from(numbers, (row) => row[column]!);
    return [`number${column}`, ndarray(values, [steps.length])] as const;
  });
  return Object.fromEntries(named);
}
